package query

import (
	"encoding/json"
	"fmt"
	"math"
	"regexp"
	"strings"
	"time"

	"github.com/taskmeter/taskmeter/collector/call"
	"github.com/taskmeter/taskmeter/collector/price"
)

// Query is a question for a price.
type Query struct {
	price.Query
	// Failed asks for the price of a call that failed and used nothing: it is not billed.
	Failed bool
}

// fields are a JSON object's, its numbers json.Number. What is no object has none.
type fields = map[string]any

// Read reads one call of JSON: provider, model, usage or raw_usage (as the provider sent it, which is believed where both
// are there), tool_usage, context (service_tier, speed, region, http_status) and at, an instant or epoch milliseconds, now
// when absent. null and absent are the same, and further fields are somebody else's. The error names the field, what is
// expected and what was got; usage that makes no sense is no error but a status.
func Read(catalogue *price.Catalogue, value any, now time.Time) (*Query, error) {
	object, ok := value.(fields)
	if !ok {
		return nil, fmt.Errorf("expected a JSON object, got %s", shown(value))
	}
	r := reader{}
	provider := str(object["provider"])
	if provider == "" {
		r.expected("provider", `the name of one, as in "openai"`, object["provider"])
	}
	model, isText := object["model"].(string)
	if object["model"] != nil && !isText {
		r.expected("model", "a name", object["model"])
	}
	at := r.instant(object["at"], now)
	context := r.context(object)
	in := func(key string) any {
		if found, ok := context[key]; ok {
			return found
		}
		return object[key]
	}
	said, sent := r.object(object, "usage"), r.object(object, "raw_usage")
	tools := toolsOf(object["tool_usage"])
	if r.err != nil {
		return nil, r.err
	}
	var raw Raw
	if sent != nil {
		raw = ReadSent(catalogue.ProviderName(provider), sent)
	}
	usage := raw.Usage
	if usage == nil && said != nil {
		usage = saidUsage(said)
	}
	status, _ := number(in("http_status"))
	q := &Query{Failed: object["failed"] == true || (status >= 400 && usage == nil)}
	q.Provider, q.Model, q.AtUnixNano, q.Usage = provider, model, at.UnixNano(), withTools(usage, tools)
	q.ServiceTier = first(str(in("service_tier")), raw.ServiceTier, str(in("service_tier_requested")))
	q.Speed = first(str(in("speed")), raw.Speed)
	q.Region = first(str(in("region")), str(in("location")), str(in("inference_geo")), raw.Region)
	return q, nil
}

// ReadSent reads usage as somebody else wrote it down: a provider, or the attributes of a span.
func ReadSent(provider string, raw map[string]any) Raw {
	if hasAttributes(raw) {
		return Raw{Usage: attributeUsage(raw)}
	}
	return readRaw(provider, raw)
}

// reader keeps the first thing that is wrong.
type reader struct{ err error }

func (r *reader) expected(field, what string, got any) {
	if r.err == nil {
		r.err = fmt.Errorf("%s: expected %s, got %s", field, what, shown(got))
	}
}

func (r *reader) object(value fields, key string) fields {
	found, ok := value[key].(fields)
	if value[key] != nil && !ok {
		r.expected(key, "an object", value[key])
	}
	return found
}

// What of a context is a text, and what it is often written as: taken for nothing it would be a standard price without a word.
var (
	contextTexts = []string{"service_tier", "service_tier_requested", "speed", "region", "location", "inference_geo"}
	contextSlips = []string{"tier", "serviceTier"}
)

func (r *reader) context(value fields) fields {
	context := r.object(value, "context")
	for _, key := range contextTexts {
		if _, isText := context[key].(string); context[key] != nil && !isText {
			r.expected("context."+key, "text", context[key])
		}
	}
	for _, key := range contextSlips {
		if _, ok := context[key]; ok && r.err == nil {
			r.err = fmt.Errorf("context.%s: it is called service_tier", key)
		}
	}
	return context
}

var isInstant = regexp.MustCompile(`^\d{4}-\d\d-\d\d(?:T(?:[01]\d|2[0-3]):\d\d(?::\d\d(?:\.\d{1,9})?)?(?:Z|[+-](?:[01]\d|2[0-3]):[0-5]\d))?$`).MatchString

// maxInstantMs is as far as 64 bits of nanoseconds go, to the year 2262.
const maxInstantMs = 9.2e12

func (r *reader) instant(value any, now time.Time) time.Time {
	if value == nil {
		return now
	}
	if ms, ok := number(value); ok && math.Abs(ms) <= maxInstantMs {
		return time.UnixMilli(int64(ms)).UTC()
	}
	text, _ := value.(string)
	for _, layout := range []string{time.DateOnly, "2006-01-02T15:04Z07:00", time.RFC3339} {
		if at, err := time.Parse(layout, text); err == nil && isInstant(text) && math.Abs(float64(at.UnixMilli())) <= maxInstantMs {
			return at
		}
	}
	r.expected("at", `an instant with its zone, as in "2026-11-24T12:00:00Z"`, value)
	return now
}

func withTools(usage *call.Usage, tools []call.ToolUse) *call.Usage {
	if tools == nil {
		return usage
	}
	if usage == nil {
		usage = &call.Usage{}
	}
	usage.Tools = merged(usage.Tools, tools)
	return usage
}

func first(texts ...string) string {
	for _, text := range texts {
		if text != "" {
			return text
		}
	}
	return ""
}

func shown(value any) string {
	switch value := value.(type) {
	case nil:
		return "nothing"
	case string:
		if runes := []rune(value); len(runes) > 60 {
			value = string(runes[:60]) + "…"
		}
		quoted := new(strings.Builder)
		encoder := json.NewEncoder(quoted)
		encoder.SetEscapeHTML(false)
		if err := encoder.Encode(value); err != nil {
			return "text"
		}
		return strings.TrimSpace(quoted.String())
	case json.Number, bool:
		return fmt.Sprint(value)
	case []any:
		return "a list"
	default:
		return "an object"
	}
}
