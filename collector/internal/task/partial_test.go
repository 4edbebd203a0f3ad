package task

import (
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
)

// What a process counted and no span told.

func ownSpanWith(calls int64, usd string) *Span {
	s := ownSpan(1, 0, "a")
	s.Role = RoleDeclared
	s.Partial = &Partial{Instance: "process", Revision: 1, Sums: Sums{Calls: calls, Attempts: calls, Cost: callSpan(9, 0, "", usd).Call.Cost.Total}}
	return s
}

func TestCallsWhoseSpansWereLostAreBookedByTheirProcessTotal(t *testing.T) {
	t.Parallel()
	r := startRun(testSettings())
	r.observe(callSpan(2, 1, "a", "0.1"))
	r.observe(ownSpanWith(3, "0.6"))
	r.ledger.Advance(r.now.Add(10 * time.Second))
	rollup := r.ledger.TakeOutbox()[0].Rollup
	assert.Equal(t, SourceProcessTotal, rollup.Source)
	assert.Equal(t, int64(3), rollup.Totals.Calls)
	assert.Equal(t, "0.6", rollup.Totals.Cost.String())
	assert.Equal(t, "0.6", r.booked().String())
	assert.Equal(t, int64(2), r.ledger.Stats().Surplus)
}

func TestALostSpanThatComesAfterAllIsNotBookedAgain(t *testing.T) {
	t.Parallel()
	r := startRun(testSettings())
	r.observe(callSpan(2, 1, "a", "0.1"))
	r.observe(ownSpanWith(3, "0.6"))
	r.after(t, 10*time.Second)
	r.observe(callSpan(3, 1, "a", "0.2"))
	assert.Equal(t, []told{{"a", "0.6", ReasonLate, 2, false, true}}, r.after(t, 10*time.Second))
	r.observe(callSpan(4, 1, "a", "0.3"))
	r.after(t, 10*time.Second)
	assert.Equal(t, "0.6", r.booked().String())
	r.observe(callSpan(5, 1, "a", "0.4"))
	assert.Equal(t, []told{{"a", "1", ReasonLate, 4, false, true}}, r.after(t, 10*time.Second))
	assert.Equal(t, "1", r.booked().String())
}

func TestADifferenceOfPricesIsNoSurplus(t *testing.T) {
	t.Parallel()
	r := startRun(testSettings())
	r.observe(callSpan(2, 1, "a", "0.1"))
	r.observe(ownSpanWith(1, "0.9"))
	assert.Equal(t, []told{{"a", "0.1", ReasonQuietPeriod, 1, true, true}}, r.after(t, 10*time.Second))
}

func TestATotalIsComparedWithItsOwnProcessAlone(t *testing.T) {
	t.Parallel()
	r := startRun(testSettings())
	elsewhere := callSpan(2, 1, "a", "0.1")
	elsewhere.Origin = &Origin{Service: "other", Instance: "another process"}
	r.observe(elsewhere)
	r.observe(ownSpanWith(1, "0.2"))
	assert.Equal(t, []told{{"a", "0.3", ReasonQuietPeriod, 1, true, true}}, r.after(t, 10*time.Second))
}

func TestATotalHoldsTheTasksWithinIt(t *testing.T) {
	t.Parallel()
	r := startRun(testSettings())
	r.observe(callSpan(3, 2, "inner", "0.1"))
	r.observe(ownSpan(2, 1, "inner"))
	r.observe(ownSpanWith(2, "0.3"))
	r.after(t, 10*time.Second)
	assert.Equal(t, map[string]string{"type of inner": "0.1", "type of a": "0.2"}, r.costByType())
}

func innerWith(calls int64, usd string) *Span {
	s := ownSpanWith(calls, usd)
	s.Span, s.Parent, s.TaskID, s.TaskType = SpanID{2}, SpanID{1}, "inner", "type of inner"
	return s
}

func TestALostCallOfAnInnerTaskIsBookedOnceThoughTheOuterIsSealedFirst(t *testing.T) {
	t.Parallel()
	r := startRun(testSettings())
	r.observe(ownSpanWith(2, "0.3"))
	for id := byte(20); id < 31; id++ {
		r.observe(span(id, 1, "a"))
		r.after(t, 5*time.Second)
	}
	r.observe(callSpan(3, 2, "inner", "0.1"))
	r.observe(innerWith(2, "0.3"))
	assert.Equal(t, []told{{"a", "0.3", ReasonMaxLinger, 1, true, false}}, r.after(t, 5*time.Second))
	assert.Equal(t, []told{{"inner", "0.3", ReasonQuietPeriod, 1, true, true}}, r.after(t, 5*time.Second))
	assert.Equal(t, map[string]string{"type of inner": "0.3"}, r.costByType())
	assert.Equal(t, int64(1), r.ledger.Stats().Surplus)
}

func TestAnInnerTasksTotalThatComesLateTakesItsCallsFromTheOuters(t *testing.T) {
	t.Parallel()
	r := startRun(testSettings())
	r.observe(ownSpanWith(2, "0.3"))
	r.observe(callSpan(3, 2, "inner", "0.1"))
	assert.Equal(t, []told{{"a", "0.3", ReasonQuietPeriod, 1, true, true}}, r.after(t, 10*time.Second))
	r.observe(innerWith(2, "0.3"))
	assert.Equal(t, []told{{"inner", "0.3", ReasonQuietPeriod, 1, true, true}}, r.after(t, 10*time.Second))
	assert.Equal(t, []told{{"a", "0.3", ReasonLate, 2, false, true}}, r.after(t, 10*time.Second))
	assert.Equal(t, "0.3", r.booked().String())
}

func TestSeveralProcessesMayShareTheInstanceTheirSpansCameWith(t *testing.T) {
	t.Parallel()
	r := startRun(testSettings())
	r.observe(callSpan(3, 1, "a", "0.1"))
	r.observe(callSpan(4, 2, "a", "0.2"))
	first, second := ownSpanWith(1, "0.1"), ownSpanWith(2, "0.5")
	second.Span, second.Role = SpanID{2}, RoleStandIn
	first.Partial.Process, second.Partial.Process = "one", "two"
	r.observe(second)
	r.observe(first)
	r.after(t, 10*time.Second)
	assert.Equal(t, "0.6", r.booked().String(), "one call of the second was lost")
}

// A part of a task that ran in another thread or process: below the task's own span, with the total of its instance.
func partElsewhere(id, parent byte, calls int64, usd string) *Span {
	s := ownSpanWith(calls, usd)
	s.Span, s.Parent, s.Role, s.Outcome = SpanID{id}, SpanID{parent}, RoleStandIn, OutcomeUnknown
	return elsewhere(s)
}

func elsewhere(s *Span) *Span {
	s.Origin = &Origin{Service: "agent", Instance: "thread"}
	if s.Partial != nil {
		s.Partial.Instance = "thread"
	}
	return s
}

func TestPartsOfSeveralInstancesAddUpToOneTaskInAnyOrder(t *testing.T) {
	t.Parallel()
	parts := func() []*Span {
		own := ownSpanWith(1, "0.1")
		own.Outcome = OutcomeSuccess
		return []*Span{own, callSpan(2, 1, "a", "0.1"), partElsewhere(3, 1, 1, "0.2"), elsewhere(callSpan(4, 3, "a", "0.2"))}
	}
	for _, lost := range []int{-1, 1, 3} {
		for _, order := range permutations(4) {
			r := startRun(testSettings())
			for _, i := range order {
				if i != lost {
					r.observe(parts()[i])
				}
			}
			r.ledger.Advance(r.now.Add(10 * time.Second))
			var rollups []*Rollup
			for _, e := range r.ledger.TakeOutbox() {
				if e.Rollup != nil {
					rollups = append(rollups, e.Rollup)
				}
			}
			if assert.Len(t, rollups, 1, "order %v, without %d", order, lost) {
				assert.Equal(t, SpanID{1}, rollups[0].Span.Span, "the task's own span has the total")
				assert.Equal(t, OutcomeSuccess, rollups[0].Outcome)
				assert.Equal(t, int64(2), rollups[0].Totals.Calls)
				assert.Equal(t, "0.3", rollups[0].Totals.Cost.String())
			}
			assert.Equal(t, "0.3", r.booked().String())
		}
	}
}

func TestTheNewestTotalOfAnInstanceHoldsItsPartsBefore(t *testing.T) {
	t.Parallel()
	r := startRun(testSettings())
	r.observe(partElsewhere(3, 1, 1, "0.1"))
	second := partElsewhere(4, 1, 2, "0.3")
	second.Partial.Revision = 2
	r.observe(second)
	r.observe(elsewhere(callSpan(5, 3, "a", "0.1")))
	r.observe(ownSpanWith(0, "0"))
	r.after(t, 10*time.Second)
	assert.Equal(t, "0.3", r.booked().String(), "the call of the second part was lost")
}

func permutations(n int) (all [][]int) {
	if n == 0 {
		return [][]int{nil}
	}
	for _, rest := range permutations(n - 1) {
		for at := 0; at <= len(rest); at++ {
			all = append(all, slices.Insert(slices.Clone(rest), at, n-1))
		}
	}
	return all
}
