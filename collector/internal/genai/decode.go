package genai

import (
	"strconv"
	"strings"

	"go.opentelemetry.io/collector/pdata/pcommon"
	"go.opentelemetry.io/collector/pdata/ptrace"

	"github.com/taskmeter/taskmeter/collector/call"
)

// Span is what one span says of a call, of its price and of its task. Decode fills it anew, so keep one for many.
type Span struct {
	// IsCall tells a leaf model call from everything else; without it Call holds leftovers.
	IsCall bool
	Call   call.Call
	// IsTool tells a call of a tool of the application; Tool says which.
	IsTool bool
	Tool   Tool
	// Failed is true for a call that ended in an error.
	Failed bool
	// UnknownAttempts counts failed attempts that may be billed and whose usage nobody reported.
	UnknownAttempts int64
	// HasPrice is true when any attribute of a price stands on the span.
	HasPrice bool
	Written  Written
	Task     Task

	words words
}

// Written is what an earlier stage, the application or a processor, wrote of the call's price. Empty where it did not.
type Written struct {
	// Status is a value of taskmeter.price.status.
	Status string
	// Exact is a decimal in USD.
	Exact string
	// Saving is what the cache saved, a decimal in USD.
	Saving    string
	PriceID   string
	Catalogue string
}

// Tool is a call of a tool of the application, which may cost money itself.
type Tool struct {
	// Name is gen_ai.tool.name, else what the span's name has of it; never empty for a tool.
	Name string
	// CallID is the model's id of the tool call; empty where the span does not say.
	CallID string
	// OwnUSD is what the span says it cost, as it stands there: for the reader to judge. Empty where it does not say.
	OwnUSD string
}

// words are those that matter to the decoder alone.
type words struct {
	operation     string
	costAmount    float64
	hasCostAmount bool
	costSource    string
	costUSD       pcommon.Value
	hasCostUSD    bool
	requestTier   string
	isAgentOrTool bool
	resendCount   call.Count
	httpMethod    string
	httpRoute     string
	destination   string
}

// Decode reads span into s. Only leaf inference, embeddings and rerank spans are calls: the totals on agents, workflows,
// chains and tools would count their children twice.
func (s *Span) Decode(scope pcommon.InstrumentationScope, span ptrace.Span) {
	tools := s.Call.Usage.Tools[:0]
	*s = Span{}
	s.Call.Usage.Tools = tools
	for key, value := range span.Attributes().All() {
		s.read(key, value)
	}
	s.finishCall(scope, span)
	s.finishTool(span)
	s.finishTask(span)
}

// IsReportedByProvider tells whether the span has the provider's own price, in the words OpenTelemetry proposes.
func (s *Span) IsReportedByProvider() bool {
	return s.words.hasCostAmount && s.words.costSource == "provider"
}

func (s *Span) read(key string, value pcommon.Value) {
	switch {
	case strings.HasPrefix(key, "gen_ai."):
		s.readGenAI(key, value)
	case strings.HasPrefix(key, "taskmeter."):
		s.readTaskmeter(key, value)
	case strings.HasPrefix(key, "openai."):
		s.readOpenAI(key, value)
	case strings.HasPrefix(key, "anthropic."):
		s.readAnthropic(key, value)
	default:
		s.readGeneral(key, value)
	}
}

// readGeneral reads the words that are not of models at all.
func (s *Span) readGeneral(key string, value pcommon.Value) {
	switch key {
	case AttrErrorType:
		s.Call.ErrorType = text(value)
	case AttrHTTPResponseStatusCode:
		s.Call.HTTPStatus = int(count(value).Or(0))
	case AttrHTTPRequestResendCount:
		s.words.resendCount = count(value)
	case "http.request.method", "http.method":
		s.words.httpMethod = text(value)
	case "http.route":
		s.words.httpRoute = text(value)
	case "messaging.destination.template":
		s.words.destination = text(value)
	case "messaging.destination.name":
		orText(&s.words.destination, value)
	}
}

func (s *Span) finishCall(scope pcommon.InstrumentationScope, span ptrace.Span) {
	if !s.isLeaf(span.Kind()) {
		return
	}
	s.IsCall = true
	c := &s.Call
	if c.Operation == "" {
		c.Operation = "chat"
	}
	c.StartUnixNano, c.EndUnixNano = int64(span.StartTimestamp()), int64(span.EndTimestamp())
	if c.ServiceTier == "" {
		c.ServiceTier = s.words.requestTier
	}
	if sendsExclusiveInput(scope) {
		includeCache(&c.Usage)
	}
	if resent, ok := s.words.resendCount.Get(); ok && !c.Attempts.IsSet() && resent >= 0 {
		c.Attempts = call.Of(resent + 1)
	}
	if s.IsReportedByProvider() {
		c.Usage.ReportedUSD = strconv.FormatFloat(s.words.costAmount, 'f', -1, 64)
	}
	if s.Written.Status == "reported" && s.Written.Exact != "" {
		c.Usage.ReportedUSD = s.Written.Exact
	}
	s.finishFailure(span)
}

func (s *Span) finishFailure(span ptrace.Span) {
	c := &s.Call
	if span.Status().Code() == ptrace.StatusCodeError && c.ErrorType == "" {
		c.ErrorType = "_OTHER"
	}
	s.Failed = c.ErrorType != ""
	if status, err := strconv.Atoi(c.ErrorType); err == nil && c.HTTPStatus == 0 {
		c.HTTPStatus = status
	}
	if !s.Failed {
		c.HTTPStatus = 0
	}
	for _, event := range span.Events().All() {
		if event.Name() == EventAttemptFailed && !attemptIsUnbilled(event.Attributes()) {
			s.UnknownAttempts++
		}
	}
}

// isLeaf knows the operations; a span from before there were any is a call when it names a system and has a usage.
func (s *Span) isLeaf(kind ptrace.SpanKind) bool {
	if !isOwnWork(kind) {
		return false
	}
	switch s.words.operation {
	case "chat", "text_completion", "generate_content", "embeddings", "rerank":
		s.Call.Operation = s.words.operation
		return true
	case "":
		u := &s.Call.Usage
		return s.Call.Provider != "" && !s.words.isAgentOrTool && s.Call.Model() != "" &&
			(u.InputTokens.IsSet() || u.OutputTokens.IsSet())
	default:
		return false
	}
}
