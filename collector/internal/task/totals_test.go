package task

import (
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/taskmeter/taskmeter/collector/call"
	"github.com/taskmeter/taskmeter/collector/price"
)

// The vectors live outside the module, so that both languages read the same files.
const vectors = "../../../spec/vectors/totals/*.json"

type vectorFile struct {
	Cases []struct {
		Name  string       `json:"name"`
		Calls []vectorCall `json:"calls"`
		Tools []vectorTool `json:"tools"`
		Want  vectorWant   `json:"want"`
	} `json:"cases"`
}

type vectorCall struct {
	Operation       string `json:"operation"`
	RequestModel    string `json:"request_model"`
	ResponseModel   string `json:"response_model"`
	StartMicro      int64  `json:"start_us"`
	EndMicro        int64  `json:"end_us"`
	Failed          bool   `json:"failed"`
	Attempts        *int64 `json:"attempts"`
	UnknownAttempts int64  `json:"unknown_attempts"`
	ToolCalls       *int64 `json:"tool_calls"`
	Usage           struct {
		Input      *int64 `json:"input_tokens"`
		Output     *int64 `json:"output_tokens"`
		CacheRead  *int64 `json:"cache_read_tokens"`
		CacheWrite *int64 `json:"cache_write_tokens"`
		Reasoning  *int64 `json:"reasoning_tokens"`
	} `json:"usage"`
	Cost struct {
		Status string  `json:"status"`
		USD    *string `json:"usd"`
		Saving *string `json:"cache_saving_usd"`
	} `json:"cost"`
}

type vectorTool struct {
	Name string `json:"name"`
	Cost struct {
		Status string  `json:"status"`
		USD    *string `json:"usd"`
	} `json:"cost"`
}

type vectorWant struct {
	Calls            int64    `json:"calls"`
	Attempts         int64    `json:"attempts"`
	Retries          int64    `json:"retries"`
	UnknownAttempts  int64    `json:"unknown_attempts"`
	Models           []string `json:"models"`
	ToolCalls        *int64   `json:"tool_calls,omitempty"`
	InputTokens      *int64   `json:"input_tokens,omitempty"`
	OutputTokens     *int64   `json:"output_tokens,omitempty"`
	CacheReadTokens  *int64   `json:"cache_read_tokens,omitempty"`
	CacheWriteTokens *int64   `json:"cache_write_tokens,omitempty"`
	ReasoningTokens  *int64   `json:"reasoning_tokens,omitempty"`
	TokensComplete   bool     `json:"tokens_complete"`
	UnpricedCalls    int64    `json:"unpriced_calls"`
	PriceStatus      string   `json:"price_status"`
	CostExact        *string  `json:"cost_exact,omitempty"`
	CostMicroUSD     *int64   `json:"cost_micro_usd,omitempty"`
	CostBucket       string   `json:"cost_bucket"`
	PricedToolCalls  *int64   `json:"priced_tool_calls,omitempty"`
	ToolCostExact    *string  `json:"tool_cost_exact,omitempty"`
	RetryCostExact   string   `json:"retry_cost_exact"`
	CacheSavingExact *string  `json:"cache_saving_exact,omitempty"`
	CacheHitRatio    *float64 `json:"cache_hit_ratio,omitempty"`
	LLMTimeMs        float64  `json:"llm_time_ms"`
	ContextGrowth    *float64 `json:"context_growth,omitempty"`
}

func TestTotalsFollowTheVectors(t *testing.T) {
	files, err := filepath.Glob(vectors)
	require.NoError(t, err)
	require.NotEmpty(t, files)
	for _, file := range files {
		var parsed vectorFile
		text, err := os.ReadFile(file)
		require.NoError(t, err)
		require.NoError(t, json.Unmarshal(text, &parsed))
		require.NotEmpty(t, parsed.Cases)
		for _, c := range parsed.Cases {
			t.Run(filepath.Base(file)+"/"+c.Name, func(t *testing.T) {
				entries := make([]*Entry, len(c.Calls))
				for i := range c.Calls {
					entries[i] = c.Calls[i].entry(t)
				}
				for i := range c.Tools {
					entries = append(entries, c.Tools[i].entry(t))
				}
				require.Equal(t, c.Want, added(entries), "in order")
				slices.Reverse(entries)
				require.Equal(t, c.Want, added(entries), "reversed")
				for range entries {
					entries = append(entries[1:], entries[0])
					require.Equal(t, c.Want, added(entries), "rotated")
					require.Equal(t, c.Want, merged(entries), "merged from one tally a call")
				}
			})
		}
	}
}

func added(entries []*Entry) vectorWant {
	var tally Tally
	for _, e := range entries {
		tally.Add(e)
	}
	return asVector(tally.Totals())
}

func merged(entries []*Entry) vectorWant {
	var tally Tally
	for _, e := range entries {
		var one Tally
		one.Add(e)
		tally.Merge(&one)
	}
	return asVector(tally.Totals())
}

func (c *vectorCall) entry(t *testing.T) *Entry {
	e := &Entry{
		Operation:       c.Operation,
		RequestModel:    c.RequestModel,
		ResponseModel:   c.ResponseModel,
		StartNano:       c.StartMicro * 1000,
		EndNano:         c.EndMicro * 1000,
		Failed:          c.Failed,
		Attempts:        1,
		UnknownAttempts: c.UnknownAttempts,
		ToolCalls:       optionalCount(c.ToolCalls),
		Usage: Tokens{
			Input:      optionalCount(c.Usage.Input),
			Output:     optionalCount(c.Usage.Output),
			CacheRead:  optionalCount(c.Usage.CacheRead),
			CacheWrite: optionalCount(c.Usage.CacheWrite),
			Reasoning:  optionalCount(c.Usage.Reasoning),
		},
		Cost: Cost{Status: price.Status(c.Cost.Status)},
	}
	if e.Operation == "" {
		e.Operation = "chat"
	}
	if c.Attempts != nil {
		e.Attempts = *c.Attempts
	}
	if c.Cost.USD != nil {
		e.Cost.Total, e.Cost.HasTotal = atto(t, *c.Cost.USD), true
	}
	if c.Cost.Saving != nil {
		e.Cost.Saving, e.Cost.HasSaving = atto(t, *c.Cost.Saving), true
	}
	return e
}

func (v *vectorTool) entry(t *testing.T) *Entry {
	e := &Entry{Tool: v.Name, Cost: Cost{Status: price.Status(v.Cost.Status)}}
	if v.Cost.USD != nil {
		e.Cost.Total, e.Cost.HasTotal = atto(t, *v.Cost.USD), true
	}
	return e
}

func asVector(total Totals) vectorWant {
	want := vectorWant{
		Calls: total.Calls, Attempts: total.Attempts, Retries: total.Retries, UnknownAttempts: total.UnknownAttempts,
		Models:           total.Models,
		ToolCalls:        pointer(total.ToolCalls),
		InputTokens:      pointer(total.InputTokens),
		OutputTokens:     pointer(total.OutputTokens),
		CacheReadTokens:  pointer(total.CacheReadTokens),
		CacheWriteTokens: pointer(total.CacheWriteTokens),
		ReasoningTokens:  pointer(total.ReasoningTokens),
		TokensComplete:   total.TokensComplete,
		UnpricedCalls:    total.UnpricedCalls,
		PriceStatus:      total.PriceStatus,
		CostBucket:       total.CostBucket,
		RetryCostExact:   total.RetryCost.String(),
		LLMTimeMs:        total.LLMTimeMs,
	}
	if total.HasCost {
		exact, microUSD := total.Cost.String(), total.Cost.MicroUSD()
		want.CostExact, want.CostMicroUSD = &exact, &microUSD
	}
	if total.Tools > 0 {
		exact := total.ToolCost.String()
		want.PricedToolCalls, want.ToolCostExact = &total.Tools, &exact
	}
	if total.HasCacheSaving {
		saving := total.CacheSaving.String()
		want.CacheSavingExact = &saving
	}
	if total.HasCacheHitRatio {
		want.CacheHitRatio = &total.CacheHitRatio
	}
	if total.HasContextGrowth {
		want.ContextGrowth = &total.ContextGrowth
	}
	return want
}

func atto(t *testing.T, usd string) price.Atto {
	a, err := price.ParseAtto(usd)
	require.NoError(t, err)
	return a
}

func optionalCount(n *int64) call.Count {
	if n == nil {
		return call.Count{}
	}
	return call.Of(*n)
}

func pointer(c call.Count) *int64 {
	n, ok := c.Get()
	if !ok {
		return nil
	}
	return &n
}
