package price

import (
	"math"
	"regexp"
	"slices"
	"strings"
	"sync/atomic"
	"time"
)

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
	priceID string
	// What the row charges is read from source when it is first asked: of hundreds of rows a program needs a handful.
	source  *field
	sources []string
	read    atomic.Pointer[terms]
}

type priceFile struct {
	names map[string]string
	rows  []*row
}

var (
	fileKeys    = []string{"provider", "names", "sources", "rows"}
	rowKeys     = []string{"provider", "model", "aliases", "date_suffix", "from", "to", "prices", "fees", "variants", "source", "checked", "confidence", "note"}
	suffixForms = []string{suffixISO, suffixCompact, suffixMMDD, suffixYYMM}
	isNoID      = regexp.MustCompile(`[A-Z\s]`).MatchString
)

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
	r := &row{
		provider: provider, from: math.MinInt64, to: math.MaxInt64, dateSuffixes: []string{suffixISO, suffixCompact},
		source: f, sources: sources,
	}
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
	return r
}

// terms are what the row charges. A row whose terms are wrong charges nothing that is known; files are checked when they
// are loaded, the embedded catalogue when it is made. Terms never change, so a race costs a repeated reading at most.
func (r *row) terms() *terms {
	if known := r.read.Load(); known != nil {
		return known
	}
	found, problem := readTerms(r.source, r.sources)
	if problem != nil {
		found = &terms{}
	}
	r.read.Store(found)
	return found
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
