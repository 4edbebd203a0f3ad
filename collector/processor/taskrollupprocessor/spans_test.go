package taskrollupprocessor

import (
	"context"
	"sync"

	"go.opentelemetry.io/collector/consumer/consumertest"
	"go.opentelemetry.io/collector/pdata/pcommon"
	"go.opentelemetry.io/collector/pdata/ptrace"
)

func traces() ptrace.Traces {
	td := ptrace.NewTraces()
	rs := td.ResourceSpans().AppendEmpty()
	rs.SetSchemaUrl("https://schema/resource")
	rs.Resource().Attributes().PutStr("service.name", "agent")
	rs.Resource().Attributes().PutStr("service.instance.id", "i1")
	ss := rs.ScopeSpans().AppendEmpty()
	ss.SetSchemaUrl("https://schema/scope")
	ss.Scope().SetName("scope")
	return td
}

// addSpan adds a span of 100 ms to the one trace of the tests.
func addSpan(td ptrace.Traces, id, parent byte) ptrace.Span {
	span := td.ResourceSpans().At(0).ScopeSpans().At(0).Spans().AppendEmpty()
	span.SetTraceID(pcommon.TraceID{9})
	span.SetSpanID(spanID(id))
	if parent != 0 {
		span.SetParentSpanID(spanID(parent))
	}
	span.SetStartTimestamp(1_000_000_000)
	span.SetEndTimestamp(1_100_000_000)
	return span
}

// call adds a priced call of task t1.
func call(td ptrace.Traces, id, parent byte, usd string) {
	attributes := looseCall(td, id, parent, usd).Attributes()
	attributes.PutStr("taskmeter.task.id", "t1")
	attributes.PutStr("taskmeter.task.type", "answer")
}

// markUnsampled says of every span so far that its trace was dropped.
func markUnsampled(td ptrace.Traces) {
	for _, span := range td.ResourceSpans().At(0).ScopeSpans().At(0).Spans().All() {
		span.Attributes().PutBool("taskmeter.sampled", false)
	}
}

func looseCall(td ptrace.Traces, id, parent byte, usd string) ptrace.Span {
	span := addSpan(td, id, parent)
	span.SetName("chat m")
	span.SetKind(ptrace.SpanKindClient)
	attributes := span.Attributes()
	attributes.PutStr("gen_ai.operation.name", "chat")
	attributes.PutStr("gen_ai.provider.name", "p")
	attributes.PutStr("gen_ai.request.model", "m")
	attributes.PutStr("gen_ai.response.id", string(rune('a'+id)))
	attributes.PutInt("gen_ai.usage.input_tokens", 10)
	attributes.PutInt("gen_ai.usage.output_tokens", 5)
	attributes.PutStr("taskmeter.price.status", "priced")
	attributes.PutStr("taskmeter.cost.exact", usd)
	return span
}

func root(td ptrace.Traces, id byte, name string) {
	span := addSpan(td, id, 0)
	span.SetName(name)
	span.SetKind(ptrace.SpanKindInternal)
	span.Attributes().PutStr("taskmeter.task.id", "t1")
	span.Attributes().PutStr("taskmeter.task.type", "answer")
	span.Attributes().PutStr("taskmeter.task.outcome", "success")
	span.Attributes().PutStr("own", "stays")
}

func spanID(n byte) pcommon.SpanID { return pcommon.SpanID{0, n} }

func onlySpan(td ptrace.Traces) ptrace.Span {
	return td.ResourceSpans().At(0).ScopeSpans().At(0).Spans().At(0)
}

// flaky is a sink that refuses while it has an error, and spoils what it refuses, as a next component may.
type flaky struct {
	consumertest.TracesSink
	guard sync.Mutex
	err   error
	count int
}

func (f *flaky) set(err error) {
	f.guard.Lock()
	defer f.guard.Unlock()
	f.err = err
}

func (f *flaky) refused() int {
	f.guard.Lock()
	defer f.guard.Unlock()
	return f.count
}

func (f *flaky) ConsumeTraces(ctx context.Context, td ptrace.Traces) error {
	f.guard.Lock()
	err := f.err
	if err != nil {
		f.count++
	}
	f.guard.Unlock()
	if err != nil {
		td.ResourceSpans().RemoveIf(func(ptrace.ResourceSpans) bool { return true })
		return err
	}
	return f.TracesSink.ConsumeTraces(ctx, td)
}
