package task

import (
	"container/list"
	"time"
)

// Ledger is the state: see the package's comment for the flow. Its methods must not run concurrently.
//
// Invariants: a call is booked once, when the task it belongs to, or a task around that one, is sealed, or its trace
// settles without one; what is booked never shrinks; every held span is emitted exactly once.
type Ledger struct {
	settings Settings
	epoch    time.Time
	traces   map[TraceID]*trace
	tasks    map[string]*task
	early    earlyReports
	// forgotten counts how often a task was forgotten, so that it comes back under another name of ours.
	forgotten generations
	// Least recently touched first.
	traceOrder, taskOrder *list.List
	deadlines             deadlines
	books                 Books
	stats                 Stats
	outbox                []Emission
}

// Stats count what an operator wants to know of the ledger itself.
type Stats struct {
	// Duplicates are spans that had come before, and calls that another span had told of.
	Duplicates int64
	// Conflicts are pairs of spans that may be one call and were both counted.
	Conflicts int64
	// Overcounts are calls that turned out to be counted twice when it was too late.
	Overcounts int64
	// Late are calls that came after their task was sealed.
	Late int64
	// Evicted are traces and tasks that had to go early.
	Evicted int64
	// Unmatched are outcome reports whose task never came.
	Unmatched int64
	// Surplus are calls known by their process's total alone.
	Surplus int64
}

// New makes an empty ledger whose counters begin at now.
func New(settings Settings, now time.Time) *Ledger {
	return &Ledger{
		settings:   settings,
		epoch:      now,
		traces:     map[TraceID]*trace{},
		tasks:      map[string]*task{},
		early:      earlyReports{limit: settings.MaxTasks},
		forgotten:  generations{limit: 16 * settings.MaxTasks}, // small as they are
		traceOrder: list.New(),
		taskOrder:  list.New(),
		books:      newBooks(settings.SeriesLimit, now),
	}
}

// Observe takes a span in. With hold it is a task's own, and its sender is to keep it back until it is emitted.
func (l *Ledger) Observe(at time.Time, sink Sink, s *Span) (hold bool) {
	now := at.Sub(l.epoch)
	tr := l.traceOf(s.Trace, sink, now)
	if _, ok := tr.nodes[s.Span]; ok {
		l.stats.Duplicates++
		return false
	}
	t := l.taskOf(s, sink, now)
	var r *record
	if s.Call != nil {
		r = newRecord(tr, t, s)
		tr.pending = append(tr.pending, r)
		tr.hasCall = true
		if t == nil && r.tool == "" {
			tr.loose++
		}
	}
	tr.add(s, t, r, now)
	if s.Parent == (SpanID{}) {
		tr.anchor(now)
	}
	if t != nil {
		firstHere := l.join(t, tr)
		t.sampled = t.sampled || !s.Unsampled
		t.extend(s)
		t.keepPartial(s)
		hold = s.Role > RoleRoot && t.offerSpan(s, sink, now)
		tr.noteTaskRoot(s, t)
		if outer, ok := l.tasks[s.ParentTaskID]; ok {
			t.lieWithin(outer, now)
		}
		if firstHere || hold {
			tr.climbTask(t, s.Span, now)
		}
	} else if s.Role == RoleRoot {
		hold = l.offerRoot(tr, s, sink, now)
	}
	l.rearm(tr, t, r, now)
	if len(tr.nodes) >= l.settings.SpanLimit {
		l.dissolve(tr, now, ReasonSpanLimit)
	}
	l.keepBounds(now)
	return hold
}

// Report takes an outcome that was reported apart from the task's span. It opens no task.
func (l *Ledger) Report(at time.Time, taskID string, r Report) {
	if t, ok := l.tasks[taskID]; ok {
		t.hear(r, at.Sub(l.epoch))
		return
	}
	l.stats.Unmatched += l.early.put(taskID, r)
}

// Unhold takes a hold back: its sender could not hand on the rest of the batch and will get all of it again.
func (l *Ledger) Unhold(at time.Time, held Key) {
	tr, ok := l.traces[held.Trace]
	if !ok {
		return
	}
	n := tr.nodes[held.Span]
	if n.task != nil && n.task.held && n.task.span == held {
		t := n.task
		t.held, t.role, t.state = false, RoleNone, open
		if t.revision > 0 {
			t.state, t.dirty, t.dirtyAt = sealed, t.changed, at.Sub(l.epoch)
		}
		t.rearm(at.Sub(l.epoch))
	}
	for i, r := range tr.roots {
		if r.held && r.span == held {
			tr.roots = append(tr.roots[:i], tr.roots[i+1:]...)
			delete(tr.rootOf, held.Span)
			break
		}
	}
	delete(tr.nodes, held.Span)
}

// Advance does what is due.
func (l *Ledger) Advance(at time.Time) {
	now := at.Sub(l.epoch)
	for due := l.deadlines.popDue(now); due != nil; due = l.deadlines.popDue(now) {
		due.owner.fire(now)
	}
	l.keepBounds(now)
}

// Next is the earliest time at which Advance may have something to do; not ok when there is nothing to wait for.
func (l *Ledger) Next() (at time.Time, ok bool) {
	due, ok := l.deadlines.next()
	return l.epoch.Add(due), ok
}

// Drain seals whatever would come out at sink.
func (l *Ledger) Drain(at time.Time, sink Sink) {
	now := at.Sub(l.epoch)
	l.drainTasks(now, sink)
	for e := l.traceOrder.Front(); e != nil; e = e.Next() {
		if tr := e.Value.(*trace); tr.sink == sink && !tr.settled {
			l.settle(tr, now, ReasonShutdown)
		}
	}
	l.drainTasks(now, sink)
}

// drainTasks goes on until nothing is left: sealing a task changes the total of the one around it.
func (l *Ledger) drainTasks(now time.Duration, sink Sink) {
	for sealedOne := true; sealedOne; {
		sealedOne = false
		for e := l.taskOrder.Front(); e != nil; e = e.Next() {
			if t := e.Value.(*task); t.sink == sink && (t.state != sealed || t.dirty) {
				l.seal(t, now, ReasonShutdown)
				sealedOne = true
			}
		}
	}
}

// HasOutbox tells whether something is to be sent already.
func (l *Ledger) HasOutbox() bool { return len(l.outbox) > 0 }

// TakeOutbox hands over what is to be sent, in order.
func (l *Ledger) TakeOutbox() []Emission {
	taken := l.outbox
	l.outbox = nil
	return taken
}

// Books are the counters. They may be read under the same lock as everything else.
func (l *Ledger) Books() *Books { return &l.books }

// Stats of the ledger itself.
func (l *Ledger) Stats() Stats { return l.stats }

// Size is the number of traces and tasks that are kept.
func (l *Ledger) Size() (traces, tasks int) { return len(l.traces), len(l.tasks) }

func (l *Ledger) emit(e Emission) { l.outbox = append(l.outbox, e) }
