package taskmetricsconnector

import (
	"context"
	"sync"
	"time"

	"go.opentelemetry.io/collector/component"
	"go.opentelemetry.io/collector/connector"
	"go.opentelemetry.io/collector/consumer"
	"go.opentelemetry.io/collector/pdata/pcommon"
	"go.opentelemetry.io/collector/pdata/pmetric"
	"go.opentelemetry.io/collector/pdata/ptrace"
	"go.uber.org/zap"

	"github.com/taskmeter/taskmeter/collector/connector/taskmetricsconnector/internal/metadata"
	"github.com/taskmeter/taskmeter/collector/extension/taskledgerextension"
	"github.com/taskmeter/taskmeter/collector/internal/task"
)

// metricsConnector publishes the ledger's counters every interval, and once more when it is shut down.
type metricsConnector struct {
	next     consumer.Metrics
	cfg      *Config
	logger   *zap.Logger
	resource pcommon.Resource
	ledger   *taskledgerextension.Ledger
	stop     chan struct{}
	stopped  sync.WaitGroup
}

var _ connector.Traces = (*metricsConnector)(nil)

func newMetricsConnector(set connector.Settings, cfg *Config, next consumer.Metrics) *metricsConnector {
	c := &metricsConnector{next: next, cfg: cfg, logger: set.Logger, resource: pcommon.NewResource()}
	set.Resource.CopyTo(c.resource)
	return c
}

// Capabilities says that spans are left alone.
func (*metricsConnector) Capabilities() consumer.Capabilities {
	return consumer.Capabilities{MutatesData: false}
}

// ConsumeTraces leaves the spans alone: the ledger has read them.
func (*metricsConnector) ConsumeTraces(context.Context, ptrace.Traces) error { return nil }

func (c *metricsConnector) Start(_ context.Context, host component.Host) error {
	ledger, err := taskledgerextension.Find(host, c.cfg.Ledger)
	if err != nil {
		return err
	}
	c.ledger = ledger
	c.stop = make(chan struct{})
	c.stopped.Go(c.run)
	return nil
}

// Shutdown publishes what was booked last. The task_rollup processors before this connector have sealed everything.
func (c *metricsConnector) Shutdown(ctx context.Context) error {
	if c.ledger == nil {
		return nil
	}
	close(c.stop)
	c.stopped.Wait()
	return c.flush(ctx, time.Now(), true)
}

func (c *metricsConnector) run() {
	ticker := time.NewTicker(c.cfg.MetricsFlushInterval)
	defer ticker.Stop()
	for {
		select {
		case <-c.stop:
			return
		case now := <-ticker.C:
			if err := c.flush(context.Background(), now, false); err != nil {
				c.logger.Warn("Metrics were refused; the next set has them too", zap.Error(err))
			}
		}
	}
}

// flush publishes nothing while nothing has been booked.
func (c *metricsConnector) flush(ctx context.Context, now time.Time, last bool) error {
	md := pmetric.NewMetrics()
	c.ledger.Read(func(books *task.Books) {
		rm := md.ResourceMetrics().AppendEmpty()
		c.resource.CopyTo(rm.Resource())
		sm := rm.ScopeMetrics().AppendEmpty()
		sm.Scope().SetName(metadata.ScopeName)
		writeBooks(sm.Metrics(), books, now, last)
	})
	if md.DataPointCount() == 0 {
		return nil
	}
	return c.next.ConsumeMetrics(ctx, md)
}
