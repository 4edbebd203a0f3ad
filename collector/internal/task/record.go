package task

import (
	"hash/maphash"
	"slices"

	"github.com/taskmeter/taskmeter/collector/price"
)

// record is one call span, of a model or of a priced tool. Its entry is let go as soon as the call is booked or found to be counted already; the rest
// stays, so that a second span of the same call is recognised.
type record struct {
	trace  *trace
	span   SpanID
	task   *task // by the span's own id; nil when it has none
	origin *Origin
	entry  *Entry
	// byID and byUsage are what two spans of one call have in common; byID is 0 without a response id.
	byID, byUsage      uint64
	scope              string
	tool               string // empty for a call of a model
	startNano, endNano int64

	booked bool
	// known means that the call has a price: what a call without one lies around or within is the better record of it. Of
	// a tool call it means a cost of its own, which is better than that of a row.
	known bool
	// outer is the nearest call around this one.
	outer                             *record
	hasInner, knownBelow, bookedBelow bool
}

var digestSeed = maphash.MakeSeed()

func newRecord(tr *trace, t *task, s *Span) *record {
	e := s.Call
	r := &record{
		trace: tr, span: s.Span, task: t, origin: s.Origin, entry: e,
		scope: e.Scope, tool: label(e.Tool), startNano: e.StartNano, endNano: e.EndNano,
		known: e.Cost.HasTotal,
	}
	if e.Tool != "" {
		r.known = e.Cost.Status == price.Reported
	}
	r.byUsage = maphash.Comparable(digestSeed, struct {
		tool, provider, model string
		usage                 Tokens
	}{e.Tool, e.Provider, e.Model(), e.Usage})
	if e.ResponseID != "" {
		r.byID = maphash.Comparable(digestSeed, struct{ tool, provider, model, id string }{e.Tool, e.Provider, e.Model(), e.ResponseID})
	}
	return r
}

// mayContain tells whether r and inner, which lies within it, can be one call: two calls of models are, and two calls of
// one tool that different instrumentations saw. A tool may call models, other tools, and itself.
func (r *record) mayContain(inner *record) bool {
	return r.tool == inner.tool && (r.tool == "" || r.scope != inner.scope)
}

// lieWithin notes that outer is the nearest call around r. It returns false when both have been booked already: money
// that was counted twice before that could be known.
func (r *record) lieWithin(outer *record) bool {
	for o, steps := outer, 0; o != nil; o, steps = o.outer, steps+1 {
		if o == r || steps > maxDepth { // parents that go round in a circle
			return true
		}
	}
	r.outer = outer
	outer.hasInner = true
	for o := outer; o != nil; o = o.outer {
		o.knownBelow = o.knownBelow || r.known || r.knownBelow
		o.bookedBelow = o.bookedBelow || r.booked || r.bookedBelow
	}
	return !outer.booked || !(r.booked || r.bookedBelow)
}

func (r *record) markBooked() {
	r.booked, r.entry = true, nil
	for o := r.outer; o != nil; o = o.outer {
		o.bookedBelow = true
	}
}

// isLeaf decides between a call and the calls around and within it: the innermost counts, unless only one further out
// has a price. What has been booked stays booked.
func (r *record) isLeaf() bool {
	if r.bookedBelow || r.knownBelow {
		return false
	}
	if !r.known && r.hasInner {
		return false
	}
	for o := r.outer; o != nil; o = o.outer {
		if o.booked || (!r.known && o.known && !o.knownBelow) {
			return false
		}
	}
	return true
}

// overlaps tells whether both were under way at some instant.
func (r *record) overlaps(other *record) bool {
	return r.startNano <= other.endNano && other.startNano <= r.endNano
}

// twins finds second spans of one call among the booked calls of one task, or among those of a trace without one. As long
// as all come from one instrumentation there are none to find, and no index is kept.
type twins struct {
	booked        []*record
	isIndexed     bool
	byID, byUsage map[uint64][]*record
	// roomFor is the number of records at which those of forgotten traces are let go.
	roomFor int
}

type kinship uint8

const (
	stranger kinship = iota
	// doubtful pairs are both counted, and reported.
	doubtful
	twin
)

// kin looks for a booked record of the same call: seen by another instrumentation, at the same time, with the same
// response id and usage. An equal response id alone is not enough: local servers number theirs from a few hundred.
func (t *twins) kin(r *record) kinship {
	if !t.isIndexed {
		if len(t.booked) == 0 || t.booked[0].scope == r.scope {
			return stranger
		}
		t.index()
	}
	found := stranger
	if r.byID != 0 {
		for _, other := range t.byID[r.byID] {
			if other.scope == r.scope || !other.overlaps(r) {
				continue
			}
			if other.byUsage == r.byUsage {
				return twin
			}
			found = doubtful
		}
	}
	for _, other := range t.byUsage[r.byUsage] {
		if (other.byID == 0 || r.byID == 0) && other.scope != r.scope && other.overlaps(r) {
			found = doubtful
		}
	}
	return found
}

func (t *twins) add(r *record) {
	if len(t.booked) >= t.roomFor {
		t.dropForgotten()
	}
	t.booked = append(t.booked, r)
	if t.isIndexed {
		t.put(r)
	}
}

// dropForgotten lets a task that never ends keep no more than its living traces. Room doubles, so a record costs little.
func (t *twins) dropForgotten() {
	before := len(t.booked)
	t.booked = slices.DeleteFunc(t.booked, func(r *record) bool { return r.trace.gone })
	t.roomFor = max(64, 2*len(t.booked))
	if t.isIndexed && len(t.booked) < before {
		t.index()
	}
}

func (t *twins) index() {
	t.isIndexed, t.byID, t.byUsage = true, map[uint64][]*record{}, map[uint64][]*record{}
	for _, r := range t.booked {
		t.put(r)
	}
}

func (t *twins) put(r *record) {
	if r.byID != 0 {
		t.byID[r.byID] = append(t.byID[r.byID], r)
	}
	t.byUsage[r.byUsage] = append(t.byUsage[r.byUsage], r)
}
