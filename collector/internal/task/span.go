package task

import (
	"github.com/taskmeter/taskmeter/collector/call"
	"github.com/taskmeter/taskmeter/collector/price"
)

// TraceID and SpanID are those of W3C trace context. The zero SpanID is no span.
type (
	TraceID [16]byte
	SpanID  [8]byte
)

// Key names a span.
type Key struct {
	Trace TraceID
	Span  SpanID
}

// Sink is whoever handed a span in and will get it, or what stands for it, back: one pipeline. 0 is nobody.
type Sink int

// Origin is the service a span came from.
type Origin struct {
	Service, Namespace string
	// Instance is service.instance.id; partial totals of a process are compared with the calls of the same instance.
	Instance string
}

// Role is what a span is to a task, from less to more: of several that could be the task's own span the greatest is.
type Role uint8

const (
	// RoleNone is a span within a task, or of none.
	RoleNone Role = iota
	// RoleRoot is a task only if calls turn out to belong to it that belong to no other.
	RoleRoot
	// RoleStandIn carries a process's totals because the task's own span has ended, or will never come.
	RoleStandIn
	// RoleRooted carries the task's id and has no parent.
	RoleRooted
	// RoleNamed is named after the task.
	RoleNamed
	// RoleDeclared carries the totals of its process.
	RoleDeclared
)

// Span is what the ledger needs to know of a span. It does not keep the Span itself.
type Span struct {
	Key
	Parent             SpanID
	StartNano, EndNano int64
	// Failed is a span whose status is ERROR.
	Failed bool
	// TaskID is empty when the span names no task.
	TaskID, TaskType string
	// ParentTaskID is the task around that one, empty where the span does not know it.
	ParentTaskID string
	Role         Role
	// Outcome as the task's span has it; empty when it says nothing.
	Outcome Outcome
	Origin  *Origin
	// Unsampled spans came to be counted only: the application's sampler dropped their trace.
	Unsampled bool
	// Call is nil unless the span is a leaf model call or a priced tool. The ledger keeps it.
	Call *Entry
	// Partial is nil unless the span carries a total of its process. The ledger keeps it.
	Partial *Partial
}

// Entry is what one finished call adds to its task.
type Entry struct {
	// Tool names the tool of a tool call that has a cost; of the other words only its id (ResponseID), its scope, its times
	// and its cost count then. Empty for a call of a model.
	Tool          string
	Operation     string
	Provider      string
	RequestModel  string
	ResponseModel string
	ResponseID    string
	// Scope is the instrumentation scope: two spans of one call come from different ones.
	Scope              string
	StartNano, EndNano int64
	// Failed means that the call ended in an error, so that its result was not used.
	Failed bool
	// Attempts is the number of HTTP requests, 0 when the call failed before the first.
	Attempts int64
	// UnknownAttempts may be billed, and nobody reported their usage.
	UnknownAttempts int64
	// ToolCalls is absent when the response does not say.
	ToolCalls call.Count
	Usage     Tokens
	Cost      Cost
}

// Tokens are the counts that are totalled; each may be absent.
type Tokens struct {
	Input, Output, CacheRead, CacheWrite, Reasoning call.Count
}

// Cost is the price of a call.
type Cost struct {
	Status price.Status
	// Total is meaningful only with HasTotal: unknown is never 0.
	Total    price.Atto
	HasTotal bool
	// Saving is meaningful only with HasSaving.
	Saving    price.Atto
	HasSaving bool
}

// Model is the one that decides the price: the one that answered, else the one asked for.
func (e *Entry) Model() string {
	if e.ResponseModel != "" {
		return e.ResponseModel
	}
	return e.RequestModel
}
