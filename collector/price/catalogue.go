package price

import (
	"bytes"
	_ "embed"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"
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
	// layers are asked in order; the first with a row in force answers.
	layers []layer

	mu         sync.RWMutex
	remembered map[modelKey]*match
}

// layer has the rows of one price file or catalogue by provider and id.
type layer map[string]rowsByID

type modelKey struct{ provider, model string }

// match is what a catalogue knows of a provider's model, whatever the time.
type match struct {
	region    string
	histories [][]*row
}

const (
	// maxRemembered is more models than anybody meets; beyond it everything is forgotten and learnt again.
	maxRemembered = 4096
	// maxRememberedLength: longer ids are looked up each time, so that memory stays bounded.
	maxRememberedLength = 256
)

// Embedded returns the catalogue this program ships, read at the first call.
var Embedded = sync.OnceValue(func() *Catalogue {
	catalogue, err := loadEmbedded()
	if err != nil {
		panic(fmt.Sprintf("the embedded catalogue does not load: %v", err)) // every test loads it: this can't be reached
	}
	return catalogue
})

func loadEmbedded() (*Catalogue, error) {
	decoder := json.NewDecoder(bytes.NewReader(embeddedJSON))
	decoder.UseNumber()
	var content any
	if err := decoder.Decode(&content); err != nil {
		return nil, err
	}
	return index(content, "", nil)
}

// Load makes a catalogue of a price file's content, or of a whole catalogue's ({version, files}): mappings, lists,
// strings and json.Number as encoding/json and the pricefile package give them. version is needed where the content has
// none; names are the provider spellings known beforehand. The error is a *FileError.
func Load(content any, version string, names map[string]string) (*Catalogue, error) {
	c, err := index(content, version, names)
	if err != nil {
		return nil, err
	}
	if err := c.readTerms(); err != nil { // now, so that a mistake shows now and not at a call
		return nil, err
	}
	return c, nil
}

// index is Load for content that was loaded before, when it was made: what a row charges is read when it is first asked.
func index(content any, version string, names map[string]string) (*Catalogue, error) {
	var problem *FileError
	root := &field{value: content, err: &problem}
	c := &Catalogue{names: maps.Clone(names), remembered: map[modelKey]*match{}}
	var files []priceFile
	if record, ok := content.(map[string]any); ok && record["files"] != nil {
		root.mapping("version", "date", "files")
		if date := root.at("date"); !date.isAbsent() {
			c.date = readInstant(date)
		}
		if version == "" {
			version = root.at("version").text()
		}
		for _, each := range root.at("files").list() {
			files = append(files, readFile(each))
		}
	} else {
		files = append(files, readFile(root))
	}
	if version == "" {
		root.fail("no version")
	}
	if problem != nil {
		return nil, problem
	}
	c.version = version
	if c.names == nil {
		c.names = map[string]string{}
	}
	var rows []*row
	for _, file := range files {
		for name, provider := range file.names {
			if _, known := c.names[name]; !known {
				c.names[name] = provider
			}
		}
		rows = append(rows, file.rows...)
	}
	if problem = c.addLayer(rows); problem != nil {
		return nil, problem
	}
	return c, nil
}

// WithOverrides returns c with overrides, which were loaded with its Names, asked first.
func (c *Catalogue) WithOverrides(overrides *Catalogue) *Catalogue {
	both := &Catalogue{
		version:    c.version + "+" + overrides.version,
		date:       c.date,
		names:      maps.Clone(overrides.names),
		layers:     slices.Concat(overrides.layers, c.layers),
		remembered: map[modelKey]*match{},
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

func (c *Catalogue) readTerms() error {
	for _, l := range c.layers {
		for _, byID := range l {
			for _, rows := range byID {
				for _, r := range rows {
					if r.read.Load() != nil { // by another of its ids
						continue
					}
					found, problem := readTerms(r.source, r.sources)
					if problem != nil {
						return problem
					}
					r.read.Store(found)
				}
			}
		}
	}
	return nil
}

func (c *Catalogue) addLayer(rows []*row) *FileError {
	l := layer{}
	for _, r := range rows {
		name := c.ProviderName(r.provider)
		r.priceID = name + "/" + r.model
		if r.fromText != "" {
			r.priceID += "@" + r.fromText
		}
		byID := l[name]
		if byID == nil {
			byID = rowsByID{}
			l[name] = byID
		}
		ids := slices.Concat([]string{r.model}, r.aliases)
		slices.Sort(ids)
		for _, id := range slices.Compact(ids) {
			for _, other := range byID[id] {
				if r.from < other.to && other.from < r.to {
					return &FileError{Place: []any{"rows"}, Reason: fmt.Sprintf("%s/%s has two prices at the same time: rows %s and %s", name, id, other.model, r.model)}
				}
			}
			byID[id] = append(byID[id], r)
		}
	}
	c.layers = append(c.layers, l)
	return nil
}

// match finds all that is known of a model; remembered, since the same few are asked again and again.
func (c *Catalogue) match(provider, model string) *match {
	key := modelKey{provider, model}
	c.mu.RLock()
	known := c.remembered[key]
	c.mu.RUnlock()
	if known != nil {
		return known
	}
	name := c.ProviderName(provider)
	id, region := normaliseModel(name, model, func(prefix string) bool { return c.ProviderName(prefix) == name })
	found := &match{region: strings.Clone(region)}
	for _, each := range c.layers {
		if history := each[name].find(id); history != nil {
			found.histories = append(found.histories, history)
		}
	}
	if len(provider)+1+len(model) > maxRememberedLength {
		return found
	}
	// The key must not keep alive the buffer its strings were cut from.
	key = modelKey{strings.Clone(provider), strings.Clone(model)}
	c.mu.Lock()
	defer c.mu.Unlock()
	if len(c.remembered) >= maxRemembered {
		clear(c.remembered)
	}
	c.remembered[key] = found
	return found
}

// rowAt is the row in force at an instant, nil when there is none.
func (m *match) rowAt(atUnixNano int64) *row {
	for _, history := range m.histories {
		for _, r := range history {
			if r.from <= atUnixNano && atUnixNano < r.to {
				return r
			}
		}
	}
	return nil
}
