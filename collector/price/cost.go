package price

import "github.com/taskmeter/taskmeter/collector/call"

// Query is everything a price depends on.
type Query struct {
	// Provider is a value of gen_ai.provider.name, or a vendor's spelling of it.
	Provider string
	// Model is the response's model, else the request's, verbatim.
	Model string
	Usage *call.Usage
	// AtUnixNano is the start of the call: the price in force is the one at this instant, UTC.
	AtUnixNano  int64
	ServiceTier string
	Speed       string
	Region      string
}

// Status says how a price came about, or why there is none.
type Status string

// The statuses. Only Priced, Modelled, Reported, Partial and NotBilled carry a number.
const (
	Priced Status = "priced"
	// Modelled is by what an hour of one's own hardware costs, and what it is taken to get done in it.
	Modelled Status = "modelled"
	// Reported is the provider's own number.
	Reported Status = "reported"
	// Partial means that some unit has no price: the total is a lower bound.
	Partial      Status = "partial"
	UnknownModel Status = "unknown_model"
	UnknownUsage Status = "unknown_usage"
	InvalidUsage Status = "invalid_usage"
	NotBilled    Status = "not_billed"
)

// Line is one billed unit. Lines are disjoint and sum to the total; reasoning is a note on output, not a line.
type Line struct {
	Unit     string
	Quantity int64
	Amount   Atto
}

// Cost is the price of one call. PriceOf reuses its slices, so keep one Cost for many calls.
type Cost struct {
	Status Status
	// Total is meaningful only with HasTotal: unknown is never 0.
	Total    Atto
	HasTotal bool
	Lines    []Line
	// CacheSaving is what caching saved, net of the premium for writing; it may be negative. Without HasCacheSaving the
	// call has no cache counts or no price.
	CacheSaving    Atto
	HasCacheSaving bool
	// Reasoning is the part of the output's cost that reasoning made.
	Reasoning    Atto
	HasReasoning bool
	// PriceID names the row that priced the call: provider/model@from, without @from where the row has no beginning, and
	// with *factor for each discount.
	PriceID string
	// Catalogue is the version of the catalogue that was asked.
	Catalogue string
	// Overridden tells that an override file has a part in the price: the row is its own, or it has a discount on it.
	Overridden bool
	// Assumed says what had to be assumed: cache_write_5m.
	Assumed []string
	// UnpricedUnits are the units the row has no price for; with status Partial.
	UnpricedUnits []string
}

// Reset empties c for the next call and keeps its slices.
func (c *Cost) Reset() {
	*c = Cost{Lines: c.Lines[:0], Assumed: c.Assumed[:0], UnpricedUnits: c.UnpricedUnits[:0]}
}
