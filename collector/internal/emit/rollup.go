package emit

import (
	"go.opentelemetry.io/collector/pdata/pcommon"

	"github.com/taskmeter/taskmeter/collector/call"
	"github.com/taskmeter/taskmeter/collector/internal/genai"
	"github.com/taskmeter/taskmeter/collector/internal/task"
	"github.com/taskmeter/taskmeter/collector/price"
)

// Rollup writes a task's totals. What the totals do not have is removed, so that no number of an earlier stage stands
// among them.
func Rollup(attributes pcommon.Map, r *task.Rollup) {
	w := writer{attributes}
	w.EnsureCapacity(w.Len() + 32)
	w.PutStr(genai.AttrTaskmeterTaskID, r.TaskID)
	w.PutStr(genai.AttrTaskmeterTaskType, r.TaskType)
	if r.ParentID != "" { // the process may know better
		w.PutStr(genai.AttrTaskmeterTaskParentID, r.ParentID)
	}
	w.PutStr(genai.AttrTaskmeterTaskOutcome, string(r.Outcome))
	w.totals(&r.Totals)
	w.PutStr(genai.AttrTaskmeterRollupSource, r.Source)
	w.PutBool(genai.AttrTaskmeterRollupComplete, r.Complete)
	w.PutStr(genai.AttrTaskmeterRollupReason, string(r.Reason))
	w.PutInt(genai.AttrTaskmeterRollupRevision, r.Revision)
	w.text(genai.AttrTaskmeterRollupInstance, r.Instance)
}

type writer struct{ pcommon.Map }

func (w writer) totals(t *task.Totals) {
	w.PutStr(genai.AttrTaskmeterTaskCostBucket, t.CostBucket)
	w.money(genai.AttrTaskmeterTaskCostUSD, t.Cost, t.HasCost)
	if t.HasCost {
		w.PutStr(genai.AttrTaskmeterTaskCostExact, t.Cost.String())
		w.PutInt(genai.AttrTaskmeterTaskCostMicroUSD, t.Cost.MicroUSD())
	} else {
		w.Remove(genai.AttrTaskmeterTaskCostExact)
		w.Remove(genai.AttrTaskmeterTaskCostMicroUSD)
	}
	w.toolCost(t)
	w.PutStr(genai.AttrTaskmeterTaskPriceStatus, t.PriceStatus)
	w.PutInt(genai.AttrTaskmeterTaskUnpricedCalls, t.UnpricedCalls)
	w.PutInt(genai.AttrTaskmeterTaskCalls, t.Calls)
	w.PutInt(genai.AttrTaskmeterTaskAttempts, t.Attempts)
	w.PutInt(genai.AttrTaskmeterTaskRetries, t.Retries)
	w.PutInt(genai.AttrTaskmeterTaskUnknownAttempts, t.UnknownAttempts)
	w.money(genai.AttrTaskmeterTaskRetryCost, t.RetryCost, true)
	w.count(genai.AttrTaskmeterTaskToolCalls, t.ToolCalls)
	w.Remove(genai.AttrTaskmeterTaskModels)
	w.list(genai.AttrTaskmeterTaskModels, t.Models)
	w.count(genai.AttrTaskmeterTaskInputTokens, t.InputTokens)
	w.count(genai.AttrTaskmeterTaskOutputTokens, t.OutputTokens)
	w.count(genai.AttrTaskmeterTaskCacheReadTokens, t.CacheReadTokens)
	w.count(genai.AttrTaskmeterTaskCacheWriteTokens, t.CacheWriteTokens)
	w.count(genai.AttrTaskmeterTaskReasoningTokens, t.ReasoningTokens)
	w.PutBool(genai.AttrTaskmeterTaskTokensComplete, t.TokensComplete)
	w.double(genai.AttrTaskmeterTaskCacheHitRatio, t.CacheHitRatio, t.HasCacheHitRatio)
	w.money(genai.AttrTaskmeterTaskCacheSaving, t.CacheSaving, t.HasCacheSaving)
	w.PutDouble(genai.AttrTaskmeterTaskLLMTimeMs, t.LLMTimeMs)
	w.double(genai.AttrTaskmeterTaskContextGrowth, t.ContextGrowth, t.HasContextGrowth)
}

// toolCost writes nothing where no tool has a cost, as most have none.
func (w writer) toolCost(t *task.Totals) {
	w.money(genai.AttrTaskmeterTaskToolCostUSD, t.ToolCost, t.Tools > 0)
	if t.Tools > 0 {
		w.PutStr(genai.AttrTaskmeterTaskToolCostExact, t.ToolCost.String())
		w.PutInt(genai.AttrTaskmeterTaskPricedToolCalls, t.Tools)
	} else {
		w.Remove(genai.AttrTaskmeterTaskToolCostExact)
		w.Remove(genai.AttrTaskmeterTaskPricedToolCalls)
	}
}

func (w writer) money(key string, amount price.Atto, known bool) {
	if known {
		w.PutDouble(key, amount.Float64())
	} else {
		w.Remove(key)
	}
}

func (w writer) double(key string, value float64, known bool) {
	if known {
		w.PutDouble(key, value)
	} else {
		w.Remove(key)
	}
}

func (w writer) count(key string, c call.Count) {
	if n, ok := c.Get(); ok {
		w.PutInt(key, n)
	} else {
		w.Remove(key)
	}
}

func (w writer) text(key, value string) {
	if value != "" {
		w.PutStr(key, value)
	} else {
		w.Remove(key)
	}
}
