package pricefile

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"regexp"
	"strconv"
	"strings"
	"unicode/utf8"

	"go.yaml.in/yaml/v3"
)

// parse reads a text into mappings, lists, strings and json.Number, and the document that knows their lines.
func parse(text []byte) (document *yaml.Node, content any, problem *Error) {
	if line := lineBeyondUTF8(text); line > 0 {
		return nil, nil, &Error{Line: line, Reason: "not UTF-8"}
	}
	document = new(yaml.Node)
	decoder := yaml.NewDecoder(bytes.NewReader(text)) // JSON is YAML too, and this parser knows lines
	if err := decoder.Decode(document); err != nil && !errors.Is(err, io.EOF) {
		return nil, nil, syntaxError(err)
	}
	second := new(yaml.Node)
	switch err := decoder.Decode(second); {
	case err == nil:
		return nil, nil, &Error{Line: second.Line, Reason: "a second document begins: a price file is one"}
	case !errors.Is(err, io.EOF):
		return nil, nil, syntaxError(err)
	}
	content, problem = (reader{}).value(document, 0)
	return document, content, problem
}

// lineBeyondUTF8 is the first line that is not UTF-8; 0 when all are.
func lineBeyondUTF8(text []byte) int {
	if utf8.Valid(text) {
		return 0
	}
	line := 1
	for each := range bytes.Lines(text) { // no character of several bytes has a line feed in it
		if !utf8.Valid(each) {
			break
		}
		line++
	}
	return line
}

var lineOfSyntaxError = regexp.MustCompile(`^yaml: line (\d+): `)

// syntaxError takes the line out of the parser's words. Where it is the grammar that is broken the parser counts from 0, and
// means the line on which the broken part begins.
func syntaxError(err error) *Error {
	reason, line := err.Error(), 1
	if found := lineOfSyntaxError.FindStringSubmatch(reason); found != nil {
		line, _ = strconv.Atoi(found[1]) // digits
		reason = reason[len(found[0]):]
		if strings.HasPrefix(reason, "did not find expected") {
			line++
		}
	}
	return &Error{Line: max(line, 1), Reason: strings.ToValidUTF8(strings.TrimPrefix(reason, "yaml: "), "\uFFFD")}
}

// maxDepth is deeper than any price file; it stops an alias that holds itself.
const maxDepth = 20

// reader has the values of anchors, which are shared: a few lines of aliases of aliases must not grow into gigabytes.
type reader map[*yaml.Node]any

// value turns a node into mappings, lists, strings and json.Number. A date stays the text it was.
func (r reader) value(node *yaml.Node, depth int) (any, *Error) {
	if depth > maxDepth {
		return nil, &Error{Line: node.Line, Reason: "nested too deeply"}
	}
	switch node.Kind {
	case yaml.DocumentNode:
		return r.value(node.Content[0], depth)
	case yaml.AliasNode:
		if known, ok := r[node.Alias]; ok {
			return known, nil
		}
		known, problem := r.value(node.Alias, depth+1)
		r[node.Alias] = known
		return known, problem
	case yaml.SequenceNode:
		list := make([]any, 0, len(node.Content))
		for _, each := range node.Content {
			item, problem := r.value(each, depth+1)
			if problem != nil {
				return nil, problem
			}
			list = append(list, item)
		}
		return list, nil
	case yaml.MappingNode:
		mapping := make(map[string]any, len(node.Content)/2)
		for i := 0; i < len(node.Content); i += 2 {
			key := node.Content[i]
			if _, twice := mapping[key.Value]; twice {
				return nil, &Error{Line: key.Line, Reason: key.Value + " stands twice"}
			}
			item, problem := r.value(node.Content[i+1], depth+1)
			if problem != nil {
				return nil, problem
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
