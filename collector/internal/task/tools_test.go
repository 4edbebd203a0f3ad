package task

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/taskmeter/taskmeter/collector/price"
)

// Tools that cost money themselves.

func toolSpan(id, parent byte, task, tool, usd string) *Span {
	s := callSpan(id, parent, task, usd)
	s.Call = &Entry{
		Tool: tool, Scope: "ours", StartNano: s.StartNano, EndNano: s.EndNano,
		Cost: Cost{Status: price.Reported, Total: s.Call.Cost.Total, HasTotal: true},
	}
	return s
}

func byRow(s *Span) *Span {
	s.Call.Cost.Status = price.Priced
	return s
}

func foreign(s *Span) *Span {
	s.Call.Scope = "theirs"
	return s
}

func TestAPricedToolAddsToItsTaskAndIsBookedByItsName(t *testing.T) {
	t.Parallel()
	r := startRun(testSettings())
	r.observe(callSpan(3, 2, "a", "0.1"))
	r.observe(toolSpan(2, 1, "a", "search", "0.02"))
	r.observe(toolSpan(4, 2, "a", "sms", "0.01"))
	r.observe(toolSpan(5, 1, "a", "search", "0.02"))
	r.observe(ownSpan(1, 0, "a"))
	r.ledger.Advance(r.now.Add(10 * time.Second))
	total := r.ledger.TakeOutbox()[0].Rollup.Totals
	assert.Equal(t, "0.15", total.Cost.String())
	assert.Equal(t, "0.05", total.ToolCost.String())
	assert.Equal(t, int64(3), total.Tools)
	assert.Equal(t, int64(1), total.Calls)
	books := r.ledger.Books()
	byTool := map[ToolKey]string{}
	for _, c := range books.Tools.All() {
		byTool[c.Key] = c.Value.Cost.String()
	}
	assert.Equal(t, map[ToolKey]string{{"type of a", "search"}: "0.04", {"type of a", "sms"}: "0.01"}, byTool)
	assert.Equal(t, map[string]string{"type of a": "0.1"}, r.costByType(), "of the calls")
	assert.Equal(t, "0.15", r.booked().String())
}

func TestTheSameToolSpanTwiceCountsOnce(t *testing.T) {
	t.Parallel()
	search := toolSpan(2, 1, "a", "search", "0.02")
	cost, stats := total(t, search, search)
	assert.Equal(t, "0.02", cost)
	assert.Equal(t, int64(1), stats.Duplicates)
}

func TestAToolCallThatTwoInstrumentationsSawCountsOnce(t *testing.T) {
	t.Parallel()
	within := foreign(byRow(toolSpan(4, 3, "a", "search", "0.05")))
	byID := foreign(byRow(toolSpan(4, 1, "a", "search", "0.05")))
	ours := toolSpan(2, 1, "a", "search", "0.02")
	ours.Call.ResponseID, byID.Call.ResponseID = "call_1", "call_1"
	for name, second := range map[string]*Span{"within the first": within, "beside it, by the id of the tool call": byID} {
		for _, spans := range [][]*Span{{ours, span(3, 2, "a"), second}, {second, span(3, 2, "a"), ours}} {
			cost, stats := total(t, spans...)
			assert.Equal(t, "0.02", cost, "%s: its own cost is better than a row's", name)
			assert.Equal(t, int64(1), stats.Duplicates, name)
		}
	}
}

func TestToolsThatLieWithinOneAnotherAndAreNotTheSameCountEach(t *testing.T) {
	t.Parallel()
	for name, inner := range map[string]*Span{
		"another tool":                    foreign(toolSpan(4, 2, "a", "sms", "0.01")),
		"a tool that calls itself":        toolSpan(4, 2, "a", "search", "0.01"),
		"a call of a model within a tool": foreign(callSpan(4, 2, "a", "0.01")),
	} {
		for _, spans := range [][]*Span{{toolSpan(2, 1, "a", "search", "0.02"), inner}, {inner, toolSpan(2, 1, "a", "search", "0.02")}} {
			cost, stats := total(t, spans...)
			assert.Equal(t, "0.03", cost, name)
			assert.Zero(t, stats.Conflicts, name)
		}
	}
}

func TestAToolBelongsToTheRequestThatCallsMadeATaskAndMakesNone(t *testing.T) {
	t.Parallel()
	request := served(1, 0)
	tool := toolSpan(3, 1, "", "search", "0.02")
	tool.TaskType = ""
	for _, spans := range [][]*Span{{tool, callSpan(2, 1, "", "0.1"), request}, {request, callSpan(2, 1, "", "0.1"), tool}} {
		r := startRun(testSettings())
		for _, s := range spans {
			r.observe(s)
		}
		all := r.after(t, 10*time.Second)
		require.NotEmpty(t, all)
		assert.Equal(t, "0.12", all[0].cost)
		assert.Empty(t, r.ledger.Books().Unattributed.All())
	}

	r := startRun(testSettings())
	r.observe(tool)
	r.observe(request)
	assert.Empty(t, r.after(t, 10*time.Second), "the request is not even held")
	unattributed := r.ledger.Books().Unattributed.All()
	require.Len(t, unattributed, 1)
	assert.Equal(t, CalledKey{Tool: "search"}, unattributed[0].Key)
	assert.Equal(t, "0.02", unattributed[0].Value.String())
	assert.Equal(t, "0.02", r.booked().String())
}

func TestAToolMayBeTheRootOfATaskItself(t *testing.T) {
	t.Parallel()
	r := startRun(testSettings())
	root := toolSpan(1, 0, "", "agent", "0.02")
	root.Role, root.TaskType = RoleRoot, "execute_tool agent"
	r.observe(callSpan(2, 1, "", "0.1"))
	r.observe(root)
	all := r.after(t, 10*time.Second)
	require.Len(t, all, 1)
	assert.Equal(t, "0.12", all[0].cost)
	assert.True(t, all[0].held)
}

func TestALateToolMakesARevision(t *testing.T) {
	t.Parallel()
	r := startRun(testSettings())
	r.observe(callSpan(2, 1, "a", "0.1"))
	r.observe(ownSpan(1, 0, "a"))
	r.after(t, 10*time.Second)
	r.observe(toolSpan(3, 1, "a", "search", "0.02"))
	assert.Equal(t, []told{{"a", "0.12", ReasonLate, 2, false, true}}, r.after(t, 10*time.Second))
}

func ownSpanWithTools(calls int64, usd string, tools int64, toolUSD string) *Span {
	s := ownSpanWith(calls, usd)
	s.Partial.Sums.Tools, s.Partial.Sums.ToolCost = tools, callSpan(9, 0, "", toolUSD).Call.Cost.Total
	return s
}

func TestALostToolIsBookedByItsProcessTotalAndOnceWhenItComesAfterAll(t *testing.T) {
	t.Parallel()
	r := startRun(testSettings())
	r.observe(callSpan(2, 1, "a", "0.1"))
	r.observe(toolSpan(3, 1, "a", "search", "0.02"))
	r.observe(ownSpanWithTools(1, "0.9", 2, "0.07"))
	r.ledger.Advance(r.now.Add(10 * time.Second))
	rollup := r.ledger.TakeOutbox()[0].Rollup
	assert.Equal(t, SourceProcessTotal, rollup.Source)
	assert.Equal(t, "0.17", rollup.Totals.Cost.String(), "the difference of the calls is one of prices")
	assert.Equal(t, int64(2), rollup.Totals.Tools)
	assert.Equal(t, "0.17", r.booked().String())
	r.observe(toolSpan(4, 1, "a", "sms", "0.05"))
	r.ledger.Advance(r.now.Add(30 * time.Second))
	rollup = r.ledger.TakeOutbox()[0].Rollup
	assert.Equal(t, SourceCollector, rollup.Source)
	assert.Equal(t, "0.17", rollup.Totals.Cost.String())
	assert.Equal(t, "0.17", r.booked().String())
}

func TestACostThatIsNoNumberIsAHoleAndNoMoney(t *testing.T) {
	t.Parallel()
	r := startRun(testSettings())
	broken := toolSpan(2, 1, "a", "search", "0")
	broken.Call.Cost = Cost{Status: price.InvalidUsage}
	r.observe(broken)
	r.observe(callSpan(3, 1, "a", "0.1"))
	r.observe(ownSpan(1, 0, "a"))
	r.ledger.Advance(r.now.Add(10 * time.Second))
	total := r.ledger.TakeOutbox()[0].Rollup.Totals
	assert.Equal(t, "partial", total.PriceStatus)
	assert.Equal(t, int64(1), total.UnpricedCalls)
	assert.Zero(t, total.Tools)
	unpriced := r.ledger.Books().Unpriced.All()
	require.Len(t, unpriced, 1)
	assert.Equal(t, UnpricedKey{CalledKey{Tool: "search"}, price.InvalidUsage}, unpriced[0].Key)
}
