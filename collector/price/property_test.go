package price_test

import (
	"encoding/json"
	"fmt"
	"math"
	"math/big"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/taskmeter/taskmeter/collector/call"
	"github.com/taskmeter/taskmeter/collector/price"
)

// rates is what the model of one row charges, in the words of a price file, and what a tier and a region make of it.
type rates struct {
	prices map[string]string
	factor string
	edge   int64
	above  map[string]string
}

var tokenUnits = []string{"input", "input_audio", "cache_read", "cache_write_5m", "cache_write_1h", "output", "output_audio"}

func drawRates(t *rapid.T) rates {
	decimal := func(name string) string {
		return fmt.Sprintf("0.%06d", rapid.IntRange(0, 999_999).Draw(t, name))
	}
	r := rates{prices: map[string]string{}, above: map[string]string{}, edge: rapid.Int64Range(1, 5000).Draw(t, "edge")}
	r.factor = fmt.Sprintf("1.%02d", rapid.IntRange(0, 99).Draw(t, "factor"))
	for _, unit := range tokenUnits {
		r.prices[unit], r.above[unit] = decimal(unit), decimal(unit+" above")
	}
	return r
}

// catalogue has the one row acme/model; per makes quotients that do not end.
func (r rates) catalogue(t *rapid.T, per int64) *price.Catalogue {
	list := func(prices map[string]string) map[string]any {
		content := map[string]any{}
		for unit, usd := range prices {
			content[unit] = map[string]any{"usd": usd, "per": whole(per)}
		}
		return content
	}
	return load(t, map[string]any{"provider": "acme", "model": "model", "prices": list(r.prices), "variants": []any{
		map[string]any{"when": map[string]any{"context_input": map[string]any{"gt": whole(r.edge)}}, "prices": list(r.above)},
		map[string]any{"when": map[string]any{"region": "eu"}, "multiply": r.factor},
	}})
}

// whole is a number as a price file's reader has it.
func whole(n int64) json.Number { return json.Number(strconv.FormatInt(n, 10)) }

type fataler interface{ Fatal(args ...any) }

func load(t fataler, rows ...any) *price.Catalogue {
	loaded, err := price.Load(map[string]any{"rows": rows}, "test", nil)
	if err != nil {
		t.Fatal(err)
	}
	return loaded
}

type quantities map[string]int64

func drawQuantities(t *rapid.T, most int64) quantities {
	q := quantities{}
	for _, unit := range tokenUnits {
		q[unit] = rapid.Int64Range(0, most).Draw(t, unit+" tokens")
	}
	return q
}

// usage is what splits into just these units.
func (q quantities) usage() *call.Usage {
	write := q["cache_write_5m"] + q["cache_write_1h"]
	return &call.Usage{
		InputTokens:        call.Of(q["input"] + q["input_audio"] + q["cache_read"] + write),
		OutputTokens:       call.Of(q["output"] + q["output_audio"]),
		InputAudioTokens:   call.Of(q["input_audio"]),
		CacheReadTokens:    call.Of(q["cache_read"]),
		CacheWriteTokens:   call.Of(write),
		CacheWrite5mTokens: call.Of(q["cache_write_5m"]),
		CacheWrite1hTokens: call.Of(q["cache_write_1h"]),
		OutputAudioTokens:  call.Of(q["output_audio"]),
	}
}

func (q quantities) input() int64 { return q.usage().InputTokens.Or(0) }

func (q quantities) with(other quantities, sign int64) quantities {
	sum := quantities{}
	for unit, n := range q {
		sum[unit] = n + sign*other[unit]
	}
	return sum
}

func priced(t fataler, c *price.Catalogue, q quantities, region string) price.Cost {
	var cost price.Cost
	c.PriceOf(&price.Query{Provider: "acme", Model: "model", Usage: q.usage(), AtUnixNano: noon, Region: region}, &cost)
	if cost.Status != price.Priced {
		t.Fatal(cost.Status)
	}
	return cost
}

var noon = time.Date(2026, 11, 24, 12, 0, 0, 0, time.UTC).UnixNano()

func TestAPriceIsWhatTheRowListsInRationals(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		r, q := drawRates(t), drawQuantities(t, 3000)
		per := rapid.SampledFrom([]int64{1, 3, 7, 3600, 1_000_000, 1_620_000}).Draw(t, "per")
		region := rapid.SampledFrom([]string{"", "eu", "us"}).Draw(t, "region")
		cost := priced(t, r.catalogue(t, per), q, region)
		prices, factor := r.prices, "1"
		if q.input() > r.edge {
			prices = r.above
		}
		if region == "eu" {
			factor = r.factor
		}
		want := new(big.Int)
		for unit, n := range q {
			exact := new(big.Rat).SetInt64(n)
			for _, times := range []string{prices[unit], factor, "1e18", fmt.Sprintf("1/%d", per)} {
				by, _ := new(big.Rat).SetString(times)
				exact.Mul(exact, by)
			}
			want.Add(want, nearestEven(exact))
		}
		if got := atto(cost.Total); got.Cmp(want) != 0 {
			t.Fatalf("got %s atto-USD, want %s", got, want)
		}
	})
}

func TestLinesSumToTheTotalInAnyOrder(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		cost := priced(t, drawRates(t).catalogue(t, 7), drawQuantities(t, 1<<50), "eu")
		lines := rapid.Permutation(cost.Lines).Draw(t, "order")
		var sum price.Atto
		for _, line := range lines {
			if line.Quantity <= 0 {
				t.Fatalf("%d of %s", line.Quantity, line.Unit)
			}
			sum = sum.Add(line.Amount)
		}
		if sum != cost.Total {
			t.Fatalf("lines %s, total %s", sum, cost.Total)
		}
		units := map[string]bool{}
		for _, line := range lines {
			units[line.Unit] = true
		}
		if len(units) != len(lines) {
			t.Fatalf("a unit twice in %v", lines)
		}
	})
}

func TestMoreOfAnythingIsNeverCheaper(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		r := drawRates(t)
		r.edge = math.MaxInt32 // a dearer tier may follow a cheaper one, never the other way round; here is only one
		c, q := r.catalogue(t, 3600), drawQuantities(t, 100_000)
		more := q.with(quantities{rapid.SampledFrom(tokenUnits).Draw(t, "unit"): rapid.Int64Range(0, 1000).Draw(t, "more")}, 1)
		less, greater := priced(t, c, q, "").Total, priced(t, c, more, "").Total
		if greater.Cmp(less) < 0 {
			t.Fatalf("%s, with more %s", less, greater)
		}
	})
}

func TestACallInTwoPartsCostsTheWholeButForRounding(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		r := drawRates(t)
		r.edge = math.MaxInt32
		c, one, other := r.catalogue(t, 7), drawQuantities(t, 100_000), drawQuantities(t, 100_000)
		whole := priced(t, c, one.with(other, 1), "eu")
		apart := priced(t, c, one, "eu").Total.Add(priced(t, c, other, "eu").Total)
		off := atto(apart.Sub(whole.Total))
		// Three roundings of at most half an atto-USD a line.
		if twice := off.Abs(off).Lsh(off, 1); twice.Cmp(big.NewInt(3*int64(len(whole.Lines)))) > 0 {
			t.Fatalf("whole %s, in parts %s", whole.Total, apart)
		}
	})
}

func TestADiscountOfOneChangesNothing(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		c, q := drawRates(t).catalogue(t, 3600), drawQuantities(t, 1<<40)
		discounts, err := price.Load(map[string]any{"discounts": []any{map[string]any{"provider": "acme", "factor": "1"}}}, "1", nil)
		if err != nil {
			t.Fatal(err)
		}
		plain, discounted := priced(t, c, q, "eu"), priced(t, c.WithOverrides(discounts), q, "eu")
		if plain.Total != discounted.Total || plain.CacheSaving != discounted.CacheSaving || !slices.Equal(plain.Lines, discounted.Lines) {
			t.Fatalf("%v, discounted %v", plain, discounted)
		}
		if want := plain.PriceID + "*1"; discounted.PriceID != want {
			t.Fatalf("price id %s, want %s", discounted.PriceID, want)
		}
	})
}

func TestAPriceIsThatOfTheRowInForceAtTheInstant(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		seconds := rapid.SliceOfNDistinct(rapid.Int64Range(1_000_000_000, 4_000_000_000), 1, 6, rapid.ID).Draw(t, "instants")
		slices.Sort(seconds)
		text := func(second int64) string {
			return strings.TrimSuffix(time.Unix(second, 0).UTC().Format(time.RFC3339), "T00:00:00Z")
		}
		rows := []any{map[string]any{"provider": "acme", "model": "model", "prices": map[string]any{"input": "1", "output": "1"}, "to": text(seconds[0])}}
		for i, from := range seconds {
			row := map[string]any{"provider": "acme", "model": "model", "prices": map[string]any{"input": "1", "output": "1"}, "from": text(from)}
			if i+1 < len(seconds) {
				row["to"] = text(seconds[i+1])
			}
			rows = append(rows, row)
		}
		at := rapid.SampledFrom(seconds).Draw(t, "at")*int64(time.Second) + rapid.SampledFrom([]int64{-1, 0, 1}).Draw(t, "nanoseconds")
		want := "acme/model"
		for _, from := range seconds {
			if from*int64(time.Second) <= at {
				want = "acme/model@" + text(from)
			}
		}
		var cost price.Cost
		usage := call.Usage{InputTokens: call.Of(1), OutputTokens: call.Of(1)}
		load(t, rows...).PriceOf(&price.Query{Provider: "acme", Model: "model", Usage: &usage, AtUnixNano: at}, &cost)
		if cost.PriceID != want {
			t.Fatalf("got %s, want %s", cost.PriceID, want)
		}
	})
}

func TestWhateverTheCountsAStatusComesOut(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		valid := true
		count := func(name string) call.Count {
			if rapid.IntRange(0, 3).Draw(t, name+" is absent") > 0 {
				return call.Count{}
			}
			n := rapid.OneOf(rapid.Int64(), rapid.Int64Range(0, 100), rapid.Just(int64(1<<53-1))).Draw(t, name)
			valid = valid && n >= 0 && n < 1<<53
			return call.Of(n)
		}
		usage := call.Usage{
			InputTokens: count("input"), OutputTokens: count("output"), CacheReadTokens: count("read"), CacheWriteTokens: count("write"),
			CacheWrite5mTokens: count("5m"), CacheWrite1hTokens: count("1h"), ReasoningTokens: count("reasoning"), InputAudioTokens: count("audio"),
			InputImageTokens: count("image"), CacheReadAudioTokens: count("read audio"), OutputAudioTokens: count("audio out"),
			OutputImageTokens: count("image out"), ReportedUSD: rapid.SampledFrom([]string{"", "", "", "0.01", "-1", "a cent"}).Draw(t, "reported"),
		}
		model := rapid.OneOf(rapid.SampledFrom([]string{"gpt-4.1", "gpt-realtime", "text-embedding-3-small", "whisper-1"}), rapid.String()).Draw(t, "model")
		query := price.Query{
			Provider: rapid.OneOf(rapid.Just("openai"), rapid.String()).Draw(t, "provider"), Model: model, Usage: &usage,
			AtUnixNano: rapid.Int64().Draw(t, "at"), ServiceTier: rapid.String().Draw(t, "tier"), Speed: rapid.String().Draw(t, "speed"), Region: rapid.String().Draw(t, "region"),
		}
		var cost price.Cost
		price.Embedded().PriceOf(&query, &cost)
		switch cost.Status {
		case price.Priced:
			if !valid {
				t.Fatalf("priced %+v", usage)
			}
		case price.Reported, price.Partial, price.UnknownModel, price.UnknownUsage, price.InvalidUsage:
		default:
			t.Fatalf("status %q", cost.Status)
		}
		if cost.Total.Sign() < 0 || (cost.HasTotal && (cost.Status == price.UnknownModel || cost.Status == price.UnknownUsage || cost.Status == price.InvalidUsage)) {
			t.Fatalf("%s: %s", cost.Status, cost.Total)
		}
	})
}

func atto(a price.Atto) *big.Int {
	hi, lo := a.Bits()
	value := new(big.Int).Lsh(big.NewInt(hi), 64)
	return value.Add(value, new(big.Int).SetUint64(lo))
}

// nearestEven rounds a number that is not negative.
func nearestEven(r *big.Rat) *big.Int {
	whole, rest := new(big.Int).QuoRem(r.Num(), r.Denom(), new(big.Int))
	switch rest.Lsh(rest, 1).Cmp(r.Denom()) {
	case 1:
		whole.Add(whole, big.NewInt(1))
	case 0:
		whole.Add(whole, new(big.Int).And(whole, big.NewInt(1)))
	}
	return whole
}
