package task

import (
	"time"
	"unicode/utf8"

	"github.com/taskmeter/taskmeter/collector/price"
)

// Books are the counters: what has been booked since Start. Only the ledger writes them, and nothing in them shrinks but
// the cache's saving, which may be negative.
type Books struct {
	// Start is since when they count.
	Start time.Time
	// Calls are by the innermost task's type, provider and model.
	Calls Series[CallKey, CallCounters]
	// Unpriced are calls without a full price.
	Unpriced Series[UnpricedKey, int64]
	// Unattributed is the cost of the calls that belong to no task; Calls has it too.
	Unattributed Series[ModelKey, price.Atto]
	// Tasks are by type and outcome.
	Tasks Series[TaskKey, TaskCounters]
	types boundedTypes
}

// CallKey labels a series of calls. TaskType is empty for calls that belong to no task; Provider and Model are empty for
// calls of which only a process's total is known.
type CallKey struct{ TaskType, Provider, Model string }

// ModelKey labels a series by model.
type ModelKey struct{ Provider, Model string }

// UnpricedKey labels a series of calls without a full price.
type UnpricedKey struct {
	Provider, Model string
	Status          price.Status
}

// TaskKey labels a series of tasks.
type TaskKey struct {
	TaskType string
	Outcome  Outcome
}

// CallCounters are the counters of one series of calls.
type CallCounters struct {
	Sums   Sums
	Saving price.Atto
	// HasSaving is false while no call has had one.
	HasSaving bool
	Exemplar  Exemplar
}

// TaskCounters are the counters of one type and outcome. Entered less Left are those that have the outcome now.
type TaskCounters struct {
	Entered, Left int64
	// CostUSD and Seconds are observed once a task, at its first seal.
	CostUSD, Seconds Histogram
}

// Exemplar points to one of the spans that moved a series last.
type Exemplar struct {
	Span  Key
	Value float64
	// Shown is set by whoever publishes it first: the time it keeps, since one with another time is another one.
	Shown time.Time
}

func newBooks(limit int, now time.Time) Books {
	return Books{
		Start:        now,
		Calls:        Series[CallKey, CallCounters]{limit: limit},
		Unpriced:     Series[UnpricedKey, int64]{limit: limit},
		Unattributed: Series[ModelKey, price.Atto]{limit: limit},
		Tasks:        Series[TaskKey, TaskCounters]{limit: limit},
	}
}

// bookCall adds sums, which is what of the call was not booked before.
func (b *Books) bookCall(taskType string, e *Entry, sums Sums, span Key) {
	provider, model := label(e.Provider), label(e.Model())
	c := b.Calls.at(CallKey{b.types.bound(taskType), provider, model})
	c.Sums.add(sums)
	if e.Cost.HasSaving {
		c.Saving, c.HasSaving = c.Saving.Add(e.Cost.Saving), true
	}
	c.Exemplar = Exemplar{Span: span, Value: e.Cost.Total.Float64()}
	if sums.UnpricedCalls > 0 {
		*b.Unpriced.at(UnpricedKey{provider, model, e.Cost.Status}) += sums.UnpricedCalls
	}
}

func (b *Books) bookUnattributed(e *Entry, span Key) {
	b.bookCall("", e, e.sums(), span)
	cost := b.Unattributed.at(ModelKey{label(e.Provider), label(e.Model())})
	*cost = cost.Add(e.sums().Cost)
}

func (b *Books) bookSurplus(taskType string, s Sums, span Key) {
	c := b.Calls.at(CallKey{TaskType: b.types.bound(taskType)})
	c.Sums.add(s)
	c.Exemplar = Exemplar{Span: span, Value: s.Cost.Float64()}
	if s.UnpricedCalls > 0 {
		*b.Unpriced.at(UnpricedKey{Status: price.UnknownUsage}) += s.UnpricedCalls
	}
}

// bookTask counts a task under its outcome: at its first seal, and again when the outcome is corrected.
func (b *Books) bookTask(entered Outcome, r *Rollup) {
	key := TaskKey{b.types.bound(r.TaskType), r.Outcome}
	if entered == r.Outcome {
		return
	}
	b.Tasks.at(key).Entered++
	if entered != "" {
		b.Tasks.at(TaskKey{key.TaskType, entered}).Left++
		return
	}
	if r.Totals.HasCost {
		b.Tasks.at(key).CostUSD.observe(costBounds, r.Totals.Cost.Float64(), r.Span)
	}
	if r.Span.Span != (SpanID{}) && r.EndNano >= r.StartNano {
		b.Tasks.at(key).Seconds.observe(secondBounds, float64(r.EndNano-r.StartNano)/1e9, r.Span)
	}
}

// maxTypes is how many task types are told apart; the rest are other.
const maxTypes = 200

type boundedTypes struct{ known map[string]struct{} }

func (t *boundedTypes) bound(taskType string) string {
	taskType = label(taskType)
	if _, ok := t.known[taskType]; ok || taskType == "" {
		return taskType
	}
	if len(t.known) >= maxTypes {
		return "other"
	}
	if t.known == nil {
		t.known = map[string]struct{}{}
	}
	t.known[taskType] = struct{}{}
	return taskType
}

// maxLabel bounds the bytes of a label. Who sends a prompt for a name gets its beginning.
const maxLabel = 200

func label(text string) string {
	if len(text) <= maxLabel {
		return text
	}
	end := maxLabel
	for !utf8.RuneStart(text[end]) {
		end--
	}
	return text[:end] + "…"
}
