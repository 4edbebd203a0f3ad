package task

import "hash/maphash"

// generations remembers how often a task was forgotten, in 16 bytes a task. When such a task comes back its totals begin
// anew, under an instance name of their own, so that (task, instance, revision) stays unique and the newest revisions of
// all instances still add up. At most limit tasks; the oldest is let go.
type generations struct {
	count map[uint64]int
	order []uint64
	limit int
}

func (g *generations) add(taskID string) {
	key := maphash.String(digestSeed, taskID)
	if _, known := g.count[key]; !known {
		if len(g.order) >= g.limit {
			delete(g.count, g.order[0])
			g.order = g.order[1:]
		}
		g.order = append(g.order, key)
	}
	if g.count == nil {
		g.count = map[uint64]int{}
	}
	g.count[key]++
}

func (g *generations) of(taskID string) int {
	return g.count[maphash.String(digestSeed, taskID)]
}
