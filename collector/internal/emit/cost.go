package emit

import (
	"strings"

	"go.opentelemetry.io/collector/pdata/pcommon"

	"github.com/taskmeter/taskmeter/collector/internal/genai"
	"github.com/taskmeter/taskmeter/collector/price"
)

// Cost writes the price of the call that s was decoded from. Of an earlier price of ours nothing is left standing. What
// others wrote is replaced only by a number, and what the provider reported never is.
func Cost(attributes pcommon.Map, s *genai.Span, c *price.Cost) {
	w := writer{attributes}
	if s.HasPrice {
		ours := s.Written.Status != ""
		w.RemoveIf(func(key string, _ pcommon.Value) bool { return isReplaced(key, s, ours || c.HasTotal) })
	}
	w.EnsureCapacity(w.Len() + 14)
	w.PutStr(genai.AttrTaskmeterPriceStatus, string(c.Status))
	w.PutStr(genai.AttrTaskmeterPriceCatalogue, c.Catalogue)
	if c.PriceID != "" {
		w.PutStr(genai.AttrTaskmeterPriceID, c.PriceID)
	}
	w.list(genai.AttrTaskmeterPriceAssumed, c.Assumed)
	w.list(genai.AttrTaskmeterPriceUnpricedUnits, c.UnpricedUnits)
	if !c.HasTotal {
		return
	}
	total := c.Total.Float64()
	w.PutDouble(genai.AttrTaskmeterCostUSD, total)
	w.PutStr(genai.AttrTaskmeterCostExact, c.Total.String())
	w.PutDouble(genai.AttrGenAIUsageCost, total)
	w.parts(c.Lines)
	if c.HasReasoning {
		w.PutDouble(genai.AttrTaskmeterCostReasoningUSD, c.Reasoning.Float64())
	}
	if c.HasCacheSaving {
		w.PutStr(genai.AttrTaskmeterCacheSavingExact, c.CacheSaving.String())
	}
}

// Tool writes what a tool call costs. Of an earlier price of ours nothing is left standing.
func Tool(attributes pcommon.Map, c *price.Cost) {
	w := writer{attributes}
	w.RemoveIf(func(key string, _ pcommon.Value) bool { return isOurs(key) })
	w.PutStr(genai.AttrTaskmeterPriceStatus, string(c.Status))
	w.text(genai.AttrTaskmeterPriceID, c.PriceID)
	w.text(genai.AttrTaskmeterPriceCatalogue, c.Catalogue)
	if c.HasTotal {
		w.PutDouble(genai.AttrTaskmeterCostUSD, c.Total.Float64())
		w.PutStr(genai.AttrTaskmeterCostExact, c.Total.String())
	}
}

// parts writes the disjoint parts of the total: its lines, gathered by the first word of their unit.
func (w writer) parts(lines []price.Line) {
	var sums [len(partKeys)]price.Atto
	var present [len(partKeys)]bool
	for _, line := range lines {
		part := partOf(line.Unit)
		sums[part], present[part] = sums[part].Add(line.Amount), true
	}
	for part, key := range partKeys {
		if present[part] {
			w.PutDouble(key, sums[part].Float64())
		}
	}
}

var partKeys = [...]string{
	genai.AttrTaskmeterCostInputUSD,
	genai.AttrTaskmeterCostOutputUSD,
	genai.AttrTaskmeterCostCacheReadUSD,
	genai.AttrTaskmeterCostCacheWriteUSD,
	genai.AttrTaskmeterCostToolsUSD,
}

// partOf is an index of partKeys. Reasoning that has a price of its own is still output; what has no other word is a tool.
func partOf(unit string) int {
	switch {
	case strings.HasPrefix(unit, "input"):
		return 0
	case strings.HasPrefix(unit, "output"), strings.HasPrefix(unit, "reasoning"):
		return 1
	case strings.HasPrefix(unit, "cache_read"):
		return 2
	case strings.HasPrefix(unit, "cache_write"):
		return 3
	default:
		return 4
	}
}

func isReplaced(key string, s *genai.Span, sharedToo bool) bool {
	switch key {
	case genai.AttrTaskmeterCacheSavingExact:
		return true
	case genai.AttrGenAIUsageCost:
		return sharedToo
	case genai.AttrGenAIUsageCostAmount, genai.AttrGenAIUsageCostCurrency, genai.AttrGenAIUsageCostSource:
		return sharedToo && !s.IsReportedByProvider()
	default:
		return isOurs(key)
	}
}

func isOurs(key string) bool {
	return strings.HasPrefix(key, "taskmeter.cost.") || strings.HasPrefix(key, "taskmeter.price.")
}

func (w writer) list(key string, values []string) {
	if len(values) == 0 {
		return
	}
	list := w.PutEmptySlice(key)
	list.EnsureCapacity(len(values))
	for _, value := range values {
		list.AppendEmpty().SetStr(value)
	}
}
