//go:build !race

package llmcostprocessor

const (
	batchesUnderSwap = 1000
	swapsUnderLoad   = 100
)
