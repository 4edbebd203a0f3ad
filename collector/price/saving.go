package price

// cacheSaving is Σ of what the cached tokens would have cost as plain input, less what they did cost. Not ok where one of
// the two has no price.
func (c *consumption) cacheSaving(rates *rateList) (saving Atto, ok bool) {
	for unit := cacheRead; unit <= cacheWrite1h; unit++ {
		quantity := c.tokens[unit]
		if quantity == 0 {
			continue
		}
		plain := plainRate(rates, unit)
		if !plain.isListed() || !rates[unit].isListed() {
			return Atto{}, false
		}
		saving = saving.Add(plain.amount(quantity)).Sub(rates[unit].amount(quantity))
	}
	return saving, true
}

// plainRate is what the token would have cost had it not been cached. A picture or a film may have the price of text;
// sound never does.
func plainRate(rates *rateList, cached unit) rate {
	switch {
	case cached == cacheReadAudio:
		return rates[inputAudio]
	case cached == cacheReadImage && rates[inputImage].isListed():
		return rates[inputImage]
	case cached == cacheReadVideo && rates[inputVideo].isListed():
		return rates[inputVideo]
	default:
		return rates[input]
	}
}
