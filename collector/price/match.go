package price

import (
	"slices"
	"strings"
	"time"
)

// match is what a catalogue knows of a provider's model, whatever the time.
type match struct {
	// region is what the model id told; empty when the call's own counts.
	region string
	// tariffs are asked in order: the first in force answers. Those up to overrides are of rows in override files.
	tariffs   []*tariff
	overrides int
}

// match finds all that is known of a model.
func (c *Catalogue) match(provider, model string) *match {
	key := modelKey{provider, model}
	found := c.remembered.get(key)
	if found == nil {
		found = c.find(provider, model)
		c.remembered.put(key, found)
	}
	return found
}

func (c *Catalogue) find(provider, model string) *match {
	name := c.ProviderName(provider)
	id, region := normaliseModel(name, model, func(prefix string) bool { return c.ProviderName(prefix) == name })
	found := &match{region: strings.Clone(region)}
	var discounts [][]discount // of the layers asked before, the lowest first
	for i, l := range c.layers {
		if i == len(c.layers)-1 {
			found.overrides = len(found.tariffs)
		}
		for _, r := range l.byProvider[name].find(id) {
			found.tariffs = append(found.tariffs, tariffsOf(r, discounts)...)
		}
		if ofLayer := l.discounts[name]; ofLayer != nil {
			discounts = append([][]discount{ofLayer}, discounts...)
		}
	}
	return found
}

// tariffAt is what a call is priced by at an instant, and whether an override file has a part in it; nil when there is
// none.
func (m *match) tariffAt(atUnixNano int64) (t *tariff, overridden bool) {
	for i, each := range m.tariffs {
		if each.contains(atUnixNano) {
			return each, i < m.overrides || len(each.factors) > 0
		}
	}
	return nil, false
}

// rowsByID are the rows of one provider in one price file, by id and alias.
type rowsByID map[string][]*row

var bedrockRegions = []string{"us-gov.", "us.", "eu.", "apac.", "au.", "jp.", "in.", "ca.", "global."}

// normaliseModel brings a model id to the catalogue's form, and returns the region that the id itself tells, as
// Bedrock's do (us, in-region), empty when the call's own counts. isOwnName tells whether a leading name/ is the provider's own name; another
// name is part of the id (openai/gpt-oss-120b at Groq is Groq's).
func normaliseModel(provider, model string, isOwnName func(string) bool) (id, region string) {
	id = asciiLower(model)
	if provider == "aws.bedrock" {
		return normaliseBedrock(id)
	}
	if rest, ok := afterPublisher(id); ok {
		id = rest
	} else {
		id = strings.TrimPrefix(id, "models/")
	}
	// Vertex writes google/gemini-… and anthropic/claude-… for what it calls a publisher's model.
	if slash := strings.IndexByte(id, '/'); slash > 0 && (provider == "gcp.vertex_ai" || isOwnName(id[:slash])) {
		id = id[slash+1:]
	}
	if provider == "gcp.vertex_ai" {
		if at := len(id) - len("@20250929"); at >= 0 && id[at] == '@' && isDigits(id[at+1:]) {
			id = id[:at] + "-" + id[at+1:]
		}
		id = strings.TrimSuffix(id, "@default")
	}
	// A fine-tuned model has the price of its kind, never that of its base.
	if strings.HasPrefix(id, "ft:") {
		kind, _, _ := strings.Cut(id[len("ft:"):], ":")
		id = "ft:" + kind
	}
	return id, ""
}

// normaliseBedrock: Bedrock's id alone says who serves it: its prefix, or one region when it has none, whatever region was
// called. A name that is not Bedrock's, without a vendor before it, says nothing.
func normaliseBedrock(id string) (string, string) {
	if strings.HasPrefix(id, "arn:") {
		id = id[strings.LastIndexByte(id, '/')+1:]
	}
	region := ""
	if strings.Contains(id, ".") {
		region = "in-region"
	}
	for _, prefix := range bedrockRegions {
		if strings.HasPrefix(id, prefix) {
			region, id = strings.TrimSuffix(prefix, "."), id[len(prefix):]
			break
		}
	}
	return trimVersion(id), region
}

// trimVersion takes -v1 or -v1:0 from the end.
func trimVersion(id string) string {
	at := strings.LastIndex(id, "-v")
	if at < 0 {
		return id
	}
	major, minor, hasMinor := strings.Cut(id[at+2:], ":")
	if !isDigits(major) || (hasMinor && !isDigits(minor)) {
		return id
	}
	return id[:at]
}

// afterPublisher returns what follows [/]publishers/x/models/.
func afterPublisher(id string) (string, bool) {
	rest, ok := strings.CutPrefix(id, "publishers/")
	if !ok {
		if _, rest, ok = strings.Cut(id, "/publishers/"); !ok {
			return "", false
		}
	}
	publisher, rest, ok := strings.Cut(rest, "/models/")
	if !ok || publisher == "" || strings.Contains(publisher, "/") {
		return "", false
	}
	return rest, true
}

// find looks for the exact id, an exact alias, then without one strict date suffix that the row allows. Nothing else ever
// matches.
func (rows rowsByID) find(id string) []*row {
	if exact, ok := rows[id]; ok {
		return exact
	}
	for _, form := range suffixForms {
		at := len(id) - len(form) - 1
		if at <= 0 || id[at] != '-' || !isDate(id[at+1:], form) {
			continue
		}
		var dated []*row
		for _, r := range rows[id[:at]] {
			if slices.Contains(r.dateSuffixes, form) {
				dated = append(dated, r)
			}
		}
		if dated != nil {
			return dated
		}
	}
	return nil
}

func isDate(text, form string) bool {
	switch form {
	case suffixISO:
		return strings.HasPrefix(text, "20") && isTime(text, time.DateOnly)
	case suffixCompact:
		return strings.HasPrefix(text, "20") && isTime(text, "20060102")
	case suffixMMDD:
		return isTime("2024"+text, "20060102") // a leap year: without a year it may be the 29th of February
	default:
		return isDigits(text[:2]) && isTime(text[2:], "01")
	}
}

func isTime(text, layout string) bool {
	_, err := time.Parse(layout, text)
	return err == nil && len(text) == len(layout)
}

// asciiLower is not strings.ToLower: letters beyond ASCII must come out the same in both languages.
func asciiLower(text string) string {
	for i := range len(text) {
		if c := text[i]; c >= 'A' && c <= 'Z' {
			lower := []byte(text)
			for ; i < len(lower); i++ {
				if c := lower[i]; c >= 'A' && c <= 'Z' {
					lower[i] = c + 'a' - 'A'
				}
			}
			return string(lower)
		}
	}
	return text
}
