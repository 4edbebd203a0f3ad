//go:build race

package llmcostprocessor

// Fewer under the race detector, which is ten times slower.
const (
	batchesUnderSwap = 100
	swapsUnderLoad   = 20
)
