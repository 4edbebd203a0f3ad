package genai

import (
	"strconv"
	"strings"

	"go.opentelemetry.io/collector/pdata/pcommon"

	"github.com/taskmeter/taskmeter/collector/call"
)

// readTaskmeter reads our own words, on calls and on tasks.
func (s *Span) readTaskmeter(key string, value pcommon.Value) {
	switch key {
	case AttrTaskmeterTaskID:
		s.Task.ID = text(value)
	case AttrTaskmeterTaskType:
		s.Task.Type = text(value)
	case AttrTaskmeterTaskParentID:
		s.Task.ParentID = text(value)
	case AttrTaskmeterTaskOutcome:
		s.Task.Outcome = text(value)
	case AttrTaskmeterSampled:
		s.Task.Unsampled = value.Type() == pcommon.ValueTypeBool && !value.Bool()

	case AttrTaskmeterUsageTools:
		s.readTools(value)
	case AttrTaskmeterRequestSpeed:
		s.Call.Speed = text(value)
	case AttrTaskmeterRequestRegion:
		s.Call.Region = text(value)
	case AttrTaskmeterToolCalls:
		s.Call.ToolCalls = count(value)
	case AttrTaskmeterRetryCount:
		s.Call.Attempts = attempts(value)

	case AttrTaskmeterPriceStatus:
		s.Written.Status, s.HasPrice = text(value), true
	case AttrTaskmeterPriceID:
		s.Written.PriceID = text(value)
	case AttrTaskmeterPriceCatalogue:
		s.Written.Catalogue = text(value)
	case AttrTaskmeterCostExact:
		s.Written.Exact = text(value)
	case AttrTaskmeterCostUSD:
		s.words.costUSD, s.words.hasCostUSD = value, true
	case AttrTaskmeterCacheSavingExact:
		s.Written.Saving = text(value)

	default:
		if strings.HasPrefix(key, "taskmeter.task.") || strings.HasPrefix(key, "taskmeter.rollup.") {
			s.readPartial(key, value)
		}
	}
}

// readPartial reads the totals that the process itself wrote on its task span.
func (s *Span) readPartial(key string, value pcommon.Value) {
	p := &s.Task.Partial
	switch key {
	case AttrTaskmeterRollupSource:
		p.Source = text(value)
	case AttrTaskmeterRollupInstance:
		p.Instance = text(value)
	case AttrTaskmeterRollupRevision:
		p.Revision = count(value).Or(0)
	case AttrTaskmeterTaskCalls:
		p.Calls = count(value).Or(0)
	case AttrTaskmeterTaskAttempts:
		p.Attempts = count(value).Or(0)
	case AttrTaskmeterTaskRetries:
		p.Retries = count(value).Or(0)
	case AttrTaskmeterTaskToolCalls:
		p.ToolCalls = count(value).Or(0)
	case AttrTaskmeterTaskUnpricedCalls:
		p.UnpricedCalls = count(value).Or(0)
	case AttrTaskmeterTaskInputTokens:
		p.InputTokens = count(value).Or(0)
	case AttrTaskmeterTaskOutputTokens:
		p.OutputTokens = count(value).Or(0)
	case AttrTaskmeterTaskCacheReadTokens:
		p.CacheReadTokens = count(value).Or(0)
	case AttrTaskmeterTaskCacheWriteTokens:
		p.CacheWriteTokens = count(value).Or(0)
	case AttrTaskmeterTaskReasoningTokens:
		p.ReasoningTokens = count(value).Or(0)
	case AttrTaskmeterTaskCostExact:
		p.CostExact = text(value)
	case AttrTaskmeterTaskPricedToolCalls:
		p.PricedToolCalls = count(value).Or(0)
	case AttrTaskmeterTaskToolCostExact:
		p.ToolCostExact = text(value)
	}
}

// attempts reads the attempts after the first, which are -1 for a call that failed before it made any.
func attempts(retries pcommon.Value) call.Count {
	if retries.Type() == pcommon.ValueTypeInt && retries.Int() == -1 {
		return call.Of(0)
	}
	if n, ok := count(retries).Get(); ok && n >= 0 {
		return call.Of(n + 1)
	}
	return call.Count{}
}

// readTools reads unit=quantity pairs: web_search=3.
func (s *Span) readTools(value pcommon.Value) {
	if value.Type() != pcommon.ValueTypeSlice {
		return
	}
	for _, item := range value.Slice().All() {
		unit, quantity, ok := strings.Cut(text(item), "=")
		if !ok || unit == "" {
			continue
		}
		n, err := strconv.ParseInt(quantity, 10, 64)
		if err != nil || n < 0 {
			n = -1 // nonsense is for the price engine to call invalid
		}
		s.Call.Usage.Tools = append(s.Call.Usage.Tools, call.ToolUse{Unit: unit, Quantity: n})
	}
}
