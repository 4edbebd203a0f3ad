package genai

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"go.opentelemetry.io/collector/pdata/pcommon"
	"go.opentelemetry.io/collector/pdata/ptrace"
)

const (
	parentless     = 0
	localParent    = 0x100
	remoteParent   = 0x300
	unsaidParent   = 1
	ownImplicit    = "01000000000000000000000000000000-0200000000000000"
	othersImplicit = "01000000000000000000000000000000-0300000000000000"
)

func TestWhatASpanIsToItsTask(t *testing.T) {
	t.Parallel()
	const internal, server, consumer, client = ptrace.SpanKindInternal, ptrace.SpanKindServer, ptrace.SpanKindConsumer, ptrace.SpanKindClient
	inTask := map[string]any{"taskmeter.task.id": "a", "taskmeter.task.type": "answer"}
	for _, c := range []struct {
		about      string
		name       string
		kind       ptrace.SpanKind
		parent     uint32
		attributes map[string]any
		role       Role
		taskType   string
	}{
		{"a span that says nothing", "step", internal, localParent, nil, RoleNone, ""},
		{"a request", "GET", server, parentless, map[string]any{"http.request.method": "GET", "http.route": "/a"}, RoleRoot, "GET /a"},
		{"a request without a route", "GET", server, parentless, map[string]any{"http.request.method": "GET"}, RoleRoot, "GET"},
		{"a request from elsewhere", "GET", server, remoteParent, nil, RoleRoot, "GET"},
		{"a request whose parent may be anywhere", "GET", server, unsaidParent, nil, RoleRoot, "GET"},
		{"a server span within its process", "GET", server, localParent, nil, RoleNone, ""},
		{"a message", "process", consumer, parentless, map[string]any{"messaging.destination.name": "mails"}, RoleRoot, "mails"},
		{"a job", "nightly", internal, parentless, nil, RoleRoot, "nightly"},
		{"a request to elsewhere", "GET", client, parentless, nil, RoleNone, ""},
		{"a span within a task", "step", internal, localParent, inTask, RoleNone, "answer"},
		{"a request within a task from upstream", "GET", server, remoteParent, inTask, RoleNone, "answer"},
		{"a request to elsewhere within a task over several traces", "GET", client, parentless, inTask, RoleNone, "answer"},
		{"a root of a task", "work", consumer, parentless, inTask, RoleRooted, "answer"},
		{"a tool call of a task over several traces", "execute_tool search", internal, parentless, map[string]any{
			"taskmeter.task.id": "a", "taskmeter.task.type": "answer", "gen_ai.operation.name": "execute_tool", "gen_ai.tool.name": "search",
		}, RoleNone, "answer"},
		{"a tool call that nothing is around", "execute_tool agent", internal, parentless, map[string]any{
			"gen_ai.operation.name": "execute_tool", "gen_ai.tool.name": "agent",
		}, RoleRoot, "execute_tool agent"},
		{"a tool call that is a nameless task", "execute_tool agent", internal, parentless, map[string]any{
			"taskmeter.task.id": ownImplicit, "taskmeter.rollup.source": "process",
			"gen_ai.operation.name": "execute_tool", "gen_ai.tool.name": "agent",
		}, RoleDeclared, "execute_tool agent"},
		{"the task by its name", "task answer", internal, localParent, inTask, RoleNamed, "answer"},
		{"the task by its name alone", "task answer", internal, localParent, map[string]any{"taskmeter.task.id": "a"}, RoleNamed, "answer"},
		{"a span named like another task", "task other", internal, localParent, inTask, RoleNone, "answer"},
		{"the task by its process's totals", "anything", server, remoteParent, map[string]any{
			"taskmeter.task.id": "a", "taskmeter.task.type": "answer", "taskmeter.rollup.source": "process",
		}, RoleDeclared, "answer"},
		{"a nameless task by its id", "GET", server, remoteParent, map[string]any{
			"taskmeter.task.id": ownImplicit, "taskmeter.task.type": "GET /a",
		}, RoleDeclared, "GET /a"},
		{"a span within a nameless task", "step", internal, localParent, map[string]any{"taskmeter.task.id": othersImplicit}, RoleNone, ""},
		{"a process's totals apart", "task.rollup", internal, localParent, map[string]any{
			"taskmeter.task.id": "a", "taskmeter.task.type": "answer", "taskmeter.rollup.source": "process",
		}, RoleStandIn, "answer"},
		{"another collector's totals", "task.rollup", internal, localParent, map[string]any{
			"taskmeter.task.id": "a", "taskmeter.task.type": "answer", "taskmeter.rollup.source": "collector",
		}, RoleNone, "answer"},
		{"a report", "task.outcome", internal, parentless, inTask, RoleOutcome, "answer"},
		{"a call", "chat m", client, parentless, map[string]any{
			"taskmeter.task.id": "a", "taskmeter.task.type": "answer", "gen_ai.operation.name": "chat",
		}, RoleNone, "answer"},
	} {
		t.Run(c.about, func(t *testing.T) {
			t.Parallel()
			span := spanWith(c.attributes)
			span.SetName(c.name)
			span.SetKind(c.kind)
			switch c.parent {
			case parentless:
				span.SetParentSpanID(pcommon.SpanID{})
			case unsaidParent:
			default:
				span.SetFlags(c.parent)
			}
			s := decoded(span)
			assert.Equal(t, c.role, s.Task.Role)
			assert.Equal(t, c.taskType, s.Task.Type)
		})
	}
}

func TestAProcessTellsWhatItTotalled(t *testing.T) {
	t.Parallel()
	s := decoded(spanWith(map[string]any{
		"taskmeter.task.id": "a", "taskmeter.task.outcome": "success",
		"taskmeter.rollup.source": "process", "taskmeter.rollup.instance": "i1", "taskmeter.rollup.revision": 2,
		"taskmeter.task.calls": 3, "taskmeter.task.attempts": 4, "taskmeter.task.retries": 1, "taskmeter.task.tool_calls": 2,
		"taskmeter.task.unpriced_calls": 1, "taskmeter.task.cost_exact": "0.5", "taskmeter.task.input_tokens": 10,
		"taskmeter.task.output_tokens": 20, "taskmeter.task.cache_read_tokens": 5, "taskmeter.task.cache_write_tokens": 6,
		"taskmeter.task.reasoning_tokens": 7,
	}))
	assert.Equal(t, "success", s.Task.Outcome)
	assert.Equal(t, Partial{
		Source: "process", Instance: "i1", Revision: 2, Calls: 3, Attempts: 4, Retries: 1, ToolCalls: 2, UnpricedCalls: 1,
		InputTokens: 10, OutputTokens: 20, CacheReadTokens: 5, CacheWriteTokens: 6, ReasoningTokens: 7, CostExact: "0.5",
	}, s.Task.Partial)
}

func TestASpanOfADroppedTraceSaysSo(t *testing.T) {
	t.Parallel()
	for value, want := range map[any]bool{false: true, true: false, "false": false} {
		assert.Equal(t, want, decoded(spanWith(map[string]any{"taskmeter.sampled": value})).Task.Unsampled, "%#v", value)
	}
	assert.False(t, decoded(spanWith(nil)).Task.Unsampled)
}
