package genai

import (
	"encoding/hex"
	"strings"

	"go.opentelemetry.io/collector/pdata/ptrace"
)

// Names of spans that speak of a task without being it.
const (
	// SpanTaskRollup carries totals that no task span could carry any more.
	SpanTaskRollup = "task.rollup"
	// SpanTaskOutcome reports an outcome after the fact.
	SpanTaskOutcome = "task.outcome"
)

// Task is what a span says of its task.
type Task struct {
	// ID and Type are those of the innermost task the span belongs to; empty when it does not say.
	ID   string
	Type string
	// ParentID is the task around that one, on task spans that know it.
	ParentID string
	// Role is what the span is to that task.
	Role Role
	// Outcome is a value of taskmeter.task.outcome, on task spans and outcome reports.
	Outcome string
	// Unsampled spans are of a trace that the application's sampler dropped: they came to be counted.
	Unsampled bool
	// Partial is what the process itself totalled; its Source is empty when there is none.
	Partial Partial
}

// Role says what a span is to a task.
type Role uint8

const (
	// RoleNone is a span within a task, or of no task at all.
	RoleNone Role = iota
	// RoleRoot is a span that is a task if calls turn out to belong to it: a local root of kind SERVER or CONSUMER, or a
	// parentless INTERNAL one, that carries no task of its own.
	RoleRoot
	// RoleStandIn carries its process's totals instead of, or beside, the task's span.
	RoleStandIn
	// RoleRooted is the task's span for want of a better one: it carries the id and has no parent.
	RoleRooted
	// RoleNamed is the task's span by its name: task {type}.
	RoleNamed
	// RoleDeclared is the task's span by the totals its process wrote on it, or by an id made of its own ids.
	RoleDeclared
	// RoleOutcome is a report of an outcome; it neither opens nor holds a task.
	RoleOutcome
)

// Partial is a total that somebody else took. Counts are 0 when absent.
type Partial struct {
	// Source is process, collector or process_total.
	Source string
	// Instance is the service.instance.id of whoever totalled.
	Instance string
	Revision int64

	Calls, Attempts, Retries, ToolCalls, UnpricedCalls                            int64
	InputTokens, OutputTokens, CacheReadTokens, CacheWriteTokens, ReasoningTokens int64
	// CostExact is a decimal in USD; empty when unknown.
	CostExact string
	// PricedToolCalls counts the tool calls that have a cost: ToolCostExact, which is part of CostExact.
	PricedToolCalls int64
	ToolCostExact   string
}

func (s *Span) finishTask(span ptrace.Span) {
	s.Task.Role = s.role(span)
	if s.Task.Type != "" || s.Task.Role == RoleNone {
		return
	}
	if given, ok := strings.CutPrefix(span.Name(), "task "); ok && s.Task.ID != "" {
		s.Task.Type = given
		return
	}
	s.Task.Type = s.implicitType(span)
}

func (s *Span) role(span ptrace.Span) Role {
	if s.IsCall {
		return RoleNone
	}
	name, kind := span.Name(), span.Kind()
	parentless := span.ParentSpanID().IsEmpty()
	switch {
	case name == SpanTaskRollup && (s.Task.ID == "" || s.Task.Partial.Source != "process"):
		return RoleNone // another collector's
	case name == SpanTaskRollup:
		return RoleStandIn
	case s.Task.ID == "":
		if isLocalRoot(span) {
			return RoleRoot
		}
		return RoleNone
	case name == SpanTaskOutcome:
		return RoleOutcome
	case s.Task.Partial.Source != "", isOwnID(s.Task.ID, span):
		return RoleDeclared
	case kind == ptrace.SpanKindClient || kind == ptrace.SpanKindProducer:
		return RoleNone
	case isInternal(kind) && strings.HasPrefix(name, "task ") && (s.Task.Type == "" || name[len("task "):] == s.Task.Type):
		return RoleNamed
	case parentless && !s.IsTool:
		return RoleRooted
	default:
		return RoleNone
	}
}

// isLocalRoot takes a server's or consumer's parent for a remote one unless the span says otherwise.
func isLocalRoot(span ptrace.Span) bool {
	if span.ParentSpanID().IsEmpty() {
		kind := span.Kind()
		return isInternal(kind) || kind == ptrace.SpanKindServer || kind == ptrace.SpanKindConsumer
	}
	if span.Kind() != ptrace.SpanKindServer && span.Kind() != ptrace.SpanKindConsumer {
		return false
	}
	const saysWhether, isRemote = 0x100, 0x200 // SpanFlags of OTLP
	return span.Flags()&saysWhether == 0 || span.Flags()&isRemote != 0
}

// isOwnID recognises the id that an application gives to a task nobody named, made of its root's.
func isOwnID(id string, span ptrace.Span) bool {
	trace, own := span.TraceID(), span.SpanID()
	var text [2*len(trace) + 1 + 2*len(own)]byte
	if len(id) != len(text) { // as most are
		return false
	}
	hex.Encode(text[:], trace[:])
	text[2*len(trace)] = '-'
	hex.Encode(text[2*len(trace)+1:], own[:])
	return string(text[:]) == id
}

func isInternal(kind ptrace.SpanKind) bool {
	return kind == ptrace.SpanKindInternal || kind == ptrace.SpanKindUnspecified
}

// implicitType names a task nobody named: the route, the destination, else the span's name.
func (s *Span) implicitType(span ptrace.Span) string {
	w := &s.words
	switch {
	case span.Kind() == ptrace.SpanKindServer && w.httpMethod != "" && w.httpRoute != "":
		return w.httpMethod + " " + w.httpRoute
	case span.Kind() == ptrace.SpanKindConsumer && w.destination != "":
		return w.destination
	default:
		return span.Name()
	}
}
