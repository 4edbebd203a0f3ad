package taskrollupprocessor

import (
	"context"
	"sync"

	"go.opentelemetry.io/collector/component"
	"go.opentelemetry.io/collector/consumer"
	"go.opentelemetry.io/collector/pdata/ptrace"
	"go.opentelemetry.io/collector/processor"

	"github.com/taskmeter/taskmeter/collector/extension/taskledgerextension"
	"github.com/taskmeter/taskmeter/collector/internal/task"
	"github.com/taskmeter/taskmeter/collector/processor/taskrollupprocessor/internal/metadata"
)

// rollupProcessor is the adapter between a pipeline and the ledger.
//
//	ConsumeTraces → read the batch → ledger.Observe, which says what to hold → the rest goes on → an error undoes the holds
//	ledger → Deliver → the totals on the span → next
type rollupProcessor struct {
	next      consumer.Traces
	ledgerID  component.ID
	telemetry *metadata.TelemetryBuilder
	// ledger is nil before Start and after Shutdown; every span passes then.
	ledger  *taskledgerextension.Ledger
	sink    task.Sink
	origins origins
	batches sync.Pool
}

var (
	_ processor.Traces             = (*rollupProcessor)(nil)
	_ taskledgerextension.Receiver = (*rollupProcessor)(nil)
)

func newRollupProcessor(set processor.Settings, cfg *Config, next consumer.Traces) (*rollupProcessor, error) {
	telemetry, err := metadata.NewTelemetryBuilder(set.TelemetrySettings)
	if err != nil {
		return nil, err
	}
	return &rollupProcessor{
		next:      next,
		ledgerID:  cfg.Ledger,
		telemetry: telemetry,
		batches:   sync.Pool{New: func() any { return new(batch) }},
	}, nil
}

// Capabilities says that the batch is changed: task spans are taken out of it.
func (*rollupProcessor) Capabilities() consumer.Capabilities {
	return consumer.Capabilities{MutatesData: true}
}

// Start finds the ledger; without one there is nothing this processor could do.
func (p *rollupProcessor) Start(_ context.Context, host component.Host) error {
	ledger, err := taskledgerextension.Find(host, p.ledgerID)
	if err != nil {
		return err
	}
	p.ledger = ledger
	p.sink = ledger.Join(p)
	return nil
}

// Shutdown hands on everything that is held, totalled as far as it has come.
func (p *rollupProcessor) Shutdown(ctx context.Context) error {
	defer p.telemetry.Shutdown()
	if p.ledger == nil {
		return nil
	}
	ledger := p.ledger
	p.ledger = nil
	return ledger.Leave(ctx, p.sink)
}

func (p *rollupProcessor) ConsumeTraces(ctx context.Context, td ptrace.Traces) error {
	if p.ledger == nil {
		return p.next.ConsumeTraces(ctx, td)
	}
	b := p.batches.Get().(*batch)
	defer func() {
		b.reset()
		p.batches.Put(b)
	}()
	b.read(td, &p.origins)
	p.telemetry.TaskRollupSpans.Add(ctx, int64(len(b.spans)))
	for _, r := range b.reports {
		p.ledger.Report(r.taskID, r.report)
	}
	p.ledger.Observe(p.sink, b.spans, b.hold)
	if len(b.held) > 0 {
		p.telemetry.TaskRollupHeld.Add(ctx, int64(len(b.held)))
		b.removeHeld(td)
		if td.ResourceSpans().Len() == 0 {
			return nil
		}
	}
	err := p.next.ConsumeTraces(ctx, td)
	if err != nil && len(b.held) > 0 {
		p.ledger.Unhold(p.sink, b.held)
	}
	return err
}

// Deliver writes a copy, since the next component may change what it gets even when it refuses it.
func (p *rollupProcessor) Deliver(ctx context.Context, held *ptrace.Traces, rollup *task.Rollup) error {
	td := ptrace.NewTraces()
	switch {
	case held == nil && rollup == nil:
		return nil
	case held == nil:
		standIn(td, rollup)
	default:
		held.CopyTo(td)
		if rollup != nil {
			writeTotals(td, rollup)
		}
	}
	err := p.next.ConsumeTraces(ctx, td)
	if err != nil {
		p.telemetry.TaskRollupForwardErrors.Add(ctx, 1)
	}
	return err
}
