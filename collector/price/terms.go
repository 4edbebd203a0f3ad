package price

import (
	"regexp"
	"slices"
	"strings"
	"sync/atomic"
)

// terms are what a row charges.
type terms struct {
	prices   priceList
	fees     map[string]rate
	variants []variant
	// lists holds the price lists by the set of variants that hold; few sets ever occur.
	lists atomic.Pointer[[]resolvedList]
}

// priceList has a fraction for each listed unit and nil for the others.
type priceList [unitCount]*fraction

// variant is what holds under certain conditions: a list that replaces the row's, or a factor on it.
type variant struct {
	when       when
	dimensions uint8
	prices     *priceList
	multiply   *decimal
}

var (
	confidences = []string{"hand-checked", "imported", "disputed"}
	isFeeUnit   = regexp.MustCompile(`^[a-z][a-z0-9_]*$`).MatchString
	isPrice     = regexp.MustCompile(`^[0-9]+(\.[0-9]+)?$`).MatchString
)

const maxVariants = 30

// readTerms has its own first problem, since it is called by whoever asks first.
func readTerms(row *field, sources []string) (*terms, *FileError) {
	var problem *FileError
	f := row.reportingTo(&problem)
	checkProvenance(f, sources)
	t := &terms{}
	var factors []decimal
	if v := f.at("variants"); !v.isAbsent() {
		for _, each := range v.list() {
			variant := readVariant(each)
			if variant.multiply != nil {
				factors = append(factors, *variant.multiply)
			}
			t.variants = append(t.variants, variant)
		}
		if len(t.variants) > maxVariants {
			v.fail("at most %d variants", maxVariants)
		}
	}
	if p := f.at("prices"); !p.isAbsent() {
		t.prices = readPrices(p)
	}
	t.fees = readFees(f.at("fees"))
	if t.prices == (priceList{}) && len(t.fees) == 0 {
		f.fail("a row without prices and fees prices nothing")
	}
	checkBounds(f, t, factors)
	return t, problem
}

func checkBounds(f *field, t *terms, factors []decimal) {
	lists := []*priceList{&t.prices}
	for _, variant := range t.variants {
		if variant.prices != nil {
			lists = append(lists, variant.prices)
		}
	}
	for _, list := range lists {
		for unit, price := range list {
			if price == nil {
				continue
			}
			if problem := price.bounds(factors); problem != "" {
				f.fail("%s %s", unitNames[unit], problem)
			}
		}
	}
}

func checkProvenance(f *field, sources []string) {
	if s := f.at("source"); !s.isAbsent() && len(sources) > 0 {
		for _, source := range s.oneOrMore() {
			if !slices.Contains(sources, source.text()) {
				source.fail("unknown source; known are %s", strings.Join(sources, ", "))
			}
		}
	}
	if checked := f.at("checked"); !checked.isAbsent() {
		readInstant(checked)
	}
	if c := f.at("confidence"); !c.isAbsent() && !slices.Contains(confidences, c.text()) {
		c.fail("expected one of %s", strings.Join(confidences, ", "))
	}
}

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

func readFees(f *field) map[string]rate {
	if f.isAbsent() {
		return nil
	}
	fees := map[string]rate{}
	for _, name := range f.keys() {
		fee := f.at(name)
		if !isFeeUnit(name) {
			fee.fail("a unit is written in lower case letters, digits and _")
		}
		if slices.ContainsFunc(unitNames[:], func(token string) bool { return strings.HasPrefix(name, token) }) {
			fee.fail("a fee may not begin like a token unit")
		}
		if !fee.isMapping() {
			fee.fail(`a fee says its amount: {usd: "10", per: 1000}`)
		}
		fees[name] = readPrice(fee).rate()
	}
	return fees
}

// readPrice reads "2.50", which is USD per 1,000,000, or what says itself what it is per.
func readPrice(f *field) fraction {
	usd, per := f, int64(1_000_000)
	if f.isMapping() {
		f.mapping("usd", "per")
		usd, per = f.at("usd"), f.at("per").wholeNumber()
	}
	d := readDecimal(usd)
	if d.exponent < -12 {
		usd.fail("at most 12 decimals")
	}
	price := fractionOf(d, per)
	if problem := price.bounds(nil); problem != "" {
		usd.fail("%s", problem)
		return fractionOf(decimal{digits: powerOfTen(0)}, 1)
	}
	return price
}

func readDecimal(f *field) decimal {
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
	return d
}

func readVariant(f *field) variant {
	f.mapping("when", "prices", "multiply")
	var v variant
	v.when, v.dimensions = readWhen(f.at("when"))
	if p := f.at("prices"); !p.isAbsent() {
		list := readPrices(p)
		v.prices = &list
	}
	if m := f.at("multiply"); !m.isAbsent() {
		factor := readDecimal(m)
		v.multiply = &factor
	}
	if (v.prices == nil) == (v.multiply == nil) {
		f.fail("a variant has either prices or multiply")
	}
	return v
}
