package llmcostprocessor

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"go.opentelemetry.io/collector/pdata/pcommon"
	"go.opentelemetry.io/collector/pdata/ptrace"

	"github.com/taskmeter/taskmeter/collector/price"
)

type provenanceVectors struct {
	Catalogue any    `json:"catalogue"`
	Overrides any    `json:"overrides"`
	At        string `json:"at"`
	Cases     []struct {
		Name string         `json:"name"`
		Call provenanceCall `json:"call"`
		Want map[string]any `json:"want"`
	} `json:"cases"`
}

type provenanceCall struct {
	Model       string           `json:"model"`
	Usage       map[string]int64 `json:"usage"`
	Tools       map[string]int64 `json:"tools"`
	ReportedUSD string           `json:"reported_usd"`
	ServiceTier string           `json:"service_tier"`
	Error       *struct {
		Type   string `json:"type"`
		Status int64  `json:"status"`
	} `json:"error"`
}

// The application writes the same on its spans: test/span/provenance.test.ts reads the same file.
func TestEverySpanOfACallSaysWhereItsPriceComesFrom(t *testing.T) {
	t.Parallel()
	text, err := os.ReadFile("../../../spec/vectors/provenance/spans.json")
	require.NoError(t, err)
	var vectors provenanceVectors
	decoder := json.NewDecoder(bytes.NewReader(text))
	decoder.UseNumber()
	require.NoError(t, decoder.Decode(&vectors))
	require.NotEmpty(t, vectors.Cases)
	at, err := time.Parse(time.RFC3339, vectors.At)
	require.NoError(t, err)
	catalogue, err := price.Load(vectors.Catalogue, "c", nil)
	require.NoError(t, err)
	overrides, err := price.Load(vectors.Overrides, "o", catalogue.Names())
	require.NoError(t, err)
	p := pricer{catalogue.WithOverrides(overrides)}
	for _, c := range vectors.Cases {
		t.Run(c.Name, func(t *testing.T) {
			t.Parallel()
			span := c.Call.span(at)
			b := newBatch()
			b.span.Decode(pcommon.NewInstrumentationScope(), span)
			require.True(t, b.span.IsCall)
			b.price(p, span)
			got := span.Attributes().AsRaw()
			maps.DeleteFunc(got, func(key string, _ any) bool {
				return !strings.HasPrefix(key, "taskmeter.price.") && key != "taskmeter.cost.exact"
			})
			assert.Equal(t, c.Want, got)
		})
	}
}

// span is what an application that prices nothing sends of the call.
func (c *provenanceCall) span(at time.Time) ptrace.Span {
	span := ptrace.NewSpan()
	span.SetName("chat " + c.Model)
	span.SetKind(ptrace.SpanKindClient)
	span.SetStartTimestamp(pcommon.NewTimestampFromTime(at))
	span.SetEndTimestamp(pcommon.NewTimestampFromTime(at.Add(time.Second)))
	attributes := span.Attributes()
	attributes.PutStr("gen_ai.operation.name", "chat")
	attributes.PutStr("gen_ai.provider.name", "acme")
	attributes.PutStr("gen_ai.request.model", c.Model)
	for count, n := range c.Usage {
		attributes.PutInt("gen_ai.usage."+count, n)
	}
	if c.Tools != nil {
		list := attributes.PutEmptySlice("taskmeter.usage.tools")
		for _, unit := range slices.Sorted(maps.Keys(c.Tools)) {
			list.AppendEmpty().SetStr(fmt.Sprintf("%s=%d", unit, c.Tools[unit]))
		}
	}
	if c.ServiceTier != "" {
		attributes.PutStr("openai.request.service_tier", c.ServiceTier)
	}
	if amount, err := strconv.ParseFloat(c.ReportedUSD, 64); err == nil {
		attributes.PutDouble("gen_ai.usage.cost.amount", amount)
		attributes.PutStr("gen_ai.usage.cost.source", "provider")
	}
	if c.Error != nil {
		span.Status().SetCode(ptrace.StatusCodeError)
		attributes.PutStr("error.type", c.Error.Type)
		if c.Error.Status != 0 {
			attributes.PutInt("http.response.status_code", c.Error.Status)
		}
	}
	return span
}
