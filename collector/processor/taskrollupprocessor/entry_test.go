package taskrollupprocessor

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"go.opentelemetry.io/collector/consumer/consumertest"
	"go.opentelemetry.io/collector/pdata/pcommon"
	"go.opentelemetry.io/collector/pdata/ptrace"

	"github.com/taskmeter/taskmeter/collector/extension/taskledgerextension"
	"github.com/taskmeter/taskmeter/collector/internal/task"
	"github.com/taskmeter/taskmeter/collector/price"
)

// booked runs the batch through the processor, to the end, and returns what the ledger has counted and the task's span.
func booked(t *testing.T, td ptrace.Traces) (task.Sums, pcommon.Map) {
	t.Helper()
	sink := new(consumertest.TracesSink)
	host := newLedgerHost()
	p := startedOn(t, host, sink)
	require.NoError(t, p.ConsumeTraces(t.Context(), td))
	require.NoError(t, p.Shutdown(t.Context()))
	var sums task.Sums
	for _, extension := range host.GetExtensions() {
		extension.(*taskledgerextension.Ledger).Read(func(books *task.Books) {
			for _, c := range books.Calls.All() {
				require.Equal(t, task.Sums{}, sums, "one series")
				sums = c.Value.Sums
			}
		})
	}
	last := sink.AllTraces()[len(sink.AllTraces())-1]
	return sums, onlySpan(last).Attributes()
}

func TestNothingIsTakenOffATotal(t *testing.T) {
	t.Parallel()
	td := traces()
	call(td, 1, 2, "-0.25")
	for _, key := range []string{"gen_ai.usage.input_tokens", "gen_ai.usage.output_tokens", "taskmeter.tool_calls"} {
		onlySpan(td).Attributes().PutInt(key, -7)
	}
	root(td, 2, "task answer")
	sums, attributes := booked(t, td)
	assert.Equal(t, task.Sums{Calls: 1, Attempts: 1, UnpricedCalls: 1}, sums)
	for _, key := range []string{"taskmeter.task.input_tokens", "taskmeter.task.output_tokens", "taskmeter.task.tool_calls", "taskmeter.task.cost_usd"} {
		_, ok := attributes.Get(key)
		assert.False(t, ok, key)
	}
}

func TestACallOfNoTaskTakesNothingOffTheCounters(t *testing.T) {
	t.Parallel()
	td := traces()
	looseCall(td, 1, 0, "0.25").Attributes().PutInt("gen_ai.usage.input_tokens", -7)
	sums, _ := booked(t, td)
	cost, _ := price.ParseAtto("0.25")
	assert.Equal(t, task.Sums{Calls: 1, Attempts: 1, OutputTokens: 5, Cost: cost}, sums)
}

func TestAProcessIsKnownByItsSpansThoughItsNameWasWrittenOver(t *testing.T) {
	t.Parallel()
	td := traces()
	call(td, 1, 2, "0.25")
	root(td, 2, "task answer")
	attributes := td.ResourceSpans().At(0).ScopeSpans().At(0).Spans().At(1).Attributes()
	attributes.PutStr("taskmeter.rollup.source", "process")
	attributes.PutStr("taskmeter.rollup.instance", "what it was before the agent on the node")
	attributes.PutInt("taskmeter.task.calls", 1)
	attributes.PutStr("taskmeter.task.cost_exact", "0.25")
	sums, total := booked(t, td)
	assert.Equal(t, int64(1), sums.Calls)
	cost, _ := total.Get("taskmeter.task.cost_exact")
	assert.Equal(t, "0.25", cost.Str())
}

// tool adds a call of a tool of task t1, with what it cost when usd is not empty.
func tool(td ptrace.Traces, id, parent byte, usd string) {
	span := addSpan(td, id, parent)
	span.SetName("execute_tool search")
	attributes := span.Attributes()
	attributes.PutStr("taskmeter.task.id", "t1")
	attributes.PutStr("taskmeter.task.type", "answer")
	attributes.PutStr("gen_ai.operation.name", "execute_tool")
	attributes.PutStr("gen_ai.tool.name", "search")
	if usd != "" {
		attributes.PutStr("taskmeter.price.status", "reported")
		attributes.PutStr("taskmeter.cost.exact", usd)
	}
}

func TestAToolThatHasACostIsPartOfItsTask(t *testing.T) {
	t.Parallel()
	td := traces()
	call(td, 1, 4, "0.25")
	tool(td, 2, 4, "0.01")
	tool(td, 3, 4, "")
	root(td, 4, "task answer")
	sums, attributes := booked(t, td)
	assert.Equal(t, "0.25", sums.Cost.String())
	total := attributes.AsRaw()
	assert.Equal(t, "0.26", total["taskmeter.task.cost_exact"])
	assert.Equal(t, "0.01", total["taskmeter.task.tool_cost_exact"])
	assert.InDelta(t, 0.01, total["taskmeter.task.tool_cost_usd"], 0)
	assert.Equal(t, int64(1), total["taskmeter.task.priced_tool_calls"])
	assert.NotContains(t, total, "taskmeter.task.tool_calls", "that is what models asked for")
}

func TestAToolsCostInTheProcessTotalIsApartFromThatOfCalls(t *testing.T) {
	t.Parallel()
	td := traces()
	call(td, 1, 4, "0.25")
	root(td, 4, "task answer")
	attributes := td.ResourceSpans().At(0).ScopeSpans().At(0).Spans().At(1).Attributes()
	attributes.PutStr("taskmeter.rollup.source", "process")
	attributes.PutInt("taskmeter.task.calls", 1)
	attributes.PutInt("taskmeter.task.priced_tool_calls", 2)
	attributes.PutStr("taskmeter.task.cost_exact", "0.28")
	attributes.PutStr("taskmeter.task.tool_cost_exact", "0.03")
	sink := new(consumertest.TracesSink)
	p := startedOn(t, newLedgerHost(), sink)
	require.NoError(t, p.ConsumeTraces(t.Context(), td))
	require.NoError(t, p.Shutdown(t.Context()))
	total := onlySpan(sink.AllTraces()[len(sink.AllTraces())-1]).Attributes().AsRaw()
	assert.Equal(t, "0.28", total["taskmeter.task.cost_exact"])
	assert.Equal(t, "0.03", total["taskmeter.task.tool_cost_exact"])
	assert.Equal(t, "process_total", total["taskmeter.rollup.source"])
}
