package query

import (
	"regexp"
	"strconv"

	"github.com/taskmeter/taskmeter/collector/call"
	"github.com/taskmeter/taskmeter/collector/internal/genai"
)

// hasAttributes is true for an object of a span's attributes.
func hasAttributes(raw fields) bool {
	return has(raw, genai.AttrGenAIUsageInputTokens, genai.AttrGenAIUsageOutputTokens)
}

// attributeUsage is usage as it stands on a span, under the names of OpenTelemetry's conventions: input with the cache in
// it, output with reasoning.
func attributeUsage(raw fields) *call.Usage {
	at := func(names ...string) (found call.Count) {
		for _, name := range names {
			found = either(found, count(raw[name]))
		}
		return found
	}
	u := &call.Usage{
		InputTokens:        at(genai.AttrGenAIUsageInputTokens),
		OutputTokens:       at(genai.AttrGenAIUsageOutputTokens),
		CacheReadTokens:    at(genai.AttrGenAIUsageCacheReadInputTokens),
		CacheWriteTokens:   at(genai.AttrGenAIUsageCacheWriteInputTokens, genai.AttrGenAIUsageCacheCreationInputTokens),
		CacheWrite5mTokens: at(genai.AttrAnthropicUsageCacheCreationEphemeral5mInputTokens),
		// The second has no name of its own in the conventions.
		CacheWrite1hTokens:   at(genai.AttrAnthropicUsageCacheCreationEphemeral1hInputTokens, "cache_creation_1h"),
		ReasoningTokens:      at(genai.AttrGenAIUsageReasoningOutputTokens),
		InputAudioTokens:     at(genai.AttrGenAIUsageAudioInputTokens),
		InputImageTokens:     at(genai.AttrGenAIUsageImageInputTokens),
		CacheReadAudioTokens: at(genai.AttrGenAIUsageAudioCacheReadInputTokens),
		OutputAudioTokens:    at(genai.AttrGenAIUsageAudioOutputTokens),
		OutputImageTokens:    at(genai.AttrGenAIUsageImageOutputTokens),
		InputVideoTokens:     at(genai.AttrGenAIUsageVideoInputTokens),
		CacheReadImageTokens: at(genai.AttrGenAIUsageImageCacheReadInputTokens),
		CacheReadVideoTokens: at(genai.AttrGenAIUsageVideoCacheReadInputTokens),
		OutputVideoTokens:    at(genai.AttrGenAIUsageVideoOutputTokens),
	}
	for _, each := range list(raw[genai.AttrTaskmeterUsageTools]) {
		if pair := isToolUse(str(each)); pair != nil {
			quantity, err := strconv.ParseInt(pair[2], 10, 64)
			if err != nil {
				quantity = -1
			}
			u.Tools = merged(u.Tools, []call.ToolUse{{Unit: pair[1], Quantity: quantity}})
		}
	}
	return u
}

var isToolUse = regexp.MustCompile(`^([a-z0-9_]+)=(\d+)$`).FindStringSubmatch
