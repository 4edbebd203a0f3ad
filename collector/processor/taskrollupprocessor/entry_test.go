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
