package price

import (
	"slices"
	"strings"
	"sync/atomic"
)

// Forms of a date at the end of a model id that may be left out when matching.
const (
	suffixISO     = "YYYY-MM-DD"
	suffixCompact = "YYYYMMDD"
	suffixMMDD    = "MMDD"
	suffixYYMM    = "YYMM"
)

var (
	suffixForms = []string{suffixISO, suffixCompact, suffixMMDD, suffixYYMM}
	isoSuffixes = suffixForms[:2]
	confidences = []string{"hand-checked", "imported", "disputed"}
)

// row is one model's prices over one stretch of time: the catalogue's unit, ready to be asked.
type row struct {
	period
	// provider is as written in the file; the catalogue maps it to the name it goes by.
	provider, model string
	aliases         []string
	dateSuffixes    []string
	// undiscounted is the tariff where no discount holds; the row's layer sets it, which knows what the provider is called.
	undiscounted tariff
	// What the row charges is read from source when it is first asked: of hundreds of rows a program needs a handful.
	source  *field
	sources []string
	read    atomic.Pointer[terms]
}

func readRow(f *field, provider string, sources []string) *row {
	f.mapping("provider", "model", "aliases", "date_suffix", "from", "to", "prices", "modelled", "fees", "each_call",
		"variants", "source", "checked", "confidence", "note")
	r := &row{
		period: readPeriod(f.at("from"), f.at("to")), provider: readProvider(f, provider), model: readID(f.at("model")),
		dateSuffixes: isoSuffixes, source: f, sources: sources,
	}
	if a := f.at("aliases"); !a.isAbsent() {
		r.aliases = readIDs(a.list())
	}
	if s := f.at("date_suffix"); !s.isAbsent() {
		r.dateSuffixes = readDateSuffixes(s)
	}
	return r
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

// check reads everything the row says, so that a mistake in it shows now and not at a call.
func (r *row) check() *FileError {
	var problem *FileError
	f := r.source.reportingTo(&problem)
	r.read.Store(readTerms(f))
	checkProvenance(f, r.sources)
	return problem
}

// terms are what the row charges. A row whose terms are wrong charges nothing that is known; files are checked when they
// are loaded, the embedded catalogue when it is made. Terms never change, so a race costs a repeated reading at most.
func (r *row) terms() *terms {
	if known := r.read.Load(); known != nil {
		return known
	}
	var problem *FileError
	found := readTerms(r.source.reportingTo(&problem))
	if problem != nil {
		found = &terms{}
	}
	r.read.Store(found)
	return found
}

// checkProvenance: a file that describes no source may name any.
func checkProvenance(f *field, sources []string) {
	if s := f.at("source"); !s.isAbsent() {
		for _, source := range s.oneOrMore() {
			if name := source.text(); len(sources) > 0 && !slices.Contains(sources, name) {
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
