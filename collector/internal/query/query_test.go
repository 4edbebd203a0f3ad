package query

import (
	"encoding/json"
	"strings"
	"testing"
	"time"

	"github.com/taskmeter/taskmeter/collector/price"
)

func TestWhatIsNoQueryIsSaid(t *testing.T) {
	t.Parallel()
	for line, want := range map[string]string{
		`[]`:                                   `expected a JSON object, got a list`,
		`{}`:                                   `provider: expected the name of one, as in "openai", got nothing`,
		`{"provider": 3}`:                      `provider: expected the name of one, as in "openai", got 3`,
		`{"provider": "a", "model": []}`:       `model: expected a name, got a list`,
		`{"provider": "a", "at": "yesterday"}`: `at: expected an instant with its zone, as in "2026-11-24T12:00:00Z", got "yesterday"`,
		`{"provider": "a", "at": "2026-11-24T12:00:00+24:00"}`:              `at: expected an instant with its zone, as in "2026-11-24T12:00:00Z", got "2026-11-24T12:00:00+24:00"`,
		`{"provider": "a", "at": "2026-11-24T24:00:00Z"}`:                   `at: expected an instant with its zone, as in "2026-11-24T12:00:00Z", got "2026-11-24T24:00:00Z"`,
		`{"provider": "a", "at": "2026-11-24T12:00:00"}`:                    `at: expected an instant with its zone, as in "2026-11-24T12:00:00Z", got "2026-11-24T12:00:00"`,
		`{"provider": "a", "context": {"service_tier": 5}}`:                 `context.service_tier: expected text, got 5`,
		`{"provider": "a", "context": {"tier": "batch"}}`:                   `context.tier: it is called service_tier`,
		`{"provider": "a", "usage": 5}`:                                     `usage: expected an object, got 5`,
		`{"provider": "a", "raw_usage": "` + strings.Repeat("é", 70) + `"}`: `raw_usage: expected an object, got "` + strings.Repeat("é", 60) + `…"`,
	} {
		value, err := parse(line)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := Read(price.Embedded(), value, time.Time{}); err == nil || err.Error() != want {
			t.Errorf("%s: got %v, want %s", line, err, want)
		}
	}
}

func TestInstantsAreReadInEveryForm(t *testing.T) {
	t.Parallel()
	noon := time.Date(2026, 11, 24, 12, 0, 0, 0, time.UTC)
	for at, want := range map[string]time.Time{
		`"2026-11-24T12:00:00Z"`: noon, `"2026-11-24T12:00Z"`: noon, `"2026-11-24T13:00:00.000+01:00"`: noon, `1795521600000`: noon,
		`"2026-11-24"`: noon.Add(-12 * time.Hour), `null`: noon.Add(time.Hour),
	} {
		value, err := parse(`{"provider": "a", "at": ` + at + `}`)
		if err != nil {
			t.Fatal(err)
		}
		asked, err := Read(price.Embedded(), value, noon.Add(time.Hour))
		if err != nil || asked.AtUnixNano != want.UnixNano() {
			t.Errorf("%s: got %v, %v, want %v", at, asked, err, want)
		}
	}
}

// FuzzRead asks for a price of whatever JSON there is: whatever is said of usage, a status comes out, and a number only
// with a status that has one.
func FuzzRead(f *testing.F) {
	for _, seed := range []string{
		`{"provider": "openai", "model": "gpt-4.1", "at": "2026-11-24T12:00:00Z", "raw_usage": {"prompt_tokens": 12000, "completion_tokens": 1500, "prompt_tokens_details": {"cached_tokens": 8000, "audio_tokens": -1}}}`,
		`{"provider": "anthropic", "model": "claude-haiku-4-5", "raw_usage": {"input_tokens": 10, "output_tokens": 20, "cache_creation_input_tokens": 40, "cache_creation": {"ephemeral_5m_input_tokens": 40}, "iterations": [{"type": "compaction", "input_tokens": 1}, {"type": "advisor_message", "output_tokens": 3}], "server_tool_use": {"web_search_requests": 2}}}`,
		`{"provider": "gcp.gemini", "model": "gemini-2.5-flash", "raw_usage": {"promptTokenCount": 10, "thoughtsTokenCount": 5, "totalTokenCount": 20, "promptTokensDetails": [{"modality": "AUDIO", "tokenCount": 3}], "trafficType": "ON_DEMAND_FLEX"}}`,
		`{"provider": "gcp.gemini", "model": "gemini-2.5-flash", "raw_usage": {"prompt_token_count": 10, "candidates_token_count": 5}}`,
		`{"provider": "aws.bedrock", "model": "us.anthropic.claude-sonnet-4-5-20250929-v1:0", "raw_usage": {"inputTokens": 1, "outputTokens": 2, "cacheReadInputTokens": 3, "cacheDetails": [{"ttl": "1h", "inputTokens": 4}]}}`,
		`{"provider": "cohere", "model": "rerank-v3.5", "raw_usage": {"billed_units": {"search_units": 1}}}`,
		`{"provider": "openrouter", "model": "x", "raw_usage": {"prompt_tokens": 1, "completion_tokens": 1, "cost": 1e-7, "is_byok": true, "cost_details": {"upstream_inference_cost": "0.25"}}}`,
		`{"provider": "mistral_ai", "model": "mistral-small-latest", "raw_usage": {"promptTokens": 3, "additionalProperties": {"promptTokens": 4}}}`,
		`{"provider": "openai", "model": "gpt-4.1", "usage": {"input_uncached": 1.5, "output": 9007199254740993, "cache_read": "4"}, "tool_usage": {"file_search": 3}, "context": {"service_tier": "batch", "http_status": 429}}`,
		`{"provider": "openai", "model": "gpt-4.1", "usage": {"input_tokens": 1, "output_tokens": 2, "tools": {"web_search": 1}, "reported_usd": "1e-7"}}`,
		`{"provider": "anthropic", "model": "claude-haiku-4-5", "raw_usage": {"gen_ai.usage.input_tokens": 10, "gen_ai.usage.output_tokens": 1, "taskmeter.usage.tools": ["web_search=99999999999999999999"]}}`,
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, line string) {
		value, err := parse(line)
		if err != nil {
			return
		}
		asked, err := Read(price.Embedded(), value, time.Time{})
		if err != nil {
			return
		}
		answer := Ask(price.Embedded(), asked)
		hasNumber := false
		switch answer.Status {
		case price.Priced, price.Modelled, price.Reported, price.NotBilled:
			hasNumber = true
		case price.Partial:
			hasNumber = len(answer.Lines) > 0
		case price.UnknownModel, price.UnknownUsage, price.InvalidUsage:
		default:
			t.Fatalf("status %q", answer.Status)
		}
		if hasNumber != (answer.USD != nil) || (answer.USD != nil && strings.HasPrefix(*answer.USD, "-")) {
			t.Fatalf("%s: %v", answer.Status, answer.USD)
		}
	})
}

func parse(text string) (content any, err error) {
	decoder := json.NewDecoder(strings.NewReader(text))
	decoder.UseNumber()
	return content, decoder.Decode(&content)
}
