package task

import "slices"

// maxIntervals bounds what one union keeps.
const maxIntervals = 512

type interval struct{ start, end int64 }

// intervalUnion is the length of a union of intervals, added in any order. Beyond maxIntervals disjoint ones the oldest
// is closed: its length stays in the sum, and time before its end counts no more. So the result is exact unless an
// interval comes more than maxIntervals gaps late.
type intervalUnion struct {
	open   []interval // disjoint, by start
	closed int64
	// floor is the end of the last one closed; meaningful only when hasFloor.
	floor    int64
	hasFloor bool
}

// add adds [from, to); one that ends before it starts is empty.
func (u *intervalUnion) add(from, to int64) {
	if u.hasFloor {
		from = max(from, u.floor)
	}
	if to <= from {
		return
	}
	// Calls end roughly in order, so the place is found from the back.
	last := len(u.open)
	for last > 0 && u.open[last-1].start > to {
		last--
	}
	first := last
	for first > 0 && u.open[first-1].end >= from {
		first--
	}
	if first < last {
		from = min(from, u.open[first].start)
		to = max(to, u.open[last-1].end)
	}
	u.open = slices.Replace(u.open, first, last, interval{from, to})
	if len(u.open) > maxIntervals {
		oldest := u.open[0]
		u.open = slices.Delete(u.open, 0, 1)
		u.closed += oldest.end - oldest.start
		u.floor, u.hasFloor = oldest.end, true
	}
}

// merge adds all of other. What either had closed is taken as disjoint from the rest.
func (u *intervalUnion) merge(other *intervalUnion) {
	for _, i := range other.open {
		u.add(i.start, i.end)
	}
	u.closed += other.closed
}

func (u *intervalUnion) length() int64 {
	sum := u.closed
	for _, i := range u.open {
		sum += i.end - i.start
	}
	return sum
}
