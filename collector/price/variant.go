package price

import "slices"

// standard is the tier and the speed without a name of their own in the catalogue.
const standard = "standard"

// rateList has the rate of each listed unit, and the zero rate for the others.
type rateList [unitCount]rate

type resolvedList struct {
	holding uint32
	rates   rateList
	// covered are the dimensions the applied variants depend on.
	covered uint8
}

var noRates rateList

// pricesFor returns the token prices under these circumstances. Nothing is listed when nobody listed it: the
// standard price of a tier or speed the row does not know would be a guess, and so would be one of two lists that hold at
// once.
func (t *terms) pricesFor(c *circumstances) *rateList {
	var holding uint32
	for i := range t.variants {
		if t.variants[i].when.holds(c) {
			holding |= 1 << i
		}
	}
	list := t.list(holding)
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

// list finds the resolved list of a set of variants, or resolves it once. Lists are never changed, so a race costs a
// repeated resolution at most.
func (t *terms) list(holding uint32) *resolvedList {
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
		grown := append(slices.Clip(slices.Clone(lists)), t.resolve(holding))
		if t.lists.CompareAndSwap(known, &grown) {
			return &grown[len(grown)-1]
		}
	}
}

// resolve: an explicit list replaces the row's as a whole and beats factors on the same dimensions; of several lists the
// one wins that depends on everything the others depend on, and among tiers of context the highest. Factors on further
// dimensions then apply to whatever list was found.
func (t *terms) resolve(holding uint32) resolvedList {
	var winner *variant
	for i := range t.variants {
		v := &t.variants[i]
		if holding&(1<<i) != 0 && v.prices != nil && (winner == nil || v.beats(winner)) {
			winner = v
		}
	}
	prices, resolved := t.prices, resolvedList{holding: holding}
	var own uint8
	if winner != nil {
		prices, own, resolved.covered = *winner.prices, winner.dimensions, winner.dimensions
	}
	for i := range t.variants {
		v := &t.variants[i]
		if holding&(1<<i) == 0 {
			continue
		}
		if v.prices != nil {
			if v != winner && !winner.beats(v) {
				return resolvedList{holding: holding}
			}
			continue
		}
		if winner != nil && includes(own, v.dimensions) {
			continue
		}
		for unit, price := range prices {
			if price != nil {
				scaled := price.scaled(*v.multiply)
				prices[unit] = &scaled
			}
		}
		resolved.covered |= v.dimensions
	}
	for unit, price := range prices {
		if price != nil {
			resolved.rates[unit] = price.rate()
		}
	}
	return resolved
}

func (v *variant) beats(other *variant) bool {
	tier, otherTier := v.when.minInput, other.when.minInput
	return includes(v.dimensions, other.dimensions) && tier >= otherTier && (v.dimensions != other.dimensions || tier > otherTier)
}

func includes(dimensions, others uint8) bool { return dimensions&others == others }
