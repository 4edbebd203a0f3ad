package query

import (
	"fmt"
	"regexp"
	"strconv"

	"github.com/taskmeter/taskmeter/collector/call"
	"github.com/taskmeter/taskmeter/collector/price"
)

// completionUsage is that of a chat or text completion, of whoever speaks OpenAI's dialect. A count that contradicts
// another is for the price engine to refuse, not for us to hide.
func completionUsage(raw fields, provider string) *call.Usage {
	input := object(orElse(raw, "prompt_tokens_details", "prompt_token_details"))
	output, cached := object(raw["completion_tokens_details"]), object(input["cached_tokens_details"])
	reasoning := either(count(output["reasoning_tokens"]), count(raw["reasoning_tokens"]))
	return known(call.Usage{
		InputTokens:  count(raw["prompt_tokens"]),
		OutputTokens: completionTokens(raw, reasoning, provider),
		CacheReadTokens: either(count(input["cached_tokens"]),
			// DeepSeek; Hugging Face and Moonshot; Mistral.
			count(raw["prompt_cache_hit_tokens"]), count(raw["cached_tokens"]), count(raw["num_cached_tokens"])),
		CacheWriteTokens:     count(input["cache_write_tokens"]),
		ReasoningTokens:      reasoning,
		InputAudioTokens:     count(input["audio_tokens"]),
		InputImageTokens:     count(input["image_tokens"]),
		CacheReadAudioTokens: count(cached["audio_tokens"]),
		CacheReadImageTokens: count(cached["image_tokens"]),
		OutputAudioTokens:    count(output["audio_tokens"]),
		OutputImageTokens:    count(output["image_tokens"]),
		ReportedUSD:          reportedUSD(raw, provider),
	})
}

// responsesUsage is that of the Responses API, where reasoning lies within the output everywhere, at xAI too. The Realtime
// API writes the same without the s.
func responsesUsage(raw fields, provider string) *call.Usage {
	if !count(raw["input_tokens"]).IsSet() {
		return nil
	}
	input := object(orElse(raw, "input_tokens_details", "input_token_details"))
	output := object(orElse(raw, "output_tokens_details", "output_token_details"))
	cached := object(input["cached_tokens_details"])
	return known(call.Usage{
		InputTokens:          count(raw["input_tokens"]),
		OutputTokens:         count(raw["output_tokens"]),
		CacheReadTokens:      count(input["cached_tokens"]),
		CacheWriteTokens:     count(input["cache_write_tokens"]),
		ReasoningTokens:      count(output["reasoning_tokens"]),
		InputAudioTokens:     count(input["audio_tokens"]),
		InputImageTokens:     count(input["image_tokens"]),
		CacheReadAudioTokens: count(cached["audio_tokens"]),
		CacheReadImageTokens: count(cached["image_tokens"]),
		OutputAudioTokens:    count(output["audio_tokens"]),
		OutputImageTokens:    count(output["image_tokens"]),
		ReportedUSD:          reportedUSD(raw, provider),
	})
}

// embeddingsUsage: Voyage gives a total only; there is no output.
func embeddingsUsage(raw fields, provider string) *call.Usage {
	return known(call.Usage{
		InputTokens:     either(count(raw["prompt_tokens"]), count(raw["total_tokens"])),
		CacheReadTokens: count(object(raw["prompt_tokens_details"])["cached_tokens"]),
		ReportedUSD:     reportedUSD(raw, provider),
	})
}

// completionTokens: xAI and Google's OpenAI dialect leave the reasoning out of completion_tokens and bill it. The total has
// it in, so that whatever is neither prompt nor completion was thought.
func completionTokens(raw fields, reasoning call.Count, provider string) call.Count {
	completion := count(raw["completion_tokens"])
	switch provider {
	case "x_ai", "gcp.gemini", "gcp.vertex_ai":
	default:
		return completion
	}
	prompt, total := count(raw["prompt_tokens"]), count(raw["total_tokens"])
	switch {
	case completion.IsSet() && prompt.IsSet() && total.IsSet():
		return call.Of(max(completion.Or(0), total.Or(0)-prompt.Or(0)))
	case provider == "x_ai":
		return plus(completion, reasoning)
	default:
		return completion
	}
}

// reportedUSD is the provider's own price, where the meaning of the field is known. A bare cost of an unknown host may be
// in any currency.
func reportedUSD(raw fields, provider string) string {
	if ticks, ok := count(raw["cost_in_usd_ticks"]).Get(); ok {
		return fmt.Sprintf("%de-10", ticks)
	}
	switch provider {
	case "perplexity":
		cost := object(raw["cost"])
		if currency := cost["currency"]; currency == nil || currency == "USD" {
			return decimalOf(cost["total_cost"])
		}
	case "openrouter":
		cost := decimalOf(raw["cost"])
		if raw["is_byok"] != true {
			return cost
		}
		// With the user's own key, cost is OpenRouter's fee alone: the model is billed by its vendor.
		return sumOf(cost, decimalOf(object(raw["cost_details"])["upstream_inference_cost"]))
	}
	return ""
}

// sumOf is empty where one of the two is. What is no amount is the sum, to be refused as one.
func sumOf(a, b string) string {
	if a == "" || b == "" {
		return ""
	}
	one, err := price.ParseAtto(a)
	if err != nil {
		return a
	}
	other, err := price.ParseAtto(b)
	if err != nil {
		return b
	}
	return one.Add(other).String()
}

// orElse is the first of two fields that is not null.
func orElse(raw fields, key, other string) any {
	if raw[key] != nil {
		return raw[key]
	}
	return raw[other]
}

var isDecimal = regexp.MustCompile(`^\d{1,22}(\.\d{1,30})?([eE][+-]?\d{1,3})?$`).MatchString

func formatShortest(n float64) string { return strconv.FormatFloat(n, 'f', -1, 64) }
