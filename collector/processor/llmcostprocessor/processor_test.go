package llmcostprocessor

import (
	"maps"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"go.opentelemetry.io/collector/component/componenttest"
	"go.opentelemetry.io/collector/consumer/consumertest"
	"go.opentelemetry.io/collector/pdata/pcommon"
	"go.opentelemetry.io/collector/pdata/ptrace"
	"go.opentelemetry.io/collector/processor"
	"go.opentelemetry.io/collector/processor/processortest"
)

var called = time.Date(2026, 11, 1, 12, 0, 0, 0, time.UTC)

// gpt is a call of 1,000 input tokens, 200 of them from the cache, and 100 output tokens: by the catalogue's 0.40, 0.10
// and 1.60 USD for a million that is 0.00032 + 0.00002 + 0.00016.
var gpt = map[string]any{
	"gen_ai.operation.name": "chat", "gen_ai.provider.name": "openai",
	"gen_ai.request.model": "gpt-4.1-mini", "gen_ai.response.model": "gpt-4.1-mini-2025-04-14",
	"gen_ai.usage.input_tokens": 1000, "gen_ai.usage.output_tokens": 100, "gen_ai.usage.cache_read.input_tokens": 200,
}

func with(more map[string]any) map[string]any {
	all := maps.Clone(gpt)
	maps.Copy(all, more)
	return all
}

// added are the attributes that a span has after the processor and had not before, or had otherwise.
func added(t *testing.T, cfg *Config, before map[string]any, change ...func(ptrace.Span)) map[string]any {
	t.Helper()
	td := ptrace.NewTraces()
	span := td.ResourceSpans().AppendEmpty().ScopeSpans().AppendEmpty().Spans().AppendEmpty()
	span.SetName("chat gpt-4.1-mini")
	span.SetKind(ptrace.SpanKindClient)
	span.SetStartTimestamp(pcommon.NewTimestampFromTime(called))
	require.NoError(t, span.Attributes().FromRaw(before))
	for _, f := range change {
		f(span)
	}
	sent := span.Attributes().AsRaw()
	sink := new(consumertest.TracesSink)
	p := started(t, cfg, sink, processortest.NewNopSettings(NewFactory().Type()))
	require.NoError(t, p.ConsumeTraces(t.Context(), td))
	require.Len(t, sink.AllTraces(), 1)
	after := sink.AllTraces()[0].ResourceSpans().At(0).ScopeSpans().At(0).Spans().At(0).Attributes().AsRaw()
	maps.DeleteFunc(after, func(key string, value any) bool {
		return key == "taskmeter.price.catalogue" || assert.ObjectsAreEqual(sent[key], value)
	})
	return after
}

func started(t *testing.T, cfg *Config, next *consumertest.TracesSink, set processor.Settings) processor.Traces {
	t.Helper()
	p, err := NewFactory().CreateTraces(t.Context(), set, cfg, next)
	require.NoError(t, err)
	require.NoError(t, p.Start(t.Context(), componenttest.NewNopHost()))
	return p
}

func failed(span ptrace.Span) { span.Status().SetCode(ptrace.StatusCodeError) }

var priced = map[string]any{
	"taskmeter.price.status": "priced", "taskmeter.price.id": "openai/gpt-4.1-mini",
	"taskmeter.cost.usd": 0.0005, "taskmeter.cost.exact": "0.0005", "gen_ai.usage.cost": 0.0005,
	"taskmeter.cost.input_usd": 0.00032, "taskmeter.cost.cache_read_usd": 0.00002, "taskmeter.cost.output_usd": 0.00016,
	"taskmeter.cache.saving_exact": "0.00006",
}

func TestACallIsPricedOnItsSpan(t *testing.T) {
	t.Parallel()
	got := added(t, &Config{}, gpt)
	want := maps.Clone(priced)
	want["taskmeter.price.id"] = got["taskmeter.price.id"] // its date is the catalogue's business
	assert.Contains(t, got["taskmeter.price.id"], "openai/gpt-4.1-mini")
	assert.Equal(t, want, got)
}

func TestTheApplicationsEstimateGivesWay(t *testing.T) {
	t.Parallel()
	got := added(t, &Config{}, with(map[string]any{
		"taskmeter.price.status": "priced", "taskmeter.price.id": "openai/old", "taskmeter.price.catalogue": "old",
		"taskmeter.price.assumed": []any{"cache_write_5m"},
		"taskmeter.cost.usd":      9.0, "taskmeter.cost.exact": "9", "gen_ai.usage.cost": 9.0, "taskmeter.cost.tools_usd": 8.0,
		"taskmeter.cache.saving_exact": "7",
	}))
	delete(got, "taskmeter.price.id")
	want := maps.Clone(priced)
	delete(want, "taskmeter.price.id")
	delete(want, "taskmeter.price.status") // stayed
	assert.Equal(t, want, got)
}

func TestAStrippedSpanHasTheSamePrice(t *testing.T) {
	t.Parallel()
	whole := added(t, &Config{}, with(map[string]any{"taskmeter.cache.hit": true, "taskmeter.tool_calls": 1, "taskmeter.retry.count": 0}))
	assert.Equal(t, added(t, &Config{}, gpt), whole)
}

func TestWhatIsKept(t *testing.T) {
	t.Parallel()
	for name, attributes := range map[string]map[string]any{
		"the provider's own price":                {"taskmeter.price.status": "reported", "taskmeter.cost.exact": "9", "gen_ai.usage.cost": 9.0},
		"a price from the application's override": {"taskmeter.price.status": "priced", "taskmeter.price.catalogue": "a+b", "taskmeter.cost.exact": "9"},
		"a model that only the application knows": {
			"gen_ai.response.model": "of-our-own", "taskmeter.price.status": "priced", "taskmeter.price.catalogue": "a", "taskmeter.cost.exact": "9",
		},
	} {
		assert.Empty(t, added(t, &Config{}, with(attributes)), name)
	}
}

func TestTheCollectorsOverrideComesBeforeTheApplications(t *testing.T) {
	t.Parallel()
	cfg := &Config{Overrides: []string{"testdata/theirs.yaml", "testdata/ours.yaml"}}
	got := added(t, cfg, with(map[string]any{
		"taskmeter.price.status": "priced", "taskmeter.price.catalogue": "a+b", "taskmeter.cost.exact": "9",
		"gen_ai.usage.cache_read.input_tokens": 0,
	}))
	assert.Equal(t, "1200", got["taskmeter.cost.exact"], "the last file wins")
}

func TestTheProvidersPriceInTheProposedWordsWins(t *testing.T) {
	t.Parallel()
	got := added(t, &Config{}, with(map[string]any{
		"gen_ai.usage.cost.amount": 0.25, "gen_ai.usage.cost.currency": "USD", "gen_ai.usage.cost.source": "provider",
	}))
	assert.Equal(t, map[string]any{
		"taskmeter.price.status": "reported", "taskmeter.cost.usd": 0.25, "taskmeter.cost.exact": "0.25", "gen_ai.usage.cost": 0.25,
	}, got)
}

func TestWhatHasNoPriceSaysWhyAndCostsNothing(t *testing.T) {
	t.Parallel()
	withoutUsage := map[string]any{"gen_ai.operation.name": "chat", "gen_ai.provider.name": "openai", "gen_ai.request.model": "gpt-4.1-mini"}
	assert.Equal(t, map[string]any{"taskmeter.price.status": "unknown_usage"}, added(t, &Config{}, withoutUsage))
	assert.Equal(t, map[string]any{"taskmeter.price.status": "unknown_model"},
		added(t, &Config{}, with(map[string]any{"gen_ai.response.model": "of-our-own"})))
	assert.Equal(t, map[string]any{"taskmeter.price.status": "invalid_usage"},
		added(t, &Config{}, with(map[string]any{"gen_ai.usage.input_tokens": 100})), "less than came from the cache")
	assert.Equal(t, map[string]any{"taskmeter.price.status": "invalid_usage"},
		added(t, &Config{}, with(map[string]any{"gen_ai.usage.input_tokens": "many"})))
}

func TestAnotherEstimateStaysWhereThereIsNoPrice(t *testing.T) {
	t.Parallel()
	got := added(t, &Config{}, with(map[string]any{"gen_ai.response.model": "of-our-own", "gen_ai.usage.cost": 0.5}))
	assert.Equal(t, map[string]any{"taskmeter.price.status": "unknown_model"}, got)
}

func TestAFailedCallWithoutUsage(t *testing.T) {
	t.Parallel()
	base := map[string]any{"gen_ai.operation.name": "chat", "gen_ai.provider.name": "openai", "gen_ai.request.model": "gpt-4.1-mini"}
	failure := func(more map[string]any) map[string]any {
		all := maps.Clone(base)
		maps.Copy(all, more)
		return added(t, &Config{}, all, failed)
	}
	free := map[string]any{
		"taskmeter.price.status": "not_billed", "taskmeter.cost.usd": 0.0, "taskmeter.cost.exact": "0", "gen_ai.usage.cost": 0.0,
	}
	assert.Equal(t, free, failure(map[string]any{"error.type": "429"}))
	assert.Equal(t, map[string]any{"taskmeter.price.status": "unknown_usage"}, failure(map[string]any{"error.type": "ETIMEDOUT"}))
	assert.Empty(t, failure(map[string]any{"error.type": "400", "taskmeter.price.status": "unknown_usage"}), "the application saw a content filter")
	assert.Equal(t, "0.0005", added(t, &Config{}, with(map[string]any{"error.type": "AbortError"}), failed)["taskmeter.cost.exact"],
		"a failure that tells its usage costs what it says")
}

func TestOtherSpansStayAsTheyAre(t *testing.T) {
	t.Parallel()
	assert.Empty(t, added(t, &Config{}, map[string]any{"http.request.method": "POST"}))
	assert.Empty(t, added(t, &Config{}, with(map[string]any{"gen_ai.operation.name": "invoke_agent"})), "an agent's total")
}

func TestNothingComesOutAfterShutdown(t *testing.T) {
	processortest.VerifyShutdown(t, NewFactory(), createDefaultConfig())
}
