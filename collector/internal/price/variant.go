package price

import (
	"slices"
)

// circumstances of a call that a price may depend on, already in the catalogue's words.
type circumstances struct {
	serviceTier, speed string
	region             string // empty when unknown
	inputTokens        int64  // total input, cached or not
	atUnixNano         int64
}

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

// pricesFor returns the row's token prices under these circumstances. Nothing is listed when nobody listed it: the
// standard price of a tier or speed the row does not know would be a guess, and so would be one of two lists that hold at
// once.
func (r *row) pricesFor(c *circumstances) *rateList {
	var holding uint32
	for i := range r.variants {
		if r.variants[i].when.holds(c) {
			holding |= 1 << i
		}
	}
	list := r.list(holding)
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
func (r *row) list(holding uint32) *resolvedList {
	for {
		known := r.lists.Load()
		var lists []resolvedList
		if known != nil {
			lists = *known
		}
		for i := range lists {
			if lists[i].holding == holding {
				return &lists[i]
			}
		}
		grown := append(slices.Clip(slices.Clone(lists)), r.resolve(holding))
		if r.lists.CompareAndSwap(known, &grown) {
			return &grown[len(grown)-1]
		}
	}
}

// resolve: an explicit list replaces the row's as a whole and beats factors on the same dimensions; of several lists the
// one wins that depends on everything the others depend on, and among tiers of context the highest. Factors on further
// dimensions then apply to whatever list was found.
func (r *row) resolve(holding uint32) resolvedList {
	var winner *variant
	for i := range r.variants {
		v := &r.variants[i]
		if holding&(1<<i) != 0 && v.prices != nil && (winner == nil || v.beats(winner)) {
			winner = v
		}
	}
	prices, resolved := r.prices, resolvedList{holding: holding}
	var own uint8
	if winner != nil {
		prices, own, resolved.covered = *winner.prices, winner.dimensions, winner.dimensions
	}
	for i := range r.variants {
		v := &r.variants[i]
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

func (w *when) holds(c *circumstances) bool {
	if w.serviceTier != nil && !slices.Contains(w.serviceTier, c.serviceTier) {
		return false
	}
	if w.speed != nil && !slices.Contains(w.speed, c.speed) {
		return false
	}
	if w.regions != nil && (c.region == "" || slices.Contains(w.regions, c.region) == w.exceptRegions) {
		return false
	}
	if c.inputTokens < w.minInput {
		return false
	}
	return w.windows == nil || slices.ContainsFunc(w.windows, func(each window) bool { return each.contains(c.atUnixNano) })
}

func (w *window) contains(atUnixNano int64) bool {
	minutes := floorDiv(atUnixNano, 60_000_000_000)
	day := floorDiv(minutes, 1440)
	minute := minutes - day*1440
	if slices.Contains(w.exceptDays, day) {
		return false
	}
	weekday := (day + 4) % 7 // 1970-01-01 was a Thursday
	if weekday < 0 {
		weekday += 7
	}
	if w.weekdays != nil && !slices.Contains(w.weekdays, weekday) {
		return false
	}
	if w.from <= w.to {
		return minute >= w.from && minute < w.to
	}
	return minute >= w.from || minute < w.to
}

func floorDiv(a, b int64) int64 {
	quotient := a / b
	if a%b < 0 {
		quotient--
	}
	return quotient
}
