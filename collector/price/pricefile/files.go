package pricefile

import (
	"fmt"
	"slices"
	"time"

	"github.com/taskmeter/taskmeter/collector/price"
)

// Files are the price files of a program that runs on while they are written anew. Not safe for concurrent use.
type Files struct {
	files []file
	seen  []sight
	// rest waits; tests write meanwhile.
	rest func(time.Duration)
}

// file is one of them and what it is called in a configuration.
type file struct{ key, path string }

const catalogueKey = "catalogue"

// NewFiles are the prices of the catalogue file, or the embedded ones when its path is empty, behind those of the
// overrides, the last of which is asked first.
func NewFiles(catalogue string, overrides ...string) *Files {
	f := &Files{rest: time.Sleep}
	if catalogue != "" {
		f.files = append(f.files, file{catalogueKey, catalogue})
	}
	for i, path := range overrides {
		f.files = append(f.files, file{fmt.Sprintf("overrides[%d]", i), path})
	}
	return f
}

// Any tells whether there are files at all.
func (f *Files) Any() bool { return len(f.files) > 0 }

// Load reads the files. The error wraps an *Error and says which of them it is about.
func (f *Files) Load() (*price.Catalogue, error) {
	texts := f.look()
	return f.catalogue(texts)
}

// settling is how long a file rests before it is believed to be written to its end.
const settling = 50 * time.Millisecond

// Reload reads the files again when one of them has another content than at the last Load or Reload; when none has, it
// returns neither a catalogue nor an error. So an error is told once, until a file changes again. A file that went away
// has changed; one that is being written is left for the next time.
func (f *Files) Reload() (*price.Catalogue, error) {
	if !slices.ContainsFunc(f.seen, sight.mayHaveChanged) {
		return nil, nil
	}
	before := f.seen
	texts := f.look()
	if slices.EqualFunc(before, f.seen, sight.sameContent) {
		return nil, nil
	}
	if slices.ContainsFunc(f.seen, sight.isFresh) {
		f.rest(settling)
	}
	if slices.ContainsFunc(f.seen, sight.hasMoved) {
		f.seen = before
		return nil, nil
	}
	return f.catalogue(texts)
}

// look reads every file, whatever comes of it.
func (f *Files) look() (texts [][]byte) {
	f.seen = nil
	for _, each := range f.files {
		text, seen := see(each.path)
		texts, f.seen = append(texts, text), append(f.seen, seen)
	}
	return texts
}

func (f *Files) catalogue(texts [][]byte) (*price.Catalogue, error) {
	catalogue := price.Embedded()
	for i, each := range f.files {
		if problem := f.seen[i].problem; problem != "" {
			return nil, fmt.Errorf("%s: %w", each.key, &Error{File: each.path, Reason: problem})
		}
		read, err := Parse(each.path, texts[i], catalogue.Names())
		if err != nil {
			return nil, fmt.Errorf("%s: %w", each.key, err)
		}
		if each.key == catalogueKey {
			catalogue = read
		} else {
			catalogue = catalogue.WithOverrides(read)
		}
	}
	return catalogue, nil
}
