package task

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
)

type moved struct{ entered, left int64 }

func (r *run) outcomes() map[Outcome]moved {
	all := map[Outcome]moved{}
	for _, c := range r.ledger.Books().Tasks.All() {
		all[c.Key.Outcome] = moved{c.Value.Entered, c.Value.Left}
	}
	return all
}

func TestAnOutcomeMayBeCorrectedLater(t *testing.T) {
	t.Parallel()
	r := startRun(testSettings())
	own := ownSpan(1, 0, "a")
	own.Outcome = OutcomeSuccess
	r.observe(own)
	r.after(t, 10*time.Second)
	assert.Equal(t, map[Outcome]moved{OutcomeSuccess: {1, 0}}, r.outcomes())
	r.ledger.Report(r.now, "a", Report{Outcome: OutcomeFailure, TimeNano: own.EndNano + 1, Span: spanOf(9)})
	assert.Equal(t, []told{{"a", "0", ReasonLate, 2, false, true}}, r.after(t, 10*time.Second))
	assert.Equal(t, map[Outcome]moved{OutcomeSuccess: {1, 1}, OutcomeFailure: {1, 0}}, r.outcomes())
}

func TestTheNewestReportHoldsWhateverTheOrder(t *testing.T) {
	t.Parallel()
	oldest := Report{Outcome: OutcomeFailure, TimeNano: 4e9, Span: spanOf(9)}
	older := Report{Outcome: OutcomePending, TimeNano: 5e9, Span: spanOf(7)}
	newer := Report{Outcome: OutcomeSuccess, TimeNano: 5e9, Span: spanOf(8)}
	for _, reports := range [][]Report{{oldest, older, newer}, {newer, older, oldest}, {newer, newer, oldest, older}} {
		r := startRun(testSettings())
		r.observe(ownSpan(1, 0, "a"))
		for _, report := range reports {
			r.ledger.Report(r.now, "a", report)
		}
		r.after(t, 10*time.Second)
		assert.Equal(t, map[Outcome]moved{OutcomeSuccess: {1, 0}}, r.outcomes())
	}
}

func TestAReportMayComeBeforeItsTaskAndOpensNone(t *testing.T) {
	t.Parallel()
	r := startRun(testSettings())
	r.ledger.Report(r.now, "a", Report{Outcome: OutcomeEscalation, TimeNano: 5e9})
	_, tasks := r.ledger.Size()
	assert.Zero(t, tasks)
	r.observe(ownSpan(1, 0, "a"))
	r.after(t, 10*time.Second)
	assert.Equal(t, map[Outcome]moved{OutcomeEscalation: {1, 0}}, r.outcomes())
}

func TestReportsOfUnknownTasksAreBoundedAndCounted(t *testing.T) {
	t.Parallel()
	settings := testSettings()
	settings.MaxTasks = 2
	r := startRun(settings)
	for _, id := range []string{"a", "b", "c", "d"} {
		r.ledger.Report(r.now, id, Report{Outcome: OutcomeSuccess, TimeNano: 1})
	}
	assert.Equal(t, int64(2), r.ledger.Stats().Unmatched)
}

func TestARootThatFailedIsAnError(t *testing.T) {
	t.Parallel()
	r := startRun(testSettings())
	root := served(1, 0)
	root.Failed = true
	r.observe(callSpan(2, 1, "", "0.1"))
	r.observe(root)
	r.after(t, 10*time.Second)
	assert.Equal(t, map[Outcome]moved{OutcomeError: {1, 0}}, r.outcomes())
}

func TestSizesAreObservedOnceATask(t *testing.T) {
	t.Parallel()
	r := startRun(testSettings())
	r.observe(callSpan(2, 1, "a", "0.02"))
	r.observe(ownSpan(1, 0, "a"))
	r.after(t, 10*time.Second)
	r.observe(callSpan(3, 1, "a", "7"))
	r.after(t, 10*time.Second)
	counters := r.ledger.Books().Tasks.All()[0].Value
	assert.Equal(t, uint64(1), counters.CostUSD.Count)
	assert.InDelta(t, 0.02, counters.CostUSD.Sum, 0)
	assert.Equal(t, uint64(1), counters.CostUSD.Counts[4])
	assert.InDelta(t, 1, counters.Seconds.Sum, 0)
}
