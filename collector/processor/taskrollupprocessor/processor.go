package taskrollupprocessor

import (
	"context"

	"go.opentelemetry.io/collector/component"
	"go.opentelemetry.io/collector/consumer"
	"go.opentelemetry.io/collector/pdata/ptrace"
	"go.opentelemetry.io/collector/processor"
)

type rollupProcessor struct {
	next consumer.Traces
}

var _ processor.Traces = (*rollupProcessor)(nil)

func newRollupProcessor(_ processor.Settings, _ *Config, next consumer.Traces) (*rollupProcessor, error) {
	return &rollupProcessor{next: next}, nil
}

func (*rollupProcessor) Capabilities() consumer.Capabilities {
	return consumer.Capabilities{MutatesData: true}
}

func (*rollupProcessor) Start(context.Context, component.Host) error { return nil }

func (*rollupProcessor) Shutdown(context.Context) error { return nil }

func (p *rollupProcessor) ConsumeTraces(ctx context.Context, td ptrace.Traces) error {
	return p.next.ConsumeTraces(ctx, td)
}
