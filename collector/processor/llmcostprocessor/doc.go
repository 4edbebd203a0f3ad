// Package llmcostprocessor prices every model call that passes, whichever vocabulary its span is written in.
//
//	span → genai.Decode → price → taskmeter.cost.*, taskmeter.price.* on the same span
//
// It holds no state: a span is priced from its own attributes and handed on in the same call. A span that is no leaf
// model call is recognised by its first attributes and left alone. Data is never dropped: a call that cannot be priced
// carries the reason in taskmeter.price.status and is counted.
package llmcostprocessor

//go:generate go tool -modfile=../../tools/go.mod mdatagen metadata.yaml
