package price

import "regexp"

// priceFile is what one price file says.
type priceFile struct {
	names     map[string]string
	rows      []*row
	discounts []discount
	tools     []tool
}

func readFile(f *field) priceFile {
	f.mapping("provider", "names", "sources", "rows", "discounts", "tools")
	provider := ""
	if p := f.at("provider"); !p.isAbsent() {
		provider = p.text()
	}
	file := priceFile{names: map[string]string{}}
	if n := f.at("names"); !n.isAbsent() {
		if provider == "" {
			n.fail("names need a provider they are names of")
		}
		for _, name := range n.list() {
			file.names[asciiLower(name.text())] = provider
		}
	}
	var sources []string
	if s := f.at("sources"); !s.isAbsent() {
		sources = s.keys()
		for _, key := range sources {
			s.at(key).text()
		}
	}
	items := func(key string) []*field {
		if f.at(key).isAbsent() {
			return nil
		}
		return f.at(key).list()
	}
	rows := items("rows")
	if rows == nil && items("discounts") == nil && items("tools") == nil {
		rows = f.at("rows").list() // whoever has only discounts, or only tools, needs no rows
	}
	for _, each := range rows {
		if f.failed() { // else a file of nothing but mistakes would be read to its end
			break
		}
		file.rows = append(file.rows, readRow(each, provider, sources))
	}
	for _, each := range items("discounts") {
		file.discounts = append(file.discounts, readDiscount(each, provider))
	}
	for _, each := range items("tools") {
		file.tools = append(file.tools, readTool(each))
	}
	return file
}

// readProvider is the provider a row or discount names, else its file's.
func readProvider(f *field, ofFile string) string {
	p := f.at("provider")
	if !p.isAbsent() {
		return p.text()
	}
	if ofFile == "" {
		p.fail("no provider")
	}
	return ofFile
}

// isNoID knows every space that the application's engine knows.
var isNoID = regexp.MustCompile(`[A-Z\s\v\x{a0}\x{1680}\x{2000}-\x{200a}\x{2028}\x{2029}\x{202f}\x{205f}\x{3000}\x{feff}]`).MatchString

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
