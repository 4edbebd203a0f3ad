package task

import "time"

// Partial is the total that a process took of its part of a task, before any span was lost on the way.
type Partial struct {
	// Instance is the service.instance.id that the process's spans came with.
	Instance string
	// Process is the name the process has for itself: another one where Instance was written over on the way, so that
	// several processes may share that.
	Process string
	// Revision orders the totals of one process.
	Revision int64
	Sums     Sums
}

type process struct{ instance, name string }

// keepPartial keeps the newest total of each process.
func (t *task) keepPartial(s *Span) {
	p := s.Partial
	if p == nil {
		return
	}
	from := process{p.Instance, p.Process}
	if known, ok := t.partials[from]; ok && known.Revision > p.Revision {
		return
	}
	if t.partials == nil {
		t.partials = make(map[process]*Partial, 1)
	}
	t.partials[from] = p
}

// bookSurplusWithin goes from the inside out, since a process's total holds those of the tasks within.
func (l *Ledger) bookSurplusWithin(t *task, now time.Duration) (found bool) {
	for _, inner := range t.children {
		if l.bookSurplusWithin(inner, now) {
			inner.grow(now)
			t.changed, found = true, true
		}
	}
	return l.bookSurplus(t) || found
}

// bookSurplus books what a process counted and no span told: a lost span costs detail, not money.
func (l *Ledger) bookSurplus(t *task) (found bool) {
	for instance, total := range t.totalled() {
		missing := total.less(t.arrived(instance)).lost()
		if missing == (Sums{}) {
			continue
		}
		// A task around this one may have been sealed before it was known that the calls were of this one.
		known := t.parent.takeSurplus(instance, missing)
		if t.surplus == nil {
			t.surplus = make(map[string]Sums, 1)
		}
		s := t.surplus[instance]
		s.add(missing)
		t.surplus[instance] = s
		if unbooked := missing.less(known); unbooked != (Sums{}) {
			l.stats.Surplus += unbooked.Calls
			l.books.bookSurplus(t.kind, unbooked, t.span)
		}
		t.changed, found = true, true
	}
	return found
}

// totalled is what the processes say, together where their spans came under one instance.
func (t *task) totalled() map[string]Sums {
	totals := make(map[string]Sums, len(t.partials))
	for from, p := range t.partials {
		total := totals[from.instance]
		total.add(p.Sums)
		totals[from.instance] = total
	}
	return totals
}

// arrived is what is known of a process's calls in the task and the tasks within it, booked as surplus or told by spans.
func (t *task) arrived(instance string) Sums {
	sum := t.byInstance[instance]
	sum.add(t.surplus[instance])
	for _, child := range t.children {
		sum.add(child.arrived(instance))
	}
	return sum
}

// takeSurplus is asked when a call of a process comes after all. It returns what of it was booked already as surplus,
// here or in a task around this one, and takes it out of there: what is booked never shrinks.
func (t *task) takeSurplus(instance string, arriving Sums) (taken Sums) {
	for outer, steps := t, 0; outer != nil && steps < maxDepth; outer, steps = outer.parent, steps+1 {
		s, ok := outer.surplus[instance]
		if !ok {
			continue
		}
		part := s.common(arriving)
		rest := s.less(part)
		if rest == (Sums{}) {
			delete(outer.surplus, instance)
		} else {
			outer.surplus[instance] = rest
		}
		return part
	}
	return Sums{}
}

func (t *task) hasSurplus() bool {
	for _, s := range t.surplus {
		if s.Calls+s.Tools > 0 {
			return true
		}
	}
	for _, child := range t.children {
		if child.hasSurplus() {
			return true
		}
	}
	return false
}
