package llmcostprocessor

import (
	"maps"
	"testing"

	"github.com/stretchr/testify/assert"
	"go.opentelemetry.io/collector/pdata/ptrace"
)

var tools = &Config{Overrides: []string{"testdata/tools.yaml"}}

// toolAdded are the attributes that the span of a tool call has after the processor and had not before, or had otherwise.
func toolAdded(t *testing.T, cfg *Config, name string, more map[string]any) map[string]any {
	t.Helper()
	attributes := map[string]any{"gen_ai.operation.name": "execute_tool", "gen_ai.tool.name": name}
	maps.Copy(attributes, more)
	return added(t, cfg, attributes, func(span ptrace.Span) {
		span.SetName("execute_tool " + name)
		span.SetKind(ptrace.SpanKindInternal)
	})
}

func TestAToolIsPricedByTheRowOfItsNameInForce(t *testing.T) {
	t.Parallel()
	assert.Equal(t, map[string]any{
		"taskmeter.price.status": "priced", "taskmeter.price.id": "tool/search", "taskmeter.cost.usd": 0.005, "taskmeter.cost.exact": "0.005",
	}, toolAdded(t, tools, "search", nil))
	assert.Equal(t, map[string]any{
		"taskmeter.price.status": "priced", "taskmeter.price.id": "tool/sms@2026-01-01", "taskmeter.cost.usd": 0.0075, "taskmeter.cost.exact": "0.0075",
	}, toolAdded(t, tools, "sms", nil))
}

func TestAToolWithoutAPriceStaysAsItIs(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"clock", "Search", "fax"} {
		assert.Empty(t, toolAdded(t, tools, name, nil), name)
	}
	assert.Empty(t, toolAdded(t, &Config{}, "search", nil), "the catalogue knows no tools")
}

func TestAToolsOwnCostWins(t *testing.T) {
	t.Parallel()
	own := map[string]any{"taskmeter.price.status": "reported", "taskmeter.cost.usd": 0.25, "taskmeter.cost.exact": "0.25"}
	assert.Empty(t, toolAdded(t, tools, "search", own), "an application of ours has said it")
	for name, said := range map[string]map[string]any{
		"as an exact decimal": {"taskmeter.cost.exact": "0.25"},
		"as a double":         {"taskmeter.cost.usd": 0.25},
	} {
		want := maps.Clone(own)
		for key := range said {
			delete(want, key) // stayed
		}
		assert.Equal(t, want, toolAdded(t, tools, "search", said), name)
	}
}

func TestAnApplicationsRowForAToolGivesWayToTheCollectors(t *testing.T) {
	t.Parallel()
	theirs := map[string]any{
		"taskmeter.price.status": "priced", "taskmeter.price.id": "tool/of-theirs", "taskmeter.price.catalogue": "a+b",
		"taskmeter.cost.usd": 9.0, "taskmeter.cost.exact": "9",
	}
	assert.Equal(t, map[string]any{"taskmeter.price.id": "tool/search", "taskmeter.cost.usd": 0.005, "taskmeter.cost.exact": "0.005"},
		toolAdded(t, tools, "search", theirs))
	assert.Empty(t, toolAdded(t, tools, "clock", theirs), "and stays where there is none")
}

func TestAToolsOwnCostThatIsNoneSaysSoAndIsNotReplacedByARow(t *testing.T) {
	t.Parallel()
	for _, nonsense := range []any{"-1", "$5", -0.01} {
		key := "taskmeter.cost.exact"
		if _, isNumber := nonsense.(float64); isNumber {
			key = "taskmeter.cost.usd"
		}
		got := toolAdded(t, tools, "search", map[string]any{key: nonsense})
		assert.Equal(t, map[string]any{"taskmeter.price.status": "invalid_usage"}, got)
	}
	assert.Empty(t, toolAdded(t, tools, "search", map[string]any{"taskmeter.price.status": "invalid_usage"}))
}
