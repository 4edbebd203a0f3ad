package price

import (
	"math"
	"regexp"
	"slices"
	"strings"
	"sync/atomic"
	"time"
)

// unit is a token unit: what service tiers, context tiers, speeds and regions move. Units are disjoint: a token is of
// exactly one. The order is that of a cost's lines.
type unit uint8

const (
	input unit = iota // text and, unless the row prices them apart, images
	inputAudio
	inputImage
	cacheRead
	cacheReadAudio
	cacheWrite // a write without a lifetime, where the provider has one price for all
	cacheWrite5m
	cacheWrite1h
	output
	outputAudio
	outputImage
	reasoning
	unitCount
)

var unitNames = [unitCount]string{
	"input", "input_audio", "input_image", "cache_read", "cache_read_audio", "cache_write", "cache_write_5m",
	"cache_write_1h", "output", "output_audio", "output_image", "reasoning",
}

// Forms of a date at the end of a model id that may be left out when matching.
const (
	suffixISO     = "YYYY-MM-DD"
	suffixCompact = "YYYYMMDD"
	suffixMMDD    = "MMDD"
	suffixYYMM    = "YYMM"
)

// row is one model's prices over one stretch of time: the catalogue's unit, ready to be asked.
type row struct {
	provider, model string
	aliases         []string
	dateSuffixes    []string
	// In force while from ≤ at < to, in Unix nanoseconds.
	from, to int64
	fromText string
	// priceID is set when the row is put into a catalogue, which knows what the provider is called.
	priceID  string
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

type priceFile struct {
	names map[string]string
	rows  []*row
}

var (
	fileKeys    = []string{"provider", "names", "sources", "rows"}
	rowKeys     = []string{"provider", "model", "aliases", "date_suffix", "from", "to", "prices", "fees", "variants", "source", "checked", "confidence", "note"}
	confidences = []string{"hand-checked", "imported", "disputed"}
	suffixForms = []string{suffixISO, suffixCompact, suffixMMDD, suffixYYMM}
	isFeeUnit   = regexp.MustCompile(`^[a-z][a-z0-9_]*$`).MatchString
	isPrice     = regexp.MustCompile(`^[0-9]+(\.[0-9]+)?$`).MatchString
	isNoID      = regexp.MustCompile(`[A-Z\s]`).MatchString
)

const maxVariants = 30

func readFile(f *field) priceFile {
	f.mapping(fileKeys...)
	provider := ""
	if p := f.at("provider"); !p.isAbsent() {
		provider = p.text()
	}
	names := map[string]string{}
	if n := f.at("names"); !n.isAbsent() {
		if provider == "" {
			n.fail("names need a provider they are names of")
		}
		for _, name := range n.list() {
			names[asciiLower(name.text())] = provider
		}
	}
	var sources []string
	if s := f.at("sources"); !s.isAbsent() {
		sources = s.keys()
		for _, key := range sources {
			s.at(key).text()
		}
	}
	var rows []*row
	for _, each := range f.at("rows").list() {
		rows = append(rows, readRow(each, provider, sources))
	}
	return priceFile{names: names, rows: rows}
}

func readRow(f *field, provider string, sources []string) *row {
	f.mapping(rowKeys...)
	r := &row{provider: provider, from: math.MinInt64, to: math.MaxInt64, dateSuffixes: []string{suffixISO, suffixCompact}}
	if from := f.at("from"); !from.isAbsent() {
		at := readInstant(from)
		r.from, r.fromText = at.UnixNano(), strings.TrimSuffix(at.Format(time.RFC3339), "T00:00:00Z")
	}
	if to := f.at("to"); !to.isAbsent() {
		r.to = readInstant(to).UnixNano()
		if r.from >= r.to {
			to.fail("must be later than from")
		}
	}
	checkProvenance(f, sources)
	if p := f.at("provider"); !p.isAbsent() {
		r.provider = p.text()
	} else if provider == "" {
		p.fail("no provider")
	}
	r.model = readID(f.at("model"))
	if a := f.at("aliases"); !a.isAbsent() {
		r.aliases = readIDs(a.list())
	}
	if s := f.at("date_suffix"); !s.isAbsent() {
		r.dateSuffixes = readDateSuffixes(s)
	}
	var factors []decimal
	if v := f.at("variants"); !v.isAbsent() {
		for _, each := range v.list() {
			variant := readVariant(each)
			if variant.multiply != nil {
				factors = append(factors, *variant.multiply)
			}
			r.variants = append(r.variants, variant)
		}
		if len(r.variants) > maxVariants {
			v.fail("at most %d variants", maxVariants)
		}
	}
	if p := f.at("prices"); !p.isAbsent() {
		r.prices = readPrices(p)
	}
	r.fees = readFees(f.at("fees"))
	if r.prices == (priceList{}) && len(r.fees) == 0 {
		f.fail("a row without prices and fees prices nothing")
	}
	checkBounds(f, r, factors)
	return r
}

func checkBounds(f *field, r *row, factors []decimal) {
	lists := []*priceList{&r.prices}
	for _, variant := range r.variants {
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

// readID wants an id in the form it is looked up in: a row that could never match is a slip.
func readID(f *field) string {
	id := f.text()
	if isNoID(id) {
		f.fail("%q must be lower case and without spaces", id)
	}
	return id
}

func readIDs(fields []*field) []string {
	ids := make([]string, len(fields))
	for i, f := range fields {
		ids[i] = readID(f)
	}
	return ids
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

func readDateSuffixes(f *field) []string {
	if f.value == "none" {
		return nil
	}
	var forms []string
	for _, form := range f.oneOrMore() {
		text, _ := form.value.(string)
		if !slices.Contains(suffixForms, text) {
			form.fail("expected none or any of %s", strings.Join(suffixForms, ", "))
		}
		forms = append(forms, text)
	}
	return forms
}
