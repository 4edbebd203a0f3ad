package task

import (
	"github.com/taskmeter/taskmeter/collector/price"
)

// Sums are the parts of a total that are plain sums: what the counters book, and what a process's total can be compared
// by. An absent count adds nothing.
type Sums struct {
	Calls, Attempts, Retries, UnknownAttempts, ToolCalls, UnpricedCalls           int64
	InputTokens, OutputTokens, CacheReadTokens, CacheWriteTokens, ReasoningTokens int64
	// Cost is that of calls.
	Cost, RetryCost price.Atto
	// Tools counts the tool calls that have a cost, ToolCost.
	Tools    int64
	ToolCost price.Atto
}

func (e *Entry) sums() Sums {
	if e.Tool != "" {
		return e.toolSums()
	}
	s := Sums{
		Calls:            1,
		Attempts:         e.Attempts,
		Retries:          max(0, e.Attempts-1),
		UnknownAttempts:  e.UnknownAttempts,
		ToolCalls:        e.ToolCalls.Or(0),
		InputTokens:      e.Usage.Input.Or(0),
		OutputTokens:     e.Usage.Output.Or(0),
		CacheReadTokens:  e.Usage.CacheRead.Or(0),
		CacheWriteTokens: e.Usage.CacheWrite.Or(0),
		ReasoningTokens:  e.Usage.Reasoning.Or(0),
	}
	if e.Cost.HasTotal {
		s.Cost = e.Cost.Total
		if e.Failed {
			s.RetryCost = e.Cost.Total
		}
	}
	if !e.Cost.HasTotal || e.Cost.Status == price.Partial {
		s.UnpricedCalls = 1
	}
	return s
}

// toolSums: without a total the own cost of the tool call is no number, and what it adds to is a lower bound.
func (e *Entry) toolSums() Sums {
	if !e.Cost.HasTotal {
		return Sums{UnpricedCalls: 1}
	}
	return Sums{Tools: 1, ToolCost: e.Cost.Total}
}

// lost is what of a difference calls and tool calls that never came account for: where their number is right, it is one of
// prices.
func (s Sums) lost() Sums {
	tools := Sums{Tools: s.Tools, ToolCost: s.ToolCost}
	if s.Tools == 0 {
		tools = Sums{}
	}
	if s.Calls == 0 {
		return tools
	}
	s.Tools, s.ToolCost = tools.Tools, tools.ToolCost
	return s
}

func (s *Sums) add(o Sums) {
	s.each(&o, func(a, b int64) int64 { return a + b }, price.Atto.Add)
}

// less subtracts o; nothing falls below zero.
func (s Sums) less(o Sums) Sums {
	s.each(&o, func(a, b int64) int64 { return max(0, a-b) }, func(a, b price.Atto) price.Atto {
		if a.Cmp(b) <= 0 {
			return price.Atto{}
		}
		return a.Sub(b)
	})
	return s
}

// common is the lesser of the two in every part.
func (s Sums) common(o Sums) Sums {
	s.each(&o, func(a, b int64) int64 { return min(a, b) }, func(a, b price.Atto) price.Atto {
		if a.Cmp(b) < 0 {
			return a
		}
		return b
	})
	return s
}

func (s *Sums) each(o *Sums, count func(a, b int64) int64, money func(a, b price.Atto) price.Atto) {
	s.Calls = count(s.Calls, o.Calls)
	s.Attempts = count(s.Attempts, o.Attempts)
	s.Retries = count(s.Retries, o.Retries)
	s.UnknownAttempts = count(s.UnknownAttempts, o.UnknownAttempts)
	s.ToolCalls = count(s.ToolCalls, o.ToolCalls)
	s.UnpricedCalls = count(s.UnpricedCalls, o.UnpricedCalls)
	s.InputTokens = count(s.InputTokens, o.InputTokens)
	s.OutputTokens = count(s.OutputTokens, o.OutputTokens)
	s.CacheReadTokens = count(s.CacheReadTokens, o.CacheReadTokens)
	s.CacheWriteTokens = count(s.CacheWriteTokens, o.CacheWriteTokens)
	s.ReasoningTokens = count(s.ReasoningTokens, o.ReasoningTokens)
	s.Cost = money(s.Cost, o.Cost)
	s.RetryCost = money(s.RetryCost, o.RetryCost)
	s.Tools = count(s.Tools, o.Tools)
	s.ToolCost = money(s.ToolCost, o.ToolCost)
}

// tokens are in the order of Tokens.all.
func (s *Sums) tokens() [5]int64 {
	return [5]int64{s.InputTokens, s.OutputTokens, s.CacheReadTokens, s.CacheWriteTokens, s.ReasoningTokens}
}
