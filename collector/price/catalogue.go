package price

import (
	"bytes"
	_ "embed"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"sync"
	"time"
)

//go:embed catalogue.gen.json
var embeddedJSON []byte

// Catalogue is prices to ask, with overrides in front. It is safe for concurrent use and never changes, but for a bounded
// memory of what was asked.
type Catalogue struct {
	version string
	// date is zero when nobody said.
	date  time.Time
	names map[string]string
	// layers are asked in order: the first with a row in force answers. The last is the catalogue's own, the others are
	// overrides.
	layers []*layer

	remembered memory
}

// Embedded returns the catalogue this program ships, read at the first call.
var Embedded = sync.OnceValue(func() *Catalogue {
	catalogue, err := loadEmbedded()
	if err != nil {
		panic(fmt.Sprintf("the embedded catalogue does not load: %v", err)) // every test loads it: this can't be reached
	}
	return catalogue
})

func loadEmbedded() (*Catalogue, error) {
	content, err := parseJSON(embeddedJSON)
	if err != nil {
		return nil, err
	}
	return index(content, "", nil)
}

func parseJSON(text []byte) (content any, err error) {
	decoder := json.NewDecoder(bytes.NewReader(text))
	decoder.UseNumber()
	return content, decoder.Decode(&content)
}

// Load makes a catalogue of a price file's content, or of a whole catalogue's ({version, files}): mappings, lists,
// strings and json.Number as encoding/json and the pricefile package give them. version is needed where the content has
// none; names are the provider spellings known beforehand. The error is a *FileError.
func Load(content any, version string, names map[string]string) (*Catalogue, error) {
	c, err := index(content, version, names)
	if err != nil {
		return nil, err
	}
	for _, r := range c.layers[0].rows {
		if problem := r.check(); problem != nil {
			return nil, problem
		}
	}
	if problem := c.checkReach(c.layers[0]); problem != nil {
		return nil, problem
	}
	return c, nil
}

// index is Load for content that was loaded before, when it was made: what a row charges is read when it is first asked.
func index(content any, version string, names map[string]string) (*Catalogue, error) {
	var problem *FileError
	root := &field{value: content, err: &problem}
	c := &Catalogue{version: version, names: map[string]string{}}
	maps.Copy(c.names, names)
	var files []priceFile
	if record, ok := content.(map[string]any); ok && record["files"] != nil {
		root.mapping("version", "date", "files")
		if version == "" {
			c.version = root.at("version").text()
		}
		if date := root.at("date"); !date.isAbsent() {
			c.date = readInstant(date)
		}
		for _, each := range root.at("files").list() {
			files = append(files, readFile(each))
		}
	} else {
		files = append(files, readFile(root))
	}
	if c.version == "" {
		root.fail("no version")
	}
	for _, file := range files {
		for name, provider := range file.names {
			if _, known := c.names[name]; !known {
				c.names[name] = provider
			}
		}
	}
	if problem != nil { // what is put together now must be sound
		return nil, problem
	}
	c.layers = []*layer{layerOf(files, c.ProviderName)}
	if problem != nil {
		return nil, problem
	}
	return c, nil
}

// WithOverrides returns c with overrides, which were loaded with its Names, asked first.
func (c *Catalogue) WithOverrides(overrides *Catalogue) *Catalogue {
	both := &Catalogue{
		version: c.version + "+" + overrides.version,
		date:    c.date,
		names:   maps.Clone(overrides.names),
		layers:  slices.Concat(overrides.layers, c.layers),
	}
	maps.Copy(both.names, c.names) // a name c knows keeps its meaning, or rows of c would change hands
	return both
}

// Version changes whenever a price does; with overrides it is <catalogue>+<overrides>.
func (c *Catalogue) Version() string { return c.version }

// Date is that of the newest data in the catalogue, whatever overrides it; the zero time when the catalogue does not say.
func (c *Catalogue) Date() time.Time { return c.date }

// Names are every spelling of a provider, lower case, with the name it goes by.
func (c *Catalogue) Names() map[string]string { return maps.Clone(c.names) }

// ProviderName is the name a provider goes by in this catalogue; a provider it does not know keeps its own.
func (c *Catalogue) ProviderName(provider string) string {
	lower := asciiLower(provider)
	if name, ok := c.names[lower]; ok {
		return name
	}
	return lower
}
