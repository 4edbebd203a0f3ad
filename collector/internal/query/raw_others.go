package query

import (
	"slices"
	"strings"

	"github.com/taskmeter/taskmeter/collector/call"
)

// isAnthropic: who serves Claude sends Anthropic's usage. Its input leaves the cache out, which OpenAI's, of the same names,
// does not.
func isAnthropic(provider string, raw fields) bool {
	return has(raw, "cache_read_input_tokens", "cache_creation_input_tokens") ||
		(has(raw, "input_tokens") && slices.Contains([]string{"anthropic", "gcp.vertex_ai", "aws.bedrock"}, provider))
}

func readAnthropic(raw fields) Raw {
	geo := str(raw["inference_geo"])
	if geo == "not_available" {
		geo = ""
	}
	return Raw{Usage: anthropicUsage(raw), ServiceTier: str(raw["service_tier"]), Speed: str(raw["speed"]), Region: geo}
}

// anthropicUsage: iterations repeat what the totals have, with two exceptions. A compaction is left out of the totals and
// billed: it is added. An advisor_message was answered by another, dearer model: its tokens are units of their own, which
// no price covers.
func anthropicUsage(raw fields) *call.Usage {
	total := anthropicCounts(raw)
	var advised anthropicCount
	for _, each := range list(raw["iterations"]) {
		switch iteration := object(each); iteration["type"] {
		case "compaction":
			total.add(anthropicCounts(iteration))
		case "advisor_message":
			advised.input = call.Of(advised.input.Or(0) + anthropicCounts(iteration).input.Or(0))
			advised.output = call.Of(advised.output.Or(0) + anthropicCounts(iteration).output.Or(0))
		}
	}
	u := call.Usage{
		InputTokens: total.input, OutputTokens: total.output, CacheReadTokens: total.read, CacheWriteTokens: total.write,
		ReasoningTokens: count(object(raw["output_tokens_details"])["thinking_tokens"]),
	}
	// Proxies leave the split at zero beside a total that is not: then only the total is known. What the server's own tools
	// wrote is in the total alone: the rest has no lifetime then.
	split := total.write5m.Or(0) + total.write1h.Or(0)
	if total.write.IsSet() && (split == total.write.Or(0) || (split > 0 && split < total.write.Or(0))) {
		u.CacheWrite5mTokens, u.CacheWrite1hTokens = total.write5m, total.write1h
	}
	for _, tool := range []call.ToolUse{
		{Unit: "advisor_input_token", Quantity: advised.input.Or(0)},
		{Unit: "advisor_output_token", Quantity: advised.output.Or(0)},
		// Fetching a page costs its tokens only; a search costs by itself.
		{Unit: "web_search", Quantity: count(object(raw["server_tool_use"])["web_search_requests"]).Or(0)},
	} {
		if tool.Quantity > 0 {
			u.Tools = append(u.Tools, tool)
		}
	}
	return known(u)
}

type anthropicCount struct{ input, output, read, write, write5m, write1h call.Count }

func anthropicCounts(raw fields) anthropicCount {
	split := object(raw["cache_creation"])
	c := anthropicCount{
		output: count(raw["output_tokens"]), read: count(raw["cache_read_input_tokens"]),
		write:   count(raw["cache_creation_input_tokens"]),
		write5m: count(split["ephemeral_5m_input_tokens"]), write1h: count(split["ephemeral_1h_input_tokens"]),
	}
	if !c.write.IsSet() && (c.write5m.IsSet() || c.write1h.IsSet()) {
		c.write = call.Of(c.write5m.Or(0) + c.write1h.Or(0))
	}
	c.input = plus(count(raw["input_tokens"]), c.read, c.write)
	return c
}

// add: the message's own count decides whether there is one.
func (c *anthropicCount) add(more anthropicCount) {
	c.input, c.output, c.read = plus(c.input, more.input), plus(c.output, more.output), plus(c.read, more.read)
	c.write, c.write5m, c.write1h = plus(c.write, more.write), plus(c.write5m, more.write5m), plus(c.write1h, more.write1h)
}

// geminiUsage: Google leaves what its tools read back out of the prompt's count, and thoughts out of the candidates'; ours
// have both in. Counts that are 0 are left out on the wire.
func geminiUsage(raw fields) *call.Usage {
	input := plus(count(raw["promptTokenCount"]), count(raw["toolUsePromptTokenCount"]))
	thoughts := count(raw["thoughtsTokenCount"])
	output := plus(count(raw["candidatesTokenCount"]), thoughts)
	if total := count(raw["totalTokenCount"]); !output.IsSet() && total.IsSet() && input.IsSet() {
		output = call.Of(max(total.Or(0)-input.Or(0), thoughts.Or(0)))
	}
	if !input.IsSet() && !output.IsSet() {
		return nil
	}
	read := modalities(slices.Concat(list(raw["promptTokensDetails"]), list(raw["toolUsePromptTokensDetails"])))
	cached, written := modalities(list(raw["cacheTokensDetails"])), modalities(list(raw["candidatesTokensDetails"]))
	u := &call.Usage{
		InputTokens: input, OutputTokens: output, ReasoningTokens: thoughts,
		InputAudioTokens: read["AUDIO"], InputImageTokens: read["IMAGE"], InputVideoTokens: read["VIDEO"],
		CacheReadAudioTokens: cached["AUDIO"], CacheReadImageTokens: partOf(read, cached, "IMAGE"), CacheReadVideoTokens: partOf(read, cached, "VIDEO"),
		OutputAudioTokens: written["AUDIO"], OutputImageTokens: written["IMAGE"], OutputVideoTokens: written["VIDEO"],
	}
	if input.IsSet() {
		u.CacheReadTokens = either(count(raw["cachedContentTokenCount"]), call.Of(0))
	}
	return u
}

// partOf is what was cached of a modality that hardly any model prices apart; where the prompt's own list lacks it, it tells
// nothing.
func partOf(read, cached map[string]call.Count, modality string) call.Count {
	if part := cached[modality]; part.Or(0) <= read[modality].Or(0) {
		return part
	}
	return call.Count{}
}

// modalities are tokens by modality, of lists like [{modality: AUDIO, tokenCount: 32}].
func modalities(details []any) map[string]call.Count {
	found := map[string]call.Count{}
	for _, each := range details {
		detail := object(each)
		if tokens := count(detail["tokenCount"]); tokens.IsSet() && str(detail["modality"]) != "" {
			modality := str(detail["modality"])
			found[modality] = call.Of(found[modality].Or(0) + tokens.Or(0))
		}
	}
	return found
}

// geminiTier is the tier that served, in the words that prices know: of Vertex's ON_DEMAND_FLEX the last part.
func geminiTier(raw fields) string {
	tier := str(raw["serviceTier"])
	if tier == "" {
		tier = strings.TrimPrefix(str(raw["trafficType"]), "ON_DEMAND_")
	}
	tier = strings.ToLower(tier)
	if strings.Contains(tier, "unspecified") {
		return ""
	}
	return tier
}

// bedrockUsage is that of Bedrock's Converse: its input leaves the cache out.
func bedrockUsage(raw fields) *call.Usage {
	read := either(count(raw["cacheReadInputTokens"]), count(raw["cacheReadInputTokenCount"]))
	write := either(count(raw["cacheWriteInputTokens"]), count(raw["cacheWriteInputTokenCount"]))
	u := call.Usage{
		InputTokens: plus(count(raw["inputTokens"]), read, write), OutputTokens: count(raw["outputTokens"]),
		CacheReadTokens: read, CacheWriteTokens: write,
	}
	for _, each := range list(raw["cacheDetails"]) {
		detail := object(each)
		tokens := count(detail["inputTokens"])
		if !tokens.IsSet() {
			continue
		}
		switch detail["ttl"] {
		case "5m":
			u.CacheWrite5mTokens = call.Of(u.CacheWrite5mTokens.Or(0) + tokens.Or(0))
		case "1h":
			u.CacheWrite1hTokens = call.Of(u.CacheWrite1hTokens.Or(0) + tokens.Or(0))
		}
	}
	return known(u)
}

// cohereUsage is what Cohere bills, which its own preamble is not part of.
func cohereUsage(raw fields) *call.Usage {
	billed := object(orElse(raw, "billed_units", "billedUnits"))
	u := call.Usage{
		InputTokens:      count(orElse(billed, "input_tokens", "inputTokens")),
		OutputTokens:     count(orElse(billed, "output_tokens", "outputTokens")),
		InputImageTokens: count(orElse(billed, "image_tokens", "imageTokens")),
		CacheReadTokens:  count(orElse(raw, "cached_tokens", "cachedTokens")),
	}
	if searches, ok := count(orElse(billed, "search_units", "searchUnits")).Get(); ok {
		u.Tools = []call.ToolUse{{Unit: "search_unit", Quantity: searches}}
	}
	return known(u)
}
