package load

import (
	"context"
	"runtime"
	"testing"
	"time"

	"go.opentelemetry.io/collector/component"
	"go.opentelemetry.io/collector/consumer/consumertest"
	"go.opentelemetry.io/collector/extension/extensiontest"
	"go.opentelemetry.io/collector/pdata/ptrace"
	"go.opentelemetry.io/collector/processor"
	"go.opentelemetry.io/collector/processor/processortest"

	"github.com/taskmeter/taskmeter/collector/call"
	"github.com/taskmeter/taskmeter/collector/extension/taskledgerextension"
	"github.com/taskmeter/taskmeter/collector/internal/genai"
	"github.com/taskmeter/taskmeter/collector/internal/task"
	"github.com/taskmeter/taskmeter/collector/price"
	"github.com/taskmeter/taskmeter/collector/processor/llmcostprocessor"
	"github.com/taskmeter/taskmeter/collector/processor/taskrollupprocessor"
)

// tasksPerBatch makes batches of about the 512 spans that SDKs send.
const tasksPerBatch = 51

// BenchmarkSpan is the time a span costs: what a collector pays anyway to read it from the wire and write it there again,
// and beside it what each of our components adds.
func BenchmarkSpan(b *testing.B) {
	b.Run("floor/decode", func(b *testing.B) {
		wire := wireOf(b, Batch(1, tasksPerBatch))
		unmarshaler := ptrace.ProtoUnmarshaler{}
		perSpan(b, func() {
			if _, err := unmarshaler.UnmarshalTraces(wire); err != nil {
				b.Fatal(err)
			}
		})
	})
	b.Run("floor/encode", func(b *testing.B) {
		td := Batch(1, tasksPerBatch)
		perSpan(b, func() { wireOf(b, td) })
	})
	b.Run("read", func(b *testing.B) {
		td := Batch(1, tasksPerBatch)
		var s genai.Span
		perSpan(b, func() { decodeAll(&s, td) })
	})
	b.Run("read/other", func(b *testing.B) {
		td := only(Batch(1, tasksPerBatch), func(span ptrace.Span) bool { return span.Name() == "GET" })
		var s genai.Span
		per(b, td.SpanCount(), func() { decodeAll(&s, td) })
	})
	b.Run("llm_cost", func(b *testing.B) {
		p := start(b, llmcostprocessor.NewFactory())
		fresh(b, func(td ptrace.Traces) error { return p.ConsumeTraces(context.Background(), td) })
	})
	b.Run("task_rollup", func(b *testing.B) {
		p := start(b, taskrollupprocessor.NewFactory())
		fresh(b, func(td ptrace.Traces) error { return p.ConsumeTraces(context.Background(), td) })
	})
	b.Run("ledger", benchmarkLedger)
}

// benchmarkLedger is the pure ledger with 20,000 tasks at once, each sealed and forgotten in the end.
func benchmarkLedger(b *testing.B) {
	settings := task.Settings{
		QuietPeriod: 10 * time.Second, MaxLinger: time.Minute, IdleTimeout: time.Hour, ImplicitMax: time.Hour, LateWindow: time.Minute,
		SpanLimit: 100_000, MaxTasks: 20_000, SeriesLimit: 2000,
	}
	now := time.Unix(0, 0)
	l := task.New(settings, now)
	spans := ledgerSpans()
	b.ReportAllocs()
	n := 0
	for b.Loop() {
		s := spans[n%SpansPerTask]
		number := uint64(n / SpansPerTask)
		for i := range 8 {
			s.Trace[i] = byte(number >> (8 * i))
		}
		s.TaskID = string(s.Trace[:8])
		if s.Call != nil {
			entry := *s.Call
			s.Call = &entry
		}
		l.Observe(now, 1, &s)
		if n++; n%SpansPerTask == 0 {
			now = now.Add(time.Millisecond)
			l.Advance(now)
			l.TakeOutbox()
		}
	}
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(n), "ns/span")
}

// BenchmarkRetained is the memory that open tasks hold.
func BenchmarkRetained(b *testing.B) {
	for b.Loop() {
		const tasks = 20_000
		l := task.New(task.Settings{
			QuietPeriod: time.Hour, MaxLinger: time.Hour, IdleTimeout: time.Hour, ImplicitMax: time.Hour, LateWindow: time.Hour,
			SpanLimit: 100_000, MaxTasks: tasks + 1, SeriesLimit: 2000,
		}, time.Unix(0, 0))
		spans := ledgerSpans()
		before := heap()
		for n := range uint64(tasks * SpansPerTask) {
			s := spans[n%SpansPerTask]
			for i := range 8 {
				s.Trace[i] = byte(n / SpansPerTask >> (8 * i))
			}
			s.TaskID = string(s.Trace[:8])
			if s.Call != nil {
				entry := *s.Call
				s.Call = &entry
			}
			l.Observe(time.Unix(1, 0), 1, &s)
		}
		b.ReportMetric(float64(heap()-before)/tasks, "B/task")
		runtime.KeepAlive(l)
	}
}

func ledgerSpans() []task.Span {
	origin := &task.Origin{Service: "support-agent", Instance: "i"}
	spans := make([]task.Span, SpansPerTask)
	for n := range spans {
		s := &spans[n]
		s.Span, s.Parent, s.TaskType, s.Origin = task.SpanID(spanID(uint64(n+2))), task.SpanID(spanID(1)), "support", origin
		if n%2 == 0 && n < 8 {
			s.Call = &task.Entry{
				Operation: "chat", Provider: "openai", RequestModel: "gpt-4.1-mini", ResponseModel: "gpt-4.1-mini", Scope: "taskmeter",
				ResponseID: string(rune('a' + n)), StartNano: int64(n) * 1e9, EndNano: int64(n)*1e9 + 7e8, Attempts: 1,
				Usage: task.Tokens{Input: call.Of(int64(1500 + 300*n)), Output: call.Of(120), CacheRead: call.Of(1024)},
				Cost:  task.Cost{Status: price.Priced, Total: price.FromBits(0, 5e14), HasTotal: true},
			}
		}
	}
	own := &spans[SpansPerTask-1]
	own.Span, own.Parent, own.Role = task.SpanID(spanID(1)), task.SpanID{}, task.RoleNamed
	return spans
}

// perSpan runs fn on a whole batch at a time.
func perSpan(b *testing.B, fn func()) { per(b, tasksPerBatch*SpansPerTask, fn) }

func per(b *testing.B, spans int, fn func()) {
	b.ReportAllocs()
	for b.Loop() {
		fn()
	}
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N*spans), "ns/span")
}

// fresh gives fn batches it has not seen, which it may change, and does not count the making of them.
func fresh(b *testing.B, fn func(ptrace.Traces) error) {
	b.ReportAllocs()
	const ahead = 64
	var ready []ptrace.Traces
	seed := uint64(1)
	for n := range b.N {
		if n%ahead == 0 {
			b.StopTimer()
			ready = ready[:0]
			for range min(ahead, b.N-n) {
				ready = append(ready, Batch(seed, tasksPerBatch))
				seed++
			}
			b.StartTimer()
		}
		if err := fn(ready[n%ahead]); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N*tasksPerBatch*SpansPerTask), "ns/span")
}

func start(b *testing.B, factory processor.Factory) processor.Traces {
	b.Helper()
	p, err := factory.CreateTraces(b.Context(), processortest.NewNopSettings(factory.Type()), factory.CreateDefaultConfig(), consumertest.NewNop())
	if err != nil {
		b.Fatal(err)
	}
	if err := p.Start(b.Context(), newHost(b)); err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() {
		if err := p.Shutdown(context.Background()); err != nil {
			b.Error(err)
		}
	})
	return p
}

// host has a ledger, as the collector is one.
type host struct{ ledger component.Component }

func (h host) GetExtensions() map[component.ID]component.Component {
	return map[component.ID]component.Component{component.NewID(taskledgerextension.Type): h.ledger}
}

func newHost(b *testing.B) component.Host {
	factory := taskledgerextension.NewFactory()
	cfg := factory.CreateDefaultConfig().(*taskledgerextension.Config)
	// So short that tasks are sealed and forgotten while the benchmark runs, as they are in a collector that runs for long.
	cfg.QuietPeriod, cfg.LateWindow = 20*time.Millisecond, 100*time.Millisecond
	ledger, err := factory.Create(b.Context(), extensiontest.NewNopSettings(factory.Type()), cfg)
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() {
		if err := ledger.Shutdown(context.Background()); err != nil {
			b.Error(err)
		}
	})
	return host{ledger}
}

func decodeAll(s *genai.Span, td ptrace.Traces) {
	for _, rs := range td.ResourceSpans().All() {
		for _, ss := range rs.ScopeSpans().All() {
			for _, span := range ss.Spans().All() {
				s.Decode(ss.Scope(), span)
			}
		}
	}
}

func only(td ptrace.Traces, keep func(ptrace.Span) bool) ptrace.Traces {
	td.ResourceSpans().At(0).ScopeSpans().At(0).Spans().RemoveIf(func(span ptrace.Span) bool { return !keep(span) })
	return td
}

func wireOf(b *testing.B, td ptrace.Traces) []byte {
	marshaler := ptrace.ProtoMarshaler{}
	wire, err := marshaler.MarshalTraces(td)
	if err != nil {
		b.Fatal(err)
	}
	return wire
}

func heap() uint64 {
	runtime.GC()
	var stats runtime.MemStats
	runtime.ReadMemStats(&stats)
	return stats.HeapAlloc
}
