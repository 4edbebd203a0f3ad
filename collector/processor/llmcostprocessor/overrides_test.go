package llmcostprocessor

import (
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
)

// file is a configuration with one override file of this text.
func file(t *testing.T, text string) *Config {
	t.Helper()
	path := filepath.Join(t.TempDir(), "ours.yaml")
	deploy(t, path, text)
	return &Config{Overrides: []string{path}}
}

func TestADiscountShowsInCostAndPriceID(t *testing.T) {
	t.Parallel()
	got := added(t, file(t, "discounts: [{provider: openai, factor: '0.85'}]"), gpt)
	assert.Equal(t, "0.000425", got["taskmeter.cost.exact"])
	assert.Equal(t, added(t, &Config{}, gpt)["taskmeter.price.id"].(string)+"*0.85", got["taskmeter.price.id"])
}

func TestHardwareOfOnesOwnIsModelled(t *testing.T) {
	t.Parallel()
	cfg := file(t, "rows:\n  - {provider: own, model: llama, modelled: {gpu_hour_usd: '3.60', gpus: 1, tokens_per_second: 1000, utilisation: '1'}}\n")
	got := added(t, cfg, with(map[string]any{"gen_ai.provider.name": "own", "gen_ai.response.model": "llama"}))
	assert.Equal(t, "modelled", got["taskmeter.price.status"])
	assert.Equal(t, "own/llama", got["taskmeter.price.id"])
	assert.Equal(t, "0.0011", got["taskmeter.cost.exact"], "1,100 tokens at a millionth of a dollar")
}

func TestWhoseOverrideCounts(t *testing.T) {
	t.Parallel()
	theirs := with(map[string]any{"taskmeter.price.status": "priced", "taskmeter.price.catalogue": "a+b", "taskmeter.cost.exact": "9"})
	for name, c := range map[string]struct {
		file string
		kept bool
	}{
		"the collector's row":                      {"rows: [{provider: openai, model: gpt-4.1-mini, prices: {input: '1', cache_read: '1', output: '1'}}]", false},
		"the collector's discount":                 {"discounts: [{provider: openai, factor: '0.5'}]", false},
		"the application's: the row is another's":  {"rows: [{provider: openai, model: gpt-4.1, prices: {input: '1', output: '1'}}]", true},
		"the application's: the row is not yet in": {"rows: [{provider: openai, model: gpt-4.1-mini, from: 2027-01-01, prices: {input: '1', output: '1'}}]", true},
	} {
		got := added(t, file(t, c.file), theirs)
		assert.Equal(t, c.kept, len(got) == 0, "%s: %v", name, got)
	}
}

func TestAModelledPriceOfTheApplicationIsKeptForAModelOnlyItKnows(t *testing.T) {
	t.Parallel()
	assert.Empty(t, added(t, &Config{}, with(map[string]any{
		"gen_ai.response.model": "of-our-own", "taskmeter.price.status": "modelled", "taskmeter.price.catalogue": "a+b", "taskmeter.cost.exact": "9",
	})))
}
