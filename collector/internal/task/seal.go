package task

import (
	"bytes"
	"slices"
	"time"
)

// seal takes the total of a task: what has come of it and of the tasks within it is booked, and goes out as a new
// revision, on the task's own span when that is held.
func (l *Ledger) seal(t *task, now time.Duration, reason Reason) {
	for _, tr := range t.traces {
		l.bookWithin(tr, t, now)
	}
	l.bookSurplusWithin(t, now)
	if t.revision > 0 && !t.changed && !t.held && t.outcome() == t.entered {
		t.dirty, t.state = false, sealed // what came told of nothing new
		t.rearm(now)
		return
	}
	l.revise(t, now, reason)
}

// settle decides on everything in a trace that waits for no task of its own any more: roots turn out to be tasks, tasks
// that were sealed take in what came for them, and the rest belongs to nobody.
func (l *Ledger) settle(tr *trace, now time.Duration, reason Reason) {
	var ready []*task
	isReady := map[*task]bool{}
	var unattributed []*record
	before := len(tr.tasks)
	take := func(r *record, t *task) {
		if t == nil {
			unattributed = append(unattributed, r)
			return
		}
		l.revive(t)
		if isOpen := t.explicit && t.state != sealed; !isOpen && !isReady[t] {
			isReady[t] = true
			ready = append(ready, t)
		}
	}
	var tools []*record
	for _, r := range tr.pending {
		if r.entry == nil {
			continue
		}
		t, top := tr.place(r)
		if top != nil && r.tool != "" { // alone it makes no task, but it belongs to one that calls have made
			tools = append(tools, r)
			continue
		}
		if top != nil {
			t = l.implicitTask(tr, top)
		}
		take(r, t)
	}
	for _, r := range tools {
		t, _ := tr.place(r)
		take(r, t)
	}
	if len(tr.tasks) > before { // what was known already may lie within one of them
		for _, t := range tr.tasks {
			tr.climbTask(t, t.span.Span, now)
		}
	}
	l.bookUnattributed(tr, unattributed)
	for _, t := range ready {
		if t.revision > 0 && (reason == ReasonQuietPeriod || reason == ReasonMaxLinger) {
			l.seal(t, now, ReasonLate)
		} else {
			l.seal(t, now, reason)
		}
	}
	for _, root := range tr.roots {
		if root.held { // it turned out to be no task
			root.held = false
			l.emit(Emission{Sink: root.sink, Held: root.span, HasHeld: true})
		}
	}
	tr.rest(now)
}

// implicitTask makes a task of a root that calls turned out to belong to.
func (l *Ledger) implicitTask(tr *trace, r *root) *task {
	id := ImplicitID(r.span)
	t, ok := l.tasks[id]
	if !ok {
		t = l.newTask(id, r.kind)
	}
	t.span, t.role = r.span, RoleRoot
	t.start, t.end, t.origin, t.sink = r.start, r.end, r.origin, r.sink
	t.held, r.held = r.held, false
	t.sampled = true // spans that came to be counted only name their task
	t.report = Report{Outcome: r.outcome}
	if r.outcome == OutcomeUnknown {
		t.report = Report{}
	}
	r.task = t
	tr.placed = nil
	l.join(t, tr)
	return t
}

// current is the task that now goes by the id of t, which may have been forgotten and begun anew.
func (l *Ledger) current(t *task) *task {
	if known, ok := l.tasks[t.id]; ok {
		return known
	}
	return t
}

// revive takes a task back in that was forgotten while its trace was not.
func (l *Ledger) revive(t *task) {
	if l.tasks[t.id] != t {
		t.recency = l.taskOrder.PushBack(t)
		l.tasks[t.id] = t
	}
}

// bookWithin books the calls of a trace that belong to t or to a task within it, and tells whether there were any.
func (l *Ledger) bookWithin(tr *trace, t *task, now time.Duration) (found bool) {
	if len(tr.pending) == tr.counted {
		return false
	}
	byOwner := tr.byOwner()
	if records := byOwner[t]; len(records) > 0 {
		delete(byOwner, t)
		l.revive(t)
		l.book(t, records)
		tr.count(len(records))
		found = t.changed
	}
	for _, inner := range t.children {
		if l.bookWithin(tr, inner, now) {
			inner.grow(now)
			t.changed, found = true, true
		}
	}
	return found
}

// book counts the calls that a task owns, each once.
func (l *Ledger) book(t *task, records []*record) {
	for _, r := range l.distinct(&t.twins, records) {
		instance := ""
		if r.origin != nil {
			instance = r.origin.Instance
		}
		if t.revision > 0 {
			l.stats.Late++
		}
		t.own.Add(r.entry)
		sums := r.entry.sums()
		if t.byInstance == nil {
			t.byInstance = make(map[string]Sums, 1)
		}
		arrived := t.byInstance[instance]
		arrived.add(sums)
		t.byInstance[instance] = arrived
		sums = sums.less(t.takeSurplus(instance, sums))
		l.books.book(t.kind, r.entry, sums, Key{r.trace.id, r.span})
		r.markBooked()
		t.changed = true
	}
}

func (l *Ledger) bookUnattributed(tr *trace, records []*record) {
	for _, r := range l.distinct(&tr.twins, records) {
		l.books.bookUnattributed(r.entry, Key{tr.id, r.span})
		r.markBooked()
	}
	tr.count(len(records))
}

// distinct are the records that are to be counted. The order does not depend on the order of arrival.
func (l *Ledger) distinct(seen *twins, records []*record) []*record {
	slices.SortFunc(records, func(a, b *record) int {
		if a.known != b.known {
			if a.known {
				return -1
			}
			return 1
		}
		if a.startNano != b.startNano {
			if a.startNano < b.startNano {
				return -1
			}
			return 1
		}
		return bytes.Compare(a.span[:], b.span[:])
	})
	kept := records[:0:0]
	for _, r := range records {
		if !r.isLeaf() {
			r.entry = nil
			l.stats.Duplicates++
			continue
		}
		switch seen.kin(r) {
		case twin:
			r.entry = nil
			l.stats.Duplicates++
			continue
		case doubtful:
			l.stats.Conflicts++
		}
		seen.add(r)
		kept = append(kept, r)
	}
	return kept
}

// nest notes that one call lies within another.
func (l *Ledger) nest(inner, outer *record) {
	if !inner.lieWithin(outer) {
		l.stats.Overcounts++
	}
}

// revise sends a new revision of the task's total.
func (l *Ledger) revise(t *task, now time.Duration, reason Reason) {
	t.revision++
	total := t.inclusive()
	rollup := &Rollup{
		TaskID: t.id, TaskType: t.kind, Explicit: t.explicit,
		Span: t.span, StartNano: t.start, EndNano: t.end,
		Outcome:  t.outcome(),
		Totals:   total.Totals(),
		Source:   SourceCollector,
		Complete: reason == ReasonQuietPeriod || (reason == ReasonLate && t.role != RoleNone),
		Reason:   reason,
		Revision: t.revision,
		Instance: t.instance,
		Origin:   t.origin,

		Unsampled: !t.sampled,
	}
	if t.parent != nil {
		rollup.ParentID = t.parent.id
	}
	if t.hasSurplus() {
		rollup.Source = SourceProcessTotal
	}
	l.books.bookTask(t.entered, rollup)
	t.entered = rollup.Outcome
	l.emit(Emission{Sink: t.sink, Held: t.span, HasHeld: t.held, Rollup: rollup})
	if t.changed && t.parent != nil {
		t.parent.grow(now)
	}
	t.held, t.dirty, t.changed, t.state = false, false, false, sealed
	t.rearm(now)
}

// dissolve settles a trace at once, with all that is in it, and forgets its ids.
func (l *Ledger) dissolve(tr *trace, now time.Duration, reason Reason) {
	for _, t := range slices.Clone(tr.tasks) {
		if t.state != sealed || t.dirty {
			l.seal(t, now, reason)
		}
	}
	l.settle(tr, now, reason)
	l.forgetTrace(tr)
}

func (l *Ledger) forgetTrace(tr *trace) {
	for _, t := range tr.tasks {
		t.traces = slices.DeleteFunc(t.traces, func(other *trace) bool { return other == tr })
	}
	tr.gone = true
	l.deadlines.remove(&tr.deadline)
	l.traceOrder.Remove(tr.recency)
	delete(l.traces, tr.id)
}

func (l *Ledger) forgetTask(t *task) {
	l.deadlines.remove(&t.deadline)
	l.taskOrder.Remove(t.recency)
	if l.tasks[t.id] == t {
		delete(l.tasks, t.id)
	}
	if t.revision > 0 {
		l.forgotten.add(t.id)
	}
}
