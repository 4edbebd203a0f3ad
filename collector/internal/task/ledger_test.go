package task

import (
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/taskmeter/taskmeter/collector/call"
	"github.com/taskmeter/taskmeter/collector/price"
)

// The stories use one trace; spans are named by one byte, 0 being none.
func span(id, parent byte, task string) *Span {
	return &Span{
		Key: Key{TraceID{1}, SpanID{id}}, Parent: spanOf(parent), StartNano: 1e9, EndNano: 2e9,
		TaskID: task, TaskType: "type of " + task, Origin: &Origin{Service: "agent", Instance: "process"},
	}
}

func spanOf(id byte) SpanID { return SpanID{id} }

func callSpan(id, parent byte, task, usd string) *Span {
	s := span(id, parent, task)
	if task == "" {
		s.TaskType = ""
	}
	total, err := price.ParseAtto(usd)
	if err != nil {
		panic(err)
	}
	s.Call = &Entry{
		Operation: "chat", Provider: "p", RequestModel: "m", ResponseModel: "m", ResponseID: fmt.Sprint("r", id), Scope: "ours",
		StartNano: s.StartNano, EndNano: s.EndNano, Attempts: 1,
		Usage: Tokens{Input: call.Of(int64(id)), Output: call.Of(1)},
		Cost:  Cost{Status: price.Priced, Total: total, HasTotal: true},
	}
	return s
}

func ownSpan(id, parent byte, task string) *Span {
	s := span(id, parent, task)
	s.Role = RoleNamed
	return s
}

func served(id, parent byte) *Span {
	s := span(id, parent, "")
	s.Role, s.TaskType = RoleRoot, "POST /tickets"
	return s
}

// told is the part of a roll-up that a story is about.
type told struct {
	task     string
	cost     string
	reason   Reason
	revision int64
	held     bool
	complete bool
}

// tell takes everything out that the ledger wants to send.
func (r *run) tell(t *testing.T) (all []told) {
	t.Helper()
	for _, e := range r.ledger.TakeOutbox() {
		if e.Rollup == nil {
			all = append(all, told{task: fmt.Sprintf("span %d as it was", e.Held.Span[0]), held: e.HasHeld})
			continue
		}
		total := "unknown"
		if e.Rollup.Totals.HasCost {
			total = e.Rollup.Totals.Cost.String()
		}
		all = append(all, told{e.Rollup.TaskID, total, e.Rollup.Reason, e.Rollup.Revision, e.HasHeld, e.Rollup.Complete})
	}
	return all
}

func (r *run) after(t *testing.T, d time.Duration) []told {
	t.Helper()
	r.now = r.now.Add(d)
	r.ledger.Advance(r.now)
	return r.tell(t)
}

func TestATaskIsSealedWhenItHasBeenQuiet(t *testing.T) {
	t.Parallel()
	r := startRun(testSettings())
	r.observe(callSpan(2, 1, "a", "0.1"))
	r.observe(ownSpan(1, 0, "a"))
	assert.Empty(t, r.after(t, 9*time.Second))
	r.observe(callSpan(3, 1, "a", "0.2"))
	assert.Empty(t, r.after(t, 9*time.Second), "the span put the seal off")
	assert.Equal(t, []told{{"a", "0.3", ReasonQuietPeriod, 1, true, true}}, r.after(t, time.Second))
}

func TestATaskSpanIsNeverHeldLongerThanTheLinger(t *testing.T) {
	t.Parallel()
	r := startRun(testSettings())
	r.observe(ownSpan(1, 0, "a"))
	for id := byte(2); id < 14; id++ {
		r.observe(callSpan(id, 1, "a", "0.1"))
		require.Empty(t, r.after(t, 4*time.Second))
	}
	for id := byte(14); id < 16; id++ {
		r.observe(callSpan(id, 1, "a", "0.1"))
		require.Empty(t, r.after(t, 5*time.Second))
	}
	r.observe(callSpan(20, 1, "a", "0.1"))
	assert.Equal(t, []told{{"a", "1.5", ReasonMaxLinger, 1, true, false}}, r.after(t, 2*time.Second))
}

func TestATaskWhoseSpanNeverComesIsSealedWhenIdle(t *testing.T) {
	t.Parallel()
	r := startRun(testSettings())
	r.observe(callSpan(2, 1, "a", "0.1"))
	assert.Empty(t, r.after(t, 29*time.Minute))
	assert.Equal(t, []told{{"a", "0.1", ReasonIdleTimeout, 1, false, false}}, r.after(t, time.Minute))
	r.observe(ownSpan(1, 0, "a"))
	assert.Equal(t, []told{{"a", "0.1", ReasonQuietPeriod, 2, true, true}}, r.after(t, 10*time.Second), "it came after all")
}

func TestWhatComesLateMakesARevision(t *testing.T) {
	t.Parallel()
	r := startRun(testSettings())
	r.observe(ownSpan(1, 0, "a"))
	r.after(t, 10*time.Second)
	r.observe(callSpan(2, 1, "a", "0.1"))
	r.observe(callSpan(3, 1, "", "0.2"))
	assert.Equal(t, []told{{"a", "0.3", ReasonLate, 2, false, true}}, r.after(t, 20*time.Second))
	r.observe(callSpan(2, 1, "a", "0.1"))
	assert.Empty(t, r.after(t, time.Hour), "a duplicate changes nothing")
	assert.Equal(t, int64(1), r.ledger.Stats().Duplicates)
	assert.Equal(t, "0.3", r.booked().String())
}

func TestNestedTasksCountTowardsBothAndTheCountersKnowTheInner(t *testing.T) {
	t.Parallel()
	r := startRun(testSettings())
	r.observe(callSpan(3, 2, "inner", "0.1"))
	r.observe(ownSpan(2, 1, "inner"))
	r.observe(callSpan(4, 1, "outer", "0.2"))
	r.observe(ownSpan(1, 0, "outer"))
	assert.ElementsMatch(t, []told{
		{"inner", "0.1", ReasonQuietPeriod, 1, true, true},
		{"outer", "0.3", ReasonQuietPeriod, 1, true, true},
	}, r.after(t, 10*time.Second))
	assert.Equal(t, map[string]string{"type of inner": "0.1", "type of outer": "0.2"}, r.costByType())
}

func TestAnInnerTaskDoesNotWaitForItsOuterOne(t *testing.T) {
	t.Parallel()
	r := startRun(testSettings())
	r.observe(callSpan(3, 2, "inner", "0.1"))
	r.observe(ownSpan(2, 1, "inner"))
	for range 3 {
		r.now = r.now.Add(5 * time.Second)
		r.observe(callSpan(byte(10+r.now.Unix()%100), 1, "outer", "0.2"))
	}
	assert.Equal(t, []told{{"inner", "0.1", ReasonQuietPeriod, 1, true, true}}, r.after(t, 0))
	r.observe(ownSpan(1, 0, "outer"))
	assert.Equal(t, []told{{"outer", "0.7", ReasonQuietPeriod, 1, true, true}}, r.after(t, 10*time.Second))
}

func TestACallBelongsToTheNearestAncestorsTask(t *testing.T) {
	t.Parallel()
	r := startRun(testSettings())
	r.observe(callSpan(4, 3, "", "0.1"))
	r.observe(span(3, 2, ""))
	r.observe(ownSpan(2, 1, "a"))
	r.observe(served(1, 0))
	assert.Equal(t, []told{
		{"a", "0.1", ReasonQuietPeriod, 1, true, true},
		{task: "span 1 as it was", held: true},
	}, r.after(t, 10*time.Second), "the root turned out to be no task")
}

func TestARootIsATaskWithCallsOfItsOwn(t *testing.T) {
	t.Parallel()
	r := startRun(testSettings())
	r.observe(callSpan(3, 2, "", "0.1"))
	r.observe(span(2, 1, ""))
	r.observe(served(1, 0))
	id := ImplicitID(Key{TraceID{1}, spanOf(1)})
	assert.Equal(t, []told{{id, "0.1", ReasonQuietPeriod, 1, true, true}}, r.after(t, 10*time.Second))
	r.observe(callSpan(4, 1, "", "0.2"))
	assert.Equal(t, []told{{id, "0.3", ReasonLate, 2, false, true}}, r.after(t, 10*time.Second))
	assert.Equal(t, map[string]string{"POST /tickets": "0.3"}, r.costByType())
}

func TestARootThatPassedBeforeItsFirstCallIsStillItsTask(t *testing.T) {
	t.Parallel()
	r := startRun(testSettings())
	r.observe(served(1, 0))
	assert.Empty(t, r.held)
	r.observe(callSpan(2, 1, "", "0.1"))
	id := ImplicitID(Key{TraceID{1}, spanOf(1)})
	assert.Equal(t, []told{{id, "0.1", ReasonQuietPeriod, 1, false, true}}, r.after(t, 10*time.Second))
}

func TestARootThatStaysOpenForLongIsNoTask(t *testing.T) {
	t.Parallel()
	r := startRun(testSettings())
	loop := served(1, 0)
	loop.EndNano = loop.StartNano + int64(11*time.Minute)
	r.observe(callSpan(2, 1, "", "0.1"))
	r.observe(loop)
	assert.Empty(t, r.held)
	assert.Empty(t, r.after(t, 10*time.Second))
	assert.Equal(t, map[string]string{"": "0.1"}, r.costByType(), "its money counts all the same")
	assert.Equal(t, "0.1", r.ledger.Books().Unattributed.All()[0].Value.String())
}

func TestACallBelowALostSpanBelongsToTheRootOfItsTrace(t *testing.T) {
	t.Parallel()
	r := startRun(testSettings())
	r.observe(callSpan(3, 99, "", "0.1"))
	r.observe(ownSpan(1, 0, "a"))
	assert.Equal(t, []told{{"a", "0.1", ReasonQuietPeriod, 1, true, true}}, r.after(t, 10*time.Second))
}

func TestATaskOverSeveralTracesTotalsTogether(t *testing.T) {
	t.Parallel()
	r := startRun(testSettings())
	elsewhere := callSpan(2, 7, "a", "0.1")
	elsewhere.Trace = TraceID{2}
	r.observe(elsewhere)
	r.observe(callSpan(2, 1, "a", "0.2"))
	r.observe(ownSpan(1, 0, "a"))
	assert.Equal(t, []told{{"a", "0.3", ReasonQuietPeriod, 1, true, true}}, r.after(t, 10*time.Second))
}

func TestTheBestOfSeveralTaskSpansIsHeld(t *testing.T) {
	t.Parallel()
	r := startRun(testSettings())
	consumer := span(5, 0, "a")
	consumer.Trace, consumer.Role = TraceID{2}, RoleRooted
	r.observe(consumer)
	r.observe(ownSpan(1, 0, "a"))
	assert.Equal(t, []told{{task: "span 5 as it was", held: true}}, r.tell(t))
	assert.Equal(t, []told{{"a", "0", ReasonQuietPeriod, 1, true, true}}, r.after(t, 10*time.Second))
}

func TestDrainSealsOnlyWhatComesOutThere(t *testing.T) {
	t.Parallel()
	r := startRun(testSettings())
	r.observe(ownSpan(1, 0, "a"))
	other := ownSpan(2, 0, "b")
	other.Trace = TraceID{2}
	require.True(t, r.ledger.Observe(r.now, 2, other))
	r.ledger.Drain(r.now, 2)
	assert.Equal(t, []told{{"b", "0", ReasonShutdown, 1, true, false}}, r.tell(t))
}

func TestTheLongestSilentGoesFirstWhenThereIsNoRoom(t *testing.T) {
	t.Parallel()
	settings := testSettings()
	settings.MaxTasks = 2
	r := startRun(settings)
	for trace := byte(1); trace <= 3; trace++ {
		s := callSpan(2, 1, fmt.Sprint("t", trace), "0.1")
		s.Trace = TraceID{trace}
		r.observe(s)
	}
	assert.Equal(t, []told{{"t1", "0.1", ReasonEvicted, 1, false, false}}, r.tell(t))
	traces, tasks := r.ledger.Size()
	assert.Equal(t, []int{2, 2}, []int{traces, tasks})
}

func TestATraceWithTooManySpansIsSealedEarly(t *testing.T) {
	t.Parallel()
	settings := testSettings()
	settings.SpanLimit = 3
	r := startRun(settings)
	for id := byte(2); id < 5; id++ {
		r.observe(callSpan(id, 1, "a", "0.1"))
	}
	assert.Equal(t, []told{{"a", "0.3", ReasonSpanLimit, 1, false, false}}, r.tell(t))
	r.observe(callSpan(5, 1, "a", "0.1"))
	r.observe(ownSpan(1, 0, "a"))
	assert.Equal(t, []told{{"a", "0.4", ReasonQuietPeriod, 2, true, true}}, r.after(t, 10*time.Second))
}

func TestEverythingIsForgottenInTheEnd(t *testing.T) {
	t.Parallel()
	r := startRun(testSettings())
	r.observe(callSpan(2, 1, "a", "0.1"))
	r.observe(ownSpan(1, 0, "a"))
	r.observe(func() *Span { s := served(1, 0); s.Trace = TraceID{2}; return s }())
	for range 3 {
		r.after(t, 1001*time.Hour)
	}
	traces, tasks := r.ledger.Size()
	assert.Equal(t, []int{0, 0}, []int{traces, tasks})
	_, waiting := r.ledger.Next()
	assert.False(t, waiting)
}

func (r *run) costByType() map[string]string {
	byType := map[string]price.Atto{}
	for _, c := range r.ledger.Books().Calls.All() {
		byType[c.Key.TaskType] = byType[c.Key.TaskType].Add(c.Value.Sums.Cost)
	}
	texts := map[string]string{}
	for taskType, cost := range byType {
		texts[taskType] = cost.String()
	}
	return texts
}

func TestATaskMaySayWhichOneItLiesWithin(t *testing.T) {
	t.Parallel()
	r := startRun(testSettings())
	r.observe(callSpan(3, 99, "outer", "0.2"))
	inner := ownSpan(2, 98, "inner")
	inner.Trace, inner.ParentTaskID = TraceID{2}, "outer"
	call := callSpan(4, 2, "inner", "0.1")
	call.Trace = TraceID{2}
	r.observe(call)
	r.observe(inner)
	r.observe(ownSpan(1, 0, "outer"))
	assert.ElementsMatch(t, []told{
		{"inner", "0.1", ReasonQuietPeriod, 1, true, true},
		{"outer", "0.3", ReasonQuietPeriod, 1, true, true},
	}, r.after(t, 10*time.Second))
}

func TestATaskThatWasForgottenBeginsAnewBesideWhatItWas(t *testing.T) {
	t.Parallel()
	settings := testSettings()
	settings.MaxTasks = 2
	r := startRun(settings)
	r.observe(ownSpan(1, 0, "a"))
	r.after(t, 10*time.Second)
	r.observe(ownSpan(5, 1, "b"))
	r.observe(ownSpan(6, 1, "c")) // there is no room for a
	r.after(t, 10*time.Second)
	r.observe(callSpan(7, 1, "a", "0.1"))
	r.observe(callSpan(8, 1, "", "0.2"))
	assert.Equal(t, []told{{"a", "0.3", ReasonIdleTimeout, 1, false, false}}, r.after(t, time.Hour))
	assert.Empty(t, r.after(t, 2000*time.Hour), "the one before has nothing of it")
	assert.Equal(t, "0.3", r.booked().String())
}
