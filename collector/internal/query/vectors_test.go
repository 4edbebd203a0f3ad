package query

import (
	"encoding/json"
	"io/fs"
	"os"
	"path/filepath"
	"reflect"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/taskmeter/taskmeter/collector/price"
)

const vectors = "../../../spec/vectors/cost"

// TestWorkedVectors reads what calls consumed both as the provider sent it and as a bill has it, and compares the price
// with the one worked out beside it. Ambiguous vectors and those of low confidence assert nothing.
func TestWorkedVectors(t *testing.T) {
	t.Parallel()
	files := 0
	err := filepath.WalkDir(vectors, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() || !strings.HasSuffix(path, ".json") {
			return err
		}
		text, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		content, err := parse(string(text))
		if err != nil {
			return err
		}
		if cases := list(object(content)["vectors"]); cases != nil {
			files++
			for _, each := range cases {
				checkVector(t, object(each))
			}
		}
		return nil
	})
	if err != nil || files == 0 {
		t.Fatalf("%d files with vectors: %v", files, err)
	}
}

func checkVector(t *testing.T, vector fields) {
	t.Helper()
	if vector["status"] == "ambiguous" || vector["confidence"] == "low" {
		return
	}
	catalogue := price.Embedded()
	for _, each := range list(vector["overrides"]) {
		loaded, err := price.Load(each, "test", catalogue.Names())
		if err != nil {
			t.Fatalf("%s: %v", vector["id"], err)
		}
		catalogue = catalogue.WithOverrides(loaded)
	}
	for _, way := range waysOf(vector) {
		status, usd := sumOfAnswers(t, catalogue, vector, way)
		want := vector["expected_usd"]
		if vector["operation"] == "counterfactual.cache_savings" {
			status = vector["status"].(string)
		}
		if status != vector["status"] || !reflect.DeepEqual(usd, want) {
			t.Errorf("%s: got %s %v, want %s %v", vector["id"], status, usd, vector["status"], want)
		}
	}
}

// waysOf are the ways in which a vector says the same, each a list of calls.
func waysOf(vector fields) [][]fields {
	call := func(key string, usage any) fields {
		one := fields{key: usage}
		for name, value := range vector {
			if name != "usage" && name != "raw_usage" {
				one[name] = value
			}
		}
		return one
	}
	var ways [][]fields
	if raw := vector["raw_usage"]; raw != nil {
		ways = append(ways, []fields{call("raw_usage", raw)})
	}
	if usage := object(vector["usage"]); usage != nil && vector["status"] != "reported" {
		var calls []fields
		for _, attempt := range list(usage["attempts"]) {
			said := object(attempt)
			delete(said, "outcome")
			calls = append(calls, call("usage", said))
		}
		switch {
		case calls != nil:
		case usage["calls"] != nil:
			calls = []fields{call("usage", fields{"input_uncached": usage["input_uncached_each"], "output": usage["output_each"]})}
		default:
			calls = []fields{call("usage", usage)}
		}
		ways = append(ways, calls)
	}
	if ways == nil {
		ways = [][]fields{{call("usage", nil)}}
	}
	return ways
}

// sumOfAnswers is what the calls cost together, as many times as the vector says; nil where a part has no number.
func sumOfAnswers(t *testing.T, catalogue *price.Catalogue, vector fields, way []fields) (status string, usd any) {
	t.Helper()
	times := 1
	if calls, ok := object(vector["usage"])["calls"].(json.Number); ok {
		times, _ = strconv.Atoi(calls.String())
	}
	var total price.Atto
	for _, line := range way {
		asked, err := Read(catalogue, line, time.Time{})
		if err != nil {
			t.Fatalf("%s: %v", vector["id"], err)
		}
		answer := Ask(catalogue, asked)
		status, usd = string(answer.Status), nil
		amount := answer.USD
		if vector["operation"] == "counterfactual.cache_savings" {
			amount = answer.CacheSaving
		}
		if amount == nil {
			return status, nil
		}
		one, err := price.ParseAtto(*amount)
		if err != nil {
			t.Fatal(err)
		}
		total = total.Add(multiplied(one, times))
	}
	return status, total.String()
}

// multiplied doubles its way up: calls come by the thousand million.
func multiplied(one price.Atto, times int) (sum price.Atto) {
	for ; times > 0; times >>= 1 {
		if times&1 == 1 {
			sum = sum.Add(one)
		}
		one = one.Add(one)
	}
	return sum
}
