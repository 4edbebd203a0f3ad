package pricefile

import (
	"errors"
	"testing"
	"unicode/utf8"

	"github.com/taskmeter/taskmeter/collector/call"
	"github.com/taskmeter/taskmeter/collector/price"
)

// FuzzOverrides reads whatever text there is as an override file. What is refused must name the file and a line of it.
func FuzzOverrides(f *testing.F) {
	for _, seed := range []string{
		whole, one, two, broken, laughs,
		"rows: [{provider: a, model: m, prices: {input: '1'}, variants: [{when: {speed: fast}, multiply: '2'}]}]",
		`{"version": "1", "files": [{"provider": "a", "rows": []}]}`,
		"a: &a [*a]",
		"discounts: [{provider: openai, factor: '0.85', from: 2026-01-01, note: ours}]\ntools:\n  - {tool: t, usd: '0.01', per: 1}\n",
		"rows:\n  - provider: own\n    model: m\n    modelled: {gpu_hour_usd: '2.50', gpus: 1, tokens_per_second: 1500, utilisation: '0.30'}\n",
		"? [complex, key]\n: !!binary aGVsbG8=\n--- second\n",
		"rows: !!set {a, b}\n",
	} {
		f.Add([]byte(seed))
	}
	usage := call.Usage{InputTokens: call.Of(1000), OutputTokens: call.Of(10)}
	f.Fuzz(func(t *testing.T, text []byte) {
		overrides, err := Parse("prices.yaml", text, price.Embedded().Names())
		if err != nil {
			if wrong := (*Error)(nil); !errors.As(err, &wrong) || wrong.File != "prices.yaml" || wrong.Line < 1 || wrong.Reason == "" || !utf8.ValidString(err.Error()) {
				t.Fatalf("an error that does not say where: %q", err)
			}
			return
		}
		var cost price.Cost
		price.Embedded().WithOverrides(overrides).PriceOf(&price.Query{Provider: "openai", Model: "gpt-4.1", Usage: &usage}, &cost)
		if cost.Status == "" || cost.HasTotal && cost.Total.Sign() < 0 {
			t.Fatalf("%+v", cost)
		}
	})
}
