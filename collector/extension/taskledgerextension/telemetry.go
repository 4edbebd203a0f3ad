package taskledgerextension

import (
	"context"
	"errors"

	"go.opentelemetry.io/otel/metric"

	"github.com/taskmeter/taskmeter/collector/internal/task"
)

// observeMyself lets the collector's own telemetry read the ledger's statistics.
func (l *Ledger) observeMyself() error {
	t := l.telemetry
	stat := func(read func(task.Stats) int64) metric.Int64Callback {
		return func(_ context.Context, o metric.Int64Observer) error {
			l.guard.Lock()
			defer l.guard.Unlock()
			o.Observe(read(l.ledger.Stats()))
			return nil
		}
	}
	size := func(read func() int) metric.Int64Callback {
		return func(_ context.Context, o metric.Int64Observer) error {
			l.guard.Lock()
			defer l.guard.Unlock()
			o.Observe(int64(read()))
			return nil
		}
	}
	return errors.Join(
		t.RegisterTaskLedgerDuplicatesCallback(stat(func(s task.Stats) int64 { return s.Duplicates })),
		t.RegisterTaskLedgerConflictsCallback(stat(func(s task.Stats) int64 { return s.Conflicts })),
		t.RegisterTaskLedgerOvercountsCallback(stat(func(s task.Stats) int64 { return s.Overcounts })),
		t.RegisterTaskLedgerLateCallback(stat(func(s task.Stats) int64 { return s.Late })),
		t.RegisterTaskLedgerEvictedCallback(stat(func(s task.Stats) int64 { return s.Evicted })),
		t.RegisterTaskLedgerUnmatchedCallback(stat(func(s task.Stats) int64 { return s.Unmatched })),
		t.RegisterTaskLedgerSurplusCallback(stat(func(s task.Stats) int64 { return s.Surplus })),
		t.RegisterTaskLedgerHeldCallback(size(func() int { return len(l.held) })),
		t.RegisterTaskLedgerTasksCallback(size(func() int { _, tasks := l.ledger.Size(); return tasks })),
		t.RegisterTaskLedgerTracesCallback(size(func() int { traces, _ := l.ledger.Size(); return traces })),
	)
}
