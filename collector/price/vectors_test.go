package price_test

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"reflect"
	"testing"
	"time"

	"github.com/taskmeter/taskmeter/collector/internal/query"
	"github.com/taskmeter/taskmeter/collector/price"
)

const vectors = "../../spec/vectors"

type vectorFile[Case any] struct {
	About string `json:"about"`
	Cases []Case `json:"cases"`
}

// readVectors reads every file of a folder and fails on none: a run of nothing proves nothing.
func readVectors[Case any](t *testing.T, pattern string) []Case {
	t.Helper()
	paths, err := filepath.Glob(filepath.Join(vectors, pattern))
	if err != nil || len(paths) == 0 {
		t.Fatalf("no vectors in %s: %v", pattern, err)
	}
	var cases []Case
	for _, path := range paths {
		var file vectorFile[Case]
		content, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		if err := decode(content, &file); err != nil {
			t.Fatalf("%s: %v", path, err)
		}
		if len(file.Cases) == 0 {
			t.Fatalf("%s: no cases", path)
		}
		cases = append(cases, file.Cases...)
	}
	return cases
}

func decode(content []byte, into any) error {
	decoder := json.NewDecoder(bytes.NewReader(content))
	decoder.UseNumber()
	return decoder.Decode(into)
}

type costCase struct {
	Name string `json:"name"`
	overrides
	Query any            `json:"query"`
	Want  map[string]any `json:"want"`
}

// overrides are one price file, or several in the order they are named.
type overrides struct {
	File  any   `json:"file"`
	Files []any `json:"files"`
}

// catalogue is the embedded one under the files.
func (o overrides) catalogue(t *testing.T, name string) *price.Catalogue {
	t.Helper()
	files := o.Files
	if files == nil {
		files = []any{o.File}
	}
	catalogue := price.Embedded()
	for _, each := range files {
		loaded, err := price.Load(each, "test", catalogue.Names())
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		catalogue = catalogue.WithOverrides(loaded)
	}
	return catalogue
}

func TestCostVectors(t *testing.T) {
	t.Parallel()
	for _, c := range readVectors[costCase](t, "cost/*.json") {
		check(t, price.Embedded(), c)
	}
}

func TestPriceFileVectors(t *testing.T) {
	t.Parallel()
	for _, c := range readVectors[costCase](t, "pricefile/valid.json") {
		check(t, c.catalogue(t, c.Name), c)
	}
}

func TestToolVectors(t *testing.T) {
	t.Parallel()
	type toolCase struct {
		Name string `json:"name"`
		overrides
		Tool        string    `json:"tool"`
		At          time.Time `json:"at"`
		ReportedUSD string    `json:"reported_usd"`
		Want        any       `json:"want"`
	}
	for _, c := range readVectors[toolCase](t, "pricefile/tools.json") {
		var cost price.Cost
		var got any
		query := price.ToolQuery{Tool: c.Tool, AtUnixNano: c.At.UnixNano(), ReportedUSD: c.ReportedUSD}
		if c.catalogue(t, c.Name).PriceOfTool(&query, &cost) {
			answer := map[string]any{"status": string(cost.Status), "usd": nil, "price_id": nil}
			if cost.HasTotal {
				answer["usd"] = cost.Total.String()
			}
			if cost.PriceID != "" {
				answer["price_id"] = cost.PriceID
			}
			got = answer
		}
		if !reflect.DeepEqual(got, c.Want) {
			t.Errorf("%s: got %v, want %v", c.Name, got, c.Want)
		}
	}
}

func TestPriceFilesAreRefusedWithThePlace(t *testing.T) {
	t.Parallel()
	type invalid struct {
		Name  string `json:"name"`
		File  any    `json:"file"`
		Place string `json:"place"`
	}
	for _, c := range readVectors[invalid](t, "pricefile/invalid.json") {
		_, err := price.Load(c.File, "test", price.Embedded().Names())
		if err == nil {
			t.Errorf("%s: accepted", c.Name)
			continue
		}
		if want := c.Place + ": "; len(err.Error()) <= len(want) || err.Error()[:len(want)] != want {
			t.Errorf("%s: got %q, want it to begin with %q", c.Name, err, want)
		}
	}
}

func TestMatchVectors(t *testing.T) {
	t.Parallel()
	type matchCase struct {
		Name     string  `json:"name"`
		Provider string  `json:"provider"`
		Model    string  `json:"model"`
		At       string  `json:"at"`
		Want     *string `json:"want"`
	}
	for _, c := range readVectors[matchCase](t, "match/*.json") {
		at := time.Date(2026, 11, 24, 12, 0, 0, 0, time.UTC)
		if c.At != "" {
			var err error
			if at, err = time.Parse(time.RFC3339, c.At); err != nil {
				t.Fatal(err)
			}
		}
		got := ask(t, price.Embedded(), map[string]any{
			"provider": c.Provider, "model": c.Model, "at": at.Format(time.RFC3339),
			"usage": map[string]any{"input_tokens": json.Number("0"), "output_tokens": json.Number("0")},
		})
		want := price.Priced
		if c.Want == nil {
			want = price.UnknownModel
		}
		if got.Status != want || !reflect.DeepEqual(got.PriceID, c.Want) {
			t.Errorf("%s: got %s %v, want %s %v", c.Name, got.Status, text(got.PriceID), want, text(c.Want))
		}
	}
}

// check compares what the case names, by way of JSON, so that both sides have one form.
func check(t *testing.T, catalogue *price.Catalogue, c costCase) {
	t.Helper()
	content, err := json.Marshal(ask(t, catalogue, c.Query))
	if err != nil {
		t.Fatal(err)
	}
	var got map[string]any
	if err := decode(content, &got); err != nil {
		t.Fatal(err)
	}
	for key, want := range c.Want {
		value, known := got[key]
		if !known || !reflect.DeepEqual(value, want) {
			t.Errorf("%s: %s: got %v, want %v", c.Name, key, value, want)
		}
	}
}

func ask(t *testing.T, catalogue *price.Catalogue, line any) query.Answer {
	t.Helper()
	asked, err := query.Read(catalogue, line, time.Time{})
	if err != nil {
		t.Fatal(err)
	}
	return query.Ask(catalogue, asked)
}

func text(s *string) string {
	if s == nil {
		return "nothing"
	}
	return *s
}
