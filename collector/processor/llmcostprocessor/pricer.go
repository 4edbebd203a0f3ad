package llmcostprocessor

import (
	"strings"

	"github.com/taskmeter/taskmeter/collector/call"
	"github.com/taskmeter/taskmeter/collector/internal/genai"
	"github.com/taskmeter/taskmeter/collector/price"
)

// pricer decides what a call costs: the provider's own number, else an override (the collector's before the
// application's), else the collector's catalogue, else what the application's knew.
type pricer struct{ catalogue *price.Catalogue }

// price writes the price of the call to cost, unless the one that stands on the span is to be kept.
func (p pricer) price(s *genai.Span, cost *price.Cost) (keep bool) {
	if price.Status(s.Written.Status) == price.Reported {
		return true
	}
	if s.Failed && !reportsUsage(&s.Call.Usage) {
		return p.priceFailure(s, cost)
	}
	p.catalogue.PriceOf(query(&s.Call), cost)
	return applicationKnowsBetter(s, cost)
}

// priceFailure is for a call that failed and told no usage. The application has seen its attempts and knows better than
// its span tells whether anything can be on the bill.
func (p pricer) priceFailure(s *genai.Span, cost *price.Cost) (keep bool) {
	switch price.Status(s.Written.Status) {
	case price.NotBilled, price.UnknownUsage:
		return true
	}
	if genai.Unbilled(&s.Call) {
		p.catalogue.NotBilled(cost)
		return false
	}
	cost.Reset()
	cost.Status, cost.Catalogue = price.UnknownUsage, p.catalogue.Version()
	return false
}

// applicationKnowsBetter is true when the application had a price with overrides and the collector has no override for
// this call, or when it knows a model that the collector does not.
func applicationKnowsBetter(s *genai.Span, cost *price.Cost) bool {
	switch price.Status(s.Written.Status) {
	case price.Priced, price.Modelled, price.Partial:
		return cost.Status == price.UnknownModel || (isOverridden(s.Written.Catalogue) && !cost.Overridden)
	default:
		return false
	}
}

// priceTool writes to cost what a tool call costs: what the application says itself, else what a row of the collector's
// says. Without either, what the application's row said stands, and most tools cost nothing.
func (p pricer) priceTool(s *genai.Span, startUnixNano int64, cost *price.Cost) (changed bool) {
	written := price.Status(s.Written.Status)
	if written == price.InvalidUsage { // what the application says is no cost, and a row's is not what it wanted to say
		return false
	}
	q := price.ToolQuery{Tool: s.Tool.Name, AtUnixNano: startUnixNano, ReportedUSD: s.Tool.OwnUSD}
	if !p.catalogue.PriceOfTool(&q, cost) {
		return false
	}
	return written != price.Reported || cost.Status != price.Reported
}

// isOverridden knows that the version of a catalogue with overrides is <catalogue>+<overrides>.
func isOverridden(version string) bool {
	return strings.Contains(version, "+")
}

func query(c *call.Call) *price.Query {
	q := &price.Query{
		Provider:    c.Provider,
		Model:       c.Model(),
		AtUnixNano:  c.StartUnixNano,
		ServiceTier: c.ServiceTier,
		Speed:       c.Speed,
		Region:      c.Region,
	}
	if reportsUsage(&c.Usage) {
		q.Usage = &c.Usage
	}
	return q
}

// reportsUsage tells a usage from none at all. A usage without what its price needs is for the price engine to judge.
func reportsUsage(u *call.Usage) bool {
	return u.InputTokens.IsSet() || u.OutputTokens.IsSet() || u.CacheReadTokens.IsSet() || u.CacheWriteTokens.IsSet() ||
		u.ReasoningTokens.IsSet() || len(u.Tools) > 0 || u.ReportedUSD != ""
}
