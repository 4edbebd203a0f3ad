package genai

import (
	"testing"

	"go.opentelemetry.io/collector/pdata/ptrace"
)

// FuzzDecode throws whatever an OTLP sender can send at the decoder, which has to survive it and to keep its word: a
// count is absent, a plain number, or visibly invalid.
func FuzzDecode(f *testing.F) {
	td := ptrace.NewTraces()
	ss := td.ResourceSpans().AppendEmpty().ScopeSpans().AppendEmpty()
	ss.Scope().SetName("@traceloop/instrumentation-anthropic")
	ss.Scope().SetVersion("0.27.0")
	spanWith(map[string]any{
		"gen_ai.operation.name": "chat", "gen_ai.usage.input_tokens": "12", "gen_ai.usage.output_tokens": 1.5,
		"gen_ai.usage.cache_read.input_tokens": []any{1}, "taskmeter.usage.tools": []any{"web_search=3", 4, "="},
		"taskmeter.task.id": ownImplicit, "taskmeter.rollup.source": "process", "taskmeter.task.calls": -4,
	}).CopyTo(ss.Spans().AppendEmpty())
	toolSpan(map[string]any{"gen_ai.tool.name": "", "taskmeter.cost.usd": []any{1}}).CopyTo(ss.Spans().AppendEmpty())
	marshaler := ptrace.ProtoMarshaler{}
	seed, err := marshaler.MarshalTraces(td)
	if err != nil {
		f.Fatal(err)
	}
	f.Add(seed)
	f.Fuzz(func(t *testing.T, wire []byte) {
		unmarshaler := ptrace.ProtoUnmarshaler{}
		td, err := unmarshaler.UnmarshalTraces(wire)
		if err != nil {
			return
		}
		var s Span
		for _, rs := range td.ResourceSpans().All() {
			for _, ss := range rs.ScopeSpans().All() {
				for _, span := range ss.Spans().All() {
					s.Decode(ss.Scope(), span)
					check(t, &s)
				}
			}
		}
	})
}

func check(t *testing.T, s *Span) {
	u := &s.Call.Usage
	for _, count := range []interface{ Get() (int64, bool) }{
		u.InputTokens, u.OutputTokens, u.CacheReadTokens, u.CacheWriteTokens, u.ReasoningTokens, s.Call.ToolCalls, s.Call.Attempts,
	} {
		if n, _ := count.Get(); n < -1 || n > 4*largestCount {
			t.Fatalf("count %d", n)
		}
	}
	if s.IsCall && s.Call.Operation == "" {
		t.Fatal("a call without an operation")
	}
	if s.IsTool && (s.IsCall || s.Tool.Name == "") {
		t.Fatalf("a tool that is none: %+v", s.Tool)
	}
	if s.Task.Role == RoleDeclared && s.Task.ID == "" {
		t.Fatal("a task without an id")
	}
}
