package llmcostprocessor

import (
	"fmt"
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"go.opentelemetry.io/collector/component/componenttest"
	"go.opentelemetry.io/collector/consumer/consumertest"
	"go.opentelemetry.io/collector/pdata/pcommon"
	"go.opentelemetry.io/collector/pdata/ptrace"
	"go.opentelemetry.io/collector/processor/processortest"
	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/sdk/metric/metricdata"
	"go.opentelemetry.io/otel/sdk/metric/metricdata/metricdatatest"

	"github.com/taskmeter/taskmeter/collector/processor/llmcostprocessor/internal/metadatatest"
)

// measured sends calls through a processor of its own and returns what it tells of itself.
func measured(t *testing.T, cfg *Config, calls ...map[string]any) *componenttest.Telemetry {
	t.Helper()
	tel := componenttest.NewTelemetry()
	set := processortest.NewNopSettings(NewFactory().Type())
	set.TelemetrySettings = tel.NewTelemetrySettings()
	td := ptrace.NewTraces()
	spans := td.ResourceSpans().AppendEmpty().ScopeSpans().AppendEmpty().Spans()
	for _, attributes := range calls {
		span := spans.AppendEmpty()
		span.SetKind(ptrace.SpanKindClient)
		span.SetStartTimestamp(pcommon.NewTimestampFromTime(called))
		require.NoError(t, span.Attributes().FromRaw(attributes))
	}
	p := started(t, cfg, new(consumertest.TracesSink), set)
	require.NoError(t, p.ConsumeTraces(t.Context(), td))
	t.Cleanup(func() { require.NoError(t, p.Shutdown(t.Context())) })
	return tel
}

func set(pairs ...string) attribute.Set {
	var attributes []attribute.KeyValue
	for i := 0; i < len(pairs); i += 2 {
		attributes = append(attributes, attribute.String(pairs[i], pairs[i+1]))
	}
	return attribute.NewSet(attributes...)
}

func TestCallsAreCountedByStatus(t *testing.T) {
	t.Parallel()
	tel := measured(t, &Config{}, gpt, gpt, with(map[string]any{"gen_ai.response.model": "x"}), map[string]any{"http.route": "/"})
	metadatatest.AssertEqualLlmCostCalls(t, tel, []metricdata.DataPoint[int64]{
		{Attributes: set("price_status", "priced"), Value: 2}, {Attributes: set("price_status", "unknown_model"), Value: 1},
	}, metricdatatest.IgnoreTimestamp())
}

func TestCallsWithoutAFullPriceAreCountedByModel(t *testing.T) {
	t.Parallel()
	of := func(model string, more map[string]any) map[string]any {
		call := with(map[string]any{"gen_ai.response.model": model})
		for key, value := range more {
			call[key] = value
		}
		return call
	}
	tel := measured(t, &Config{},
		gpt, of("ours", nil), of("ours", nil), of("theirs", nil),
		of("gpt-4.1-mini", map[string]any{"gen_ai.usage.input_tokens": 1}), // less than was cached
		of("gpt-4.1-mini", map[string]any{"openai.response.service_tier": "no-such-tier"}),
		map[string]any{"gen_ai.operation.name": "chat", "gen_ai.provider.name": "openai", "gen_ai.request.model": "gpt-4.1-mini"},
	)
	hole := func(model, status string, n int64) metricdata.DataPoint[int64] {
		return metricdata.DataPoint[int64]{Attributes: set("provider", "openai", "model", model, "price_status", status), Value: n}
	}
	metadatatest.AssertEqualLlmCostUnpricedCalls(t, tel, []metricdata.DataPoint[int64]{
		hole("ours", "unknown_model", 2), hole("theirs", "unknown_model", 1), hole("gpt-4.1-mini", "invalid_usage", 1),
		hole("gpt-4.1-mini", "partial", 1), hole("gpt-4.1-mini", "unknown_usage", 1),
	}, metricdatatest.IgnoreTimestamp())
}

func TestModelsWithoutAPriceAreCountedUpToABound(t *testing.T) {
	t.Parallel()
	var calls []map[string]any
	for n := range maxHoles + 50 {
		calls = append(calls, with(map[string]any{"gen_ai.response.model": fmt.Sprintf("ours-%d", n)}))
	}
	calls = append(calls, with(map[string]any{"gen_ai.response.model": fmt.Sprintf("%0*d", maxNameLength+1, 0)}))
	tel := measured(t, &Config{}, calls...)
	metric, err := tel.GetMetric("otelcol_llm_cost_unpriced_calls")
	require.NoError(t, err)
	points := metric.Data.(metricdata.Sum[int64]).DataPoints
	assert.Len(t, points, maxHoles+1)
	var others, all int64
	for _, point := range points {
		all += point.Value
		if model, _ := point.Attributes.Value("model"); model.AsString() == other {
			others += point.Value
		}
	}
	assert.Equal(t, int64(len(calls)), all, "every call is counted")
	assert.Equal(t, int64(51), others)
}

func TestCallsOnAnAssumptionAreCounted(t *testing.T) {
	t.Parallel()
	tel := measured(t, &Config{}, gpt, map[string]any{
		"gen_ai.operation.name": "chat", "gen_ai.provider.name": "anthropic", "gen_ai.request.model": "claude-haiku-4-5",
		"gen_ai.usage.input_tokens": 1000, "gen_ai.usage.output_tokens": 10, "gen_ai.usage.cache_write.input_tokens": 500,
	})
	metadatatest.AssertEqualLlmCostAssumedCalls(t, tel, []metricdata.DataPoint[int64]{
		{Attributes: set("assumption", "cache_write_5m"), Value: 1},
	}, metricdatatest.IgnoreTimestamp())
}

func TestTheCataloguesAgeIsTold(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "catalogue.yaml")
	date := time.Now().Add(-100 * 24 * time.Hour).UTC().Format(time.RFC3339)
	deploy(t, path, "version: test\ndate: "+date+"\nfiles: []\n")
	tel := measured(t, &Config{Catalogue: path})
	metric, err := tel.GetMetric("otelcol_llm_cost_catalogue_age")
	require.NoError(t, err)
	points := metric.Data.(metricdata.Gauge[float64]).DataPoints
	require.Len(t, points, 1)
	assert.InDelta(t, (100 * 24 * time.Hour).Seconds(), points[0].Value, 60)
}

func TestACatalogueWithoutDateHasNoAge(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "catalogue.yaml")
	deploy(t, path, "rows: []\n")
	tel := measured(t, &Config{Catalogue: path})
	_, err := tel.GetMetric("otelcol_llm_cost_catalogue_age")
	assert.Error(t, err)
}
