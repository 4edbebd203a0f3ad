package price

// terms are what a row charges.
type terms struct {
	prices priceList
	// modelled: the prices are made of what an hour of hardware costs.
	modelled bool
	// fees are for things that are not tokens, by unit; no variant moves them.
	fees map[string]fee
	// eachCall: what each call is billed for once, unless its usage says how often.
	eachCall []string
	variants []variant
}

// variant is what holds under certain conditions: a list that replaces the row's, or a factor on it.
type variant struct {
	when       when
	dimensions uint8
	prices     *priceList
	multiply   *decimal
}

const maxVariants = 30

func readTerms(f *field) *terms {
	t := &terms{}
	variants, prices, modelled := f.at("variants"), f.at("prices"), f.at("modelled")
	if !variants.isAbsent() {
		for _, each := range variants.list() {
			t.variants = append(t.variants, readVariant(each))
		}
		if len(t.variants) > maxVariants {
			variants.fail("at most %d variants", maxVariants)
		}
	}
	if t.modelled = !modelled.isAbsent(); t.modelled {
		if !prices.isAbsent() || !variants.isAbsent() {
			modelled.fail("stands in place of prices and variants, not beside them")
		}
		t.prices = readModelled(modelled)
	} else if !prices.isAbsent() {
		t.prices = readPrices(prices)
	}
	t.fees = readFees(f.at("fees"))
	t.eachCall = readEachCall(f.at("each_call"))
	if t.prices == (priceList{}) && len(t.fees) == 0 {
		f.fail("a row without prices and fees prices nothing")
	}
	t.checkBounds(f)
	return t
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
		factor := readDecimal(m, anyDecimals)
		v.multiply = &factor
	}
	if (v.prices == nil) == (v.multiply == nil) {
		f.fail("a variant has either prices or multiply")
	}
	return v
}

// checkBounds makes sure that whatever factors hold at once, a line fits 128 bits.
func (t *terms) checkBounds(f *field) {
	var factors []decimal
	lists := []*priceList{&t.prices}
	for _, variant := range t.variants {
		if variant.multiply != nil {
			factors = append(factors, *variant.multiply)
		} else if variant.prices != nil {
			lists = append(lists, variant.prices)
		}
	}
	if len(factors) == 0 {
		return // each price was checked by itself
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
