package task

import (
	"encoding/binary"
	"fmt"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/taskmeter/taskmeter/collector/call"
	"github.com/taskmeter/taskmeter/collector/price"
)

// world is everything that happened, known at once: the oracle that the ledger, which sees it in pieces, is held against.
type world struct {
	spans []*Span
	// cost is the price of every distinct call and priced tool.
	cost price.Atto
	// byTask is what each declared task costs, the tasks within it included.
	byTask map[string]price.Atto
	// outer is the task around each task.
	outer map[string]string
	// direct counts the calls of models that belong to no task within the task.
	direct map[string]int
	ids    uint64
}

// drawWorld makes a forest of spans: nested declared tasks, plain spans that name no task, calls, and calls that a second
// instrumentation saw too, as a sibling or around the first; tools that have a price, with anything below them, and tools that
// a second instrumentation saw within. With stamped every span names its task.
func drawWorld(t *rapid.T, stamped bool) *world {
	w := &world{byTask: map[string]price.Atto{}, outer: map[string]string{}, direct: map[string]int{}}
	traces := rapid.IntRange(1, 3).Draw(t, "traces")
	for trace := range traces {
		id := TraceID{byte(trace + 1)}
		type open struct {
			span SpanID
			task string
		}
		levels := []open{{}}
		n := rapid.IntRange(1, 14).Draw(t, "spans")
		for range n {
			parent := levels[0]
			if len(levels) > 1 { // a trace has one root
				parent = levels[rapid.IntRange(1, len(levels)-1).Draw(t, "parent")]
			} else if len(w.spans) > 0 && w.spans[len(w.spans)-1].Trace == id {
				break // it is a call
			}
			s := &Span{
				Key:       Key{id, w.nextSpan()},
				Parent:    parent.span,
				StartNano: rapid.Int64Range(1, 1000).Draw(t, "start") * 1e6,
				Origin:    &Origin{Service: "s", Instance: "i"},
			}
			s.EndNano = s.StartNano + rapid.Int64Range(0, 1000).Draw(t, "length")*1e6
			if stamped {
				s.TaskID = parent.task
			}
			inner := parent.task
			kinds := []string{"task", "call", "call", "plain", "twins", "nested", "tool", "seen tool"}
			if s.Parent == (SpanID{}) && !stamped {
				kinds = append(kinds, "served", "served", "served")
			}
			switch rapid.SampledFrom(kinds).Draw(t, "kind") {
			case "task":
				name := fmt.Sprintf("t%d", len(w.byTask))
				w.byTask[name], w.outer[name] = price.Atto{}, parent.task
				s.TaskID, s.TaskType, s.Role = name, "type", RoleNamed
				inner = name
			case "served":
				inner = ImplicitID(s.Key)
				w.byTask[inner] = price.Atto{}
				s.Role, s.TaskType = RoleRoot, "GET /"
			case "call":
				w.addCall(t, s, parent.task, "a")
			case "twins":
				w.addCall(t, s, parent.task, "a")
				second := *s
				seen := *s.Call
				seen.Scope = "b"
				second.Key.Span, second.Call = w.nextSpan(), &seen
				w.spans = append(w.spans, &second)
			case "tool":
				w.addTool(t, s, parent.task)
			case "seen tool":
				w.addTool(t, s, parent.task)
				inside := *s
				seen := *s.Call
				seen.Scope = "b"
				inside.Parent, inside.Key.Span, inside.Call = s.Key.Span, w.nextSpan(), &seen
				w.spans = append(w.spans, &inside)
			case "nested":
				w.addCall(t, s, parent.task, "a")
				inside := *s
				seen := *s.Call
				seen.Scope, seen.ResponseID = "b", ""
				inside.Parent, inside.Key.Span, inside.Call = s.Key.Span, w.nextSpan(), &seen
				w.spans = append(w.spans, &inside)
			}
			w.spans = append(w.spans, s)
			if s.Call == nil || s.Call.Tool != "" {
				levels = append(levels, open{s.Key.Span, inner})
			}
		}
	}
	return w
}

func (w *world) nextSpan() (id SpanID) {
	w.ids++
	binary.BigEndian.PutUint64(id[:], w.ids)
	return id
}

func (w *world) addCall(t *rapid.T, s *Span, owner, scope string) {
	s.Call = &Entry{
		Operation: "chat", Provider: "p", RequestModel: "m", ResponseModel: "m", Scope: scope,
		ResponseID: fmt.Sprintf("r%d", len(w.spans)),
		StartNano:  s.StartNano, EndNano: s.EndNano, Attempts: 1,
		Usage: Tokens{Input: call.Of(int64(len(w.spans))), Output: call.Of(2)},
		Cost:  Cost{Status: price.Priced, Total: drawPrice(t), HasTotal: true},
	}
	w.direct[owner]++
	w.addCost(owner, s.Call.Cost.Total)
}

func (w *world) addTool(t *rapid.T, s *Span, owner string) {
	s.Call = &Entry{
		Tool: rapid.SampledFrom([]string{"search", "sms"}).Draw(t, "tool"), Scope: "a",
		StartNano: s.StartNano, EndNano: s.EndNano,
		Cost: Cost{Status: rapid.SampledFrom([]price.Status{price.Reported, price.Priced}).Draw(t, "status"), Total: drawPrice(t), HasTotal: true},
	}
	w.addCost(owner, s.Call.Cost.Total)
}

func drawPrice(t *rapid.T) price.Atto {
	return price.FromBits(0, rapid.Uint64Range(1, 1e18).Draw(t, "price"))
}

func (w *world) addCost(owner string, amount price.Atto) {
	w.cost = w.cost.Add(amount)
	for ; owner != ""; owner = w.outer[owner] {
		w.byTask[owner] = w.byTask[owner].Add(amount)
	}
}

// run is one life of a ledger, and what came out of it.
type run struct {
	ledger *Ledger
	now    time.Time
	held   map[Key]bool
	newest map[string]*Rollup
	seen   map[string]bool
}

func startRun(settings Settings) *run {
	begin := time.Unix(1_000_000, 0)
	return &run{
		ledger: New(settings, begin), now: begin,
		held: map[Key]bool{}, newest: map[string]*Rollup{}, seen: map[string]bool{},
	}
}

func testSettings() Settings {
	return Settings{
		QuietPeriod: 10 * time.Second, MaxLinger: time.Minute, IdleTimeout: 30 * time.Minute, ImplicitMax: 10 * time.Minute,
		LateWindow: 1000 * time.Hour, SpanLimit: 1000, MaxTasks: 1000, SeriesLimit: 1000, Instance: "collector",
	}
}

func (r *run) observe(s *Span) {
	copied := *s
	if s.Call != nil {
		entry := *s.Call
		copied.Call = &entry
	}
	if r.ledger.Observe(r.now, 1, &copied) {
		r.held[s.Key] = true
	}
}

func (r *run) collect(t rapid.TB) {
	for _, e := range r.ledger.TakeOutbox() {
		if e.HasHeld {
			if !r.held[e.Held] {
				t.Fatalf("a span went on that was not held: %v", e.Held)
			}
			delete(r.held, e.Held)
		}
		if e.Rollup == nil {
			continue
		}
		name := fmt.Sprintf("%s by %s: %d", e.Rollup.TaskID, e.Rollup.Instance, e.Rollup.Revision)
		if r.seen[name] {
			t.Fatalf("revision %s was sent twice", name)
		}
		r.seen[name] = true
		if known := r.newest[e.Rollup.TaskID]; known != nil && known.Instance == e.Rollup.Instance && known.Revision > e.Rollup.Revision {
			t.Fatalf("revision %s came after %d", name, known.Revision)
		}
		r.newest[e.Rollup.TaskID] = e.Rollup
	}
}

func (r *run) wait(t rapid.TB, d time.Duration) {
	r.now = r.now.Add(d)
	r.ledger.Advance(r.now)
	r.collect(t)
}

// settle waits until nothing is left but to forget.
func (r *run) settle(t rapid.TB) {
	for range 200 {
		r.wait(t, 15*time.Second)
	}
}

func (r *run) booked() (sum price.Atto) {
	for _, c := range r.ledger.Books().Calls.All() {
		sum = sum.Add(c.Value.Sums.Cost)
	}
	for _, c := range r.ledger.Books().Tools.All() {
		sum = sum.Add(c.Value.Cost)
	}
	return sum
}

// Whatever the order and however often the spans come, as long as they come before the quiet period ends, every task
// costs what it costs, and every dollar is booked once.
func TestInTimeEveryTaskIsExact(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		w := drawWorld(t, rapid.Bool().Draw(t, "stamped"))
		r := startRun(testSettings())
		order := rapid.Permutation(w.spans).Draw(t, "order")
		for _, s := range order {
			r.observe(s)
			if rapid.Bool().Draw(t, "again") {
				r.observe(s)
			}
		}
		r.collect(t)
		if rapid.Bool().Draw(t, "shutdown") {
			r.ledger.Drain(r.now, 1)
			r.collect(t)
		} else {
			r.settle(t)
		}
		r.mustConserve(t, w)
		r.mustTotal(t, w)
	})
}

// Whenever the spans come, and however early tasks have to be sealed, every dollar is booked once, every held span goes
// on once, and revisions are numbered.
func TestAtAnyTimeEveryDollarIsBookedOnce(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		w := drawWorld(t, true)
		settings := testSettings()
		order := rapid.Permutation(w.spans).Draw(t, "order")
		r := startRun(settings)
		for _, s := range order {
			r.observe(s)
			if rapid.Bool().Draw(t, "again") {
				r.observe(s)
			}
			if rapid.Bool().Draw(t, "unhold") && r.held[s.Key] {
				r.ledger.Unhold(r.now, s.Key)
				delete(r.held, s.Key)
				r.observe(s)
			}
			r.collect(t)
			r.wait(t, rapid.SampledFrom([]time.Duration{0, 0, time.Second, 9 * time.Second, 11 * time.Second, 2 * time.Minute, time.Hour}).Draw(t, "wait"))
		}
		r.settle(t)
		r.mustConserve(t, w)
		r.mustTotal(t, w)
	})
}

// With hardly any room tasks are sealed early, but nothing is lost.
func TestWithoutRoomNothingIsLost(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		w := drawWorld(t, true)
		settings := testSettings()
		settings.MaxTasks = rapid.IntRange(1, 3).Draw(t, "max tasks")
		settings.SpanLimit = rapid.IntRange(2, 1000).Draw(t, "span limit")
		r := startRun(settings)
		for _, s := range w.spans { // traces one after the other, since what is forgotten can't be told to be double
			r.observe(s)
			r.collect(t)
		}
		r.settle(t)
		if got := r.booked(); got.Cmp(w.cost) < 0 {
			t.Fatalf("booked %s of %s", got, w.cost)
		}
		if len(r.held) > 0 {
			t.Fatalf("still held: %v", r.held)
		}
		if traces, tasks := r.ledger.Size(); traces > settings.MaxTasks || tasks > settings.MaxTasks {
			t.Fatalf("%d traces and %d tasks are kept", traces, tasks)
		}
	})
}

// mustTotal knows that a root is a task only with calls of its own.
func (r *run) mustTotal(t rapid.TB, w *world) {
	for name, want := range w.byTask {
		got := r.newest[name]
		if _, isDeclared := w.outer[name]; !isDeclared && w.direct[name] == 0 {
			if got != nil {
				t.Fatalf("%s is no task: %+v", name, got)
			}
			continue
		}
		if got == nil || got.Totals.Cost != want {
			t.Fatalf("task %s: got %+v, want %s", name, got, want)
		}
	}
}

func (r *run) mustConserve(t rapid.TB, w *world) {
	if got := r.booked(); got != w.cost {
		t.Fatalf("booked %s, the calls cost %s; %+v", got, w.cost, r.ledger.Stats())
	}
	if len(r.held) > 0 {
		t.Fatalf("still held: %v", r.held)
	}
}
