package task

import (
	"container/list"
	"encoding/hex"
	"slices"
	"time"
)

// maxDepth bounds every walk towards the root, since parents may go round in a circle.
const maxDepth = 4096

// trace is what is known of one trace: the ids of its spans, for ancestry and duplicates, and the calls that are not
// booked yet. It is forgotten a late window after its last span.
type trace struct {
	ledger *Ledger
	id     TraceID
	nodes  map[SpanID]node
	// gaps are parents that have not come, with what lies below them and is looking for what lies around it.
	gaps map[SpanID]gap
	// pending calls are neither booked nor counted already, but for the counted ones among them that have no entry any more.
	pending []*record
	counted int
	// placed is pending by owner; nil when that has to be found out anew, since a span has come.
	placed map[*task][]*record
	// roots could be tasks without having been declared any. rootOf finds one by its span when there are many.
	roots  []*root
	rootOf map[SpanID]*root
	// tasks are those that any span here belongs to by id.
	tasks []*task
	// twins are of the calls that belong to no task.
	twins twins

	hasCall bool
	// loose counts the calls of models that carry no task id of their own.
	loose int
	// anchored means that a root has come: there is no reason to wait for more than the quiet period.
	anchored   bool
	anchoredAt time.Duration
	// looseAt is when a span came last that named no task; any task here may turn out to be its.
	looseAt time.Duration
	// settled is true while nothing has come since the last time.
	settled bool
	// gone is true when the trace has been forgotten.
	gone     bool
	sink     Sink
	deadline deadline
	recency  *list.Element
}

// node is what is kept of every span.
type node struct {
	parent SpanID
	task   *task   // by the span's own id
	call   *record // nil unless it is one
}

type gap struct {
	calls []*record
	tasks []*task
}

// root is a span that calls without a task belong to: it is the root of a task, or becomes one with the first of them.
type root struct {
	span Key
	// task is nil until it is one.
	task *task
	// topLevel roots have no parent at all; the others were called from elsewhere.
	topLevel   bool
	tooLong    bool
	held       bool
	kind       string
	start, end int64
	outcome    Outcome
	origin     *Origin
	sink       Sink
}

func (tr *trace) fire(now time.Duration) {
	if tr.settled && len(tr.pending) == tr.counted {
		tr.ledger.forgetTrace(tr)
		return
	}
	tr.ledger.settle(tr, now, tr.dueReason(now))
}

func (tr *trace) dueReason(now time.Duration) Reason {
	switch {
	case !tr.anchored:
		return ReasonIdleTimeout
	case now-tr.anchoredAt >= tr.ledger.settings.MaxLinger && tr.deadline.due <= tr.anchoredAt+tr.ledger.settings.MaxLinger:
		return ReasonMaxLinger
	default:
		return ReasonQuietPeriod
	}
}

// add takes the span in and finds out which calls lie within which. It must be new.
func (tr *trace) add(s *Span, t *task, r *record, now time.Duration) {
	tr.placed = nil
	tr.nodes[s.Span] = node{parent: s.Parent, task: t, call: r}
	if below, ok := tr.gaps[s.Span]; ok {
		delete(tr.gaps, s.Span)
		for _, inner := range below.calls {
			tr.climb(inner, s.Span)
		}
		for _, inner := range below.tasks {
			tr.climbTask(inner, s.Span, now)
		}
	}
	if r != nil {
		tr.climb(r, s.Parent)
	}
}

// climb looks from a span upward for the nearest call around r, and leaves a mark where the next parent is missing.
func (tr *trace) climb(r *record, from SpanID) {
	for step := 0; step < maxDepth && from != (SpanID{}); step++ {
		n, ok := tr.nodes[from]
		if !ok {
			g := tr.gaps[from]
			g.calls = append(g.calls, r)
			tr.mark(from, g)
			return
		}
		if n.call == r {
			return
		}
		if n.call != nil && n.call.mayContain(r) {
			tr.ledger.nest(r, n.call)
			return
		}
		from = n.parent
	}
}

// climbTask looks from a span upward for the task around t, in the same way.
func (tr *trace) climbTask(t *task, from SpanID, now time.Duration) {
	for step := 0; step < maxDepth && from != (SpanID{}) && t.parent == nil; step++ {
		n, ok := tr.nodes[from]
		outer := n.task
		if r := tr.rootAt(from); outer == nil && r != nil {
			outer = r.task
		}
		if outer != nil && outer.id != t.id { // t itself may have been forgotten and begun anew
			t.lieWithin(tr.ledger.current(outer), now)
			return
		}
		if !ok {
			if gap := (Key{tr.id, from}); t.gap != gap { // else it waits there already
				t.gap = gap
				g := tr.gaps[from]
				g.tasks = append(g.tasks, t)
				tr.mark(from, g)
			}
			return
		}
		from = n.parent
	}
}

func (tr *trace) mark(missing SpanID, g gap) {
	if tr.gaps == nil {
		tr.gaps = map[SpanID]gap{}
	}
	tr.gaps[missing] = g
}

// place is where a call belongs: to its own task, else to its nearest ancestor's, else to the root above it, else to the
// root of the trace, since what lies between may have been lost. A root that is no task yet is returned as one; neither
// means that the call belongs to nothing.
func (tr *trace) place(r *record) (*task, *root) {
	t := r.task
	var top *root
	if t == nil {
		var broken bool
		t, top, broken = tr.above(r.span)
		if t == nil && top == nil && broken {
			top = tr.outermost()
		}
		if t == nil && top != nil {
			t = top.task
		}
	}
	if t == nil {
		return nil, top
	}
	return tr.ledger.current(t), nil
}

// byOwner are the pending calls whose task is known.
func (tr *trace) byOwner() map[*task][]*record {
	if tr.placed == nil {
		tr.placed = map[*task][]*record{}
		for _, r := range tr.pending {
			if r.entry == nil {
				continue
			}
			if owner, _ := tr.place(r); owner != nil {
				tr.placed[owner] = append(tr.placed[owner], r)
			}
		}
	}
	return tr.placed
}

// count notes that n of the pending calls have been counted. They are let go when they are half of what is there.
func (tr *trace) count(n int) {
	tr.counted += n
	if 2*tr.counted >= len(tr.pending) {
		tr.pending = slices.DeleteFunc(tr.pending, func(r *record) bool { return r.entry == nil })
		tr.counted = 0
	}
}

// above climbs to the nearest task, or failing that to the outermost root. The way is broken where a parent has not come.
func (tr *trace) above(span SpanID) (t *task, top *root, broken bool) {
	for step := 0; step < maxDepth && span != (SpanID{}); step++ {
		n, ok := tr.nodes[span]
		if n.task != nil {
			return n.task, nil, false
		}
		if r := tr.rootAt(span); r != nil && !r.tooLong {
			if r.task != nil {
				return r.task, nil, false
			}
			top = r
		}
		if !ok {
			return nil, top, true
		}
		span = n.parent
	}
	return nil, top, false
}

func (tr *trace) outermost() *root {
	var best *root
	for _, r := range tr.roots {
		if r.tooLong {
			continue
		}
		if best == nil || (r.topLevel && !best.topLevel) || (r.topLevel == best.topLevel && r.start < best.start) {
			best = r
		}
	}
	return best
}

func (tr *trace) addRoot(r *root) {
	tr.roots = append(tr.roots, r)
	switch {
	case tr.rootOf != nil:
		tr.rootOf[r.span.Span] = r
	case len(tr.roots) > fewRoots:
		tr.rootOf = make(map[SpanID]*root, 2*len(tr.roots))
		for _, known := range tr.roots {
			tr.rootOf[known.span.Span] = known
		}
	}
}

// fewRoots are looked through; most traces have one.
const fewRoots = 8

func (tr *trace) rootAt(span SpanID) *root {
	if tr.rootOf != nil {
		return tr.rootOf[span]
	}
	for _, r := range tr.roots {
		if r.span.Span == span {
			return r
		}
	}
	return nil
}

// noteTaskRoot notes a task whose own span is the root of everything in the trace, or in its process: calls that name no
// task belong to it even when the spans between are lost. A stand-in speaks for the span it lies below.
func (tr *trace) noteTaskRoot(s *Span, t *task) {
	r := &root{span: s.Key, task: t, topLevel: s.Parent == (SpanID{}), start: s.StartNano}
	switch {
	case s.Role == RoleStandIn && s.TaskID == ImplicitID(Key{s.Trace, s.Parent}):
		r.span.Span, r.topLevel = s.Parent, false
	case s.Role > RoleStandIn && (r.topLevel || s.TaskID == ImplicitID(s.Key)):
	default:
		return
	}
	if tr.rootAt(r.span.Span) == nil {
		tr.addRoot(r)
	}
}

// ImplicitID is the id of a task that nobody named, made of its root's; applications make the same.
func ImplicitID(root Key) string {
	id := make([]byte, 0, 2*len(root.Trace)+1+2*len(root.Span))
	id = append(hex.AppendEncode(id, root.Trace[:]), '-')
	return string(hex.AppendEncode(id, root.Span[:]))
}

// anchor notes that a root has come.
func (tr *trace) anchor(now time.Duration) {
	if !tr.anchored {
		tr.anchored, tr.anchoredAt = true, now
	}
}

// rearm sets when the trace is settled, after a new span.
func (tr *trace) rearm(now time.Duration) {
	s := &tr.ledger.settings
	tr.settled = false
	due := now + s.IdleTimeout
	if tr.anchored {
		due = now + s.QuietPeriod
		if last := tr.anchoredAt + s.MaxLinger; last > now {
			due = min(due, last)
		}
	}
	tr.ledger.deadlines.set(&tr.deadline, due)
}

// rest waits for what may still come before the trace is forgotten: long where there is money in it.
func (tr *trace) rest(now time.Duration) {
	tr.settled, tr.placed = true, nil
	wait := tr.ledger.settings.MaxLinger
	if tr.hasCall || len(tr.tasks) > 0 {
		wait = tr.ledger.settings.LateWindow
	}
	tr.ledger.deadlines.set(&tr.deadline, now+wait)
}
