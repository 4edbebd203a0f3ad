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
	// Tools are priced tool calls by the innermost task's type and the tool. With Calls they are all the money.
	Tools Series[ToolKey, ToolCounters]
	// Unpriced are calls without a full price, and tool calls whose own cost is no number.
	Unpriced Series[UnpricedKey, int64]
	// Unattributed is the cost of the calls and priced tools that belong to no task; Calls and Tools have it too.
	Unattributed Series[CalledKey, price.Atto]
	// Tasks are by type and outcome.
	Tasks Series[TaskKey, TaskCounters]
	types boundedTypes
}

// CallKey labels a series of calls. TaskType is empty for calls that belong to no task; Provider and Model are empty for
// calls of which only a process's total is known, and there the cost is also that of tools known in this way.
type CallKey struct{ TaskType, Provider, Model string }

// ToolKey labels a series of priced tool calls.
type ToolKey struct{ TaskType, Tool string }

// CalledKey says what was called: a provider's model, or a tool.
type CalledKey struct{ Provider, Model, Tool string }

// UnpricedKey labels a series of calls without a full price.
type UnpricedKey struct {
	CalledKey
	Status price.Status
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

// ToolCounters are the counters of one series of priced tool calls.
type ToolCounters struct {
	Calls    int64
	Cost     price.Atto
	Exemplar Exemplar
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
		Tools:        Series[ToolKey, ToolCounters]{limit: limit},
		Unpriced:     Series[UnpricedKey, int64]{limit: limit},
		Unattributed: Series[CalledKey, price.Atto]{limit: limit},
		Tasks:        Series[TaskKey, TaskCounters]{limit: limit},
	}
}

// book adds sums, which is what of the call was not booked before.
func (b *Books) book(taskType string, e *Entry, sums Sums, span Key) {
	called := calledKey(e)
	taskType = b.types.bound(taskType)
	exemplar := Exemplar{Span: span, Value: e.Cost.Total.Float64()}
	if e.Tool != "" {
		b.bookTool(ToolKey{taskType, called.Tool}, e, sums, exemplar)
	} else {
		b.bookCall(CallKey{taskType, called.Provider, called.Model}, e, sums, exemplar)
	}
	if sums.UnpricedCalls > 0 {
		*b.Unpriced.at(UnpricedKey{called, e.Cost.Status}) += sums.UnpricedCalls
	}
}

func (b *Books) bookCall(key CallKey, e *Entry, sums Sums, exemplar Exemplar) {
	c := b.Calls.at(key)
	c.Sums.add(sums)
	if e.Cost.HasSaving {
		c.Saving, c.HasSaving = c.Saving.Add(e.Cost.Saving), true
	}
	c.Exemplar = exemplar
}

func (b *Books) bookTool(key ToolKey, e *Entry, sums Sums, exemplar Exemplar) {
	if !e.Cost.HasTotal {
		return
	}
	c := b.Tools.at(key)
	c.Calls += sums.Tools
	c.Cost = c.Cost.Add(sums.ToolCost)
	c.Exemplar = exemplar
}

func (b *Books) bookUnattributed(e *Entry, span Key) {
	sums := e.sums()
	b.book("", e, sums, span)
	cost := b.Unattributed.at(calledKey(e))
	*cost = cost.Add(sums.Cost).Add(sums.ToolCost)
}

func calledKey(e *Entry) CalledKey {
	if e.Tool != "" {
		return CalledKey{Tool: label(e.Tool)}
	}
	return CalledKey{Provider: label(e.Provider), Model: label(e.Model())}
}

// bookSurplus books tools, too, where nothing is known of what was called.
func (b *Books) bookSurplus(taskType string, s Sums, span Key) {
	s.Cost = s.Cost.Add(s.ToolCost)
	s.Tools, s.ToolCost = 0, price.Atto{}
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
