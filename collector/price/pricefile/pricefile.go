// Package pricefile reads price files, YAML or JSON, for the price engine, which itself touches no files.
package pricefile

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"os"

	"go.yaml.in/yaml/v3"

	"github.com/taskmeter/taskmeter/collector/price"
)

// maxSize bounds what is read: a catalogue of every model there is has less than a megabyte.
const maxSize = 32 << 20

// Open returns the prices to ask: those of the catalogue file, or the embedded ones when it is empty, with the rows of the
// overrides file, when there is one, asked first. The error names the file, the place and the reason.
func Open(catalogue, overrides string) (*price.Catalogue, error) {
	base := price.Embedded()
	if catalogue != "" {
		var err error
		if base, err = Read(catalogue, base.Names()); err != nil {
			return nil, err
		}
	}
	if overrides == "" {
		return base, nil
	}
	over, err := Read(overrides, base.Names())
	if err != nil {
		return nil, err
	}
	return base.WithOverrides(over), nil
}

// Read makes a catalogue of a price file (spec/prices/README.md), whose version is the hash of the file. names are the
// provider spellings to accept. The error names the file, the place and the reason.
func Read(path string, names map[string]string) (*price.Catalogue, error) {
	info, err := os.Stat(path)
	if err != nil {
		return nil, fmt.Errorf("read price file: %w", err)
	}
	if info.Size() > maxSize {
		return nil, fmt.Errorf("read price file: %s has %d bytes, more than %d", path, info.Size(), maxSize)
	}
	text, err := os.ReadFile(path)
	if err != nil {
		return nil, fmt.Errorf("read price file: %w", err)
	}
	sum := sha256.Sum256(text)
	var document yaml.Node
	if err := yaml.Unmarshal(text, &document); err != nil { // JSON is YAML too, and this parser knows lines
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	content, err := (reader{}).value(&document, 0)
	if err != nil {
		return nil, fmt.Errorf("%s:%w", path, err)
	}
	catalogue, err := price.Load(content, hex.EncodeToString(sum[:])[:12], names)
	if problem := (*price.FileError)(nil); errors.As(err, &problem) {
		return nil, fmt.Errorf("%s:%d: %w", path, lineOf(&document, problem.Place), err)
	}
	return catalogue, err
}

// maxDepth is deeper than any price file; it stops an alias that holds itself.
const maxDepth = 20

// reader has the values of anchors, which are shared: a few lines of aliases of aliases must not grow into gigabytes.
type reader map[*yaml.Node]any

// value turns a node into mappings, lists, strings and json.Number. A date stays the text it was.
func (r reader) value(node *yaml.Node, depth int) (any, error) {
	if depth > maxDepth {
		return nil, fmt.Errorf("%d: nested too deeply", node.Line)
	}
	switch node.Kind {
	case yaml.DocumentNode:
		return r.value(node.Content[0], depth)
	case yaml.AliasNode:
		if known, ok := r[node.Alias]; ok {
			return known, nil
		}
		known, err := r.value(node.Alias, depth+1)
		r[node.Alias] = known
		return known, err
	case yaml.SequenceNode:
		list := make([]any, 0, len(node.Content))
		for _, each := range node.Content {
			item, err := r.value(each, depth+1)
			if err != nil {
				return nil, err
			}
			list = append(list, item)
		}
		return list, nil
	case yaml.MappingNode:
		mapping := make(map[string]any, len(node.Content)/2)
		for i := 0; i < len(node.Content); i += 2 {
			key := node.Content[i]
			if _, twice := mapping[key.Value]; twice {
				return nil, fmt.Errorf("%d: %s stands twice", key.Line, key.Value)
			}
			item, err := r.value(node.Content[i+1], depth+1)
			if err != nil {
				return nil, err
			}
			mapping[key.Value] = item
		}
		return mapping, nil
	case yaml.ScalarNode:
		switch node.Tag {
		case "!!null":
			return nil, nil
		case "!!int", "!!float":
			return json.Number(node.Value), nil
		case "!!bool":
			return node.Value == "true", nil
		}
		return node.Value, nil
	}
	return nil, nil
}

// lineOf is the line on which a place stands, or its nearest parent that exists.
func lineOf(document *yaml.Node, place []any) int {
	node := document
	if node.Kind == yaml.DocumentNode {
		node = node.Content[0]
	}
	line := max(node.Line, 1)
	for _, step := range place {
		if node.Kind == yaml.AliasNode {
			node = node.Alias
		}
		if node = child(node, step); node == nil {
			break
		}
		line = node.Line
	}
	return line
}

func child(node *yaml.Node, step any) *yaml.Node {
	switch step := step.(type) {
	case int:
		if node.Kind == yaml.SequenceNode && step < len(node.Content) {
			return node.Content[step]
		}
	case string:
		for i := 0; node.Kind == yaml.MappingNode && i < len(node.Content); i += 2 {
			if node.Content[i].Value == step {
				return node.Content[i+1]
			}
		}
	}
	return nil
}
