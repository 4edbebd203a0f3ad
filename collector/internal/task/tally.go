package task

import (
	"maps"

	"github.com/taskmeter/taskmeter/collector/call"
	"github.com/taskmeter/taskmeter/collector/price"
)

// Tally is a running sum over calls and priced tools: the same totals in any order. Its size does not grow with the number of calls.
// The definitions are in docs/definitions.md; spec/vectors/totals tests them here and in the application.
type Tally struct {
	sums       Sums
	toolCalls  optional
	tokens     [5]optional // input, output, cache read, cache write, reasoning
	incomplete bool
	priced     int64
	saving     price.Atto
	hasSaving  bool
	// Read and input of the calls that report both.
	ratioRead, ratioInput int64
	chats                 int64
	firstChat, lastChat   turn
	models                map[string]struct{}
	busy                  intervalUnion
}

// optional is a sum over the calls that report it.
type optional struct {
	n   int64
	set bool
}

// turn is the input of one chat call.
type turn struct {
	startMicro, input int64
}

// Add adds one call, of a model or of a priced tool.
func (t *Tally) Add(e *Entry) {
	t.sums.add(e.sums())
	if e.Tool != "" {
		if e.Cost.HasTotal {
			t.priced++
		}
		return
	}
	t.toolCalls.addCount(e.ToolCalls)
	for i, count := range e.Usage.all() {
		t.tokens[i].addCount(count)
	}
	if model := e.answeredBy(); model != "" {
		t.addModel(model)
	}
	// Counts that contradict each other are summed as reported, but nothing is derived from them.
	consistent := e.Cost.Status != price.InvalidUsage
	if e.Cost.Status != price.NotBilled && (!consistent || !e.reportsTokens()) {
		t.incomplete = true
	}
	input, hasInput := e.Usage.Input.Get()
	if read, hasRead := e.Usage.CacheRead.Get(); consistent && hasInput && hasRead {
		t.ratioRead += read
		t.ratioInput += input
	}
	if e.Cost.HasSaving {
		t.saving, t.hasSaving = t.saving.Add(e.Cost.Saving), true
	}
	if e.Cost.HasTotal && e.Cost.Status != price.NotBilled {
		t.priced++
	}
	start, end := micro(e.StartNano), micro(e.EndNano)
	t.busy.add(start, end)
	if consistent && hasInput && isChat(e.Operation) {
		t.addTurns(1, turn{start, input}, turn{start, input})
	}
}

// Merge adds all the calls of other.
func (t *Tally) Merge(other *Tally) {
	t.sums.add(other.sums)
	t.toolCalls.add(other.toolCalls)
	for i := range t.tokens {
		t.tokens[i].add(other.tokens[i])
	}
	for model := range other.models {
		t.addModel(model)
	}
	t.incomplete = t.incomplete || other.incomplete
	t.priced += other.priced
	t.saving, t.hasSaving = t.saving.Add(other.saving), t.hasSaving || other.hasSaving
	t.ratioRead += other.ratioRead
	t.ratioInput += other.ratioInput
	t.busy.merge(&other.busy)
	if other.chats > 0 {
		t.addTurns(other.chats, other.firstChat, other.lastChat)
	}
}

// addSurplus adds calls and tool calls of which only a process's total is known.
func (t *Tally) addSurplus(s Sums) {
	t.sums.add(s)
	t.priced += max(0, s.Calls-s.UnpricedCalls) + s.Tools
	for i, n := range s.tokens() {
		if n > 0 {
			t.tokens[i].add(optional{n, true})
		}
	}
	if s.ToolCalls > 0 {
		t.toolCalls.add(optional{s.ToolCalls, true})
	}
}

// clone is a copy that can be added to without changing t.
func (t *Tally) clone() Tally {
	c := *t
	c.models = maps.Clone(t.models)
	c.busy.open = append([]interval(nil), t.busy.open...)
	return c
}

func (t *Tally) addModel(model string) {
	if t.models == nil {
		t.models = make(map[string]struct{}, 1)
	}
	t.models[model] = struct{}{}
}

func (t *Tally) addTurns(n int64, first, last turn) {
	if t.chats == 0 || first.before(t.firstChat) {
		t.firstChat = first
	}
	if t.chats == 0 || t.lastChat.before(last) {
		t.lastChat = last
	}
	t.chats += n
}

// before orders by start, then by input, so that calls that start together have an order that arrival does not change.
func (a turn) before(b turn) bool {
	return a.startMicro < b.startMicro || (a.startMicro == b.startMicro && a.input < b.input)
}

func (o *optional) add(other optional) {
	o.n += other.n
	o.set = o.set || other.set
}

func (o *optional) addCount(c call.Count) {
	if n, ok := c.Get(); ok {
		o.add(optional{n, true})
	}
}

func (u *Tokens) all() [5]call.Count {
	return [5]call.Count{u.Input, u.Output, u.CacheRead, u.CacheWrite, u.Reasoning}
}

// answeredBy is empty for a call that failed without an answer.
func (e *Entry) answeredBy() string {
	if e.ResponseModel == "" && !e.Failed {
		return e.RequestModel
	}
	return e.ResponseModel
}

// reportsTokens knows that embeddings and reranking produce none, so that only their input is missed.
func (e *Entry) reportsTokens() bool {
	generates := e.Operation != "embeddings" && e.Operation != "rerank"
	return e.Usage.Input.IsSet() && (!generates || e.Usage.Output.IsSet())
}

func isChat(operation string) bool {
	return operation == "chat" || operation == "generate_content"
}

// micro rounds to whole microseconds, as the application does.
func micro(nano int64) int64 {
	return (nano + 500) / 1000
}
