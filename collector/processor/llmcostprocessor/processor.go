package llmcostprocessor

import (
	"context"
	"sync"

	"go.opentelemetry.io/collector/component"
	"go.opentelemetry.io/collector/consumer"
	"go.opentelemetry.io/collector/pdata/ptrace"
	"go.opentelemetry.io/collector/processor"
	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/metric"

	"github.com/taskmeter/taskmeter/collector/internal/emit"
	"github.com/taskmeter/taskmeter/collector/internal/genai"
	"github.com/taskmeter/taskmeter/collector/price"
	"github.com/taskmeter/taskmeter/collector/processor/llmcostprocessor/internal/metadata"
)

// costProcessor prices in place and hands on in the same call.
type costProcessor struct {
	next      consumer.Traces
	cfg       *Config
	telemetry *metadata.TelemetryBuilder
	pricer    *pricer
	batches   sync.Pool
}

var _ processor.Traces = (*costProcessor)(nil)

func newCostProcessor(set processor.Settings, cfg *Config, next consumer.Traces) (*costProcessor, error) {
	telemetry, err := metadata.NewTelemetryBuilder(set.TelemetrySettings)
	if err != nil {
		return nil, err
	}
	return &costProcessor{
		next:      next,
		cfg:       cfg,
		telemetry: telemetry,
		batches:   sync.Pool{New: func() any { return &batch{calls: map[price.Status]int64{}} }},
	}, nil
}

// Capabilities says that attributes are written.
func (*costProcessor) Capabilities() consumer.Capabilities {
	return consumer.Capabilities{MutatesData: true}
}

// Start reads the price files.
func (p *costProcessor) Start(context.Context, component.Host) error {
	catalogue, err := p.cfg.load()
	if err != nil {
		return err
	}
	p.pricer = &pricer{catalogue}
	return nil
}

func (p *costProcessor) Shutdown(context.Context) error {
	p.telemetry.Shutdown()
	return nil
}

func (p *costProcessor) ConsumeTraces(ctx context.Context, td ptrace.Traces) error {
	b := p.batches.Get().(*batch)
	for _, rs := range td.ResourceSpans().All() {
		for _, ss := range rs.ScopeSpans().All() {
			for _, span := range ss.Spans().All() {
				b.span.Decode(ss.Scope(), span)
				if b.span.IsCall {
					b.price(p.pricer, span)
				}
			}
		}
	}
	b.count(ctx, p.telemetry)
	p.batches.Put(b)
	return p.next.ConsumeTraces(ctx, td)
}

// batch is what one call of ConsumeTraces works with. It is used again.
type batch struct {
	span  genai.Span
	cost  price.Cost
	calls map[price.Status]int64
	kept  int64
}

func (b *batch) price(p *pricer, span ptrace.Span) {
	if p.price(&b.span, &b.cost) {
		b.kept++
		b.calls[price.Status(b.span.Written.Status)]++
		return
	}
	b.calls[b.cost.Status]++
	emit.Cost(span.Attributes(), &b.span, &b.cost)
}

// count writes one number a status, not one a call.
func (b *batch) count(ctx context.Context, telemetry *metadata.TelemetryBuilder) {
	for status, n := range b.calls {
		telemetry.LlmCostCalls.Add(ctx, n, metric.WithAttributes(attribute.String("price_status", string(status))))
	}
	if b.kept > 0 {
		telemetry.LlmCostKept.Add(ctx, b.kept)
	}
	clear(b.calls)
	b.kept = 0
}
