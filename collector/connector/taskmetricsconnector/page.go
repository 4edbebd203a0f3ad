package taskmetricsconnector

import (
	"go.opentelemetry.io/collector/pdata/pcommon"
	"go.opentelemetry.io/collector/pdata/pmetric"

	"github.com/taskmeter/taskmeter/collector/internal/genai"
	"github.com/taskmeter/taskmeter/collector/internal/task"
	"github.com/taskmeter/taskmeter/collector/price"
)

// page is one set of metrics in the making: points are added to the metric of their name, with the labels in force.
type page struct {
	metrics    pmetric.MetricSlice
	byName     map[string]pmetric.Metric
	start, now pcommon.Timestamp
	labels     func(pcommon.Map)
	// fresh makes every point 0.
	fresh bool
}

func (p *page) count(name, unit string, n int64) {
	point := p.sum(name, unit, true)
	if p.fresh {
		n = 0
	}
	point.SetIntValue(n)
}

func (p *page) money(name string, amount price.Atto, monotonic bool) pmetric.NumberDataPoint {
	point := p.sum(name, "USD", monotonic)
	if p.fresh {
		amount = price.Atto{}
	}
	point.SetDoubleValue(amount.Float64())
	return point
}

func (p *page) sum(name, unit string, monotonic bool) pmetric.NumberDataPoint {
	m, isNew := p.metric(name, unit)
	if isNew {
		sum := m.SetEmptySum()
		sum.SetIsMonotonic(monotonic)
		sum.SetAggregationTemporality(pmetric.AggregationTemporalityCumulative)
	}
	point := m.Sum().DataPoints().AppendEmpty()
	point.SetStartTimestamp(p.start)
	point.SetTimestamp(p.now)
	p.labels(point.Attributes())
	return point
}

// histogram adds nothing before the first observation.
func (p *page) histogram(name, unit string, h *task.Histogram) {
	if h.Count == 0 {
		return
	}
	m, isNew := p.metric(name, unit)
	if isNew {
		m.SetEmptyHistogram().SetAggregationTemporality(pmetric.AggregationTemporalityCumulative)
	}
	point := m.Histogram().DataPoints().AppendEmpty()
	point.SetStartTimestamp(p.start)
	point.SetTimestamp(p.now)
	p.labels(point.Attributes())
	point.ExplicitBounds().FromRaw(h.Bounds)
	if p.fresh {
		point.BucketCounts().FromRaw(make([]uint64, len(h.Counts)))
		point.SetSum(0)
		return
	}
	point.BucketCounts().FromRaw(h.Counts)
	point.SetCount(h.Count)
	point.SetSum(h.Sum)
	p.exemplar(point.Exemplars(), &h.Exemplar)
}

// exemplar points to the span that moved the series last.
func (p *page) exemplar(exemplars pmetric.ExemplarSlice, e *task.Exemplar) {
	if p.fresh || e.Span.Span == (task.SpanID{}) {
		return
	}
	if e.Shown.IsZero() {
		e.Shown = p.now.AsTime()
	}
	exemplar := exemplars.AppendEmpty()
	exemplar.SetTimestamp(pcommon.NewTimestampFromTime(e.Shown))
	exemplar.SetDoubleValue(e.Value)
	exemplar.SetTraceID(pcommon.TraceID(e.Span.Trace))
	exemplar.SetSpanID(pcommon.SpanID(e.Span.Span))
}

func (p *page) metric(name, unit string) (m pmetric.Metric, isNew bool) {
	if known, ok := p.byName[name]; ok {
		return known, false
	}
	if p.byName == nil {
		p.byName = map[string]pmetric.Metric{}
	}
	m = p.metrics.AppendEmpty()
	m.SetName(name)
	m.SetDescription(genai.MetricAbout[name])
	m.SetUnit(unit)
	p.byName[name] = m
	return m, true
}
