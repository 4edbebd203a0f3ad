package query

import (
	"encoding/json"
	"reflect"
	"regexp"
	"strings"

	"github.com/taskmeter/taskmeter/collector/call"
)

// Raw is what a usage object says, and what it says of the circumstances that a price depends on.
type Raw struct {
	// Usage is nil when it says nothing that anybody knows.
	Usage                      *call.Usage
	ServiceTier, Speed, Region string
}

// readRaw reads a usage object as a provider sent it, told by its own fields and by the provider where several have the
// same. A count that is none (negative, a fraction, a word) is not left out: somebody asks for a price, and one without it
// would be too low. The usage is then one that no engine prices.
func readRaw(provider string, raw fields) Raw {
	read := readShape(provider, raw)
	if !isSound(raw, 0) {
		usage := call.Usage{}
		if read.Usage != nil {
			usage = *read.Usage
		}
		usage.InputTokens, usage.OutputTokens = invalid, invalid
		read.Usage = &usage
	}
	return read
}

func readShape(provider string, raw fields) Raw {
	switch {
	case has(raw, "promptTokenCount", "candidatesTokenCount", "totalTokenCount"):
		return Raw{Usage: geminiUsage(raw), ServiceTier: geminiTier(raw)}
	case has(raw, "prompt_token_count", "candidates_token_count", "total_token_count"):
		return readShape(provider, object(camel(raw, 0)))
	case provider == "aws.bedrock" && has(raw, "inputTokens"):
		return Raw{Usage: bedrockUsage(raw)}
	case has(raw, "billed_units", "billedUnits"):
		return Raw{Usage: cohereUsage(raw)}
	}
	if pages := count(raw["pages_processed"]); pages.IsSet() {
		return Raw{Usage: &call.Usage{Tools: []call.ToolUse{{Unit: "page", Quantity: pages.Or(0)}}}}
	}
	seconds := raw["audio_seconds"]
	if seconds == nil && raw["type"] == "duration" {
		seconds = raw["seconds"]
	}
	if seconds := count(seconds); seconds.IsSet() {
		return Raw{Usage: &call.Usage{Tools: []call.ToolUse{{Unit: "audio_second", Quantity: seconds.Or(0)}}}}
	}
	switch {
	case isAnthropic(provider, raw):
		return readAnthropic(raw)
	case has(raw, "promptTokens"):
		return readShape(provider, mistralAsSent(raw))
	case has(raw, "completion_tokens"):
		return Raw{Usage: mistralAudio(completionUsage(raw, provider), raw)}
	case has(raw, "input_tokens"):
		return Raw{Usage: responsesUsage(raw, provider)}
	default:
		return Raw{Usage: embeddingsUsage(raw, provider)}
	}
}

func has(raw fields, keys ...string) bool {
	for _, key := range keys {
		if _, ok := raw[key]; ok {
			return true
		}
	}
	return false
}

// known is the usage, or nil when it says nothing.
func known(u call.Usage) *call.Usage {
	if reflect.ValueOf(u).IsZero() {
		return nil
	}
	return &u
}

// maxDepth: nothing that anybody reads is nested deeper.
const maxDepth = 4

var isCountName = regexp.MustCompile(`(?i)(tokens?|count|pages?_processed|seconds|requests|units)$`).MatchString

// isSound tells whether every count in it is one. What has other fields in it is looked into.
func isSound(value any, depth int) bool {
	if depth > maxDepth {
		return true
	}
	for _, item := range list(value) {
		if !isSound(item, depth+1) {
			return false
		}
	}
	for key, item := range object(value) {
		switch item.(type) {
		case nil, fields, []any:
			if !isSound(item, depth+1) {
				return false
			}
		default:
			if isCountName(key) && !count(item).IsSet() {
				return false
			}
		}
	}
	return true
}

// camel turns what Google's Python library writes with underscores into what its API has.
func camel(value any, depth int) any {
	if depth > maxDepth {
		return value
	}
	switch value := value.(type) {
	case []any:
		items := make([]any, len(value))
		for i, item := range value {
			items[i] = camel(item, depth+1)
		}
		return items
	case fields:
		renamed := fields{}
		for key, item := range value {
			renamed[camelName(key)] = camel(item, depth+1)
		}
		return renamed
	default:
		return value
	}
}

func camelName(name string) string {
	var b strings.Builder
	for i := 0; i < len(name); i++ {
		if name[i] == '_' && i+1 < len(name) && name[i+1] >= 'a' && name[i+1] <= 'z' {
			i++
			b.WriteByte(name[i] - 'a' + 'A')
		} else {
			b.WriteByte(name[i])
		}
	}
	return b.String()
}

// mistralAsSent: Mistral speaks OpenAI's dialect; its client library gives the fields other names.
func mistralAsSent(raw fields) fields {
	sent := fields{}
	for key, value := range object(raw["additionalProperties"]) {
		sent[key] = value
	}
	for key, value := range raw {
		switch key {
		case "promptTokens":
			sent["prompt_tokens"] = value
		case "completionTokens":
			sent["completion_tokens"] = value
		case "totalTokens":
			sent["total_tokens"] = value
		case "promptAudioSeconds":
			sent["prompt_audio_seconds"] = value
		case "additionalProperties":
		default:
			sent[key] = value
		}
	}
	delete(sent, "promptTokens") // or it would be read again
	return sent
}

// mistralAudio: audio is billed by the second, beside the tokens.
func mistralAudio(usage *call.Usage, sent fields) *call.Usage {
	if seconds := count(sent["prompt_audio_seconds"]).Or(0); usage != nil && seconds > 0 {
		usage.Tools = []call.ToolUse{{Unit: "audio_second", Quantity: seconds}}
	}
	return usage
}

// decimalOf is the shortest decimal that reads back as this number; a text that is a decimal is taken as it is. Empty for
// anything else, and below zero.
func decimalOf(value any) string {
	switch value := value.(type) {
	case string:
		if isDecimal(value) {
			return value
		}
	case json.Number:
		if n, ok := number(value); ok && n >= 0 {
			return formatShortest(n)
		}
	}
	return ""
}
