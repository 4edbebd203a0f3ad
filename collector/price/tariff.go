package price

import (
	"slices"
	"strings"
	"sync/atomic"
)

// tariff is a row over a stretch of time in which the same discounts hold: what a call is priced by.
type tariff struct {
	period
	row *row
	// priceID is provider/model@from*factor…
	priceID string
	factors []decimal
	// lists holds the price lists by the set of the row's variants that hold; few sets ever occur.
	lists atomic.Pointer[[]resolvedList]
	// lowered are the fees under the factors, once asked for.
	lowered atomic.Pointer[map[string]fee]
}

type resolvedList struct {
	holding uint32
	rates   rateList
	// covered are the dimensions the applied variants depend on.
	covered uint8
}

// rateList has the rate of each listed unit, and the zero rate for the others.
type rateList [unitCount]rate

var noRates rateList

// tariffsOf are the tariffs of a row under the discounts of the layers above it, the lowest layer first.
func tariffsOf(r *row, discounts [][]discount) []*tariff {
	if len(discounts) == 0 {
		return []*tariff{&r.undiscounted}
	}
	bounds := []int64{r.from, r.to}
	for _, each := range slices.Concat(discounts...) {
		for _, bound := range []int64{each.from, each.to} {
			if r.from < bound && bound < r.to {
				bounds = append(bounds, bound)
			}
		}
	}
	slices.Sort(bounds)
	bounds = slices.Compact(bounds)
	var tariffs []*tariff
	for i, to := range bounds[1:] {
		t := &tariff{period: period{bounds[i], to}, row: r}
		id := []string{r.undiscounted.priceID}
		for _, ofLayer := range discounts {
			// What begins always is in force at the first instant there is: it tells for all of the stretch.
			if held := discountOn(ofLayer, r.model, t.from); held != nil {
				t.factors = append(t.factors, held.factor)
				id = append(id, held.text)
			}
		}
		t.priceID = strings.Join(id, "*")
		tariffs = append(tariffs, t)
	}
	return tariffs
}

// pricesFor returns the token prices under these circumstances. Nothing is listed when nobody listed it: the standard
// price of a tier or speed the row does not know would be a guess, and so would be one of two lists that hold at once.
func (t *tariff) pricesFor(charged *terms, c *circumstances) *rateList {
	list := t.list(charged, charged.holding(c))
	if charged.modelled { // one's own hardware costs the same by whatever name its time is sold
		return &list.rates
	}
	var needed uint8
	if c.serviceTier != standard {
		needed |= onServiceTier
	}
	if c.speed != standard {
		needed |= onSpeed
	}
	if list.covered&needed != needed {
		return &noRates
	}
	return &list.rates
}

// fees are for what is not a token.
func (t *tariff) fees(charged *terms) map[string]fee {
	if len(t.factors) == 0 {
		return charged.fees
	}
	if known := t.lowered.Load(); known != nil {
		return *known
	}
	lowered := map[string]fee{}
	for unit, each := range charged.fees {
		if rate := t.discounted(each.fraction); rate.isListed() {
			lowered[unit] = fee{rate: rate, min: each.min}
		}
	}
	t.lowered.Store(&lowered)
	return lowered
}

// list finds the resolved list of a set of variants, or resolves it once. Lists are never changed, so a race costs a
// repeated resolution at most.
func (t *tariff) list(charged *terms, holding uint32) *resolvedList {
	for {
		known := t.lists.Load()
		var lists []resolvedList
		if known != nil {
			lists = *known
		}
		for i := range lists {
			if lists[i].holding == holding {
				return &lists[i]
			}
		}
		prices, covered := charged.resolve(holding)
		list := resolvedList{holding: holding, covered: covered}
		for unit, price := range prices {
			if price != nil {
				list.rates[unit] = t.discounted(*price)
			}
		}
		grown := append(slices.Clip(slices.Clone(lists)), list)
		if t.lists.CompareAndSwap(known, &grown) {
			return &grown[len(grown)-1]
		}
	}
}

// discounted is the rate under the factors. What no longer fits the numbers we count in is no price.
func (t *tariff) discounted(price fraction) rate {
	for _, factor := range t.factors {
		price = price.scaled(factor)
	}
	if len(t.factors) > 0 && price.bounds(nil) != "" {
		return rate{}
	}
	return price.rate()
}
