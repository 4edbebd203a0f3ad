package genai

import (
	"math"

	"go.opentelemetry.io/collector/pdata/pcommon"
)

// readGenAI reads OpenTelemetry's own words: those of the current conventions, then the spellings they had before and
// the ones OpenLLMetry made of them.
func (s *Span) readGenAI(key string, value pcommon.Value) {
	c, u := &s.Call, &s.Call.Usage
	switch key {
	case AttrGenAIOperationName:
		s.words.operation = text(value)
	case AttrGenAIProviderName:
		c.Provider = text(value)
	case AttrGenAIRequestModel:
		c.RequestModel = text(value)
	case AttrGenAIResponseModel:
		c.ResponseModel = text(value)
	case AttrGenAIResponseID:
		c.ResponseID = text(value)
	case AttrGenAIUsageInputTokens:
		u.InputTokens = count(value)
	case AttrGenAIUsageOutputTokens:
		u.OutputTokens = count(value)
	case AttrGenAIUsageCacheReadInputTokens:
		u.CacheReadTokens = count(value)
	case AttrGenAIUsageCacheWriteInputTokens:
		u.CacheWriteTokens = count(value)
	case AttrGenAIUsageReasoningOutputTokens:
		u.ReasoningTokens = count(value)
	case AttrGenAIUsageAudioInputTokens:
		u.InputAudioTokens = count(value)
	case AttrGenAIUsageImageInputTokens:
		u.InputImageTokens = count(value)
	case AttrGenAIUsageVideoInputTokens:
		u.InputVideoTokens = count(value)
	case AttrGenAIUsageAudioCacheReadInputTokens:
		u.CacheReadAudioTokens = count(value)
	case AttrGenAIUsageImageCacheReadInputTokens:
		u.CacheReadImageTokens = count(value)
	case AttrGenAIUsageVideoCacheReadInputTokens:
		u.CacheReadVideoTokens = count(value)
	case AttrGenAIUsageAudioOutputTokens:
		u.OutputAudioTokens = count(value)
	case AttrGenAIUsageImageOutputTokens:
		u.OutputImageTokens = count(value)
	case AttrGenAIUsageVideoOutputTokens:
		u.OutputVideoTokens = count(value)
	case AttrGenAIUsageCost:
		s.HasPrice = true
	case AttrGenAIUsageCostAmount:
		s.HasPrice = true
		if amount, ok := number(value); ok && amount >= 0 && !math.IsInf(amount, 0) {
			s.words.costAmount, s.words.hasCostAmount = amount, true
		}
	case AttrGenAIUsageCostSource:
		s.words.costSource = text(value)
	case AttrGenAIToolName:
		s.Tool.Name, s.words.isAgentOrTool = text(value), true
	case AttrGenAIToolCallID:
		s.Tool.CallID = text(value)
	case "gen_ai.agent.name", "gen_ai.workflow.name":
		s.words.isAgentOrTool = true

	case "gen_ai.system": // until 1.36
		orText(&c.Provider, value)
	case "gen_ai.usage.prompt_tokens": // until 1.27
		orCount(&u.InputTokens, value)
	case "gen_ai.usage.completion_tokens": // until 1.27
		orCount(&u.OutputTokens, value)
	case AttrGenAIUsageCacheCreationInputTokens: // until August 2026
		orCount(&u.CacheWriteTokens, value)
	case "gen_ai.usage.cache_creation_input_tokens": // OpenLLMetry
		orCount(&u.CacheWriteTokens, value)
	case "gen_ai.usage.cache_read_input_tokens": // OpenLLMetry
		orCount(&u.CacheReadTokens, value)
	case "gen_ai.usage.reasoning_tokens": // OpenLLMetry
		orCount(&u.ReasoningTokens, value)
	case "gen_ai.openai.request.service_tier": // until 1.36
		orText(&s.words.requestTier, value)
	case "gen_ai.openai.response.service_tier": // until 1.36
		orText(&c.ServiceTier, value)
	}
}
