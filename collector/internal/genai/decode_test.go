package genai

import (
	"math"
	"testing"

	"github.com/stretchr/testify/assert"
	"go.opentelemetry.io/collector/pdata/pcommon"
	"go.opentelemetry.io/collector/pdata/ptrace"

	"github.com/taskmeter/taskmeter/collector/call"
)

// spanWith is a CLIENT span of one second.
func spanWith(attributes map[string]any) ptrace.Span {
	span := ptrace.NewSpan()
	span.SetKind(ptrace.SpanKindClient)
	span.SetTraceID(pcommon.TraceID{1})
	span.SetSpanID(pcommon.SpanID{2})
	span.SetParentSpanID(pcommon.SpanID{3})
	span.SetStartTimestamp(1)
	span.SetEndTimestamp(1_000_000_001)
	if err := span.Attributes().FromRaw(attributes); err != nil {
		panic(err)
	}
	return span
}

func decoded(span ptrace.Span, scope ...string) *Span {
	s := new(Span)
	in := pcommon.NewInstrumentationScope()
	if len(scope) > 0 {
		in.SetName(scope[0])
		in.SetVersion(scope[1])
	}
	s.Decode(in, span)
	return s
}

func TestDecodeReadsEveryVocabularyAsTheSameCall(t *testing.T) {
	t.Parallel()
	want := call.Call{
		Operation: "chat", Provider: "anthropic", RequestModel: "claude-sonnet-4-5", ResponseModel: "claude-sonnet-4-5-20250929",
		ResponseID: "msg_1", StartUnixNano: 1, EndUnixNano: 1_000_000_001, Attempts: call.Of(2),
		Usage: call.Usage{
			InputTokens: call.Of(4100), OutputTokens: call.Of(310), CacheReadTokens: call.Of(1842), CacheWriteTokens: call.Of(2000),
		},
	}
	for name, c := range map[string]struct {
		attributes map[string]any
		scope      []string
	}{
		"ours, current words": {attributes: map[string]any{
			"gen_ai.operation.name": "chat", "gen_ai.provider.name": "anthropic",
			"gen_ai.request.model": "claude-sonnet-4-5", "gen_ai.response.model": "claude-sonnet-4-5-20250929", "gen_ai.response.id": "msg_1",
			"gen_ai.usage.input_tokens": 4100, "gen_ai.usage.output_tokens": 310, "gen_ai.usage.cache_read.input_tokens": 1842,
			"gen_ai.usage.cache_write.input_tokens": 2000, "gen_ai.usage.cache_creation.input_tokens": 2000, "taskmeter.retry.count": 1,
		}},
		"current words, counts as strings and doubles": {attributes: map[string]any{
			"gen_ai.operation.name": "chat", "gen_ai.provider.name": "anthropic",
			"gen_ai.request.model": "claude-sonnet-4-5", "gen_ai.response.model": "claude-sonnet-4-5-20250929", "gen_ai.response.id": "msg_1",
			"gen_ai.usage.input_tokens": "4100", "gen_ai.usage.output_tokens": 310.0, "gen_ai.usage.cache_read.input_tokens": " 1842 ",
			"gen_ai.usage.cache_write.input_tokens": "2000.0", "http.request.resend_count": "1",
		}},
		"former words, before there were operations": {attributes: map[string]any{
			"gen_ai.system": "anthropic", "gen_ai.request.model": "claude-sonnet-4-5", "gen_ai.response.model": "claude-sonnet-4-5-20250929",
			"gen_ai.response.id": "msg_1", "gen_ai.usage.prompt_tokens": 4100, "gen_ai.usage.completion_tokens": 310,
			"gen_ai.usage.cache_read_input_tokens": 1842, "gen_ai.usage.cache_creation_input_tokens": 2000, "http.request.resend_count": 1,
		}},
		"OpenLLMetry for JavaScript, whose input leaves the cache out": {attributes: map[string]any{
			"gen_ai.operation.name": "chat", "gen_ai.provider.name": "anthropic",
			"gen_ai.request.model": "claude-sonnet-4-5", "gen_ai.response.model": "claude-sonnet-4-5-20250929", "gen_ai.response.id": "msg_1",
			"gen_ai.usage.input_tokens": 258, "gen_ai.usage.output_tokens": 310,
			"gen_ai.usage.cache_read.input_tokens": 1842, "gen_ai.usage.cache_creation.input_tokens": 2000, "http.request.resend_count": 1,
		}, scope: []string{"@traceloop/instrumentation-anthropic", "0.27.0"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := decoded(spanWith(c.attributes), c.scope...)
			assert.True(t, s.IsCall)
			assert.False(t, s.Failed)
			assert.Equal(t, want, s.Call)
		})
	}
}

func TestDecodeReadsAnthropicsOwnSpans(t *testing.T) {
	t.Parallel()
	s := decoded(spanWith(map[string]any{
		"gen_ai.operation.name": "chat", "gen_ai.provider.name": "anthropic", "gen_ai.request.model": "claude-sonnet-4-5",
		"gen_ai.usage.input_tokens": 30, "gen_ai.usage.output_tokens": 3, "gen_ai.usage.cache_write.input_tokens": 20,
		"anthropic.usage.cache_creation.ephemeral_5m_input_tokens": 5, "anthropic.usage.cache_creation.ephemeral_1h_input_tokens": 15,
		"anthropic.request.service_tier": "auto", "anthropic.response.service_tier": "batch", "http.request.resend_count": 2,
	}), "com.anthropic.sdk.typescript", "1.12.0")
	assert.Equal(t, "batch", s.Call.ServiceTier)
	assert.Equal(t, call.Of(3), s.Call.Attempts)
	assert.Equal(t, call.Usage{
		InputTokens: call.Of(30), OutputTokens: call.Of(3), CacheWriteTokens: call.Of(20),
		CacheWrite5mTokens: call.Of(5), CacheWrite1hTokens: call.Of(15),
	}, s.Call.Usage)
}

func TestTodaysWordWinsWhateverTheOrder(t *testing.T) {
	t.Parallel()
	for _, keys := range [][]string{
		{"gen_ai.usage.prompt_tokens", "gen_ai.usage.input_tokens"},
		{"gen_ai.usage.input_tokens", "gen_ai.usage.prompt_tokens"},
	} {
		span := spanWith(nil)
		span.Attributes().PutStr("gen_ai.operation.name", "chat")
		for _, key := range keys {
			n := int64(1)
			if key == "gen_ai.usage.input_tokens" {
				n = 2
			}
			span.Attributes().PutInt(key, n)
		}
		assert.Equal(t, call.Of(2), decoded(span).Call.Usage.InputTokens)
	}
}

func TestOnlyLeafOperationsAreCalls(t *testing.T) {
	t.Parallel()
	for operation, want := range map[string]bool{
		"chat": true, "text_completion": true, "generate_content": true, "embeddings": true, "rerank": true,
		"invoke_agent": false, "invoke_workflow": false, "execute_tool": false, "create_agent": false, "fetch_response": false, "plan": false,
		"retrieval": false,
	} {
		s := decoded(spanWith(map[string]any{
			"gen_ai.operation.name": operation, "gen_ai.provider.name": "openai", "gen_ai.request.model": "m", "gen_ai.usage.input_tokens": 5,
		}))
		assert.Equal(t, want, s.IsCall, operation)
	}
	without := map[string]any{"gen_ai.system": "openai", "gen_ai.request.model": "m"}
	assert.False(t, decoded(spanWith(without)).IsCall, "a span that names a system and no usage, as count_tokens does")
	without["gen_ai.usage.input_tokens"], without["gen_ai.agent.name"] = 5, "support"
	assert.False(t, decoded(spanWith(without)).IsCall, "an agent's total")
	server := spanWith(map[string]any{"gen_ai.operation.name": "chat", "gen_ai.usage.input_tokens": 5})
	server.SetKind(ptrace.SpanKindServer)
	assert.False(t, decoded(server).IsCall, "the model's own side")
}

func TestCountsThatMakeNoSenseStayVisible(t *testing.T) {
	t.Parallel()
	for name, sent := range map[string]any{
		"negative": -1, "a fraction": 1.5, "no number": math.NaN(), "endless": math.Inf(1), "words": "many", "too large": int64(math.MaxInt64),
		"a list": []any{1}, "a flag": true, "larger than a double tells apart": 1e300,
	} {
		s := decoded(spanWith(map[string]any{"gen_ai.operation.name": "chat", "gen_ai.usage.input_tokens": sent}))
		n, ok := s.Call.Usage.InputTokens.Get()
		assert.True(t, ok, name)
		assert.Negative(t, n, name)
	}
	s := decoded(spanWith(map[string]any{"gen_ai.operation.name": "chat", "gen_ai.usage.input_tokens": ""}))
	assert.False(t, s.Call.Usage.InputTokens.IsSet(), "an empty string says nothing")
}

func TestAScopeSendsExclusiveInputOnlyInTheVersionsThatDo(t *testing.T) {
	t.Parallel()
	attributes := map[string]any{
		"gen_ai.operation.name": "chat", "gen_ai.usage.input_tokens": 5, "gen_ai.usage.cache_read.input_tokens": 10,
	}
	for version, want := range map[string]int64{"0.27.0": 15, "0.9": 15, "0.27.1-beta.2": 15, "0.28.0": 5, "1.0.0": 5, "": 5, "next": 5} {
		s := decoded(spanWith(attributes), "@traceloop/instrumentation-anthropic", version)
		assert.Equal(t, call.Of(want), s.Call.Usage.InputTokens, version)
	}
	assert.Equal(t, call.Of(5), decoded(spanWith(attributes), "another", "0.1.0").Call.Usage.InputTokens)
}

func TestDecodeReadsWhatElseDecidesThePrice(t *testing.T) {
	t.Parallel()
	s := decoded(spanWith(map[string]any{
		"gen_ai.operation.name": "chat", "gen_ai.provider.name": "openai", "gen_ai.request.model": "m",
		"openai.request.service_tier": "flex", "taskmeter.request.speed": "fast", "taskmeter.request.region": "us",
		"taskmeter.usage.tools": []any{"web_search=3", "nonsense", "=4", "code_execution=x"},
		"taskmeter.tool_calls":  2,
	}))
	assert.Equal(t, "flex", s.Call.ServiceTier, "the tier asked for, when none is known to have served")
	assert.Equal(t, []string{"fast", "us"}, []string{s.Call.Speed, s.Call.Region})
	assert.Equal(t, []call.ToolUse{{Unit: "web_search", Quantity: 3}, {Unit: "code_execution", Quantity: -1}}, s.Call.Usage.Tools)
	assert.Equal(t, call.Of(2), s.Call.ToolCalls)
}

func TestTheProvidersOwnPriceIsTold(t *testing.T) {
	t.Parallel()
	proposed := decoded(spanWith(map[string]any{
		"gen_ai.operation.name": "chat", "gen_ai.usage.cost.amount": 0.0125, "gen_ai.usage.cost.source": "provider",
	}))
	assert.Equal(t, "0.0125", proposed.Call.Usage.ReportedUSD)
	local := decoded(spanWith(map[string]any{
		"gen_ai.operation.name": "chat", "gen_ai.usage.cost.amount": 0.0125, "gen_ai.usage.cost.source": "local", "gen_ai.usage.cost": 0.0125,
	}))
	assert.Empty(t, local.Call.Usage.ReportedUSD, "somebody's estimate")
	ours := decoded(spanWith(map[string]any{
		"gen_ai.operation.name": "chat", "taskmeter.price.status": "reported", "taskmeter.cost.exact": "0.01",
	}))
	assert.Equal(t, "0.01", ours.Call.Usage.ReportedUSD)
}

func TestAFailedCallIsUnbilledOnlyWhenItWasRefusedOrNeverSent(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name       string
		attributes map[string]any
		want       bool
	}{
		{"a status as the type", map[string]any{"error.type": "429"}, true},
		{"a status of its own", map[string]any{"error.type": "overloaded_error", "http.response.status_code": 529}, true},
		{"refused", map[string]any{"error.type": "ECONNREFUSED"}, true},
		{"a class of Python's client", map[string]any{"error.type": "openai.RateLimitError"}, true},
		{"a time-out", map[string]any{"error.type": "APIConnectionTimeoutError"}, false},
		{"a reset", map[string]any{"error.type": "ECONNRESET"}, false},
		{"an abort", map[string]any{"error.type": "AbortError"}, false},
		{"broken after the headers", map[string]any{"error.type": "TypeError", "http.response.status_code": 200}, false},
		{"Azure's content filter, which is billed", map[string]any{"error.type": "content_filter", "http.response.status_code": 400}, false},
		{"nothing known", nil, false},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			attributes := map[string]any{"gen_ai.operation.name": "chat"}
			for key, value := range c.attributes {
				attributes[key] = value
			}
			span := spanWith(attributes)
			span.Status().SetCode(ptrace.StatusCodeError)
			s := decoded(span)
			assert.True(t, s.Failed)
			assert.Equal(t, c.want, Unbilled(&s.Call))
		})
	}
}

func TestFailedAttemptsThatMayBeBilledAreCounted(t *testing.T) {
	t.Parallel()
	span := spanWith(map[string]any{"gen_ai.operation.name": "chat", "taskmeter.retry.count": 4})
	for _, attributes := range []map[string]any{
		{"http.response.status_code": 429, "taskmeter.attempt.price_status": "not_billed"},
		{"error.type": "AbortError", "taskmeter.attempt.price_status": "unknown_usage"},
		{"http.response.status_code": 503}, // taskmeter.* was stripped on the way
		{"error.type": "ETIMEDOUT"},
	} {
		event := span.Events().AppendEmpty()
		event.SetName("taskmeter.attempt.failed")
		if err := event.Attributes().FromRaw(attributes); err != nil {
			t.Fatal(err)
		}
	}
	s := decoded(span)
	assert.Equal(t, int64(2), s.UnknownAttempts)
	assert.Equal(t, call.Of(5), s.Call.Attempts)
}

func TestACallThatFailedBeforeItsFirstRequestMadeNoAttempt(t *testing.T) {
	t.Parallel()
	s := decoded(spanWith(map[string]any{"gen_ai.operation.name": "chat", "error.type": "TypeError", "taskmeter.retry.count": -1}))
	assert.Equal(t, call.Of(0), s.Call.Attempts)
}

func TestASpanIsDecodedAnew(t *testing.T) {
	t.Parallel()
	s := decoded(spanWith(map[string]any{
		"gen_ai.operation.name": "chat", "gen_ai.usage.input_tokens": 5, "taskmeter.task.id": "a", "taskmeter.usage.tools": []any{"web_search=1"},
	}))
	s.Decode(pcommon.NewInstrumentationScope(), spanWith(nil))
	s.Call.Usage.Tools = nil
	assert.Equal(t, &Span{}, s)
}
