package price

import "math/big"

// discount is a factor on what the rows of lower layers charge. Rows of its own file are negotiated already.
type discount struct {
	period
	provider string
	// model is a row's own id, not an alias; empty when it is for all of the provider.
	model  string
	factor decimal
	// text is the factor as written, as it stands in the price id.
	text   string
	source *field
}

// maxFactor: a dearer one is a slip.
const maxFactor = 1000

func readDiscount(f *field, provider string) discount {
	f.mapping("provider", "model", "factor", "from", "to", "note")
	factor := f.at("factor")
	d := discount{period: readPeriod(f.at("from"), f.at("to")), provider: readProvider(f, provider), source: f}
	d.factor = readDecimal(factor, 6)
	if d.factor.digits.Cmp(product(big.NewInt(maxFactor), powerOfTen(-d.factor.exponent))) > 0 {
		factor.fail("at most %d", maxFactor)
	}
	d.text = factor.text()
	if model := f.at("model"); !model.isAbsent() {
		d.model = readID(model)
	}
	if note := f.at("note"); !note.isAbsent() {
		note.text()
	}
	return d
}

// discountOn is the most specific discount in force on a row, of those for its provider; nil when there is none.
func discountOn(discounts []discount, model string, atUnixNano int64) *discount {
	var found *discount
	for i := range discounts {
		each := &discounts[i]
		if !each.contains(atUnixNano) {
			continue
		}
		if each.model == model {
			return each
		}
		if each.model == "" {
			found = each
		}
	}
	return found
}
