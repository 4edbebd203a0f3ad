// Package load makes the traces that benchmarks run on: tasks as agents leave them behind, 40 % of their spans model calls
// with the 22 attributes such a span has.
package load

import (
	"encoding/binary"
	"strconv"

	"go.opentelemetry.io/collector/pdata/pcommon"
	"go.opentelemetry.io/collector/pdata/ptrace"
)

// SpansPerTask is how many spans a task has: its own, four calls, and five others.
const SpansPerTask = 10

// begin is some day with prices.
const begin = 1_790_000_000_000_000_000

// Batch is what an application sends at once: the given number of tasks, each a trace of its own. Batches with different
// seeds have no task in common.
func Batch(seed uint64, tasks int) ptrace.Traces {
	td := ptrace.NewTraces()
	rs := td.ResourceSpans().AppendEmpty()
	resource := rs.Resource().Attributes()
	resource.PutStr("service.name", "support-agent")
	resource.PutStr("service.instance.id", "0f4d7a2c-5d0b-4f43-9a52-6e8e8f1a2b3c")
	resource.PutStr("telemetry.sdk.language", "nodejs")
	ss := rs.ScopeSpans().AppendEmpty()
	ss.Scope().SetName("taskmeter")
	ss.Scope().SetVersion("0.1.0")
	ss.Spans().EnsureCapacity(tasks * SpansPerTask)
	for n := range tasks {
		appendTask(ss.Spans(), seed<<20|uint64(n+1))
	}
	return td
}

func appendTask(spans ptrace.SpanSlice, number uint64) {
	id := "task-" + strconv.FormatUint(number, 16)
	for n := range SpansPerTask - 1 {
		span := appendSpan(spans, number, uint64(n+2))
		if n%2 == 0 && n < 8 {
			modelCall(span, id, n)
		} else {
			request(span, id)
		}
	}
	own := appendSpan(spans, number, 1)
	own.SetParentSpanID(pcommon.SpanID{})
	own.SetName("task support")
	own.SetKind(ptrace.SpanKindInternal)
	inTask(own.Attributes(), id)
	own.Attributes().PutStr("taskmeter.task.outcome", "success")
}

func appendSpan(spans ptrace.SpanSlice, trace, id uint64) ptrace.Span {
	span := spans.AppendEmpty()
	var traceID pcommon.TraceID
	binary.BigEndian.PutUint64(traceID[8:], trace)
	span.SetTraceID(traceID)
	span.SetSpanID(spanID(id))
	span.SetParentSpanID(spanID(1))
	span.SetStartTimestamp(pcommon.Timestamp(begin + id*1e9))
	span.SetEndTimestamp(pcommon.Timestamp(begin + id*1e9 + 7e8))
	return span
}

// spanID is not small, as real ids are not, so that it weighs on the wire what it should.
func spanID(n uint64) (id pcommon.SpanID) {
	binary.BigEndian.PutUint64(id[:], n*0x9e3779b97f4a7c15)
	return id
}

func modelCall(span ptrace.Span, id string, n int) {
	span.SetName("chat gpt-4.1-mini")
	span.SetKind(ptrace.SpanKindClient)
	a := span.Attributes()
	a.EnsureCapacity(40)
	a.PutStr("gen_ai.operation.name", "chat")
	a.PutStr("gen_ai.provider.name", "openai")
	a.PutStr("gen_ai.request.model", "gpt-4.1-mini")
	a.PutInt("gen_ai.request.max_tokens", 1024)
	a.PutDouble("gen_ai.request.temperature", 0.2)
	a.PutBool("gen_ai.request.stream", true)
	a.PutStr("openai.api.type", "chat_completions")
	a.PutStr("server.address", "api.openai.com")
	a.PutStr("gen_ai.response.id", "chatcmpl-"+id+strconv.Itoa(n))
	a.PutStr("gen_ai.response.model", "gpt-4.1-mini-2025-04-14")
	a.PutEmptySlice("gen_ai.response.finish_reasons").AppendEmpty().SetStr("tool_calls")
	a.PutDouble("gen_ai.response.time_to_first_chunk", 0.31)
	a.PutStr("openai.response.service_tier", "default")
	a.PutInt("gen_ai.usage.input_tokens", int64(1500+300*n))
	a.PutInt("gen_ai.usage.output_tokens", 120)
	a.PutInt("gen_ai.usage.cache_read.input_tokens", 1024)
	a.PutInt("gen_ai.usage.reasoning.output_tokens", 0)
	a.PutInt("taskmeter.tool_calls", 1)
	a.PutInt("taskmeter.retry.count", 0)
	a.PutBool("taskmeter.cache.hit", true)
	inTask(a, id)
}

func request(span ptrace.Span, id string) {
	span.SetName("GET")
	span.SetKind(ptrace.SpanKindClient)
	a := span.Attributes()
	a.PutStr("http.request.method", "GET")
	a.PutStr("url.full", "http://orders.internal/v1/orders/4711")
	a.PutStr("server.address", "orders.internal")
	a.PutInt("server.port", 80)
	a.PutInt("http.response.status_code", 200)
	a.PutStr("network.protocol.version", "1.1")
	inTask(a, id)
}

func inTask(a pcommon.Map, id string) {
	a.PutStr("taskmeter.task.id", id)
	a.PutStr("taskmeter.task.type", "support")
}
