package taskmetricsconnector

import (
	"context"
	"time"

	"go.opentelemetry.io/collector/component"
	"go.opentelemetry.io/collector/connector"
	"go.opentelemetry.io/collector/consumer"
	"go.opentelemetry.io/collector/pdata/pcommon"
	"go.opentelemetry.io/collector/pdata/plog"
	"go.opentelemetry.io/collector/pdata/ptrace"
	"go.uber.org/zap"

	"github.com/taskmeter/taskmeter/collector/connector/taskmetricsconnector/internal/metadata"
	"github.com/taskmeter/taskmeter/collector/extension/taskledgerextension"
	"github.com/taskmeter/taskmeter/collector/internal/emit"
	"github.com/taskmeter/taskmeter/collector/internal/genai"
	"github.com/taskmeter/taskmeter/collector/internal/task"
)

// logsConnector makes a record of every revision of every task, as it is sealed.
type logsConnector struct {
	next   consumer.Logs
	cfg    *Config
	logger *zap.Logger
	stop   func()
}

var _ connector.Traces = (*logsConnector)(nil)

func newLogsConnector(set connector.Settings, cfg *Config, next consumer.Logs) *logsConnector {
	return &logsConnector{next: next, cfg: cfg, logger: set.Logger}
}

// Capabilities says that spans are left alone.
func (*logsConnector) Capabilities() consumer.Capabilities {
	return consumer.Capabilities{MutatesData: false}
}

// ConsumeTraces leaves the spans alone: the ledger has read them.
func (*logsConnector) ConsumeTraces(context.Context, ptrace.Traces) error { return nil }

func (c *logsConnector) Start(_ context.Context, host component.Host) error {
	ledger, err := taskledgerextension.Find(host, c.cfg.Ledger)
	if err != nil {
		return err
	}
	c.stop = ledger.Subscribe(c.record)
	return nil
}

func (c *logsConnector) Shutdown(context.Context) error {
	if c.stop != nil {
		c.stop()
	}
	return nil
}

func (c *logsConnector) record(r *task.Rollup) {
	logs := plog.NewLogs()
	rl := logs.ResourceLogs().AppendEmpty()
	if r.Origin != nil {
		emit.Origin(rl.Resource().Attributes(), r.Origin)
	}
	sl := rl.ScopeLogs().AppendEmpty()
	sl.Scope().SetName(metadata.ScopeName)
	writeRecord(sl.LogRecords().AppendEmpty(), r, time.Now())
	if err := c.next.ConsumeLogs(context.Background(), logs); err != nil {
		c.logger.Warn("A roll-up record was refused", zap.Error(err))
	}
}

// writeRecord dates the record by the task's end, so that a report over a window of time finds it there.
func writeRecord(record plog.LogRecord, r *task.Rollup, now time.Time) {
	record.SetEventName(genai.SpanTaskRollup)
	record.SetTimestamp(pcommon.Timestamp(r.EndNano))
	record.SetObservedTimestamp(pcommon.NewTimestampFromTime(now))
	record.SetSeverityNumber(plog.SeverityNumberInfo)
	record.SetTraceID(pcommon.TraceID(r.Span.Trace))
	record.SetSpanID(pcommon.SpanID(r.Span.Span))
	emit.Rollup(record.Attributes(), r)
}
