package taskmetricsconnector

import (
	"context"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"go.opentelemetry.io/collector/component"
	"go.opentelemetry.io/collector/connector/connectortest"
	"go.opentelemetry.io/collector/consumer/consumertest"
	"go.opentelemetry.io/collector/pdata/pmetric"
	"go.opentelemetry.io/collector/pdata/ptrace"

	"github.com/taskmeter/taskmeter/collector/call"
	"github.com/taskmeter/taskmeter/collector/extension/taskledgerextension"
	"github.com/taskmeter/taskmeter/collector/internal/task"
	"github.com/taskmeter/taskmeter/collector/price"
)

// receiver is the receiver of held spans; these tests have no use for them.
type receiver struct{}

func (receiver) Deliver(context.Context, *ptrace.Traces, *task.Rollup) error { return nil }

// settle runs one task through the ledger: a call for 0.25 USD, of which the cache saved 0.05, and a tool for 0.02.
func settle(t *testing.T, host component.Host) {
	t.Helper()
	ledger, err := taskledgerextension.Find(host, component.NewID(taskledgerextension.Type))
	require.NoError(t, err)
	trace := task.TraceID{9}
	usd := func(text string) price.Atto {
		amount, err := price.ParseAtto(text)
		require.NoError(t, err)
		return amount
	}
	spans := []task.Span{
		{
			Key: task.Key{Trace: trace, Span: task.SpanID{2}}, Parent: task.SpanID{1}, TaskID: "t1", TaskType: "answer",
			Call: &task.Entry{
				Operation: "chat", Provider: "openai", RequestModel: "m", ResponseModel: "m", Attempts: 2,
				StartNano: 1e9, EndNano: 2e9,
				Usage: task.Tokens{Input: call.Of(100), Output: call.Of(10), CacheRead: call.Of(40)},
				Cost:  task.Cost{Status: price.Priced, Total: usd("0.25"), HasTotal: true, Saving: usd("0.05"), HasSaving: true},
			},
		},
		{
			Key: task.Key{Trace: trace, Span: task.SpanID{3}}, Parent: task.SpanID{1}, TaskID: "t1", TaskType: "answer",
			Call: &task.Entry{
				Tool: "search", StartNano: 2e9, EndNano: 3e9,
				Cost: task.Cost{Status: price.Reported, Total: usd("0.02"), HasTotal: true},
			},
		},
		{
			Key: task.Key{Trace: trace, Span: task.SpanID{1}}, TaskID: "t1", TaskType: "answer", Role: task.RoleNamed,
			Outcome: task.OutcomeSuccess, StartNano: 1e9, EndNano: 3e9, Origin: &task.Origin{Service: "agent"},
		},
	}
	sink := ledger.Join(receiver{})
	ledger.Observe(sink, spans, func(int) ptrace.Traces { return ptrace.NewTraces() })
	require.NoError(t, ledger.Leave(t.Context(), sink))
}

func TestCountersStandAtZeroOnceAndThenAtWhatWasBooked(t *testing.T) {
	t.Parallel()
	host := newLedgerHost()
	sink := new(consumertest.MetricsSink)
	factory := NewFactory()
	cfg := factory.CreateDefaultConfig().(*Config)
	cfg.MetricsFlushInterval = 10 * time.Millisecond
	c, err := factory.CreateTracesToMetrics(t.Context(), connectortest.NewNopSettings(factory.Type()), cfg, sink)
	require.NoError(t, err)
	require.NoError(t, c.Start(t.Context(), host))
	settle(t, host)
	require.Eventually(t, func() bool { return len(sink.AllMetrics()) >= 2 }, 5*time.Second, time.Millisecond)
	require.NoError(t, c.Shutdown(t.Context()))

	labels := `{"model":"m","provider":"openai","task_type":"answer"}`
	byOutcome := `{"outcome":"success","task_type":"answer"}`
	tokens := func(kind string) string {
		return `{"model":"m","provider":"openai","task_type":"answer","token_type":"` + kind + `"}`
	}
	byTool := `{"task_type":"answer","tool":"search"}`
	booked := map[string]float64{
		"taskmeter.cost" + byTool: 0.02, "taskmeter.tool.calls" + byTool: 1,
		"taskmeter.cost" + labels: 0.25, "taskmeter.calls" + labels: 1, "taskmeter.retries" + labels: 1, "taskmeter.retry.cost" + labels: 0,
		"taskmeter.cache.saving" + labels:              0.05,
		"taskmeter.tokens" + tokens("input"):           100,
		"taskmeter.tokens" + tokens("output"):          10,
		"taskmeter.tokens" + tokens("cache_read"):      40,
		"taskmeter.tokens" + tokens("cache_write"):     0,
		"taskmeter.tokens" + tokens("reasoning"):       0,
		"taskmeter.tasks" + byOutcome:                  1,
		"taskmeter.tasks.left" + byOutcome:             0,
		"taskmeter.task.cost" + byOutcome + ".sum":     0.27,
		"taskmeter.task.cost" + byOutcome + ".n":       1,
		"taskmeter.task.duration" + byOutcome + ".sum": 2,
		"taskmeter.task.duration" + byOutcome + ".n":   1,
	}
	zero := map[string]float64{}
	for name := range booked {
		zero[name] = 0
	}
	all := sink.AllMetrics()
	assert.Equal(t, zero, values(t, all[0]))
	assert.Equal(t, booked, values(t, all[1]))
	assert.Equal(t, booked, values(t, all[len(all)-1]))
	assert.Equal(t, starts(all[0]), starts(all[len(all)-1]), "the start stays")
}

func TestShutdownPublishesWhatWasBookedLast(t *testing.T) {
	t.Parallel()
	host := newLedgerHost()
	sink := new(consumertest.MetricsSink)
	factory := NewFactory()
	c, err := factory.CreateTracesToMetrics(t.Context(), connectortest.NewNopSettings(factory.Type()), factory.CreateDefaultConfig(), sink)
	require.NoError(t, err)
	require.NoError(t, c.Start(t.Context(), host))
	settle(t, host)
	require.NoError(t, c.Shutdown(t.Context()))
	require.Len(t, sink.AllMetrics(), 1)
	assert.InDelta(t, 0.25, values(t, sink.AllMetrics()[0])[`taskmeter.cost{"model":"m","provider":"openai","task_type":"answer"}`], 0)
}

func TestTheCostPointsToTheCallThatMovedItLastWithOneTimeForGood(t *testing.T) {
	t.Parallel()
	host := newLedgerHost()
	settle(t, host)
	sink := new(consumertest.MetricsSink)
	factory := NewFactory()
	for range 2 {
		c, err := factory.CreateTracesToMetrics(t.Context(), connectortest.NewNopSettings(factory.Type()), factory.CreateDefaultConfig(), sink)
		require.NoError(t, err)
		require.NoError(t, c.Start(t.Context(), host))
		require.NoError(t, c.Shutdown(t.Context()))
	}
	first, second := costPoint(t, sink.AllMetrics()[0]), costPoint(t, sink.AllMetrics()[1])
	exemplar := first.Exemplars().At(0)
	assert.Equal(t, "09000000000000000000000000000000", exemplar.TraceID().String())
	assert.InDelta(t, 0.25, exemplar.DoubleValue(), 0)
	assert.Equal(t, first.Timestamp(), exemplar.Timestamp())
	assert.Less(t, first.Timestamp(), second.Timestamp())
	assert.Equal(t, exemplar.Timestamp(), second.Exemplars().At(0).Timestamp(), "another time makes it another exemplar")
}

func costPoint(t *testing.T, md pmetric.Metrics) pmetric.NumberDataPoint {
	t.Helper()
	for _, m := range md.ResourceMetrics().At(0).ScopeMetrics().At(0).Metrics().All() {
		assert.NotEmpty(t, m.Description(), m.Name())
		if m.Name() == "taskmeter.cost" {
			return m.Sum().DataPoints().At(0)
		}
	}
	t.Fatal("there is no cost")
	return pmetric.NumberDataPoint{}
}

func TestEveryRevisionIsARecord(t *testing.T) {
	t.Parallel()
	host := newLedgerHost()
	sink := new(consumertest.LogsSink)
	factory := NewFactory()
	c, err := factory.CreateTracesToLogs(t.Context(), connectortest.NewNopSettings(factory.Type()), factory.CreateDefaultConfig(), sink)
	require.NoError(t, err)
	require.NoError(t, c.Start(t.Context(), host))
	settle(t, host)
	require.NoError(t, c.Shutdown(t.Context()))
	require.Len(t, sink.AllLogs(), 1)
	rl := sink.AllLogs()[0].ResourceLogs().At(0)
	assert.Equal(t, map[string]any{"service.name": "agent"}, rl.Resource().Attributes().AsRaw())
	record := rl.ScopeLogs().At(0).LogRecords().At(0)
	assert.Equal(t, "task.rollup", record.EventName())
	assert.Equal(t, "09000000000000000000000000000000", record.TraceID().String())
	assert.Equal(t, int64(3e9), int64(record.Timestamp()))
	attributes := record.Attributes().AsRaw()
	assert.Equal(t, "t1", attributes["taskmeter.task.id"])
	assert.Equal(t, "success", attributes["taskmeter.task.outcome"])
	assert.Equal(t, "0.27", attributes["taskmeter.task.cost_exact"])
	assert.Equal(t, "0.02", attributes["taskmeter.task.tool_cost_exact"])
	assert.Equal(t, int64(1), attributes["taskmeter.rollup.revision"])
}

func TestSpansPassNothingOn(t *testing.T) {
	t.Parallel()
	factory := NewFactory()
	sink := new(consumertest.LogsSink)
	c, err := factory.CreateTracesToLogs(t.Context(), connectortest.NewNopSettings(factory.Type()), factory.CreateDefaultConfig(), sink)
	require.NoError(t, err)
	assert.False(t, c.Capabilities().MutatesData)
	require.NoError(t, c.ConsumeTraces(t.Context(), ptrace.NewTraces()))
	assert.Empty(t, sink.AllLogs())
}

func TestWhatIsBeyondTheLimitGoesIntoOneSeries(t *testing.T) {
	t.Parallel()
	ledger := task.New(task.Settings{
		QuietPeriod: time.Second, MaxLinger: time.Second, IdleTimeout: time.Second, ImplicitMax: time.Second, LateWindow: time.Second,
		SpanLimit: 100, MaxTasks: 100, SeriesLimit: 2,
	}, time.Unix(0, 0))
	for n := range byte(5) {
		ledger.Observe(time.Unix(0, 0), 1, &task.Span{
			Key: task.Key{Trace: task.TraceID{2}, Span: task.SpanID{n + 1}},
			Call: &task.Entry{
				Tool: string(rune('a' + n)),
				Cost: task.Cost{Status: price.Reported, Total: price.FromBits(0, 1e18), HasTotal: true},
			},
		})
		ledger.Observe(time.Unix(0, 0), 1, &task.Span{
			Key: task.Key{Trace: task.TraceID{1}, Span: task.SpanID{n + 1}},
			Call: &task.Entry{
				Provider: "p", RequestModel: string(rune('a' + n)), Attempts: 1,
				Cost: task.Cost{Status: price.Priced, Total: price.FromBits(0, 1e18), HasTotal: true},
			},
		})
	}
	ledger.Drain(time.Unix(1, 0), 1)
	md := pmetric.NewMetrics()
	writeBooks(md.ResourceMetrics().AppendEmpty().ScopeMetrics().AppendEmpty().Metrics(), ledger.Books(), time.Unix(1, 0), true)
	got := values(t, md)
	assert.InDelta(t, 1, got[`taskmeter.cost{"model":"a","provider":"p","task_type":""}`], 0)
	assert.InDelta(t, 3, got[`taskmeter.cost{"otel.metric.overflow":true}`], 0)
	assert.InDelta(t, 1, got[`taskmeter.cost{"task_type":"","tool":"a"}`], 0)
	assert.InDelta(t, 3, got[`taskmeter.cost{"otel.metric.overflow":true,"tool":"other"}`], 0)
	assert.InDelta(t, 8, got[`taskmeter.unattributed.cost{"otel.metric.overflow":true}`], 0)
}
