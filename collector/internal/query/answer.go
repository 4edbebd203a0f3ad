// Package query is the form in which people and the shared vectors write a call to be priced, and its answer. It mirrors
// src/query.
package query

import "github.com/taskmeter/taskmeter/collector/price"

// Answer is what the engine says, as JSON: null where there is no such number. Money is an exact decimal in USD.
type Answer struct {
	Status price.Status `json:"status"`
	USD    *string      `json:"usd"`
	Lines  []Line       `json:"lines"`
	// CacheSaving is what caching saved, net of writing; it may be negative.
	CacheSaving *string `json:"cache_saving"`
	// Reasoning is the part of the output's cost that reasoning made.
	Reasoning     *string  `json:"reasoning"`
	PriceID       *string  `json:"price_id"`
	Catalogue     string   `json:"catalogue"`
	Assumed       []string `json:"assumed"`
	UnpricedUnits []string `json:"unpriced_units"`
	// Double is the double nearest to USD; 0 where that is null.
	Double float64 `json:"double"`
}

// Line is one billed unit.
type Line struct {
	Unit     string `json:"unit"`
	Quantity int64  `json:"quantity"`
	USD      string `json:"usd"`
}

// Ask prices the call.
func Ask(catalogue *price.Catalogue, q *Query) Answer {
	var cost price.Cost
	if q.Failed {
		catalogue.NotBilled(&cost)
	} else {
		catalogue.PriceOf(&q.Query, &cost)
	}
	return answerOf(&cost)
}

func answerOf(c *price.Cost) Answer {
	a := Answer{
		Status: c.Status, USD: text(c.Total, c.HasTotal), Lines: []Line{}, CacheSaving: text(c.CacheSaving, c.HasCacheSaving),
		Reasoning: text(c.Reasoning, c.HasReasoning), Catalogue: c.Catalogue,
		Assumed: append([]string{}, c.Assumed...), UnpricedUnits: append([]string{}, c.UnpricedUnits...), Double: c.Total.Float64(),
	}
	for _, l := range c.Lines {
		a.Lines = append(a.Lines, Line{Unit: l.Unit, Quantity: l.Quantity, USD: l.Amount.String()})
	}
	if c.PriceID != "" {
		a.PriceID = &c.PriceID
	}
	return a
}

func text(amount price.Atto, has bool) *string {
	if !has {
		return nil
	}
	s := amount.String()
	return &s
}
