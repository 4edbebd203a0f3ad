package llmcostprocessor

import (
	"context"
	"encoding/binary"
	"fmt"
	"path/filepath"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"go.opentelemetry.io/collector/component/componenttest"
	"go.opentelemetry.io/collector/consumer"
	"go.opentelemetry.io/collector/pdata/pcommon"
	"go.opentelemetry.io/collector/pdata/ptrace"
	"go.opentelemetry.io/collector/processor/processortest"

	"github.com/taskmeter/taskmeter/collector/price"
	"github.com/taskmeter/taskmeter/collector/price/pricefile"
)

const (
	spansPerBatch = 1000
	senders       = 4
)

// A file is swapped again and again among spans, sometimes with a broken one in between. Each version charges differently
// for each unit: a price made of two versions shows, and so does one that bears another version's name.
func TestEveryBatchIsPricedWhollyByOneVersionWhileFilesAreSwapped(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "ours.yaml")
	deploy(t, path, negotiated(0))
	check := &swapCheck{want: map[string]charges{}, met: map[string]int{}, batches: map[uint64]bool{}}
	var versions []string
	for n := range swapsUnderLoad + 1 {
		overrides, err := pricefile.Parse(path, []byte(negotiated(n)), nil)
		require.NoError(t, err)
		versions = append(versions, price.Embedded().Version()+"+"+overrides.Version())
		check.want[versions[n]] = chargesOf(n)
	}
	factory := NewFactory()
	cfg := &Config{Overrides: []string{path}, ReloadInterval: time.Millisecond}
	created, err := factory.CreateTraces(t.Context(), processortest.NewNopSettings(factory.Type()), cfg, check)
	require.NoError(t, err)
	p := created.(*costProcessor)
	require.NoError(t, p.Start(t.Context(), componenttest.NewNopHost()))

	template := oneCall(t).ResourceSpans().At(0).ScopeSpans().At(0).Spans().At(0)
	var sent atomic.Uint64
	var isSwapping atomic.Bool
	isSwapping.Store(true)
	var sending sync.WaitGroup
	for range senders {
		sending.Go(func() {
			for batch := sent.Add(1); batch <= batchesUnderSwap || isSwapping.Load(); batch = sent.Add(1) {
				assert.NoError(t, p.ConsumeTraces(context.Background(), numbered(template, batch)))
			}
			sent.Add(^uint64(0)) // the one that was not sent
		})
	}
	for n, version := range versions {
		if n%10 == 5 {
			deploy(t, path, "rows: [")
		}
		deploy(t, path, negotiated(n))
		require.Eventually(t, func() bool { return check.hasMet(version) }, time.Minute, time.Millisecond)
	}
	isSwapping.Store(false)
	sending.Wait()
	require.NoError(t, p.Shutdown(t.Context()))

	require.Empty(t, check.wrong)
	require.Len(t, check.batches, int(sent.Load()), "batches are lost")
	t.Logf("%d spans, %d swaps, %d versions met", spansPerBatch*len(check.batches), swapsUnderLoad, len(check.met))
}

// negotiated is the override file of version n.
func negotiated(n int) string {
	return fmt.Sprintf("rows:\n  - {provider: openai, model: gpt-4.1-mini, prices: {input: '%d', cache_read: '%d', output: '%d'}}\n", n, n+1000, n+2000)
}

// charges is what a version charges for the 800, 200 and 100 tokens of a call.
type charges struct {
	exact                         string
	total, input, cached, written float64
}

func chargesOf(n int) charges {
	micro := func(count int) price.Atto {
		amount, err := price.ParseAtto(fmt.Sprintf("%de-6", count))
		if err != nil {
			panic(err)
		}
		return amount
	}
	input, cached, written := 800*n, 200*(n+1000), 100*(n+2000)
	total := micro(input + cached + written)
	return charges{total.String(), total.Float64(), micro(input).Float64(), micro(cached).Float64(), micro(written).Float64()}
}

// swapCheck looks at every span that comes out.
type swapCheck struct {
	want    map[string]charges // by version
	guard   sync.Mutex
	met     map[string]int  // batches by version
	batches map[uint64]bool // by number
	wrong   []string
}

func (*swapCheck) Capabilities() consumer.Capabilities { return consumer.Capabilities{} }

func (c *swapCheck) ConsumeTraces(_ context.Context, td ptrace.Traces) error {
	spans := td.ResourceSpans().At(0).ScopeSpans().At(0).Spans()
	batch, version := numberOf(spans.At(0))/spansPerBatch, text(spans.At(0), "taskmeter.price.catalogue")
	var wrong []string
	for i, span := range spans.All() {
		if number := batch*spansPerBatch + uint64(i); numberOf(span) != number {
			wrong = append(wrong, fmt.Sprintf("span %d came in the place of %d", numberOf(span), number))
		}
		got := charges{
			text(span, "taskmeter.cost.exact"), double(span, "taskmeter.cost.usd"), double(span, "taskmeter.cost.input_usd"),
			double(span, "taskmeter.cost.cache_read_usd"), double(span, "taskmeter.cost.output_usd"),
		}
		if want, known := c.want[version]; !known || got != want || text(span, "taskmeter.price.catalogue") != version {
			wrong = append(wrong, fmt.Sprintf("in a batch of %s, %s charged %v", version, text(span, "taskmeter.price.catalogue"), got))
		}
	}
	c.guard.Lock()
	defer c.guard.Unlock()
	if spans.Len() != spansPerBatch || c.batches[batch] {
		wrong = append(wrong, fmt.Sprintf("batch %d has %d spans, or came twice", batch, spans.Len()))
	}
	c.batches[batch] = true
	c.met[version]++
	c.wrong = append(c.wrong, wrong...)
	return nil
}

func (c *swapCheck) hasMet(version string) bool {
	c.guard.Lock()
	defer c.guard.Unlock()
	return c.met[version] > 0
}

// numbered are the calls of a batch, all alike but for their number.
func numbered(template ptrace.Span, batch uint64) ptrace.Traces {
	td := ptrace.NewTraces()
	spans := td.ResourceSpans().AppendEmpty().ScopeSpans().AppendEmpty().Spans()
	spans.EnsureCapacity(spansPerBatch)
	for i := range uint64(spansPerBatch) {
		span := spans.AppendEmpty()
		template.CopyTo(span)
		var id pcommon.SpanID
		binary.BigEndian.PutUint64(id[:], batch*spansPerBatch+i)
		span.SetSpanID(id)
	}
	return td
}

func numberOf(span ptrace.Span) uint64 {
	id := span.SpanID()
	return binary.BigEndian.Uint64(id[:])
}

func text(span ptrace.Span, key string) string {
	value, _ := span.Attributes().Get(key)
	return value.Str()
}

func double(span ptrace.Span, key string) float64 {
	value, _ := span.Attributes().Get(key)
	return value.Double()
}
