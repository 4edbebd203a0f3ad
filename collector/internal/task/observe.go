package task

import (
	"slices"
	"strconv"
	"time"
)

func (l *Ledger) traceOf(id TraceID, sink Sink, now time.Duration) *trace {
	tr, ok := l.traces[id]
	if ok {
		l.traceOrder.MoveToBack(tr.recency)
		return tr
	}
	tr = &trace{ledger: l, id: id, nodes: map[SpanID]node{}, sink: sink}
	tr.deadline.owner = tr
	tr.recency = l.traceOrder.PushBack(tr)
	l.traces[id] = tr
	return tr
}

// taskOf is the task the span names, nil when it names none.
func (l *Ledger) taskOf(s *Span, sink Sink, now time.Duration) *task {
	if s.TaskID == "" {
		return nil
	}
	t, ok := l.tasks[s.TaskID]
	if ok {
		l.taskOrder.MoveToBack(t.recency)
		t.kind = firstOf(t.kind, s.TaskType)
		return t
	}
	t = l.newTask(s.TaskID, s.TaskType)
	t.explicit, t.origin, t.sink = true, s.Origin, sink
	if r, reported := l.early.take(s.TaskID); reported {
		t.hear(r, now)
	}
	return t
}

func (l *Ledger) newTask(id, kind string) *task {
	t := &task{ledger: l, id: id, kind: kind, instance: l.settings.Instance}
	if n := l.forgotten.of(id); n > 0 {
		t.instance += "/" + strconv.Itoa(n)
	}
	t.deadline.owner = t
	t.recency = l.taskOrder.PushBack(t)
	l.tasks[id] = t
	return t
}

// join notes that the task has spans in the trace.
func (l *Ledger) join(t *task, tr *trace) (first bool) {
	if t.isIn(tr) {
		return false
	}
	t.traces = append(t.traces, tr)
	tr.tasks = append(tr.tasks, t)
	return true
}

// isIn asks the shorter list, since both know it: a task may have many traces, or a trace many tasks.
func (t *task) isIn(tr *trace) bool {
	if len(t.traces) < len(tr.tasks) {
		return slices.Contains(t.traces, tr)
	}
	return slices.Contains(tr.tasks, t)
}

// extend keeps the time over which the task was seen, for as long as its own span has not said better.
func (t *task) extend(s *Span) {
	if t.role != RoleNone {
		return
	}
	if t.start == 0 || s.StartNano < t.start {
		t.start = s.StartNano
	}
	t.end = max(t.end, s.EndNano)
	if t.span.Span == (SpanID{}) {
		t.span.Trace = s.Trace
	}
}

// offerRoot is asked whether a root that may turn out to be a task is to be held: only when calls have been seen that
// may be its own. Every other passes at once.
func (l *Ledger) offerRoot(tr *trace, s *Span, sink Sink, now time.Duration) (hold bool) {
	tr.anchor(now)
	r := &root{
		span: s.Key, kind: s.TaskType, start: s.StartNano, end: s.EndNano, sink: sink, origin: s.Origin,
		topLevel: s.Parent == (SpanID{}),
		tooLong:  time.Duration(s.EndNano-s.StartNano) > l.settings.ImplicitMax,
		outcome:  OutcomeUnknown,
	}
	if s.Failed {
		r.outcome = OutcomeError
	}
	r.held = tr.loose > 0 && !r.tooLong
	tr.addRoot(r)
	return r.held
}

// rearm puts off the seal of whatever the new span may belong to.
func (l *Ledger) rearm(tr *trace, t *task, r *record, now time.Duration) {
	tr.rearm(now)
	if t == nil {
		tr.looseAt = now
		return
	}
	if r != nil && t.state == sealed {
		t.touch(now)
	}
	for outer, steps := t, 0; outer != nil && steps < maxDepth; outer, steps = outer.parent, steps+1 {
		if outer.state != sealed || outer.dirty {
			outer.rearm(now)
		} else if outer == t {
			outer.rearm(now) // the late window runs from the last span
		}
	}
}

// keepBounds lets go of what has been silent longest.
func (l *Ledger) keepBounds(now time.Duration) {
	for len(l.traces) > l.settings.MaxTasks {
		l.stats.Evicted++
		l.dissolve(l.traceOrder.Front().Value.(*trace), now, ReasonEvicted)
	}
	for len(l.tasks) > l.settings.MaxTasks {
		t := l.taskOrder.Front().Value.(*task)
		l.stats.Evicted++
		if t.state != sealed || t.dirty {
			l.seal(t, now, ReasonEvicted)
		}
		l.forgetTask(t)
	}
}
