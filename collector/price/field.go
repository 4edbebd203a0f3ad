package price

import (
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// FileError is what is wrong with the content of a price file. Whoever knows the file adds its name.
type FileError struct {
	// Place is the way to what is wrong: strings are keys, ints are indexes.
	Place  []any
	Reason string
}

func (e *FileError) Error() string { return formatPlace(e.Place) + ": " + e.Reason }

// formatPlace writes rows[3].prices.input, or "the file" for the whole.
func formatPlace(place []any) string {
	var text strings.Builder
	for _, step := range place {
		switch step := step.(type) {
		case int:
			fmt.Fprintf(&text, "[%d]", step)
		case string:
			if text.Len() > 0 {
				text.WriteByte('.')
			}
			text.WriteString(step)
		}
	}
	if text.Len() == 0 {
		return "the file"
	}
	return text.String()
}

// field is one value of a price file together with its place. Reading goes on after the first error, which is kept in
// err and makes every value read meaningless.
type field struct {
	value any
	// step leads here from parent: a key or an index. The root has neither.
	step   any
	parent *field
	err    **FileError
}

func (f *field) fail(format string, args ...any) {
	if *f.err == nil {
		*f.err = &FileError{Place: f.place(), Reason: fmt.Sprintf(format, args...)}
	}
}

// failed tells that something is wrong with what was read so far.
func (f *field) failed() bool { return *f.err != nil }

// reportingTo is the same value for a reader of its own.
func (f *field) reportingTo(err **FileError) *field {
	return &field{value: f.value, step: f.step, parent: f.parent, err: err}
}

func (f *field) place() []any {
	if f.parent == nil {
		return nil
	}
	return append(f.parent.place(), f.step)
}

func (f *field) isAbsent() bool { return f.value == nil }

func (f *field) isMapping() bool {
	_, ok := f.value.(map[string]any)
	return ok
}

func (f *field) at(key string) *field {
	record, _ := f.value.(map[string]any)
	return &field{value: record[key], step: key, parent: f, err: f.err}
}

// mapping checks that f is a mapping of known keys: an unknown one is most often a slip of the pen.
func (f *field) mapping(known ...string) *field {
	record, ok := f.value.(map[string]any)
	if !ok {
		f.fail("expected a mapping, got %s", describe(f.value))
	}
	if !allKnown(record, known) {
		for _, key := range sortedKeys(record) {
			if !slices.Contains(known, key) {
				f.at(key).fail("unknown key; known are %s", strings.Join(known, ", "))
			}
		}
	}
	return f
}

// keys of a mapping whose keys are data, sorted.
func (f *field) keys() []string {
	record, ok := f.value.(map[string]any)
	if !ok {
		f.fail("expected a mapping, got %s", describe(f.value))
	}
	return sortedKeys(record)
}

func (f *field) list() []*field {
	items, ok := f.value.([]any)
	if !ok {
		f.fail("expected a list, got %s", describe(f.value))
	}
	fields := make([]*field, len(items))
	for i, item := range items {
		fields[i] = &field{value: item, step: i, parent: f, err: f.err}
	}
	return fields
}

// oneOrMore is one value or a list of them.
func (f *field) oneOrMore() []*field {
	if _, ok := f.value.([]any); !ok {
		return []*field{f}
	}
	items := f.list()
	if len(items) == 0 {
		f.fail("expected at least one value")
	}
	return items
}

func (f *field) text() string {
	switch value := f.value.(type) {
	case json.Number:
		f.fail("expected text, got the number %s: put it in quotes", value)
	case string:
		if value != "" {
			return value
		}
	}
	f.fail("expected text, got %s", describe(f.value))
	return ""
}

func (f *field) wholeNumber() int64 {
	if number, ok := f.value.(json.Number); ok {
		if n, err := strconv.ParseInt(number.String(), 10, 64); err == nil && n > 0 && n <= maxQuantity {
			return n
		}
	}
	f.fail("expected a whole number above 0, got %s", describe(f.value))
	return 1
}

func describe(value any) string {
	switch value := value.(type) {
	case nil:
		return "nothing"
	case string:
		return strconv.Quote(value[:min(len(value), 60)])
	case []any:
		return "a list"
	case map[string]any:
		return "a mapping"
	default:
		return fmt.Sprint(value)
	}
}

func sortedKeys(record map[string]any) []string {
	keys := make([]string, 0, len(record))
	for key := range record {
		keys = append(keys, key)
	}
	slices.Sort(keys)
	return keys
}

func allKnown(record map[string]any, known []string) bool {
	for key := range record {
		if !slices.Contains(known, key) {
			return false
		}
	}
	return true
}
