package price

import (
	"regexp"
	"slices"
	"strings"
)

// priceList has a fraction for each listed unit and nil for the others.
type priceList [unitCount]*fraction

// fee is the price of something that is not a token.
type fee struct {
	fraction fraction
	rate     rate
	// min is what a call that has any of it is billed for at least.
	min int64
}

var (
	isFeeUnit = regexp.MustCompile(`^[a-z][a-z0-9_]*$`).MatchString
	isPrice   = regexp.MustCompile(`^[0-9]+(\.[0-9]+)?$`).MatchString
)

func readPrices(f *field) priceList {
	var list priceList
	for _, name := range f.keys() {
		at := slices.Index(unitNames[:], name)
		if at < 0 {
			f.at(name).fail("unknown unit; known are %s. What is not a token belongs under fees", strings.Join(unitNames[:], ", "))
			return list
		}
		price := readPrice(f.at(name))
		list[at] = &price
	}
	if list[cacheWrite] != nil && (list[cacheWrite5m] != nil || list[cacheWrite1h] != nil) {
		f.fail("cache writes have one price, or one for each lifetime, not both")
	}
	return list
}

func readFees(f *field) map[string]fee {
	if f.isAbsent() {
		return nil
	}
	fees := map[string]fee{}
	for _, name := range f.keys() {
		each := f.at(name)
		checkFeeUnit(each, name)
		if !each.isMapping() {
			each.fail(`a fee says its amount: {usd: "10", per: 1000}`)
		}
		each.mapping("usd", "per", "min")
		price := readFraction(each.at("usd"), each.at("per").wholeNumber())
		read := fee{fraction: price, rate: price.rate()}
		if least := each.at("min"); !least.isAbsent() {
			read.min = least.wholeNumber()
		}
		fees[name] = read
	}
	return fees
}

// readEachCall reads the units that a call is billed for without its usage telling so.
func readEachCall(f *field) []string {
	if f.isAbsent() {
		return nil
	}
	var units []string
	for _, each := range f.oneOrMore() {
		unit := each.text()
		checkFeeUnit(each, unit)
		units = append(units, unit)
	}
	return units
}

func checkFeeUnit(f *field, unit string) {
	if !isFeeUnit(unit) {
		f.fail("a unit is written in lower case letters, digits and _")
	}
	if slices.ContainsFunc(unitNames[:], func(token string) bool { return strings.HasPrefix(unit, token) }) {
		f.fail("a fee may not begin like a token unit")
	}
}

// readPrice reads "2.50", which is USD per 1,000,000, or what says itself what it is per.
func readPrice(f *field) fraction {
	if !f.isMapping() {
		return readFraction(f, 1_000_000)
	}
	f.mapping("usd", "per")
	return readFraction(f.at("usd"), f.at("per").wholeNumber())
}

// readFraction reads USD for per units, as a decimal in quotes.
func readFraction(usd *field, per int64) fraction {
	price := fractionOf(readDecimal(usd, 12), per)
	if problem := price.bounds(nil); problem != "" {
		usd.fail("%s", problem)
		return fractionOf(decimal{digits: powerOfTen(0)}, 1)
	}
	return price
}

// anyDecimals is for a number whose decimals something else bounds.
const anyDecimals = maxExponent

// readDecimal reads a decimal in quotes, not negative, without exponent.
func readDecimal(f *field, decimals int) decimal {
	text := f.text()
	if !isPrice(text) {
		f.fail("expected a decimal such as \"0.25\", got %s", describe(text))
		return decimal{digits: powerOfTen(0)}
	}
	d, err := parseDecimal(text)
	if err != nil {
		f.fail("too long a number")
		return decimal{digits: powerOfTen(0)}
	}
	if d.exponent < -decimals {
		f.fail("at most %d decimals", decimals)
	}
	return d
}
