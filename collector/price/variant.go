package price

// holding has a bit for each of the variants that hold under these circumstances.
func (t *terms) holding(c *circumstances) uint32 {
	var holding uint32
	for i := range t.variants {
		if t.variants[i].when.holds(c) {
			holding |= 1 << i
		}
	}
	return holding
}

// resolve: an explicit list replaces the row's as a whole and beats factors on the same dimensions; of several lists the
// one wins that depends on everything the others depend on, and among tiers of context the highest. Factors on further
// dimensions then apply to whatever list was found.
func (t *terms) resolve(holding uint32) (prices priceList, covered uint8) {
	var winner *variant
	for i := range t.variants {
		v := &t.variants[i]
		if holding&(1<<i) != 0 && v.prices != nil && (winner == nil || v.beats(winner)) {
			winner = v
		}
	}
	prices = t.prices
	var own uint8
	if winner != nil {
		prices, own, covered = *winner.prices, winner.dimensions, winner.dimensions
	}
	for i := range t.variants {
		v := &t.variants[i]
		if holding&(1<<i) == 0 {
			continue
		}
		if v.prices != nil {
			if v != winner && !winner.beats(v) {
				return priceList{}, 0
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
		covered |= v.dimensions
	}
	return prices, covered
}

func (v *variant) beats(other *variant) bool {
	tier, otherTier := v.when.minInput, other.when.minInput
	return includes(v.dimensions, other.dimensions) && tier >= otherTier && (v.dimensions != other.dimensions || tier > otherTier)
}

func includes(dimensions, others uint8) bool { return dimensions&others == others }
