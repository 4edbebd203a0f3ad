package genai

import (
	"strconv"
	"strings"

	"go.opentelemetry.io/collector/pdata/pcommon"
	"go.opentelemetry.io/collector/pdata/ptrace"
)

// executeTool is the operation of a tool call, and the first word of its span's name.
const executeTool = "execute_tool"

// finishTool: a span of kind SERVER is another view of a call that somebody else made.
func (s *Span) finishTool(span ptrace.Span) {
	if s.words.operation != executeTool || !isOwnWork(span.Kind()) {
		return
	}
	s.IsTool = true
	if s.Tool.Name == "" {
		s.Tool.Name = strings.TrimPrefix(span.Name(), executeTool+" ")
	}
	if s.Tool.Name == "" {
		s.Tool.Name = executeTool
	}
	s.Tool.OwnUSD = s.ownUSD()
}

func isOwnWork(kind ptrace.SpanKind) bool {
	return kind != ptrace.SpanKindServer && kind != ptrace.SpanKindConsumer && kind != ptrace.SpanKindProducer
}

// ownUSD is what the application says the tool call cost: with our status for that, or without any, since only we write
// one. Whoever has no decimals says it as a number. Other words for a cost are not read: on an agent that is called as a
// tool they are the sum of the model calls below it.
func (s *Span) ownUSD() string {
	switch {
	case s.Written.Status != "" && s.Written.Status != "reported":
		return ""
	case s.Written.Exact != "":
		return s.Written.Exact
	case s.words.hasCostUSD:
		return decimal(s.words.costUSD)
	default:
		return ""
	}
}

// decimal is a number as it was written; what is none stays what it is, and is no number to whoever reads it either.
func decimal(value pcommon.Value) string {
	if value.Type() == pcommon.ValueTypeDouble {
		return strconv.FormatFloat(value.Double(), 'f', -1, 64)
	}
	return value.AsString()
}
