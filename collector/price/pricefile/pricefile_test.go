package pricefile

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/taskmeter/taskmeter/collector/call"
	"github.com/taskmeter/taskmeter/collector/price"
)

const whole = `
provider: acme
names: [acme-cloud]
rows:
  - model: m
    from: 2026-01-01
    prices: {input: "1.00", output: "2.00"}
`

// laughs is a thousand million values when every alias is copied.
var laughs = func() string {
	text := "a0: &a0 [x]\n"
	for i := range 9 {
		text += fmt.Sprintf("a%d: &a%d [%s*a%d]\n", i+1, i+1, strings.Repeat(fmt.Sprintf("*a%d, ", i), 9), i)
	}
	return text
}()

func TestOpen(t *testing.T) {
	t.Parallel()
	negotiated := write(t, "negotiated.yaml", "rows: [{provider: acme, model: m, prices: {input: '0.50', output: '1.00'}}]")
	catalogue := write(t, "catalogue.yaml", whole)
	for _, c := range []struct{ name, catalogue, overrides, provider, model, want string }{
		{"the embedded catalogue", "", "", "openai", "gpt-4.1", "2"},
		{"overrides before it", "", negotiated, "acme", "m", "0.5"},
		{"the rest of it behind them", "", negotiated, "openai", "gpt-4.1", "2"},
		{"a catalogue in its stead", catalogue, "", "acme-cloud", "m", "1"},
		{"which has nothing else", catalogue, "", "openai", "gpt-4.1", "unknown_model"},
		{"overrides before that", catalogue, negotiated, "acme-cloud", "m", "0.5"},
	} {
		var overrides []string
		if c.overrides != "" {
			overrides = append(overrides, c.overrides)
		}
		opened, err := Open(c.catalogue, overrides...)
		if err != nil {
			t.Errorf("%s: %v", c.name, err)
			continue
		}
		var cost price.Cost
		opened.PriceOf(&price.Query{
			Provider: c.provider, Model: c.model, AtUnixNano: time.Date(2026, 11, 24, 0, 0, 0, 0, time.UTC).UnixNano(),
			Usage: &call.Usage{InputTokens: call.Of(1_000_000), OutputTokens: call.Of(0)},
		}, &cost)
		got := string(cost.Status)
		if cost.HasTotal {
			got = cost.Total.String()
		}
		if got != c.want {
			t.Errorf("%s: got %s, want %s", c.name, got, c.want)
		}
	}
}

func TestErrorsNameFilePlaceAndReason(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ name, text, want string }{
		{"number.yaml", "provider: acme\nrows:\n  - model: m\n    prices:\n      input: 0.10\n", `number.yaml:5: rows[0].prices.input: expected text, got the number 0.10: put it in quotes`},
		{"nothing.yaml", "", "nothing.yaml:1: the file: expected a mapping, got nothing"},
		{"twice.yaml", "rows: []\nrows: []\n", "twice.yaml:2: rows stands twice"},
		{"laughs.yaml", laughs, "laughs.yaml"},
		{"deep.yaml", "a: &a {b: *a}\n", "deep.yaml"},
		{"no.yaml", "rows: [\n", "no.yaml:2: did not find expected node content"},
		{"dash.yaml", "rows:\n  - provider: acme\n   model: m\n", "dash.yaml:2: did not find expected '-' indicator"},
		{"merge.yaml", "a: &x {provider: p}\nrows:\n  - <<: *x\n    model: m\n", "merge.yaml"},
		{"kind.json", `{"rows": [{"provider": "p", "model": "m", "prices": {"input": "1"}, "to": 5}]}`, "kind.json:1: rows[0].to: expected text"},
	} {
		_, err := Read(write(t, c.name, c.text), nil)
		if err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: got %v, want %q", c.name, err, c.want)
		}
	}
	if _, err := Open(filepath.Join(t.TempDir(), "absent.yaml")); err == nil || !strings.Contains(err.Error(), "absent.yaml") {
		t.Errorf("got %v", err)
	}
}

func write(t *testing.T, name, text string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}
