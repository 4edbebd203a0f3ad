package price

import (
	"testing"

	"github.com/taskmeter/taskmeter/collector/call"
)

// BenchmarkPriceOf prices a call of each model of the catalogue in turn, at the tiers and regions it may have, so that no
// one model's path is warm.
func BenchmarkPriceOf(b *testing.B) {
	usage := call.Usage{
		InputTokens: call.Of(12_000), OutputTokens: call.Of(1500), CacheReadTokens: call.Of(8000), ReasoningTokens: call.Of(300),
	}
	queries := everyModel(&usage)
	var cost Cost
	for i := range queries { // learnt once
		Embedded().PriceOf(&queries[i], &cost)
	}
	b.ReportAllocs()
	next := 0
	for b.Loop() {
		Embedded().PriceOf(&queries[next], &cost)
		if next++; next == len(queries) {
			next = 0
		}
	}
	b.ReportMetric(float64(len(queries)), "rows")
}

func BenchmarkPriceOfInParallel(b *testing.B) {
	usage := call.Usage{InputTokens: call.Of(12_000), OutputTokens: call.Of(1500), CacheReadTokens: call.Of(8000)}
	queries := everyModel(&usage)
	b.ReportAllocs()
	b.RunParallel(func(pb *testing.PB) {
		var cost Cost
		for next := 0; pb.Next(); next = (next + 1) % len(queries) {
			Embedded().PriceOf(&queries[next], &cost)
		}
	})
}

// BenchmarkLoad makes the embedded catalogue ready to be asked.
func BenchmarkLoad(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		if _, err := loadEmbedded(); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(len(Embedded().layers[0].rows)), "rows")
}

// BenchmarkLoadAndReadAll reads besides what every row charges, as is done for files.
func BenchmarkLoadAndReadAll(b *testing.B) {
	for b.Loop() {
		catalogue, err := loadEmbedded()
		if err != nil {
			b.Fatal(err)
		}
		for _, r := range catalogue.layers[0].rows {
			r.terms()
		}
	}
}

func everyModel(usage *call.Usage) []Query {
	tiers, regions := []string{"", "", "default", "batch"}, []string{"", "us", ""}
	var queries []Query
	for i, r := range Embedded().layers[0].rows {
		queries = append(queries, Query{
			Provider: r.provider, Model: r.model, Usage: usage, AtUnixNano: noon,
			ServiceTier: tiers[i%len(tiers)], Region: regions[i%len(regions)],
		})
	}
	return queries
}
