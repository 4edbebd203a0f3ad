package task

import "time"

// Settings say how long the ledger waits and how much it keeps. All must be positive.
type Settings struct {
	// QuietPeriod is the silence after which a task whose own span has come is sealed.
	QuietPeriod time.Duration
	// MaxLinger is the longest time between a task's own span and its seal.
	MaxLinger time.Duration
	// IdleTimeout is the silence after which a task whose own span has not come is sealed without it.
	IdleTimeout time.Duration
	// ImplicitMax is the longest duration of a root that may be a task without saying so.
	ImplicitMax time.Duration
	// LateWindow is how long a sealed task is remembered after its last span.
	LateWindow time.Duration
	// SpanLimit is the number of spans of a trace at which it is sealed early and its ids are forgotten.
	SpanLimit int
	// MaxTasks bounds the traces, and the tasks, that are kept. The one that was silent longest goes first: it is sealed
	// early, and forgotten.
	MaxTasks int
	// SeriesLimit bounds the series of each group of counters; the rest share one.
	SeriesLimit int
	// Instance names this life of the collector, and with it its totals.
	Instance string
}
