package price_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"time"

	"github.com/taskmeter/taskmeter/collector/call"
	"github.com/taskmeter/taskmeter/collector/price"
)

var then = time.Date(2026, 11, 24, 12, 0, 0, 0, time.UTC).UnixNano()

func ExampleCatalogue_PriceOf() {
	usage := call.Usage{InputTokens: call.Of(12_000), CacheReadTokens: call.Of(8000), OutputTokens: call.Of(1500)}
	var cost price.Cost // for all calls
	price.Embedded().PriceOf(&price.Query{Provider: "openai", Model: "gpt-4.1-2025-04-14", Usage: &usage, AtUnixNano: then}, &cost)
	fmt.Println(cost.Status, cost.Total, cost.CacheSaving)
	for _, line := range cost.Lines {
		fmt.Println(line.Unit, line.Quantity, line.Amount)
	}
	// Output:
	// priced 0.024 0.012
	// input 4000 0.008
	// cache_read 8000 0.004
	// output 1500 0.012
}

// Only a status tells a number from none: a Total without HasTotal is no price.
func ExampleCost() {
	usage := call.Usage{InputTokens: call.Of(1000), OutputTokens: call.Of(1000)}
	for _, query := range []price.Query{
		{Provider: "openai", Model: "gpt-99", Usage: &usage, AtUnixNano: then},
		{Provider: "openai", Model: "gpt-4.1", AtUnixNano: then},
		{Provider: "openai", Model: "gpt-4.1", Usage: &usage, AtUnixNano: then, ServiceTier: "no-such-tier"},
	} {
		var cost price.Cost
		price.Embedded().PriceOf(&query, &cost)
		fmt.Println(cost.Status, cost.HasTotal, cost.UnpricedUnits)
	}
	// Output:
	// unknown_model false []
	// unknown_usage false []
	// partial false [input output]
}

func ExampleCatalogue_WithOverrides() {
	decoder := json.NewDecoder(strings.NewReader(`{
		"discounts": [{"provider": "openai", "factor": "0.85"}],
		"rows": [{"provider": "own", "model": "llama", "modelled":
			{"gpu_hour_usd": "2.50", "gpus": 1, "tokens_per_second": 1500, "utilisation": "0.30"}}]
	}`))
	decoder.UseNumber() // a price that became a double is refused
	var content any
	if err := decoder.Decode(&content); err != nil {
		panic(err)
	}
	ours, err := price.Load(content, "ours", price.Embedded().Names())
	if err != nil {
		panic(err)
	}
	catalogue := price.Embedded().WithOverrides(ours)

	usage := call.Usage{InputTokens: call.Of(1_000_000), OutputTokens: call.Of(0)}
	var cost price.Cost
	catalogue.PriceOf(&price.Query{Provider: "openai", Model: "gpt-4.1", Usage: &usage, AtUnixNano: then}, &cost)
	fmt.Println(cost.Status, cost.Total, cost.PriceID)
	catalogue.PriceOf(&price.Query{Provider: "own", Model: "llama", Usage: &usage, AtUnixNano: then}, &cost)
	fmt.Println(cost.Status, cost.Total, cost.PriceID)
	// Output:
	// priced 1.7 openai/gpt-4.1*0.85
	// modelled 1.543209876543209877 own/llama
}

func ExampleCatalogue_PriceOfTool() {
	ours, err := price.Load(map[string]any{"tools": []any{
		map[string]any{"tool": "web_lookup", "usd": "5", "per": json.Number("1000")},
	}}, "ours", nil)
	if err != nil {
		panic(err)
	}
	var cost price.Cost
	fmt.Println(ours.PriceOfTool(&price.ToolQuery{Tool: "web_lookup", AtUnixNano: then}, &cost), cost.Status, cost.Total)
	fmt.Println(ours.PriceOfTool(&price.ToolQuery{Tool: "calculator", AtUnixNano: then}, &cost))
	// Output:
	// true priced 0.005
	// false
}

// Sums are exact in any order; doubles are for the edge.
func ExampleAtto() {
	one, err := price.ParseAtto("0.0000007")
	if err != nil {
		panic(err)
	}
	var sum price.Atto
	for range 3 {
		sum = sum.Add(one)
	}
	fmt.Println(sum, sum.Float64())
	// Output: 0.0000021 2.1e-06
}

func ExampleLoad() {
	_, err := price.Load(map[string]any{"rows": []any{
		map[string]any{"provider": "acme", "model": "m", "prices": map[string]any{"input": json.Number("0.1")}},
	}}, "1", nil)
	fmt.Println(err)
	// Output: rows[0].prices.input: expected text, got the number 0.1: put it in quotes
}
