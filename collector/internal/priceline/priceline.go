// Package priceline is the form in which the shared vectors write a call and its cost.
package priceline

import (
	"slices"
	"strings"
	"time"

	"github.com/taskmeter/taskmeter/collector/call"
	"github.com/taskmeter/taskmeter/collector/price"
)

// Query is one call; null and absent are the same.
type Query struct {
	Provider    string    `json:"provider"`
	Model       string    `json:"model"`
	At          time.Time `json:"at"`
	ServiceTier string    `json:"service_tier"`
	Speed       string    `json:"speed"`
	Region      string    `json:"region"`
	Usage       *Usage    `json:"usage"`
	// Failed asks for the price of a call that failed and is not billed.
	Failed bool `json:"failed"`
}

// Usage is what a call consumed.
type Usage struct {
	InputTokens          *int64           `json:"input_tokens"`
	OutputTokens         *int64           `json:"output_tokens"`
	CacheReadTokens      *int64           `json:"cache_read_tokens"`
	CacheWriteTokens     *int64           `json:"cache_write_tokens"`
	CacheWrite5mTokens   *int64           `json:"cache_write_5m_tokens"`
	CacheWrite1hTokens   *int64           `json:"cache_write_1h_tokens"`
	ReasoningTokens      *int64           `json:"reasoning_tokens"`
	InputAudioTokens     *int64           `json:"input_audio_tokens"`
	InputImageTokens     *int64           `json:"input_image_tokens"`
	InputVideoTokens     *int64           `json:"input_video_tokens"`
	CacheReadAudioTokens *int64           `json:"cache_read_audio_tokens"`
	CacheReadImageTokens *int64           `json:"cache_read_image_tokens"`
	CacheReadVideoTokens *int64           `json:"cache_read_video_tokens"`
	OutputAudioTokens    *int64           `json:"output_audio_tokens"`
	OutputImageTokens    *int64           `json:"output_image_tokens"`
	OutputVideoTokens    *int64           `json:"output_video_tokens"`
	Tools                map[string]int64 `json:"tools"`
	ReportedUSD          string           `json:"reported_usd"`
}

// Answer is what the engine says.
type Answer struct {
	Status        price.Status `json:"status"`
	USD           *string      `json:"usd"`
	Lines         []Line       `json:"lines"`
	CacheSaving   *string      `json:"cache_saving"`
	Reasoning     *string      `json:"reasoning"`
	PriceID       *string      `json:"price_id"`
	Catalogue     string       `json:"catalogue"`
	Assumed       []string     `json:"assumed"`
	UnpricedUnits []string     `json:"unpriced_units"`
	Double        float64      `json:"double"`
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
		return answerOf(&cost)
	}
	catalogue.PriceOf(&price.Query{
		Provider: q.Provider, Model: q.Model, Usage: q.Usage.normalised(), AtUnixNano: q.At.UnixNano(),
		ServiceTier: q.ServiceTier, Speed: q.Speed, Region: q.Region,
	}, &cost)
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

func (u *Usage) normalised() *call.Usage {
	if u == nil {
		return nil
	}
	count := func(n *int64) call.Count {
		if n == nil {
			return call.Count{}
		}
		return call.Of(*n)
	}
	normal := &call.Usage{
		InputTokens: count(u.InputTokens), OutputTokens: count(u.OutputTokens),
		CacheReadTokens: count(u.CacheReadTokens), CacheWriteTokens: count(u.CacheWriteTokens),
		CacheWrite5mTokens: count(u.CacheWrite5mTokens), CacheWrite1hTokens: count(u.CacheWrite1hTokens),
		ReasoningTokens: count(u.ReasoningTokens), InputAudioTokens: count(u.InputAudioTokens),
		InputImageTokens: count(u.InputImageTokens), CacheReadAudioTokens: count(u.CacheReadAudioTokens),
		OutputAudioTokens: count(u.OutputAudioTokens), OutputImageTokens: count(u.OutputImageTokens),
		InputVideoTokens: count(u.InputVideoTokens), CacheReadImageTokens: count(u.CacheReadImageTokens),
		CacheReadVideoTokens: count(u.CacheReadVideoTokens), OutputVideoTokens: count(u.OutputVideoTokens),
		ReportedUSD: u.ReportedUSD,
	}
	if u.Tools != nil {
		normal.Tools = []call.ToolUse{}
	}
	for unit, quantity := range u.Tools {
		normal.Tools = append(normal.Tools, call.ToolUse{Unit: unit, Quantity: quantity})
	}
	slices.SortFunc(normal.Tools, func(a, b call.ToolUse) int { return strings.Compare(a.Unit, b.Unit) })
	return normal
}
