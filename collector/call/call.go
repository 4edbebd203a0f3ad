// Package call is the vocabulary the rest of the collector speaks: one logical request to a model and what the provider
// said it consumed. It mirrors src/call.ts and imports nothing.
//
// Absent is not zero. A Count that was never set means that the span did not say; an empty string likewise.
package call

// Count is an optional whole number. Its zero value is absent, so that a Usage nobody filled in claims nothing.
// It holds no pointer and costs no allocation.
type Count struct {
	// n+1 for n ≥ 0 and n for n < 0, which leaves 0 for absent. MaxInt64 turns negative: no count is that large, and
	// a negative one is invalid.
	shifted int64
}

// Of is a present count. A negative one is kept, since it is the price engine that calls it invalid.
func Of(n int64) Count {
	if n >= 0 {
		n++
	}
	return Count{shifted: n}
}

// Get returns the count and whether there is one.
func (c Count) Get() (n int64, ok bool) {
	if c.shifted > 0 {
		return c.shifted - 1, true
	}
	return c.shifted, c.shifted != 0
}

// Or returns the count, or fallback when it is absent.
func (c Count) Or(fallback int64) int64 {
	if n, ok := c.Get(); ok {
		return n
	}
	return fallback
}

// NonNegative is the count itself, and absent for one that makes no sense.
func (c Count) NonNegative() Count {
	if c.shifted < 0 {
		return Count{}
	}
	return c
}

// IsSet tells whether there is a count.
func (c Count) IsSet() bool { return c.shifted != 0 }

// ToolUse is a billable thing that is not a token, by the catalogue's unit name: web_search, 3.
type ToolUse struct {
	Unit     string
	Quantity int64
}

// Usage is consumption in whole units ≥ 0, normalised to one meaning for all providers: InputTokens includes cache reads
// and writes and every modality, OutputTokens includes reasoning; the rest are parts of those two.
type Usage struct {
	InputTokens  Count
	OutputTokens Count
	// CacheReadTokens is part of InputTokens.
	CacheReadTokens Count
	// CacheWriteTokens is part of InputTokens: all cache writes, whatever their lifetime.
	CacheWriteTokens Count
	// CacheWrite5mTokens is part of CacheWriteTokens.
	CacheWrite5mTokens Count
	// CacheWrite1hTokens is part of CacheWriteTokens.
	CacheWrite1hTokens Count
	// ReasoningTokens is part of OutputTokens.
	ReasoningTokens Count
	// InputAudioTokens is part of InputTokens.
	InputAudioTokens Count
	// InputImageTokens is part of InputTokens.
	InputImageTokens Count
	// InputVideoTokens is part of InputTokens.
	InputVideoTokens Count
	// CacheReadAudioTokens is part of CacheReadTokens and of InputAudioTokens.
	CacheReadAudioTokens Count
	// CacheReadImageTokens is part of CacheReadTokens and of InputImageTokens.
	CacheReadImageTokens Count
	// CacheReadVideoTokens is part of CacheReadTokens and of InputVideoTokens.
	CacheReadVideoTokens Count
	// OutputAudioTokens is part of OutputTokens.
	OutputAudioTokens Count
	// OutputImageTokens is part of OutputTokens.
	OutputImageTokens Count
	// OutputVideoTokens is part of OutputTokens.
	OutputVideoTokens Count
	// Tools names each unit at most once; nil when nothing was reported.
	Tools []ToolUse
	// ReportedUSD is the provider's own price of the call as an exact decimal; it wins over the catalogue.
	ReportedUSD string
}

// Call is one logical request to a model, retries included, as a span told it.
type Call struct {
	// Operation is a value of gen_ai.operation.name: chat, embeddings, rerank.
	Operation string
	// Provider is a value of gen_ai.provider.name, or a vendor's spelling of it.
	Provider      string
	RequestModel  string
	ResponseModel string
	ResponseID    string
	// ServiceTier is the tier that served the call, else the one asked for.
	ServiceTier string
	Speed       string
	Region      string
	Usage       Usage
	// ToolCalls counts calls of the application's tools in the final output.
	ToolCalls Count
	// Attempts is the number of physical requests; absent when the span does not say.
	Attempts      Count
	StartUnixNano int64
	EndUnixNano   int64
	// ErrorType is the class of the failure; empty when the call succeeded.
	ErrorType string
	// HTTPStatus of a call that failed; 0 when no response came.
	HTTPStatus int
}

// Model decides the price: the model that answered, else the one asked for, verbatim.
func (c *Call) Model() string {
	if c.ResponseModel != "" {
		return c.ResponseModel
	}
	return c.RequestModel
}
