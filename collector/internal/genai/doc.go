// Package genai reads a span, in whichever vocabulary it is written, as a model call and as a part of a task.
//
//	attributes, once through → the vocabulary of the key's namespace → Span
//
// A vocabulary is a file with one switch: vocabulary_genai.go has OpenTelemetry's words, today's and yesterday's. Where
// two of its words mean the same, today's wins whatever the order. Names that this project emits are constants
// generated from spec/attributes.yaml.
package genai
