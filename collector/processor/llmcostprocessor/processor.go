package llmcostprocessor

import (
	"context"
	"sync"
	"time"

	"go.opentelemetry.io/collector/component"
	"go.opentelemetry.io/collector/consumer"
	"go.opentelemetry.io/collector/pdata/ptrace"
	"go.opentelemetry.io/collector/processor"
	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/metric"

	"github.com/taskmeter/taskmeter/collector/internal/emit"
	"github.com/taskmeter/taskmeter/collector/internal/genai"
	"github.com/taskmeter/taskmeter/collector/price"
	"github.com/taskmeter/taskmeter/collector/price/pricefile"
	"github.com/taskmeter/taskmeter/collector/processor/llmcostprocessor/internal/metadata"
)

// costProcessor prices in place and hands on in the same call.
type costProcessor struct {
	next      consumer.Traces
	interval  time.Duration
	telemetry *metadata.TelemetryBuilder
	prices    *prices
	holes     holes
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
		interval:  cfg.ReloadInterval,
		telemetry: telemetry,
		prices: &prices{
			files:     pricefile.NewFiles(cfg.Catalogue, cfg.Overrides...),
			logger:    set.Logger,
			telemetry: telemetry,
		},
		batches: sync.Pool{New: func() any { return newBatch() }},
	}, nil
}

// Capabilities says that attributes are written.
func (*costProcessor) Capabilities() consumer.Capabilities {
	return consumer.Capabilities{MutatesData: true}
}

// Start reads the price files.
func (p *costProcessor) Start(context.Context, component.Host) error {
	return p.prices.start(p.interval)
}

func (p *costProcessor) Shutdown(context.Context) error {
	p.prices.shutdown()
	p.telemetry.Shutdown()
	return nil
}

func (p *costProcessor) ConsumeTraces(ctx context.Context, td ptrace.Traces) error {
	b := p.batches.Get().(*batch)
	pricer := pricer{p.prices.current.Load()} // one for the whole batch, whatever happens meanwhile
	for _, rs := range td.ResourceSpans().All() {
		for _, ss := range rs.ScopeSpans().All() {
			for _, span := range ss.Spans().All() {
				b.span.Decode(ss.Scope(), span)
				switch {
				case b.span.IsCall:
					b.price(pricer, span)
					p.countHole(ctx, b)
				case b.span.IsTool && pricer.priceTool(&b.span, int64(span.StartTimestamp()), &b.cost):
					emit.Tool(span.Attributes(), &b.cost)
				}
			}
		}
	}
	b.count(ctx, p.telemetry)
	p.batches.Put(b)
	return p.next.ConsumeTraces(ctx, td)
}

// countHole counts a call without a full price by itself: there should be none.
func (p *costProcessor) countHole(ctx context.Context, b *batch) {
	if isHole(b.status) {
		p.telemetry.LlmCostUnpricedCalls.Add(ctx, 1, p.holes.option(b.span.Call.Provider, b.span.Call.Model(), b.status))
	}
}

// batch is what one call of ConsumeTraces works with. It is used again.
type batch struct {
	span genai.Span
	cost price.Cost
	// status is that of the call priced last, whoever priced it.
	status  price.Status
	calls   map[price.Status]int64
	assumed map[string]int64
	kept    int64
}

func newBatch() *batch {
	return &batch{calls: map[price.Status]int64{}, assumed: map[string]int64{}}
}

func (b *batch) price(p pricer, span ptrace.Span) {
	if p.price(&b.span, &b.cost) {
		b.kept++
		b.status = price.Status(b.span.Written.Status)
	} else {
		b.status = b.cost.Status
		for _, assumption := range b.cost.Assumed {
			b.assumed[assumption]++
		}
		emit.Cost(span.Attributes(), &b.span, &b.cost)
	}
	b.calls[b.status]++
}

// count writes one number a status, not one a call.
func (b *batch) count(ctx context.Context, telemetry *metadata.TelemetryBuilder) {
	for status, n := range b.calls {
		telemetry.LlmCostCalls.Add(ctx, n, metric.WithAttributes(attribute.String("price_status", string(status))))
	}
	for assumption, n := range b.assumed {
		telemetry.LlmCostAssumedCalls.Add(ctx, n, metric.WithAttributes(attribute.String("assumption", assumption)))
	}
	if b.kept > 0 {
		telemetry.LlmCostKept.Add(ctx, b.kept)
	}
	clear(b.calls)
	clear(b.assumed)
	b.kept = 0
}
