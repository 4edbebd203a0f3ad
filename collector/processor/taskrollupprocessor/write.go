package taskrollupprocessor

import (
	"encoding/binary"
	"math/rand/v2"

	"go.opentelemetry.io/collector/pdata/pcommon"
	"go.opentelemetry.io/collector/pdata/ptrace"

	"github.com/taskmeter/taskmeter/collector/internal/emit"
	"github.com/taskmeter/taskmeter/collector/internal/genai"
	"github.com/taskmeter/taskmeter/collector/internal/task"
	"github.com/taskmeter/taskmeter/collector/processor/taskrollupprocessor/internal/metadata"
)

// writeTotals writes them on the one span of td.
func writeTotals(td ptrace.Traces, rollup *task.Rollup) {
	span := td.ResourceSpans().At(0).ScopeSpans().At(0).Spans().At(0)
	emit.Rollup(span.Attributes(), rollup)
}

// standIn makes the task.rollup span of a total that no task span can carry: that one was sent before, or never came.
func standIn(td ptrace.Traces, rollup *task.Rollup) {
	rs := td.ResourceSpans().AppendEmpty()
	if rollup.Origin != nil {
		emit.Origin(rs.Resource().Attributes(), rollup.Origin)
	}
	ss := rs.ScopeSpans().AppendEmpty()
	ss.Scope().SetName(metadata.ScopeName)
	span := ss.Spans().AppendEmpty()
	span.SetName(genai.SpanTaskRollup)
	span.SetKind(ptrace.SpanKindInternal)
	span.SetTraceID(pcommon.TraceID(rollup.Span.Trace))
	span.SetSpanID(randomSpanID())
	span.SetParentSpanID(pcommon.SpanID(rollup.Span.Span))
	span.SetStartTimestamp(pcommon.Timestamp(rollup.StartNano))
	span.SetEndTimestamp(pcommon.Timestamp(rollup.EndNano))
	emit.Rollup(span.Attributes(), rollup)
	if rollup.Unsampled {
		span.Attributes().PutBool(genai.AttrTaskmeterSampled, false)
	}
}

func randomSpanID() (id pcommon.SpanID) {
	binary.BigEndian.PutUint64(id[:], rand.Uint64()|1) // zero is no id
	return id
}
