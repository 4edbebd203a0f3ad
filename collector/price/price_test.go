package price

import (
	"fmt"
	"math"
	"math/rand/v2"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/taskmeter/taskmeter/collector/call"
)

var noon = time.Date(2026, 11, 24, 12, 0, 0, 0, time.UTC).UnixNano()

func TestEveryNumberOfEveryFieldEndsInAStatus(t *testing.T) {
	t.Parallel()
	extremes := []int64{math.MinInt64, math.MinInt64 + 1, -1, 0, 1, 999, maxQuantity, maxQuantity + 1, math.MaxInt64 - 1, math.MaxInt64}
	random := rand.New(rand.NewPCG(3, 4))
	count := func() call.Count {
		if random.IntN(5) > 0 { // else hardly anything is consistent
			return call.Count{}
		}
		return call.Of(extremes[random.IntN(len(extremes))])
	}
	var cost Cost
	seen := map[Status]int{}
	for range 20_000 {
		usage := call.Usage{
			InputTokens: call.Of(extremes[random.IntN(len(extremes))]), OutputTokens: count(), CacheReadTokens: count(), CacheWriteTokens: count(),
			CacheWrite5mTokens: count(), CacheWrite1hTokens: count(), ReasoningTokens: count(), InputAudioTokens: count(),
			InputImageTokens: count(), CacheReadAudioTokens: count(), OutputAudioTokens: count(), OutputImageTokens: count(),
		}
		Embedded().PriceOf(&Query{Provider: "openai", Model: "gpt-realtime", Usage: &usage, AtUnixNano: noon}, &cost)
		seen[cost.Status]++
		if cost.HasTotal != (cost.Status == Priced || (cost.Status == Partial && len(cost.Lines) > 0)) {
			t.Fatalf("%s has a total: %t", cost.Status, cost.HasTotal)
		}
		if cost.Total.Sign() < 0 {
			t.Fatalf("negative total %s of %+v", cost.Total, usage)
		}
	}
	for _, status := range []Status{Priced, Partial, UnknownUsage, InvalidUsage} {
		if seen[status] == 0 {
			t.Errorf("never %s in %v", status, seen)
		}
	}
}

func TestATotalIsTheSumOfItsLines(t *testing.T) {
	t.Parallel()
	random := rand.New(rand.NewPCG(5, 6))
	var cost Cost
	var forward, backward Atto
	var totals []Atto
	for range 1000 {
		input := random.Int64N(400_000)
		read := random.Int64N(input + 1)
		usage := call.Usage{
			InputTokens: call.Of(input), OutputTokens: call.Of(random.Int64N(9000)),
			CacheReadTokens: call.Of(read), CacheWriteTokens: call.Of(random.Int64N(input - read + 1)),
		}
		Embedded().PriceOf(&Query{Provider: "anthropic", Model: "claude-haiku-5-5", Usage: &usage, AtUnixNano: noon, Region: "us", ServiceTier: "batch"}, &cost)
		var sum Atto
		for i := range cost.Lines {
			sum = sum.Add(cost.Lines[len(cost.Lines)-1-i].Amount)
		}
		if cost.Status != Priced || sum != cost.Total {
			t.Fatalf("%s: total %s, lines %s", cost.Status, cost.Total, sum)
		}
		totals = append(totals, cost.Total)
	}
	for i := range totals {
		forward = forward.Add(totals[i])
		backward = backward.Add(totals[len(totals)-1-i])
	}
	if forward != backward {
		t.Errorf("%s forwards, %s backwards", forward, backward)
	}
}

func TestTheEmbeddedCatalogueIsSound(t *testing.T) {
	t.Parallel()
	catalogue, err := loadEmbedded()
	if err != nil {
		t.Fatal(err)
	}
	if catalogue.Version() == "" || catalogue.Date().IsZero() {
		t.Errorf("version %q of %s", catalogue.Version(), catalogue.Date())
	}
	for _, r := range catalogue.layers[0].rows {
		if problem := r.check(); problem != nil {
			t.Error(problem)
		}
	}
}

func TestPricingAllocatesNothing(t *testing.T) {
	usage := call.Usage{
		InputTokens: call.Of(12_000), OutputTokens: call.Of(1500), CacheReadTokens: call.Of(8000),
		CacheWriteTokens: call.Of(500), ReasoningTokens: call.Of(700), Tools: []call.ToolUse{{Unit: "web_search", Quantity: 2}},
	}
	query := Query{Provider: "anthropic", Model: "claude-sonnet-4-6-20260201", Usage: &usage, AtUnixNano: noon, ServiceTier: "batch", Region: "us"}
	discounted := Embedded().WithOverrides(overrides(t, `{"discounts": [{"provider": "anthropic", "factor": "0.85"}]}`))
	for _, catalogue := range []*Catalogue{Embedded(), discounted} {
		var cost Cost
		catalogue.PriceOf(&query, &cost)
		if cost.Status != Priced {
			t.Fatal(cost)
		}
		if n := testing.AllocsPerRun(1000, func() { catalogue.PriceOf(&query, &cost) }); n != 0 {
			t.Errorf("%v allocations for %s", n, cost.PriceID)
		}
	}
}

// overrides are what a price file in JSON says.
func overrides(t *testing.T, text string) *Catalogue {
	t.Helper()
	content, err := parseJSON([]byte(text))
	if err != nil {
		t.Fatal(err)
	}
	loaded, err := Load(content, "test", Embedded().Names())
	if err != nil {
		t.Fatal(err)
	}
	return loaded
}

func TestMemoryOfModelsIsBounded(t *testing.T) {
	t.Parallel()
	catalogue := Embedded().WithOverrides(Embedded())
	for i := range 3 * maxRemembered {
		catalogue.match("openai", fmt.Sprintf("model-%d", i))
	}
	if n := len(catalogue.remembered.learnt); n > maxRemembered {
		t.Errorf("%d models remembered", n)
	}
	long := strings.Repeat("x", maxRememberedLength)
	catalogue.match("openai", long)
	if catalogue.remembered.get(modelKey{"openai", long}) != nil {
		t.Error("a long id is remembered")
	}
}

func TestWhatWasAskedOftenWaitsForNobody(t *testing.T) {
	t.Parallel()
	catalogue := Embedded().WithOverrides(Embedded())
	first := catalogue.match("openai", "gpt-4.1")
	if known := catalogue.remembered.known.Load(); known != nil {
		t.Fatalf("%d models are known to all after one question", len(*known))
	}
	if again := catalogue.match("openai", "gpt-4.1"); again != first {
		t.Error("found anew")
	}
	catalogue.remembered.guard.Lock()
	defer catalogue.remembered.guard.Unlock()
	if again := catalogue.match("openai", "gpt-4.1"); again != first {
		t.Error("found anew")
	}
}

func TestManyAskAtOnce(t *testing.T) {
	t.Parallel()
	catalogue := Embedded().WithOverrides(Embedded())
	var wait sync.WaitGroup
	for worker := range 8 {
		wait.Go(func() {
			usage := call.Usage{InputTokens: call.Of(1000), OutputTokens: call.Of(0)}
			var cost Cost
			for i := range 2000 {
				tier := []string{"", "batch", "priority"}[(i+worker)%3]
				model := fmt.Sprintf("gpt-4.1%s-2025-04-%02d", []string{"", "-mini", "-nano"}[i%3], 1+i%30)
				catalogue.PriceOf(&Query{Provider: "openai", Model: model, Usage: &usage, AtUnixNano: noon, ServiceTier: tier}, &cost)
				if cost.Status != Priced {
					t.Errorf("%s at %q: %s", model, tier, cost.Status)
					return
				}
			}
		})
	}
	wait.Wait()
}
