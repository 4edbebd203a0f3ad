package taskrollupprocessor

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"go.opentelemetry.io/collector/component"
	"go.opentelemetry.io/collector/consumer"
	"go.opentelemetry.io/collector/consumer/consumererror"
	"go.opentelemetry.io/collector/consumer/consumertest"
	"go.opentelemetry.io/collector/pdata/pcommon"
	"go.opentelemetry.io/collector/pdata/ptrace"
	"go.opentelemetry.io/collector/processor"
	"go.opentelemetry.io/collector/processor/processortest"

	"github.com/taskmeter/taskmeter/collector/extension/taskledgerextension"
)

const (
	soon = 5 * time.Second
	tick = 10 * time.Millisecond
)

func TestTheTaskSpanIsHeldAndGoesOnWithItsTotals(t *testing.T) {
	t.Parallel()
	sink := new(consumertest.TracesSink)
	p := started(t, sink, quick)
	td := traces()
	call(td, 1, 2, "0.25")
	call(td, 3, 2, "0.5")
	root(td, 2, "task answer")

	require.NoError(t, p.ConsumeTraces(t.Context(), td))
	assert.Equal(t, 2, sink.SpanCount(), "the calls pass in the same call")

	require.Eventually(t, func() bool { return sink.SpanCount() == 3 }, soon, tick)
	last := sink.AllTraces()[1]
	rs := last.ResourceSpans().At(0)
	assert.Equal(t, "https://schema/resource", rs.SchemaUrl())
	assert.Equal(t, map[string]any{"service.name": "agent", "service.instance.id": "i1"}, rs.Resource().Attributes().AsRaw())
	assert.Equal(t, "scope", rs.ScopeSpans().At(0).Scope().Name())
	assert.Equal(t, "https://schema/scope", rs.ScopeSpans().At(0).SchemaUrl())
	span := rs.ScopeSpans().At(0).Spans().At(0)
	assert.Equal(t, "task answer", span.Name())
	instance, _ := span.Attributes().Get("taskmeter.rollup.instance")
	assert.Regexp(t, `^@\w+$`, instance.Str())
	span.Attributes().Remove("taskmeter.rollup.instance")
	assert.Equal(t, map[string]any{
		"taskmeter.task.id": "t1", "taskmeter.task.type": "answer", "taskmeter.task.outcome": "success",
		"taskmeter.task.calls": int64(2), "taskmeter.task.attempts": int64(2), "taskmeter.task.retries": int64(0),
		"taskmeter.task.unknown_attempts": int64(0),
		"taskmeter.task.models":           []any{"m"},
		"taskmeter.task.input_tokens":     int64(20), "taskmeter.task.output_tokens": int64(10),
		"taskmeter.task.tokens_complete": true,
		"taskmeter.task.price_status":    "priced", "taskmeter.task.unpriced_calls": int64(0),
		"taskmeter.task.cost_usd": 0.75, "taskmeter.task.cost_exact": "0.75", "taskmeter.task.cost_micro_usd": int64(750000),
		"taskmeter.task.cost_bucket": "usd_0.1_1", "taskmeter.task.retry_cost": 0.0,
		"taskmeter.task.llm_time_ms": 100.0, "taskmeter.task.context_growth": 1.0,
		"taskmeter.rollup.source": "collector", "taskmeter.rollup.complete": true, "taskmeter.rollup.reason": "quiet_period",
		"taskmeter.rollup.revision": int64(1),
		"own":                       "stays",
	}, span.Attributes().AsRaw())
}

func TestALateCallGivesARollupSpanAndNeverTheTaskSpanAgain(t *testing.T) {
	t.Parallel()
	sink := new(consumertest.TracesSink)
	p := started(t, sink, quick)
	first := traces()
	call(first, 1, 2, "0.25")
	root(first, 2, "task answer")
	require.NoError(t, p.ConsumeTraces(t.Context(), first))
	require.Eventually(t, func() bool { return sink.SpanCount() == 2 }, soon, tick)

	late := traces()
	call(late, 3, 2, "0.5")
	require.NoError(t, p.ConsumeTraces(t.Context(), late))
	require.Eventually(t, func() bool { return sink.SpanCount() == 4 }, soon, tick)

	rollup := onlySpan(sink.AllTraces()[3])
	assert.Equal(t, "task.rollup", rollup.Name())
	assert.Equal(t, spanID(2), rollup.ParentSpanID())
	assert.Equal(t, pcommon.TraceID{9}, rollup.TraceID())
	assert.False(t, rollup.SpanID().IsEmpty())
	attributes := rollup.Attributes().AsRaw()
	assert.Equal(t, "0.75", attributes["taskmeter.task.cost_exact"])
	assert.Equal(t, int64(2), attributes["taskmeter.rollup.revision"])
	assert.Equal(t, "late", attributes["taskmeter.rollup.reason"])
	service, _ := sink.AllTraces()[3].ResourceSpans().At(0).Resource().Attributes().Get("service.name")
	assert.Equal(t, "agent", service.Str())
}

func TestWhatStandsForATaskIsMarkedWhenNothingOfTheTaskWasSampled(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		sampledToo bool
		want       any
	}{
		"nothing was":   {false, false},
		"something was": {true, nil},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			sink := new(consumertest.TracesSink)
			p := started(t, sink, quick)
			first := traces()
			call(first, 1, 2, "0.25")
			root(first, 2, "task answer")
			markUnsampled(first)
			if c.sampledToo {
				call(first, 4, 2, "0.25")
			}
			require.NoError(t, p.ConsumeTraces(t.Context(), first))
			require.Eventually(t, func() bool { return sink.SpanCount() == first.SpanCount()+1 }, soon, tick)
			taskSpan := onlySpan(sink.AllTraces()[1]).Attributes().AsRaw()
			assert.Equal(t, false, taskSpan["taskmeter.sampled"], "as it came")

			late := traces()
			call(late, 3, 2, "0.5")
			markUnsampled(late)
			require.NoError(t, p.ConsumeTraces(t.Context(), late))
			require.Eventually(t, func() bool { return len(sink.AllTraces()) == 4 }, soon, tick)
			assert.Equal(t, c.want, onlySpan(sink.AllTraces()[3]).Attributes().AsRaw()["taskmeter.sampled"])
		})
	}
}

func TestEverySpanThatIsNoTaskPassesUnchanged(t *testing.T) {
	t.Parallel()
	sink := new(consumertest.TracesSink)
	p := started(t, sink)
	td := traces()
	call(td, 1, 0, "0.25")
	plain := addSpan(td, 5, 0)
	plain.SetName("GET")
	plain.SetKind(ptrace.SpanKindClient)
	want := ptrace.NewTraces()
	td.CopyTo(want)
	require.NoError(t, p.ConsumeTraces(t.Context(), td))
	require.Len(t, sink.AllTraces(), 1)
	assert.Equal(t, want, sink.AllTraces()[0])
}

func TestAnErrorOfTheNextComponentGoesUpAndUndoesTheHold(t *testing.T) {
	t.Parallel()
	refusal := errors.New("queue is full")
	next := &flaky{err: refusal}
	p := started(t, next, quick)
	batch := func() ptrace.Traces {
		td := traces()
		call(td, 1, 2, "0.25")
		root(td, 2, "task answer")
		return td
	}
	require.ErrorIs(t, p.ConsumeTraces(t.Context(), batch()), refusal)
	next.set(nil)
	require.NoError(t, p.ConsumeTraces(t.Context(), batch()), "the sender tries the whole batch again")
	require.Eventually(t, func() bool { return next.SpanCount() == 2 }, soon, tick)
	assert.Equal(t, "0.25", onlySpan(next.AllTraces()[1]).Attributes().AsRaw()["taskmeter.task.cost_exact"], "counted once")
}

func TestASealedSpanThatIsRefusedIsTriedAgain(t *testing.T) {
	t.Parallel()
	next := &flaky{}
	p := started(t, next, quick)
	td := traces()
	call(td, 1, 2, "0.25")
	root(td, 2, "task answer")
	require.NoError(t, p.ConsumeTraces(t.Context(), td))
	next.set(errors.New("not now"))
	require.Eventually(t, func() bool { return next.refused() > 0 }, soon, tick)
	next.set(nil)
	require.Eventually(t, func() bool { return next.SpanCount() == 2 }, soon, tick)
	assert.Equal(t, "0.25", onlySpan(next.AllTraces()[1]).Attributes().AsRaw()["taskmeter.task.cost_exact"])
}

func TestShutdownSaysWhatCouldNotBeHandedOn(t *testing.T) {
	t.Parallel()
	next := &flaky{}
	p := started(t, next)
	td := traces()
	root(td, 2, "task answer")
	require.NoError(t, p.ConsumeTraces(t.Context(), td))
	next.set(errors.New("gone"))
	require.ErrorContains(t, p.Shutdown(t.Context()), "1 task spans were refused")
}

func TestAPermanentRefusalIsNotTriedAgain(t *testing.T) {
	t.Parallel()
	next := &flaky{err: consumererror.NewPermanent(errors.New("malformed"))}
	p := started(t, next)
	td := traces()
	root(td, 2, "task answer")
	require.NoError(t, p.ConsumeTraces(t.Context(), td), "nothing but the task span was in it")
	require.NoError(t, p.Shutdown(t.Context()))
	assert.Equal(t, 1, next.refused())
}

func TestARevisionOfACollectorThatBeganAnewIsOfAnotherInstance(t *testing.T) {
	t.Parallel()
	instances := map[string]int{}
	for range 2 {
		td := traces()
		root(td, 2, "task answer")
		_, attributes := booked(t, td)
		instance, _ := attributes.Get("taskmeter.rollup.instance")
		instances[instance.Str()]++
	}
	assert.Len(t, instances, 2)
}

func TestShutdownHandsOnWhatIsHeld(t *testing.T) {
	t.Parallel()
	sink := new(consumertest.TracesSink)
	p := started(t, sink)
	td := traces()
	call(td, 1, 2, "0.25")
	root(td, 2, "task answer")
	require.NoError(t, p.ConsumeTraces(t.Context(), td))
	require.NoError(t, p.Shutdown(t.Context()))
	assert.Equal(t, 2, sink.SpanCount())
	attributes := onlySpan(sink.AllTraces()[1]).Attributes().AsRaw()
	assert.Equal(t, "shutdown", attributes["taskmeter.rollup.reason"])
	assert.Equal(t, false, attributes["taskmeter.rollup.complete"])
	assert.Equal(t, "0.25", attributes["taskmeter.task.cost_exact"])
}

func TestADuplicateOfATaskSpanIsForwardedAndNotCounted(t *testing.T) {
	t.Parallel()
	sink := new(consumertest.TracesSink)
	p := started(t, sink)
	for range 2 {
		td := traces()
		call(td, 1, 2, "0.25")
		root(td, 2, "task answer")
		root(td, 2, "task answer")
		require.NoError(t, p.ConsumeTraces(t.Context(), td))
	}
	require.NoError(t, p.Shutdown(t.Context()))
	assert.Equal(t, 6, sink.SpanCount())
	all := sink.AllTraces()
	assert.Equal(t, "0.25", onlySpan(all[len(all)-1]).Attributes().AsRaw()["taskmeter.task.cost_exact"])
}

func TestTwoPipelinesShareALedger(t *testing.T) {
	t.Parallel()
	host := newLedgerHost()
	one, two := new(consumertest.TracesSink), new(consumertest.TracesSink)
	first, second := startedOn(t, host, one), startedOn(t, host, two)
	calls, rest := traces(), traces()
	call(calls, 1, 2, "0.25")
	root(rest, 2, "task answer")
	require.NoError(t, second.ConsumeTraces(t.Context(), calls))
	require.NoError(t, first.ConsumeTraces(t.Context(), rest))
	require.NoError(t, first.Shutdown(t.Context()))
	require.NoError(t, second.Shutdown(t.Context()))
	assert.Equal(t, 1, two.SpanCount())
	require.Equal(t, 1, one.SpanCount(), "the task span goes on where it came from")
	assert.Equal(t, "0.25", onlySpan(one.AllTraces()[0]).Attributes().AsRaw()["taskmeter.task.cost_exact"])
}

func TestARootIsHeldOnlyWhenItsTraceHasShownACall(t *testing.T) {
	t.Parallel()
	sink := new(consumertest.TracesSink)
	p := started(t, sink)
	td := traces()
	server := addSpan(td, 2, 0)
	server.SetName("POST /tickets")
	server.SetKind(ptrace.SpanKindServer)
	require.NoError(t, p.ConsumeTraces(t.Context(), td))
	require.Equal(t, 1, sink.SpanCount())

	late := traces()
	looseCall(late, 3, 2, "0.5")
	require.NoError(t, p.ConsumeTraces(t.Context(), late))
	require.NoError(t, p.Shutdown(t.Context()))
	require.Equal(t, 3, sink.SpanCount())
	rollup := onlySpan(sink.AllTraces()[2])
	assert.Equal(t, "task.rollup", rollup.Name())
	assert.Equal(t, "POST /tickets", rollup.Attributes().AsRaw()["taskmeter.task.type"])
	assert.Equal(t, "0.5", rollup.Attributes().AsRaw()["taskmeter.task.cost_exact"])
}

func TestStartSaysWhichExtensionIsMissing(t *testing.T) {
	t.Parallel()
	p := created(t, consumertest.NewNop())
	err := p.Start(t.Context(), ledgerHost{})
	require.EqualError(t, err, `ledger: there is no extension "task_ledger"; add it to extensions and to service::extensions`)
	require.NoError(t, p.Shutdown(t.Context()))
}

func TestNothingComesOutAfterShutdown(t *testing.T) {
	factory := NewFactory()
	processortest.VerifyShutdown(t, processor.NewFactory(factory.Type(), factory.CreateDefaultConfig,
		processor.WithTraces(func(ctx context.Context, set processor.Settings, cfg component.Config, next consumer.Traces) (processor.Traces, error) {
			p, err := factory.CreateTraces(ctx, set, cfg, next)
			return hosted{p}, err
		}, component.StabilityLevelAlpha)), factory.CreateDefaultConfig())
}

// hosted gives the processor a host with a ledger, which the verifier's has not.
type hosted struct{ processor.Traces }

func (h hosted) Start(ctx context.Context, _ component.Host) error {
	return h.Traces.Start(ctx, newLedgerHost())
}

func quick(cfg *taskledgerextension.Config) {
	cfg.QuietPeriod = 20 * time.Millisecond
}

func started(t *testing.T, next consumer.Traces, changes ...func(*taskledgerextension.Config)) processor.Traces {
	return startedOn(t, newLedgerHost(changes...), next)
}

func startedOn(t *testing.T, host component.Host, next consumer.Traces) processor.Traces {
	p := created(t, next)
	require.NoError(t, p.Start(t.Context(), host))
	t.Cleanup(func() { _ = p.Shutdown(context.Background()) }) // a second time changes nothing
	return p
}

func created(t *testing.T, next consumer.Traces) processor.Traces {
	factory := NewFactory()
	p, err := factory.CreateTraces(t.Context(), processortest.NewNopSettings(factory.Type()), factory.CreateDefaultConfig(), next)
	require.NoError(t, err)
	return p
}
