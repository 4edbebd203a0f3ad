package price

import (
	"encoding/binary"
	"encoding/json"
	"slices"
	"testing"

	"github.com/taskmeter/taskmeter/collector/call"
)

// FuzzCatalogue loads whatever JSON there is as a catalogue. What is accepted must price calls of its own rows, alone and
// before and behind the embedded one; what is refused must say where.
func FuzzCatalogue(f *testing.F) {
	for _, seed := range []string{
		`{"version": "1", "date": "2026-11-01", "files": [{"provider": "a", "names": ["b"], "sources": {"s": "t"}, "rows": [{"model": "m", "aliases": ["n"], "date_suffix": "MMDD", "from": "2026-01-01", "prices": {"input": "1", "output": "2"}, "source": "s", "checked": "2026-01-01", "confidence": "imported"}]}]}`,
		`{"rows": [{"provider": "a", "model": "m", "prices": {"input": {"usd": "0.36", "per": 3600}}, "fees": {"page": {"usd": "1", "per": 7, "min": 3}}, "variants": [{"when": {"service_tier": ["flex", "batch"], "speed": "fast", "region": {"except": ["us"]}, "context_input": {"gte": 200}, "window": {"utc_from": "16:30", "utc_to": "00:30", "weekdays": ["mon"], "except_dates": ["2026-10-01"]}}, "multiply": "1.1"}]}]}`,
		`{"rows": [{"provider": "own", "model": "m", "modelled": {"gpu_hour_usd": "2.50", "gpus": 1, "tokens_per_second": 1500, "utilisation": "0.30"}}]}`,
		`{"discounts": [{"provider": "openai", "factor": "0.85", "from": "2026-01-01"}, {"provider": "openai", "model": "gpt-4.1", "factor": "1000"}], "tools": [{"tool": "t", "usd": "0.01", "per": 3, "to": "2026-01-01"}]}`,
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		content, err := parseJSON(text)
		if err != nil {
			return
		}
		loaded, err := Load(content, "fuzz", Embedded().Names())
		if err != nil {
			if wrong, ok := err.(*FileError); !ok || wrong.Reason == "" {
				t.Fatalf("refused without a place: %v", err)
			}
			return
		}
		for _, catalogue := range []*Catalogue{loaded, Embedded().WithOverrides(loaded), loaded.WithOverrides(Embedded())} {
			askAll(t, catalogue, loaded)
		}
	})
}

// FuzzUsage prices whatever consumption there is by a row of the embedded catalogue, and by one that lists every unit.
func FuzzUsage(f *testing.F) {
	every := Embedded().WithOverrides(everyUnit(f))
	f.Add(uint16(0), int64(noon), counts(12_000, 1500, 8000, 500, 500, 0, 700))
	f.Add(uint16(7), int64(0), counts(-1, 1<<53, 1<<53-1, 1<<62, -1<<63))
	f.Add(uint16(1000), int64(noon), counts(1<<53-1, 1<<53-1, 1<<53-1, 0, 0, 0, 1<<53-1, 1<<53-1, 1<<53-1))
	f.Fuzz(func(t *testing.T, which uint16, at int64, numbers []byte) {
		usage := usageOf(numbers)
		rows := Embedded().layers[0].rows
		r := rows[int(which)%len(rows)]
		tiers := []string{"", "batch", "flex", "priority", "Fast", "scale"}
		for _, query := range []Query{
			{Provider: r.provider, Model: r.model, Usage: usage, AtUnixNano: at, ServiceTier: tiers[int(which)%len(tiers)]},
			{Provider: "every", Model: "unit", Usage: usage, AtUnixNano: at},
		} {
			var cost Cost
			every.PriceOf(&query, &cost)
			checkCost(t, &cost)
			checkQuantities(t, usage, &cost)
		}
	})
}

func counts(numbers ...int64) []byte {
	var raw []byte
	for _, n := range numbers {
		raw = binary.LittleEndian.AppendUint64(raw, uint64(n))
	}
	return raw
}

// usageOf takes a count from each 8 bytes; what is beyond the bytes is absent.
func usageOf(raw []byte) *call.Usage {
	u := &call.Usage{}
	for _, count := range []*call.Count{
		&u.InputTokens, &u.OutputTokens, &u.CacheReadTokens, &u.CacheWriteTokens, &u.CacheWrite5mTokens, &u.CacheWrite1hTokens,
		&u.ReasoningTokens, &u.InputAudioTokens, &u.InputImageTokens, &u.InputVideoTokens, &u.CacheReadAudioTokens,
		&u.CacheReadImageTokens, &u.CacheReadVideoTokens, &u.OutputAudioTokens, &u.OutputImageTokens, &u.OutputVideoTokens,
	} {
		if len(raw) < 8 {
			break
		}
		*count, raw = call.Of(int64(binary.LittleEndian.Uint64(raw))), raw[8:]
	}
	if len(raw) > 0 {
		u.Tools = []call.ToolUse{{Unit: "web_search", Quantity: int64(raw[0]) - 1}}
	}
	return u
}

// askAll asks for every row of loaded, at the ends of its time and in between.
func askAll(t *testing.T, catalogue, loaded *Catalogue) {
	usage := &call.Usage{
		InputTokens: call.Of(1 << 40), OutputTokens: call.Of(1000), CacheReadTokens: call.Of(500), CacheWriteTokens: call.Of(7),
		InputImageTokens: call.Of(20), ReasoningTokens: call.Of(3), Tools: []call.ToolUse{{Unit: "page", Quantity: 1}},
	}
	for _, r := range loaded.layers[0].rows {
		for _, at := range []int64{noon, r.from, r.to, r.to - 1} {
			for _, tier := range []string{"", "batch"} {
				var cost Cost
				catalogue.PriceOf(&Query{Provider: r.provider, Model: r.model, Usage: usage, AtUnixNano: at, ServiceTier: tier, Speed: tier, Region: "us"}, &cost)
				checkCost(t, &cost)
			}
		}
	}
	for name := range loaded.layers[0].tools {
		var cost Cost
		if catalogue.PriceOfTool(&ToolQuery{Tool: name, AtUnixNano: noon}, &cost) {
			checkCost(t, &cost)
		}
	}
}

// checkCost holds a cost to what its documentation promises.
func checkCost(t *testing.T, cost *Cost) {
	t.Helper()
	var sum Atto
	for _, line := range cost.Lines {
		if line.Quantity <= 0 || line.Amount.Sign() < 0 {
			t.Fatalf("line %+v", line)
		}
		sum = sum.Add(line.Amount)
	}
	switch cost.Status {
	case Priced, Modelled, Partial:
		if (len(cost.UnpricedUnits) > 0) != (cost.Status == Partial) || cost.HasTotal != (cost.Status != Partial || len(cost.Lines) > 0) {
			t.Fatalf("%+v", cost)
		}
		if sum != cost.Total || cost.Total.Sign() < 0 || cost.PriceID == "" {
			t.Fatalf("lines sum to %s, total %s, row %q", sum, cost.Total, cost.PriceID)
		}
	case UnknownModel, UnknownUsage, InvalidUsage:
		if cost.HasTotal || len(cost.Lines)+len(cost.UnpricedUnits) > 0 {
			t.Fatalf("%+v", cost)
		}
	default:
		t.Fatalf("status %q", cost.Status)
	}
}

// checkQuantities: where all units have a price, every token is billed once.
func checkQuantities(t *testing.T, usage *call.Usage, cost *Cost) {
	t.Helper()
	if cost.Status != Priced && cost.Status != Modelled {
		return
	}
	var billed int64
	for _, line := range cost.Lines {
		if slices.Contains(unitNames[:], line.Unit) {
			billed += line.Quantity
		}
	}
	if used := usage.InputTokens.Or(0) + usage.OutputTokens.Or(0); billed != used {
		t.Fatalf("%d tokens used, %d billed", used, billed)
	}
}

func everyUnit(f *testing.F) *Catalogue {
	prices := map[string]any{}
	for unit, name := range unitNames {
		if unit != int(cacheWrite) {
			prices[name] = "1.25"
		}
	}
	fees := map[string]any{"web_search": map[string]any{"usd": "10", "per": json.Number("1000")}}
	loaded, err := Load(map[string]any{"rows": []any{map[string]any{"provider": "every", "model": "unit", "prices": prices, "fees": fees}}}, "every", nil)
	if err != nil {
		f.Fatal(err)
	}
	return loaded
}
