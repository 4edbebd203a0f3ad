package genai

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"go.opentelemetry.io/collector/pdata/pcommon"
	"go.opentelemetry.io/collector/pdata/ptrace"
)

func toolSpan(more map[string]any) ptrace.Span {
	span := spanWith(map[string]any{"gen_ai.operation.name": "execute_tool", "gen_ai.tool.name": "search"})
	span.SetName("execute_tool search")
	span.SetKind(ptrace.SpanKindInternal)
	for key, value := range more {
		if err := span.Attributes().PutEmpty(key).FromRaw(value); err != nil {
			panic(err)
		}
	}
	return span
}

func TestAToolCallSaysItsNameItsIdAndWhatItCost(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		attributes map[string]any
		want       Tool
	}{
		"no cost":                   {nil, Tool{Name: "search"}},
		"the model's id":            {map[string]any{"gen_ai.tool.call.id": "call_1"}, Tool{Name: "search", CallID: "call_1"}},
		"ours, by the application":  {map[string]any{"taskmeter.price.status": "reported", "taskmeter.cost.exact": "0.01", "taskmeter.cost.usd": 0.02}, Tool{Name: "search", OwnUSD: "0.01"}},
		"ours, by a row":            {map[string]any{"taskmeter.price.status": "priced", "taskmeter.cost.exact": "0.01"}, Tool{Name: "search"}},
		"an exact decimal":          {map[string]any{"taskmeter.cost.exact": "0.01"}, Tool{Name: "search", OwnUSD: "0.01"}},
		"a double":                  {map[string]any{"taskmeter.cost.usd": 0.00000025}, Tool{Name: "search", OwnUSD: "0.00000025"}},
		"a whole number":            {map[string]any{"taskmeter.cost.usd": 2}, Tool{Name: "search", OwnUSD: "2"}},
		"the sum of calls below it": {map[string]any{"gen_ai.usage.cost.amount": 0.5, "gen_ai.usage.cost": 0.5}, Tool{Name: "search"}},
		"nonsense, for the engine":  {map[string]any{"taskmeter.cost.usd": "a cent"}, Tool{Name: "search", OwnUSD: "a cent"}},
		"no name but the span's":    {map[string]any{"gen_ai.tool.name": ""}, Tool{Name: "search"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := decoded(toolSpan(c.attributes))
			assert.True(t, s.IsTool)
			assert.False(t, s.IsCall)
			assert.Equal(t, c.want, s.Tool)
		})
	}
}

func TestWhatIsNoToolCall(t *testing.T) {
	t.Parallel()
	served := toolSpan(nil)
	served.SetKind(ptrace.SpanKindServer)
	agent := toolSpan(map[string]any{"gen_ai.operation.name": "invoke_agent"})
	for name, span := range map[string]ptrace.Span{"the server's view of one": served, "an agent": agent, "a call of a model": spanWith(map[string]any{"gen_ai.operation.name": "chat"})} {
		assert.False(t, decoded(span).IsTool, name)
	}
	nameless := toolSpan(map[string]any{"gen_ai.tool.name": ""})
	nameless.SetName("")
	assert.Equal(t, "execute_tool", decoded(nameless).Tool.Name, "what has no name is a tool all the same")

	s := decoded(toolSpan(nil))
	s.Decode(pcommon.NewInstrumentationScope(), agent)
	assert.Equal(t, Tool{Name: "search"}, s.Tool, "only the name is read")
	assert.False(t, s.IsTool, "nothing is left of the span before")
}
