package task

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"

	"github.com/taskmeter/taskmeter/collector/price"
)

// Which spans are one call.

func seenBy(scope string, id byte, s *Span) *Span {
	second := *s
	seen := *s.Call
	second.Span, seen.Scope = spanOf(id), scope
	second.Call = &seen
	return &second
}

func total(t *testing.T, spans ...*Span) (string, Stats) {
	t.Helper()
	r := startRun(testSettings())
	for _, s := range spans {
		r.observe(s)
	}
	r.observe(ownSpan(1, 0, "a"))
	all := r.after(t, 10*time.Second)
	return all[0].cost, r.ledger.Stats()
}

func TestTwoInstrumentationsOfOneCallCountOnce(t *testing.T) {
	t.Parallel()
	ours := callSpan(2, 1, "a", "0.1")
	cost, stats := total(t, ours, seenBy("theirs", 3, ours))
	assert.Equal(t, "0.1", cost)
	assert.Equal(t, int64(1), stats.Duplicates)
}

func TestWhatLooksLikeOneCallButIsNotCountsTwice(t *testing.T) {
	t.Parallel()
	for name, change := range map[string]func(s *Span){
		"the same instrumentation":            func(s *Span) { s.Call.Scope = "ours" },
		"another model":                       func(s *Span) { s.Call.ResponseModel = "n" },
		"another provider":                    func(s *Span) { s.Call.Provider = "q" },
		"another response":                    func(s *Span) { s.Call.ResponseID = "r9" },
		"not at the same time":                func(s *Span) { s.Call.StartNano, s.Call.EndNano = 3e9, 4e9 },
		"another task":                        func(s *Span) { s.TaskID = "b" },
		"neither has a response id in common": func(s *Span) { s.Call.ResponseID = "r9" },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := startRun(testSettings())
			ours := callSpan(2, 1, "a", "0.1")
			second := seenBy("theirs", 3, ours)
			change(second)
			r.observe(ours)
			r.observe(second)
			r.ledger.Drain(r.now, 1)
			assert.Equal(t, "0.2", r.booked().String())
			assert.Zero(t, r.ledger.Stats().Conflicts)
		})
	}
}

func TestADoubtfulPairCountsTwiceAndIsReported(t *testing.T) {
	t.Parallel()
	for name, change := range map[string]func(s *Span){
		"the same response, another usage": func(s *Span) { s.Call.Usage.Output = s.Call.Usage.Input },
		"the same usage, no response id":   func(s *Span) { s.Call.ResponseID = "" },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			ours := callSpan(2, 1, "a", "0.1")
			second := seenBy("theirs", 3, ours)
			change(second)
			cost, stats := total(t, ours, second)
			assert.Equal(t, "0.2", cost)
			assert.Equal(t, int64(1), stats.Conflicts)
		})
	}
}

func TestOfACallWithinACallTheInnerCounts(t *testing.T) {
	t.Parallel()
	outer := callSpan(2, 1, "a", "0.3")
	plain := span(3, 2, "a")
	inner := callSpan(4, 3, "a", "0.1")
	again := callSpan(5, 3, "a", "0.1")
	for _, spans := range [][]*Span{{outer, plain, inner, again}, {inner, again, plain, outer}, {plain, again, outer, inner}} {
		cost, stats := total(t, spans...)
		assert.Equal(t, "0.2", cost)
		assert.Equal(t, int64(1), stats.Duplicates)
	}
}

func TestOfACallWithinACallTheOneWithAPriceCounts(t *testing.T) {
	t.Parallel()
	outer := callSpan(2, 1, "a", "0.3")
	inner := callSpan(4, 2, "a", "0")
	inner.Call.Cost = Cost{Status: price.UnknownModel}
	for _, spans := range [][]*Span{{outer, inner}, {inner, outer}} {
		cost, _ := total(t, spans...)
		assert.Equal(t, "0.3", cost)
	}
}

func TestACallFoundToLieAroundABookedOneIsNotBookedToo(t *testing.T) {
	t.Parallel()
	r := startRun(testSettings())
	r.observe(callSpan(4, 3, "a", "0.1"))
	r.observe(ownSpan(1, 0, "a"))
	r.after(t, 10*time.Second)
	r.observe(callSpan(2, 1, "a", "0.1"))
	r.after(t, 10*time.Second)
	assert.Equal(t, "0.2", r.booked().String(), "that they are one is not known yet")
	r.observe(span(3, 2, "a"))
	r.after(t, 10*time.Second)
	assert.Equal(t, int64(1), r.ledger.Stats().Overcounts, "now it is; booked counters never shrink")
	assert.Equal(t, "0.2", r.booked().String())
}

func TestALocalServerThatRepeatsItsIdsIsNotTakenForOneCall(t *testing.T) {
	t.Parallel()
	first := callSpan(2, 1, "a", "0.1")
	second := seenBy("ours", 3, first)
	cost, stats := total(t, first, second, seenBy("theirs", 4, first))
	assert.Equal(t, "0.2", cost)
	assert.Equal(t, int64(1), stats.Duplicates, "the other instrumentation's")
}

func TestALateSecondInstrumentationMakesNoRevision(t *testing.T) {
	t.Parallel()
	r := startRun(testSettings())
	ours := callSpan(2, 1, "a", "0.1")
	r.observe(ours)
	r.observe(ownSpan(1, 0, "a"))
	r.after(t, 10*time.Second)
	r.observe(seenBy("theirs", 3, ours))
	assert.Empty(t, r.after(t, time.Minute))
	assert.Equal(t, "0.1", r.booked().String())
}
