package taskmetricsconnector

import (
	"time"

	"go.opentelemetry.io/collector/pdata/pcommon"
	"go.opentelemetry.io/collector/pdata/pmetric"

	"github.com/taskmeter/taskmeter/collector/internal/genai"
	"github.com/taskmeter/taskmeter/collector/internal/task"
)

// writeBooks writes every counter as a cumulative metric. A series that is new stands at 0 for once, unless it is the
// last time: a rate cannot see a counter that is born with a value.
func writeBooks(metrics pmetric.MetricSlice, books *task.Books, now time.Time, last bool) {
	p := &page{metrics: metrics, start: pcommon.NewTimestampFromTime(books.Start), now: pcommon.NewTimestampFromTime(now)}
	for _, c := range books.Calls.All() {
		p.fresh = isFresh(&c.Shown, last)
		p.labels = func(m pcommon.Map) { callLabels(m, c.Key, c.Overflow) }
		p.callCounters(&c.Value)
	}
	for _, c := range books.Tools.All() {
		p.fresh = isFresh(&c.Shown, last)
		p.labels = func(m pcommon.Map) { toolLabels(m, c.Key, c.Overflow) }
		p.exemplar(p.money(genai.MetricTaskmeterCost, c.Value.Cost, true).Exemplars(), &c.Value.Exemplar)
		p.count(genai.MetricTaskmeterToolCalls, "{call}", c.Value.Calls)
	}
	for _, c := range books.Unpriced.All() {
		p.fresh = isFresh(&c.Shown, last)
		p.labels = func(m pcommon.Map) {
			if !overflow(m, c.Overflow) {
				calledLabels(m, c.Key.CalledKey)
				m.PutStr("price_status", string(c.Key.Status))
			}
		}
		p.count(genai.MetricTaskmeterUnpricedCalls, "{call}", c.Value)
	}
	for _, c := range books.Unattributed.All() {
		p.fresh = isFresh(&c.Shown, last)
		p.labels = func(m pcommon.Map) {
			if !overflow(m, c.Overflow) {
				calledLabels(m, c.Key)
			}
		}
		p.money(genai.MetricTaskmeterUnattributedCost, c.Value, true)
	}
	for _, c := range books.Tasks.All() {
		p.fresh = isFresh(&c.Shown, last)
		p.labels = func(m pcommon.Map) { taskLabels(m, c.Key, c.Overflow) }
		p.taskCounters(&c.Value)
	}
}

func (p *page) callCounters(v *task.CallCounters) {
	s := &v.Sums
	p.exemplar(p.money(genai.MetricTaskmeterCost, s.Cost, true).Exemplars(), &v.Exemplar)
	p.count(genai.MetricTaskmeterCalls, "{call}", s.Calls)
	p.count(genai.MetricTaskmeterRetries, "{attempt}", s.Retries)
	p.money(genai.MetricTaskmeterRetryCost, s.RetryCost, true)
	if v.HasSaving {
		p.money(genai.MetricTaskmeterCacheSaving, v.Saving, false)
	}
	labels := p.labels
	for _, kind := range []struct {
		name string
		n    int64
	}{
		{"input", s.InputTokens},
		{"output", s.OutputTokens},
		{"cache_read", s.CacheReadTokens},
		{"cache_write", s.CacheWriteTokens},
		{"reasoning", s.ReasoningTokens},
	} {
		p.labels = func(m pcommon.Map) {
			labels(m)
			m.PutStr("token_type", kind.name)
		}
		p.count(genai.MetricTaskmeterTokens, "{token}", kind.n)
	}
}

func (p *page) taskCounters(v *task.TaskCounters) {
	p.count(genai.MetricTaskmeterTasks, "{task}", v.Entered)
	p.count(genai.MetricTaskmeterTasksLeft, "{task}", v.Left)
	p.histogram(genai.MetricTaskmeterTaskCost, "USD", &v.CostUSD)
	p.histogram(genai.MetricTaskmeterTaskDuration, "s", &v.Seconds)
}

// isFresh tells whether the series has never been published, and notes that now it is.
func isFresh(shown *bool, last bool) bool {
	fresh := !*shown && !last
	*shown = true
	return fresh
}

func callLabels(m pcommon.Map, key task.CallKey, isOverflow bool) {
	if !overflow(m, isOverflow) {
		m.PutStr("task_type", key.TaskType)
		modelLabels(m, key.Provider, key.Model)
	}
}

// toolLabels are never those of a series of calls, since both stand in one metric.
func toolLabels(m pcommon.Map, key task.ToolKey, isOverflow bool) {
	if overflow(m, isOverflow) {
		m.PutStr("tool", "other")
		return
	}
	m.PutStr("task_type", key.TaskType)
	m.PutStr("tool", key.Tool)
}

func calledLabels(m pcommon.Map, called task.CalledKey) {
	if called.Tool != "" {
		m.PutStr("tool", called.Tool)
		return
	}
	modelLabels(m, called.Provider, called.Model)
}

func taskLabels(m pcommon.Map, key task.TaskKey, isOverflow bool) {
	if !overflow(m, isOverflow) {
		m.PutStr("task_type", key.TaskType)
		m.PutStr("outcome", string(key.Outcome))
	}
}

func modelLabels(m pcommon.Map, provider, model string) {
	m.PutStr("provider", provider)
	m.PutStr("model", model)
}

func overflow(m pcommon.Map, isOverflow bool) bool {
	if isOverflow {
		m.PutBool("otel.metric.overflow", true)
	}
	return isOverflow
}
