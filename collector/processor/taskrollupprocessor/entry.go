package taskrollupprocessor

import (
	"go.opentelemetry.io/collector/pdata/pcommon"

	"github.com/taskmeter/taskmeter/collector/internal/genai"
	"github.com/taskmeter/taskmeter/collector/internal/task"
	"github.com/taskmeter/taskmeter/collector/price"
)

// entry is a call as the ledger counts it. An invalid count is none: nothing is ever taken off a total. Its price is the one
// that stands on the span: whoever wrote it, the application or llm_cost before us, is asked, and a span without one has none.
func entry(d *genai.Span, scope pcommon.InstrumentationScope) *task.Entry {
	c := &d.Call
	return &task.Entry{
		Operation:       c.Operation,
		Provider:        c.Provider,
		RequestModel:    c.RequestModel,
		ResponseModel:   c.ResponseModel,
		ResponseID:      c.ResponseID,
		Scope:           scope.Name(),
		StartNano:       c.StartUnixNano,
		EndNano:         c.EndUnixNano,
		Failed:          d.Failed,
		Attempts:        c.Attempts.Or(1),
		UnknownAttempts: d.UnknownAttempts,
		ToolCalls:       c.ToolCalls.NonNegative(),
		Usage: task.Tokens{
			Input:      c.Usage.InputTokens.NonNegative(),
			Output:     c.Usage.OutputTokens.NonNegative(),
			CacheRead:  c.Usage.CacheReadTokens.NonNegative(),
			CacheWrite: c.Usage.CacheWriteTokens.NonNegative(),
			Reasoning:  c.Usage.ReasoningTokens.NonNegative(),
		},
		Cost: cost(&d.Written),
	}
}

// toolEntry is a call of a priced tool, by the price that stands on the span likewise.
func toolEntry(d *genai.Span, scope pcommon.InstrumentationScope, s *task.Span) *task.Entry {
	return &task.Entry{
		Tool:       d.Tool.Name,
		ResponseID: d.Tool.CallID,
		Scope:      scope.Name(),
		StartNano:  s.StartNano,
		EndNano:    s.EndNano,
		Cost:       cost(&d.Written),
	}
}

func cost(w *genai.Written) task.Cost {
	c := task.Cost{Status: price.Status(w.Status)}
	switch c.Status {
	case price.Priced, price.Modelled, price.Reported, price.Partial:
		c.Total, c.HasTotal = money(w.Exact)
		if !c.HasTotal || c.Total.Sign() < 0 {
			c.Total, c.HasTotal = price.Atto{}, false
			c.Status = price.UnknownUsage
		}
	case price.NotBilled:
		c.HasTotal = true
	case "":
		c.Status = price.UnknownModel
	}
	if w.Saving != "" {
		c.Saving, c.HasSaving = money(w.Saving)
	}
	return c
}

func partial(p *genai.Partial, origin *task.Origin) *task.Partial {
	total, _ := money(p.CostExact)
	toolCost, _ := money(p.ToolCostExact)
	return &task.Partial{
		Instance: origin.Instance,
		Process:  p.Instance,
		Revision: p.Revision,
		Sums: task.Sums{
			Calls:            p.Calls,
			Attempts:         p.Attempts,
			Retries:          p.Retries,
			ToolCalls:        p.ToolCalls,
			UnpricedCalls:    p.UnpricedCalls,
			InputTokens:      p.InputTokens,
			OutputTokens:     p.OutputTokens,
			CacheReadTokens:  p.CacheReadTokens,
			CacheWriteTokens: p.CacheWriteTokens,
			ReasoningTokens:  p.ReasoningTokens,
			Cost:             total.Sub(toolCost),
			Tools:            p.PricedToolCalls,
			ToolCost:         toolCost,
		},
	}
}

func money(exact string) (price.Atto, bool) {
	if exact == "" {
		return price.Atto{}, false
	}
	amount, err := price.ParseAtto(exact)
	return amount, err == nil
}
