package task

import "bytes"

// Outcome is how a task ended.
type Outcome string

// The outcomes a report may name. Unknown is what holds until one does.
const (
	OutcomeSuccess      Outcome = "success"
	OutcomeFailure      Outcome = "failure"
	OutcomeError        Outcome = "error"
	OutcomeTimeout      Outcome = "timeout"
	OutcomeCancellation Outcome = "cancellation"
	OutcomeEscalation   Outcome = "escalation"
	OutcomePending      Outcome = "pending"
	OutcomeUnknown      Outcome = "unknown"
)

// ParseOutcome knows the words; any other, and none, is not ok.
func ParseOutcome(word string) (Outcome, bool) {
	switch o := Outcome(word); o {
	case OutcomeSuccess, OutcomeFailure, OutcomeError, OutcomeTimeout, OutcomeCancellation, OutcomeEscalation, OutcomePending, OutcomeUnknown:
		return o, true
	default:
		return "", false
	}
}

// Report says how a task ended. Of several the one with the greatest time, then span, holds: reports may come twice and
// in any order.
type Report struct {
	Outcome  Outcome
	TimeNano int64
	Span     SpanID
}

func (r *Report) outranks(other *Report) bool {
	if r.TimeNano != other.TimeNano {
		return r.TimeNano > other.TimeNano
	}
	return bytes.Compare(r.Span[:], other.Span[:]) > 0
}

// earlyReports keeps the reports of tasks that are not known yet: a report comes from another process, and so perhaps
// before the first span of its task. At most limit tasks; the oldest is let go as unmatched.
type earlyReports struct {
	byTask map[string]Report
	order  []string
	limit  int
}

// put returns how many reports had to be let go.
func (e *earlyReports) put(taskID string, r Report) (unmatched int64) {
	known, ok := e.byTask[taskID]
	if ok {
		if r.outranks(&known) {
			e.byTask[taskID] = r
		}
		return 0
	}
	if len(e.order) >= e.limit {
		oldest := e.order[0]
		e.order = e.order[1:]
		if _, waiting := e.byTask[oldest]; waiting {
			delete(e.byTask, oldest)
			unmatched++
		}
	}
	if e.byTask == nil {
		e.byTask = map[string]Report{}
	}
	e.byTask[taskID] = r
	e.order = append(e.order, taskID)
	return unmatched
}

func (e *earlyReports) take(taskID string) (Report, bool) {
	r, ok := e.byTask[taskID]
	if ok {
		delete(e.byTask, taskID) // its place in order is skipped when it comes up
	}
	return r, ok
}
