package task

import (
	"container/list"
	"time"
)

type state uint8

const (
	// open: the task's own span has not come.
	open state = iota
	// closing: it has, and the quiet period runs.
	closing
	// sealed: the total is out; what comes now makes a new revision.
	sealed
)

// task is one task, over all of its traces.
type task struct {
	ledger   *Ledger
	id       string
	kind     string
	explicit bool
	state    state

	// own are the calls that belong to no task within this one.
	own Tally
	// byInstance is own, apart for each process that sent it, to compare with what that process totalled.
	byInstance map[string]Sums
	partials   map[process]*Partial
	// surplus are calls by their process's total alone.
	surplus map[string]Sums
	twins   twins

	parent   *task
	children []*task
	traces   []*trace
	// gap is the missing span beyond which the task around this one is looked for.
	gap Key

	// span is the task's own; role is RoleNone while there is none.
	span       Key
	role       Role
	start, end int64
	held       bool
	closedAt   time.Duration

	// changed is whether the total has, since the last revision.
	changed bool
	// dirty means that something has changed since the last revision.
	dirty    bool
	dirtyAt  time.Duration
	revision int64
	// instance names the totals: they begin anew with a task that had been forgotten.
	instance string
	report   Report
	// entered is the outcome the counters have the task under; empty before the first seal.
	entered Outcome
	origin  *Origin
	sink    Sink
	// sampled is whether the application's sampler has kept anything of the task.
	sampled  bool
	deadline deadline
	recency  *list.Element
}

func (t *task) fire(now time.Duration) {
	switch {
	case t.state == open:
		t.ledger.seal(t, now, ReasonIdleTimeout)
	case t.state == closing:
		if due := t.quietUntil(); due > now {
			t.ledger.deadlines.set(&t.deadline, due)
			return
		}
		reason := ReasonQuietPeriod
		if now-t.closedAt >= t.ledger.settings.MaxLinger {
			reason = ReasonMaxLinger
		}
		t.ledger.seal(t, now, reason)
	case t.dirty:
		t.ledger.seal(t, now, ReasonLate)
	default:
		t.ledger.forgetTask(t)
	}
}

// rearm sets when the task is sealed, after a new span or another change.
func (t *task) rearm(now time.Duration) {
	s := &t.ledger.settings
	due := now + s.IdleTimeout
	switch {
	case t.state == closing:
		due = min(now+s.QuietPeriod, t.closedAt+s.MaxLinger)
	case t.state == sealed && t.dirty:
		due = min(now+s.QuietPeriod, t.dirtyAt+s.MaxLinger)
	case t.state == sealed:
		due = now + s.LateWindow
	}
	t.ledger.deadlines.set(&t.deadline, due)
}

// quietUntil counts the spans that named no task too: which task they belong to is not known yet.
func (t *task) quietUntil() time.Duration {
	var last time.Duration
	for _, tr := range t.traces {
		last = max(last, tr.looseAt)
	}
	return min(last+t.ledger.settings.QuietPeriod, t.closedAt+t.ledger.settings.MaxLinger)
}

// touch marks that a sealed total is no longer the truth.
func (t *task) touch(now time.Duration) {
	if !t.dirty {
		t.dirty, t.dirtyAt = true, now
	}
	t.rearm(now)
}

// offerSpan is asked whether s, which names this task, is the task's own span and so is to be held.
func (t *task) offerSpan(s *Span, sink Sink, now time.Duration) (hold bool) {
	if s.Role <= t.role {
		return false
	}
	t.letGo()
	t.span, t.role = s.Key, s.Role
	t.start, t.end = s.StartNano, s.EndNano
	t.kind = firstOf(s.TaskType, t.kind)
	t.origin, t.sink = s.Origin, sink
	if s.Outcome != "" && s.Outcome != OutcomeUnknown {
		t.hear(Report{Outcome: s.Outcome, TimeNano: s.EndNano, Span: s.Span}, now)
	}
	t.held, t.state, t.closedAt = true, closing, now
	return true
}

// letGo sends a held span on as it was: another one turned out to be the task's own.
func (t *task) letGo() {
	if t.held {
		t.held = false
		t.ledger.emit(Emission{Sink: t.sink, Held: t.span, HasHeld: true})
	}
}

// hear takes a report of the outcome. It returns whether it changed anything.
func (t *task) hear(r Report, now time.Duration) bool {
	if t.report.Outcome != "" && !r.outranks(&t.report) {
		return false
	}
	changed := r.Outcome != t.outcome()
	t.report = r
	if changed && t.state == sealed {
		t.touch(now)
	}
	return changed
}

func (t *task) outcome() Outcome {
	if t.report.Outcome == "" {
		return OutcomeUnknown
	}
	return t.report.Outcome
}

// within tells whether t is outer or lies within it.
func (t *task) within(outer *task) bool {
	for steps := 0; t != nil && steps < maxDepth; steps++ {
		if t == outer {
			return true
		}
		t = t.parent
	}
	return false
}

// lieWithin makes outer the parent, once, and never in a circle.
func (t *task) lieWithin(outer *task, now time.Duration) {
	if t.parent != nil || outer.within(t) {
		return
	}
	t.parent = outer
	outer.children = append(outer.children, t)
	if t.revision > 0 {
		outer.grow(now)
	}
}

// grow notes that a task within has added to the total.
func (t *task) grow(now time.Duration) {
	t.changed = true
	if t.state == sealed {
		t.touch(now)
	}
}

// inclusive is the total of the task and of all within it.
func (t *task) inclusive() Tally {
	total := t.own.clone()
	for _, s := range t.surplus {
		total.addSurplus(s)
	}
	for _, child := range t.children {
		nested := child.inclusive()
		total.Merge(&nested)
	}
	return total
}

func firstOf(a, b string) string {
	if a != "" {
		return a
	}
	return b
}
