package llmcostprocessor

import (
	"context"

	"go.opentelemetry.io/collector/component"
	"go.opentelemetry.io/collector/consumer"
	"go.opentelemetry.io/collector/pdata/ptrace"
	"go.opentelemetry.io/collector/processor"
)

type costProcessor struct {
	next consumer.Traces
}

var _ processor.Traces = (*costProcessor)(nil)

func newCostProcessor(_ processor.Settings, _ *Config, next consumer.Traces) (*costProcessor, error) {
	return &costProcessor{next: next}, nil
}

func (*costProcessor) Capabilities() consumer.Capabilities {
	return consumer.Capabilities{MutatesData: true}
}

func (*costProcessor) Start(context.Context, component.Host) error { return nil }

func (*costProcessor) Shutdown(context.Context) error { return nil }

func (p *costProcessor) ConsumeTraces(ctx context.Context, td ptrace.Traces) error {
	return p.next.ConsumeTraces(ctx, td)
}
