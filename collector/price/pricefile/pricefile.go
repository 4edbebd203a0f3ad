// Package pricefile reads price files, YAML or JSON, for the price engine, which itself touches no files.
//
// The format is described in spec/prices/README.md.
package pricefile

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"strings"

	"github.com/taskmeter/taskmeter/collector/price"
)

// Error is what is wrong with a price file.
type Error struct {
	File string
	// Line is where, counted from 1; 0 when the file as a whole is what is wrong.
	Line   int
	Reason string
}

func (e *Error) Error() string {
	if e.Line == 0 {
		return e.File + ": " + e.Reason
	}
	return fmt.Sprintf("%s:%d: %s", e.File, e.Line, e.Reason)
}

// Open returns the prices to ask: those of the catalogue file, or the embedded ones when its path is empty, behind the
// rows of the overrides, the last of which is asked first. The error is an *Error, wrapped.
func Open(catalogue string, overrides ...string) (*price.Catalogue, error) {
	return NewFiles(catalogue, overrides...).Load()
}

// Read makes a catalogue of a price file, whose version is the hash of the file. names are the provider spellings to
// accept. The error is an *Error.
func Read(path string, names map[string]string) (*price.Catalogue, error) {
	text, err := readFile(path)
	if err != nil {
		return nil, &Error{File: path, Reason: err.Error()}
	}
	return Parse(path, text, names)
}

// Parse is Read for the text of a file, which path is only the name of.
func Parse(path string, text []byte, names map[string]string) (*price.Catalogue, error) {
	document, content, problem := parse(text)
	if problem != nil {
		problem.File = path
		return nil, problem
	}
	sum := sha256.Sum256(text)
	catalogue, err := price.Load(content, hex.EncodeToString(sum[:])[:12], names)
	if wrong := (*price.FileError)(nil); errors.As(err, &wrong) {
		return nil, &Error{File: path, Line: lineOf(document, wrong.Place), Reason: strings.ToValidUTF8(err.Error(), "\uFFFD")}
	}
	return catalogue, err
}
