package task

import (
	"slices"

	"github.com/taskmeter/taskmeter/collector/call"
	"github.com/taskmeter/taskmeter/collector/price"
)

// Totals are the sums over the calls and priced tools of one task, as they stand on its span. A count is absent when no call reports it.
type Totals struct {
	Calls, Attempts, Retries, UnknownAttempts int64
	ToolCalls                                 call.Count
	// Models are those that answered, sorted.
	Models                                                                        []string
	InputTokens, OutputTokens, CacheReadTokens, CacheWriteTokens, ReasoningTokens call.Count
	// TokensComplete is false when a call that may have consumed tokens did not say how many, or contradicted itself.
	TokensComplete bool
	// PriceStatus is priced, partial (some call has no price, or a part without one) or unpriced (nothing has).
	PriceStatus   string
	UnpricedCalls int64
	// Cost is meaningful only with HasCost: unknown is never 0. With unpriced calls it is a lower bound.
	Cost       price.Atto
	HasCost    bool
	CostBucket string
	// Tools counts the tool calls that have a cost; ToolCost is theirs, and part of Cost.
	Tools    int64
	ToolCost price.Atto
	// RetryCost is the known cost of calls whose result was not used.
	RetryCost price.Atto
	// CacheSaving may be negative; meaningful only with HasCacheSaving.
	CacheSaving    price.Atto
	HasCacheSaving bool
	// CacheHitRatio is cache reads ÷ input, meaningful only with HasCacheHitRatio.
	CacheHitRatio    float64
	HasCacheHitRatio bool
	// LLMTimeMs is the union of the intervals in which a call was under way.
	LLMTimeMs float64
	// ContextGrowth is the input of the last chat call ÷ input of the first, meaningful only with HasContextGrowth.
	ContextGrowth    float64
	HasContextGrowth bool
}

// Totals are the sums so far.
func (t *Tally) Totals() Totals {
	total := Totals{
		Calls:            t.sums.Calls,
		Attempts:         t.sums.Attempts,
		Retries:          t.sums.Retries,
		UnknownAttempts:  t.sums.UnknownAttempts,
		ToolCalls:        t.toolCalls.count(),
		Models:           make([]string, 0, len(t.models)),
		InputTokens:      t.tokens[0].count(),
		OutputTokens:     t.tokens[1].count(),
		CacheReadTokens:  t.tokens[2].count(),
		CacheWriteTokens: t.tokens[3].count(),
		ReasoningTokens:  t.tokens[4].count(),
		TokensComplete:   !t.incomplete,
		PriceStatus:      t.priceStatus(),
		UnpricedCalls:    t.sums.UnpricedCalls,
		CostBucket:       "unknown",
		Tools:            t.sums.Tools,
		ToolCost:         t.sums.ToolCost,
		RetryCost:        t.sums.RetryCost,
		CacheSaving:      t.saving,
		HasCacheSaving:   t.hasSaving,
		LLMTimeMs:        float64(t.busy.length()) / 1000,
	}
	for model := range t.models {
		total.Models = append(total.Models, model)
	}
	slices.Sort(total.Models)
	if total.PriceStatus != unpriced {
		total.Cost, total.HasCost = t.sums.Cost.Add(t.sums.ToolCost), true
		total.CostBucket = costBucket(total.Cost)
	}
	if t.ratioInput > 0 {
		total.CacheHitRatio, total.HasCacheHitRatio = float64(t.ratioRead)/float64(t.ratioInput), true
	}
	if t.chats >= 2 && t.firstChat.input != 0 {
		total.ContextGrowth = float64(t.lastChat.input) / float64(t.firstChat.input)
		total.HasContextGrowth = true
	}
	return total
}

const unpriced = "unpriced"

func (t *Tally) priceStatus() string {
	switch {
	case t.sums.UnpricedCalls == 0:
		return "priced"
	case t.priced > 0:
		return "partial"
	default:
		return unpriced
	}
}

func (o optional) count() call.Count {
	if !o.set {
		return call.Count{}
	}
	return call.Of(o.n)
}

// bucketBounds are upper bounds, exclusive.
var bucketBounds = []struct {
	below price.Atto
	word  string
}{
	{price.FromBits(0, 1), "usd_0"},
	{price.FromBits(0, 1e15), "usd_lt_0.001"},
	{price.FromBits(0, 1e16), "usd_0.001_0.01"},
	{price.FromBits(0, 1e17), "usd_0.01_0.1"},
	{price.FromBits(0, 1e18), "usd_0.1_1"},
	{price.FromBits(0, 1e19), "usd_1_10"},
}

// costBucket is a word that a search by equality can find.
func costBucket(cost price.Atto) string {
	for _, bucket := range bucketBounds {
		if cost.Cmp(bucket.below) < 0 {
			return bucket.word
		}
	}
	return "usd_ge_10"
}
