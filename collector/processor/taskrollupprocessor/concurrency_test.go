package taskrollupprocessor

import (
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"go.opentelemetry.io/collector/component"
	"go.opentelemetry.io/collector/consumer/consumertest"
	"go.opentelemetry.io/collector/pdata/ptrace"
	"go.opentelemetry.io/collector/processor"

	"github.com/taskmeter/taskmeter/collector/extension/taskledgerextension"
	"github.com/taskmeter/taskmeter/collector/internal/load"
	"github.com/taskmeter/taskmeter/collector/internal/task"
	"github.com/taskmeter/taskmeter/collector/price"
)

// Many senders at once, two pipelines, every batch twice, tasks sealed all the while: every span comes out as often as it
// went in, and every dollar is booked once.
func TestManySendersLoseAndDoubleNothing(t *testing.T) {
	t.Parallel()
	const senders, batches, tasks = 8, 10, 5
	host := newLedgerHost(func(cfg *taskledgerextension.Config) { cfg.QuietPeriod = time.Millisecond })
	sinks := []*consumertest.TracesSink{new(consumertest.TracesSink), new(consumertest.TracesSink)}
	pipelines := []processor.Traces{startedOn(t, host, sinks[0]), startedOn(t, host, sinks[1])}
	var group sync.WaitGroup
	for sender := range senders {
		group.Go(func() {
			for n := range batches {
				for range 2 {
					td := load.Batch(uint64(sender*batches+n+1), tasks)
					priceAll(td)
					assert.NoError(t, pipelines[sender%2].ConsumeTraces(t.Context(), td))
				}
			}
		})
	}
	group.Wait()
	for _, p := range pipelines {
		require.NoError(t, p.Shutdown(t.Context()))
	}

	const distinct = senders * batches * tasks
	taskSpans, passed := 0, 0
	for _, sink := range sinks {
		for _, td := range sink.AllTraces() {
			for _, span := range td.ResourceSpans().At(0).ScopeSpans().At(0).Spans().All() {
				switch span.Name() {
				case "task.rollup":
				case "task support":
					taskSpans++
				default:
					passed++
				}
			}
		}
	}
	assert.Equal(t, 2*distinct*(load.SpansPerTask-1), passed)
	assert.Equal(t, 2*distinct, taskSpans)

	ledger, err := taskledgerextension.Find(host, component.NewID(taskledgerextension.Type))
	require.NoError(t, err)
	var booked price.Atto
	var calls int64
	ledger.Read(func(books *task.Books) {
		for _, c := range books.Calls.All() {
			booked = booked.Add(c.Value.Sums.Cost)
			calls += c.Value.Sums.Calls
		}
	})
	assert.Equal(t, int64(distinct*4), calls)
	assert.Equal(t, "160.00000000000016", booked.String(), "1,600 calls at 0.1000000000000001")
}

func priceAll(td ptrace.Traces) {
	for _, span := range td.ResourceSpans().At(0).ScopeSpans().At(0).Spans().All() {
		if _, isCall := span.Attributes().Get("gen_ai.operation.name"); isCall {
			span.Attributes().PutStr("taskmeter.price.status", "priced")
			span.Attributes().PutStr("taskmeter.cost.exact", "0.1000000000000001")
		}
	}
}
