package genai

import "go.opentelemetry.io/collector/pdata/pcommon"

// readOpenAI reads what OpenTelemetry keeps apart for OpenAI.
func (s *Span) readOpenAI(key string, value pcommon.Value) {
	switch key {
	case AttrOpenaiRequestServiceTier:
		s.words.requestTier = text(value)
	case AttrOpenaiResponseServiceTier:
		s.Call.ServiceTier = text(value)
	}
}

// readAnthropic reads the words of Anthropic's own SDK (scope com.anthropic.sdk.typescript), which ours share.
func (s *Span) readAnthropic(key string, value pcommon.Value) {
	switch key {
	case AttrAnthropicRequestServiceTier:
		s.words.requestTier = text(value)
	case AttrAnthropicResponseServiceTier:
		s.Call.ServiceTier = text(value)
	case AttrAnthropicUsageCacheCreationEphemeral5mInputTokens:
		s.Call.Usage.CacheWrite5mTokens = count(value)
	case AttrAnthropicUsageCacheCreationEphemeral1hInputTokens:
		s.Call.Usage.CacheWrite1hTokens = count(value)
	}
}
