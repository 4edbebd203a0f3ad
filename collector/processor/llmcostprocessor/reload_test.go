package llmcostprocessor

import (
	"context"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"go.opentelemetry.io/collector/component/componenttest"
	"go.opentelemetry.io/collector/consumer/consumertest"
	"go.opentelemetry.io/collector/pdata/ptrace"
	"go.opentelemetry.io/collector/processor/processortest"
	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/sdk/metric/metricdata"
	"go.opentelemetry.io/otel/sdk/metric/metricdata/metricdatatest"
	"go.uber.org/zap"
	"go.uber.org/zap/zapcore"
	"go.uber.org/zap/zaptest/observer"

	"github.com/taskmeter/taskmeter/collector/processor/llmcostprocessor/internal/metadatatest"
)

func TestAnEditedFileIsInUseWithoutARestart(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "ours.yaml")
	deploy(t, path, negotiated(1))
	sink := new(consumertest.TracesSink)
	p := started(t, &Config{Overrides: []string{path}, ReloadInterval: time.Millisecond}, sink, processortest.NewNopSettings(NewFactory().Type()))
	cost := func() string {
		sink.Reset()
		require.NoError(t, p.ConsumeTraces(t.Context(), oneCall(t)))
		return text(sink.AllTraces()[0].ResourceSpans().At(0).ScopeSpans().At(0).Spans().At(0), "taskmeter.cost.exact")
	}
	require.Equal(t, chargesOf(1).exact, cost())
	deploy(t, path, negotiated(2))
	require.Eventually(t, func() bool { return cost() == chargesOf(2).exact }, 30*time.Second, time.Millisecond)
	require.NoError(t, p.Shutdown(t.Context()))
}

func TestABrokenFileIsCountedAndLoggedOnceAndTheOldPricesStay(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "ours.yaml")
	deploy(t, path, negotiated(1))
	tel := componenttest.NewTelemetry()
	core, logs := observer.New(zapcore.InfoLevel)
	set := processortest.NewNopSettings(NewFactory().Type())
	set.TelemetrySettings = tel.NewTelemetrySettings()
	set.Logger = zap.New(core)
	p := started(t, &Config{Overrides: []string{path}}, new(consumertest.TracesSink), set).(*costProcessor)
	before := p.prices.current.Load()
	lookThrice := func() {
		for range 3 {
			p.prices.reload(t.Context())
		}
	}
	lookThrice()
	deploy(t, path, "rows:\n  - {provider: openai, model: gpt-4.1-mini, prices: {input: 2}}\n")
	lookThrice()
	assert.Same(t, before, p.prices.current.Load())
	require.NoError(t, os.Remove(path))
	lookThrice()
	assert.Same(t, before, p.prices.current.Load())
	deploy(t, path, negotiated(2))
	lookThrice()
	after := p.prices.current.Load()
	assert.NotEqual(t, before.Version(), after.Version())

	kept := "Changed price files are not in use: the prices read before stay"
	number := "rows[0].prices.input: expected text, got the number 2: put it in quotes"
	gone := "no such file or directory"
	assert.Equal(t, []observer.LoggedEntry{
		entry(zapcore.WarnLevel, kept, zap.String("error", "overrides[0]: "+path+":2: "+number), zap.String("file", path), zap.Int("line", 2), zap.String("reason", number)),
		entry(zapcore.WarnLevel, kept, zap.String("error", "overrides[0]: "+path+": "+gone), zap.String("file", path), zap.Int("line", 0), zap.String("reason", gone)),
		entry(zapcore.InfoLevel, "Changed price files are in use", zap.String("catalogue", after.Version())),
	}, untimed(logs.AllUntimed()))
	outcome := func(word string) attribute.Set { return attribute.NewSet(attribute.String("outcome", word)) }
	metadatatest.AssertEqualLlmCostReloads(t, tel, []metricdata.DataPoint[int64]{
		{Attributes: outcome("failure"), Value: 2}, {Attributes: outcome("success"), Value: 1},
	}, metricdatatest.IgnoreTimestamp())
	require.NoError(t, p.Shutdown(t.Context()))
	require.NoError(t, tel.Shutdown(context.Background()))
}

func TestADiscountThatLowersNothingIsSaidWithEveryFileThatHasIt(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "ours.yaml")
	deploy(t, path, "discounts:\n  - {provider: openai, model: gpt-4.1-2025-04-14, factor: '0.85'}\n  - {provider: openai, factor: '0.9'}\n")
	core, logs := observer.New(zapcore.InfoLevel)
	set := processortest.NewNopSettings(NewFactory().Type())
	set.Logger = zap.New(core)
	p := started(t, &Config{Overrides: []string{path}}, new(consumertest.TracesSink), set).(*costProcessor)
	deploy(t, path, "discounts:\n  - {provider: opnai, factor: '0.8'}\n")
	p.prices.reload(t.Context())
	idle := "A discount lowers nothing: name a provider, or a model by its row's own id"
	assert.Equal(t, []observer.LoggedEntry{
		entry(zapcore.WarnLevel, idle, zap.String("reason", "the discount 0.85 on openai/gpt-4.1-2025-04-14 lowers no price")),
		entry(zapcore.WarnLevel, idle, zap.String("reason", "the discount 0.8 on opnai lowers no price")),
		entry(zapcore.InfoLevel, "Changed price files are in use", zap.String("catalogue", p.prices.current.Load().Version())),
	}, logs.AllUntimed())
	require.NoError(t, p.Shutdown(t.Context()))
}

// deploy puts a file in its place at once, as whoever deploys one does.
func deploy(t *testing.T, path, text string) {
	t.Helper()
	require.NoError(t, os.WriteFile(path+".new", []byte(text), 0o600))
	require.NoError(t, os.Rename(path+".new", path))
}

func oneCall(t *testing.T) ptrace.Traces {
	t.Helper()
	td := ptrace.NewTraces()
	span := td.ResourceSpans().AppendEmpty().ScopeSpans().AppendEmpty().Spans().AppendEmpty()
	span.SetKind(ptrace.SpanKindClient)
	require.NoError(t, span.Attributes().FromRaw(gpt))
	return td
}

func entry(level zapcore.Level, message string, context ...zap.Field) observer.LoggedEntry {
	return observer.LoggedEntry{Entry: zapcore.Entry{Level: level, Message: message}, Context: context}
}

// untimed has errors as their text, so that entries can be compared.
func untimed(entries []observer.LoggedEntry) []observer.LoggedEntry {
	for _, each := range entries {
		for i, field := range each.Context {
			if err, ok := field.Interface.(error); ok {
				each.Context[i] = zap.String(field.Key, err.Error())
			}
		}
	}
	return entries
}
