package task

// Reason says why a total was taken when it was.
type Reason string

// The reasons. Only the first and the last are of tasks that had settled.
const (
	ReasonQuietPeriod Reason = "quiet_period"
	ReasonMaxLinger   Reason = "max_linger"
	ReasonIdleTimeout Reason = "idle_timeout"
	ReasonSpanLimit   Reason = "span_limit"
	ReasonEvicted     Reason = "evicted"
	ReasonShutdown    Reason = "shutdown"
	ReasonLate        Reason = "late"
)

// Where totals come from.
const (
	// SourceCollector totals are sums over spans.
	SourceCollector = "collector"
	// SourceProcessTotal totals hold calls whose spans never came, by the total of their process.
	SourceProcessTotal = "process_total"
)

// Rollup is one revision of a task's totals. (task, instance, revision) is unique, and the newest is the truth.
type Rollup struct {
	TaskID, TaskType string
	// Explicit tasks were declared; implicit ones are roots that calls turned out to belong to.
	Explicit bool
	// ParentID is the task this one lies within; empty for a top-level task, or when that is not known.
	ParentID string
	// Span is the task's own span; without one Span.Span is zero and Span.Trace is one of the task's traces.
	Span Key
	// StartNano and EndNano are those of the task's span, else of what was seen of the task.
	StartNano, EndNano int64
	Outcome            Outcome
	Totals             Totals
	// Source is SourceCollector or SourceProcessTotal.
	Source   string
	Complete bool
	Reason   Reason
	Revision int64
	// Instance is the collector's, of this life.
	Instance string
	Origin   *Origin
	// Unsampled tasks are those of which the application's sampler has kept nothing.
	Unsampled bool
}

// Emission is what the owner of the ledger has to send.
type Emission struct {
	// Sink gets the span, or the task.rollup span that stands for it; 0 when nobody is there to get one.
	Sink Sink
	// Held names a span that was held back and goes on now, with the totals of Rollup, or as it was when Rollup is nil.
	// Without it Rollup stands alone.
	Held    Key
	HasHeld bool
	Rollup  *Rollup
}
