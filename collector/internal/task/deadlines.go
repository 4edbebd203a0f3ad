package task

import (
	"container/heap"
	"time"
)

// deadlines holds one deadline for each trace and each task. Moving one to later is free: it is found out when its old
// time comes, so a span costs no work here.
//
// Invariant: entry.queued ≤ entry.due, so nothing is ever fired late.
type deadlines struct{ queue deadlineQueue }

// deadline is the next time something has to be done about its owner.
type deadline struct {
	owner  interface{ fire(now time.Duration) }
	due    time.Duration
	queued time.Duration
	index  int // in the queue, from 1; 0 is not queued
}

func (d *deadlines) set(entry *deadline, due time.Duration) {
	entry.due = due
	switch {
	case entry.index == 0:
		entry.queued = due
		heap.Push(&d.queue, entry)
	case due < entry.queued:
		entry.queued = due
		heap.Fix(&d.queue, entry.index-1)
	}
}

func (d *deadlines) remove(entry *deadline) {
	if entry.index > 0 {
		heap.Remove(&d.queue, entry.index-1)
	}
}

// next is when popDue will have something to do, or earlier.
func (d *deadlines) next() (time.Duration, bool) {
	if len(d.queue) == 0 {
		return 0, false
	}
	return d.queue[0].queued, true
}

// popDue takes out one deadline that is due, or returns nil.
func (d *deadlines) popDue(now time.Duration) *deadline {
	for len(d.queue) > 0 && d.queue[0].queued <= now {
		entry := d.queue[0]
		if entry.due > now {
			entry.queued = entry.due
			heap.Fix(&d.queue, 0)
			continue
		}
		heap.Pop(&d.queue)
		return entry
	}
	return nil
}

// deadlineQueue is the heap; callers use the methods of deadlines.
type deadlineQueue []*deadline

func (q deadlineQueue) Len() int           { return len(q) }
func (q deadlineQueue) Less(i, j int) bool { return q[i].queued < q[j].queued }
func (q deadlineQueue) Swap(i, j int) {
	q[i], q[j] = q[j], q[i]
	q[i].index, q[j].index = i+1, j+1
}

func (q *deadlineQueue) Push(x any) {
	entry := x.(*deadline)
	*q = append(*q, entry)
	entry.index = len(*q)
}

func (q *deadlineQueue) Pop() any {
	last := len(*q) - 1
	entry := (*q)[last]
	(*q)[last] = nil
	*q = (*q)[:last]
	entry.index = 0
	return entry
}
