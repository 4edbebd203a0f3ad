package price

import "math/big"

const hourSeconds = 3600

// readModelled reads prices of a model on hardware of one's own, where an hour is paid and not a token: what the hour
// costs, by the tokens it has. Throughput counts all tokens, so each of them costs the same, whether it is read, cached or
// written.
func readModelled(f *field) priceList {
	f.mapping("gpu_hour_usd", "gpus", "tokens_per_second", "utilisation")
	usd := readDecimal(f.at("gpu_hour_usd"), 12)
	gpus := big.NewInt(f.at("gpus").wholeNumber())
	tokens := big.NewInt(f.at("tokens_per_second").wholeNumber())
	utilisation := readDecimal(f.at("utilisation"), 12)
	whole := powerOfTen(-utilisation.exponent)
	if utilisation.digits.Sign() == 0 || utilisation.digits.Cmp(whole) > 0 {
		f.at("utilisation").fail("must be above 0 and at most 1")
		return priceList{}
	}
	price := lowestTerms(
		product(powerOfTen(attoDigits), usd.digits, gpus, whole),
		product(powerOfTen(-usd.exponent), tokens, big.NewInt(hourSeconds), utilisation.digits),
	)
	if problem := price.bounds(nil); problem != "" {
		f.fail("a token %s", problem)
		return priceList{}
	}
	var list priceList
	for unit := range list {
		list[unit] = &price
	}
	return list
}

func product(factors ...*big.Int) *big.Int {
	n := big.NewInt(1)
	for _, each := range factors {
		n.Mul(n, each)
	}
	return n
}
