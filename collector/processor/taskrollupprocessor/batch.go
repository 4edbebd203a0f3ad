package taskrollupprocessor

import (
	"go.opentelemetry.io/collector/pdata/pcommon"
	"go.opentelemetry.io/collector/pdata/ptrace"

	"github.com/taskmeter/taskmeter/collector/internal/genai"
	"github.com/taskmeter/taskmeter/collector/internal/task"
)

// batch is what one call of ConsumeTraces works with. It is used again, so nothing may keep it.
type batch struct {
	decoded genai.Span
	spans   []task.Span
	reports []report
	places  []place
	held    []task.Key
	taken   map[task.Key]int
}

// place is where a span stands in the batch.
type place struct {
	resource ptrace.ResourceSpans
	scope    ptrace.ScopeSpans
	span     ptrace.Span
}

type report struct {
	taskID string
	report task.Report
}

// read tells the ledger's words from each span's.
func (b *batch) read(td ptrace.Traces, origins *origins) {
	for _, rs := range td.ResourceSpans().All() {
		origin := origins.of(rs.Resource())
		for _, ss := range rs.ScopeSpans().All() {
			for _, span := range ss.Spans().All() {
				b.decoded.Decode(ss.Scope(), span)
				if b.decoded.Task.Role == genai.RoleOutcome {
					b.addReport(span)
				}
				b.spans = append(b.spans, taskSpan(&b.decoded, ss.Scope(), span, origin))
				b.places = append(b.places, place{rs, ss, span})
			}
		}
	}
}

func (b *batch) addReport(span ptrace.Span) {
	outcome, ok := task.ParseOutcome(b.decoded.Task.Outcome)
	if !ok {
		return
	}
	b.reports = append(b.reports, report{b.decoded.Task.ID, task.Report{
		Outcome: outcome, TimeNano: int64(span.EndTimestamp()), Span: task.SpanID(span.SpanID()),
	}})
}

// hold copies the i-th span, alone with its resource and scope.
func (b *batch) hold(i int) ptrace.Traces {
	at := b.places[i]
	held := ptrace.NewTraces()
	rs := held.ResourceSpans().AppendEmpty()
	rs.SetSchemaUrl(at.resource.SchemaUrl())
	at.resource.Resource().CopyTo(rs.Resource())
	ss := rs.ScopeSpans().AppendEmpty()
	ss.SetSchemaUrl(at.scope.SchemaUrl())
	at.scope.Scope().CopyTo(ss.Scope())
	at.span.CopyTo(ss.Spans().AppendEmpty())
	key := b.spans[i].Key
	b.held = append(b.held, key)
	if b.taken == nil {
		b.taken = map[task.Key]int{}
	}
	b.taken[key]++
	return held
}

// removeHeld takes each held span out of the batch once: a second copy of it in the same batch passes.
func (b *batch) removeHeld(td ptrace.Traces) {
	isHeld := func(span ptrace.Span) bool {
		key := task.Key{Trace: task.TraceID(span.TraceID()), Span: task.SpanID(span.SpanID())}
		if b.taken[key] == 0 {
			return false
		}
		b.taken[key]--
		return true
	}
	td.ResourceSpans().RemoveIf(func(rs ptrace.ResourceSpans) bool {
		emptied := false
		rs.ScopeSpans().RemoveIf(func(ss ptrace.ScopeSpans) bool {
			before := ss.Spans().Len()
			ss.Spans().RemoveIf(isHeld)
			emptiedScope := ss.Spans().Len() == 0 && before > 0
			emptied = emptied || emptiedScope
			return emptiedScope
		})
		return emptied && rs.ScopeSpans().Len() == 0
	})
}

func (b *batch) reset() {
	clear(b.spans)
	clear(b.places)
	clear(b.reports)
	clear(b.taken)
	b.spans, b.places, b.reports, b.held = b.spans[:0], b.places[:0], b.reports[:0], b.held[:0]
	b.decoded = genai.Span{}
}

// taskSpan is the span in the words of the ledger, which keeps nothing of it but strings and what is newly made here.
func taskSpan(d *genai.Span, scope pcommon.InstrumentationScope, span ptrace.Span, origin *task.Origin) task.Span {
	s := task.Span{
		Key:          task.Key{Trace: task.TraceID(span.TraceID()), Span: task.SpanID(span.SpanID())},
		Parent:       task.SpanID(span.ParentSpanID()),
		StartNano:    int64(span.StartTimestamp()),
		EndNano:      int64(span.EndTimestamp()),
		Failed:       span.Status().Code() == ptrace.StatusCodeError,
		TaskType:     d.Task.Type,
		ParentTaskID: d.Task.ParentID,
		Role:         roles[d.Task.Role],
		Origin:       origin,
		Unsampled:    d.Task.Unsampled,
	}
	if d.Task.Role != genai.RoleOutcome { // a report opens no task
		s.TaskID = d.Task.ID
	}
	switch {
	case d.IsCall:
		s.Call = entry(d, scope)
	case d.IsTool && d.Written.Status != "": // most tools cost nothing
		s.Call = toolEntry(d, scope, &s)
	}
	if s.Role != task.RoleNone {
		s.Outcome, _ = task.ParseOutcome(d.Task.Outcome)
	}
	if d.Task.Partial.Source == "process" {
		s.Partial = partial(&d.Task.Partial, origin)
	}
	return s
}

var roles = map[genai.Role]task.Role{
	genai.RoleRoot:     task.RoleRoot,
	genai.RoleStandIn:  task.RoleStandIn,
	genai.RoleRooted:   task.RoleRooted,
	genai.RoleNamed:    task.RoleNamed,
	genai.RoleDeclared: task.RoleDeclared,
}
