// Command pricelines prices calls given as JSON lines on standard input and writes one JSON line for each. It exists so
// that the TypeScript engine can be compared with this one.
package main

import (
	"bufio"
	"encoding/json"
	"flag"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"
	"time"

	"github.com/taskmeter/taskmeter/collector/internal/call"
	"github.com/taskmeter/taskmeter/collector/internal/price"
	"github.com/taskmeter/taskmeter/collector/internal/price/pricefile"
)

type query struct {
	Provider    string `json:"provider"`
	Model       string `json:"model"`
	At          string `json:"at"`
	ServiceTier string `json:"service_tier"`
	Speed       string `json:"speed"`
	Region      string `json:"region"`
	Usage       *usage `json:"usage"`
	// Failed asks for the price of a call that failed and is not billed.
	Failed bool `json:"failed"`
}

type usage struct {
	InputTokens          *int64           `json:"input_tokens"`
	OutputTokens         *int64           `json:"output_tokens"`
	CacheReadTokens      *int64           `json:"cache_read_tokens"`
	CacheWriteTokens     *int64           `json:"cache_write_tokens"`
	CacheWrite5mTokens   *int64           `json:"cache_write_5m_tokens"`
	CacheWrite1hTokens   *int64           `json:"cache_write_1h_tokens"`
	ReasoningTokens      *int64           `json:"reasoning_tokens"`
	InputAudioTokens     *int64           `json:"input_audio_tokens"`
	InputImageTokens     *int64           `json:"input_image_tokens"`
	CacheReadAudioTokens *int64           `json:"cache_read_audio_tokens"`
	OutputAudioTokens    *int64           `json:"output_audio_tokens"`
	OutputImageTokens    *int64           `json:"output_image_tokens"`
	Tools                map[string]int64 `json:"tools"`
	ReportedUSD          string           `json:"reported_usd"`
}

type answer struct {
	Status        price.Status `json:"status"`
	USD           *string      `json:"usd"`
	Lines         []line       `json:"lines"`
	CacheSaving   *string      `json:"cache_saving"`
	Reasoning     *string      `json:"reasoning"`
	PriceID       *string      `json:"price_id"`
	Catalogue     string       `json:"catalogue"`
	Assumed       []string     `json:"assumed"`
	UnpricedUnits []string     `json:"unpriced_units"`
	Double        float64      `json:"double"`
}

type line struct {
	Unit     string `json:"unit"`
	Quantity int64  `json:"quantity"`
	USD      string `json:"usd"`
}

func main() {
	overrides := flag.String("overrides", "", "price file to ask before the embedded catalogue")
	flag.Parse()
	if err := run(os.Stdin, os.Stdout, *overrides); err != nil {
		fmt.Fprintln(os.Stderr, "pricelines:", err)
		os.Exit(1)
	}
}

func run(in io.Reader, out io.Writer, overrides string) error {
	catalogue, err := pricefile.Open("", overrides)
	if err != nil {
		return err
	}
	decoder := json.NewDecoder(bufio.NewReader(in))
	writer := bufio.NewWriter(out)
	encoder := json.NewEncoder(writer)
	var cost price.Cost
	for decoder.More() {
		var q query
		if err := decoder.Decode(&q); err != nil {
			return err
		}
		at, err := time.Parse(time.RFC3339, q.At)
		if err != nil {
			return err
		}
		if q.Failed {
			catalogue.NotBilled(&cost)
		} else {
			catalogue.PriceOf(&price.Query{
				Provider: q.Provider, Model: q.Model, Usage: q.Usage.normalised(), AtUnixNano: at.UnixNano(),
				ServiceTier: q.ServiceTier, Speed: q.Speed, Region: q.Region,
			}, &cost)
		}
		if err := encoder.Encode(answerOf(&cost)); err != nil {
			return err
		}
	}
	return writer.Flush()
}

func answerOf(c *price.Cost) answer {
	a := answer{
		Status: c.Status, USD: text(c.Total, c.HasTotal), Lines: []line{}, CacheSaving: text(c.CacheSaving, c.HasCacheSaving),
		Reasoning: text(c.Reasoning, c.HasReasoning), Catalogue: c.Catalogue,
		Assumed: append([]string{}, c.Assumed...), UnpricedUnits: append([]string{}, c.UnpricedUnits...), Double: c.Total.Float64(),
	}
	for _, l := range c.Lines {
		a.Lines = append(a.Lines, line{Unit: l.Unit, Quantity: l.Quantity, USD: l.Amount.String()})
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

func (u *usage) normalised() *call.Usage {
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
