package task

// Partial is the total that a process took of its part of a task, before any span was lost on the way.
type Partial struct {
	// Instance is the service.instance.id of the process.
	Instance string
	// Revision orders the totals of one process.
	Revision int64
	Sums     Sums
}

// keepPartial keeps the newest total of each process.
func (t *task) keepPartial(s *Span) {
	p := s.Partial
	if p == nil {
		return
	}
	if known, ok := t.partials[p.Instance]; ok && known.Revision > p.Revision {
		return
	}
	if t.partials == nil {
		t.partials = make(map[string]*Partial, 1)
	}
	t.partials[p.Instance] = p
}

// bookSurplus books what a process counted and no span told: a lost span costs detail, not money. It holds only where
// the process has more calls than came, since otherwise a difference is one of prices.
func (l *Ledger) bookSurplus(t *task) {
	for instance, p := range t.partials {
		arrived := t.arrived(instance)
		missing := p.Sums.less(arrived)
		if missing.Calls == 0 {
			continue
		}
		if t.surplus == nil {
			t.surplus = make(map[string]Sums, 1)
		}
		s := t.surplus[instance]
		s.add(missing)
		t.surplus[instance] = s
		l.stats.Surplus += missing.Calls
		l.books.bookSurplus(t.kind, missing, t.span)
		t.changed = true
	}
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
		if s.Calls > 0 {
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
