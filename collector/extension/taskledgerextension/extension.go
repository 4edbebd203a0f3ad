package taskledgerextension

import (
	"context"
	"fmt"
	"strconv"
	"sync"
	"time"

	"go.opentelemetry.io/collector/component"
	"go.opentelemetry.io/collector/extension"
	"go.opentelemetry.io/collector/pdata/pcommon"
	"go.opentelemetry.io/collector/pdata/ptrace"
	"go.uber.org/zap"

	"github.com/taskmeter/taskmeter/collector/extension/taskledgerextension/internal/metadata"
	"github.com/taskmeter/taskmeter/collector/internal/task"
)

// Ledger is the running extension: the one owner of the state of all tasks. Its methods may be called concurrently.
//
//	task_rollup → Observe → task.Ledger ← timer
//	                             ↓ outbox
//	Receiver.Deliver (a held span goes on) and the subscribers (records), one delivery at a time
//
// The timer only wakes: a wake-up that comes early, late or for nothing is harmless.
type Ledger struct {
	logger    *zap.Logger
	telemetry *metadata.TelemetryBuilder
	now       func() time.Time
	limit     int

	// delivering is held while something is handed on, so that revisions go out in order. Taken before guard.
	delivering sync.Mutex
	// undelivered waits for a receiver that refused it; at most limit, the oldest is dropped and counted.
	undelivered []delivery

	// guard guards everything below.
	guard       sync.Mutex
	ledger      *task.Ledger
	held        map[heldSpan]ptrace.Traces
	receivers   map[task.Sink]Receiver
	lastSink    task.Sink
	subscribers map[int]func(*task.Rollup)
	lastID      int
	timer       *time.Timer
	wakeAt      time.Time
	stopped     bool
}

// Receiver is where spans that were held back go on: one pipeline.
type Receiver interface {
	// Deliver hands on a held span, with the totals of rollup unless that is nil; without a held span what stands for it.
	// It must leave held as it is, since it is called again after an error that is not permanent.
	Deliver(ctx context.Context, held *ptrace.Traces, rollup *task.Rollup) error
}

type heldSpan struct {
	sink task.Sink
	key  task.Key
}

var _ extension.Extension = (*Ledger)(nil)

func newLedger(set extension.Settings, cfg *Config) (*Ledger, error) {
	telemetry, err := metadata.NewTelemetryBuilder(set.TelemetrySettings)
	if err != nil {
		return nil, err
	}
	begin := time.Now()
	l := &Ledger{
		logger:      set.Logger,
		telemetry:   telemetry,
		now:         time.Now,
		limit:       cfg.MaxTasks,
		ledger:      task.New(cfg.settings(instanceOf(set.Resource, begin)), begin),
		held:        map[heldSpan]ptrace.Traces{},
		receivers:   map[task.Sink]Receiver{},
		subscribers: map[int]func(*task.Rollup){},
	}
	return l, l.observeMyself()
}

// instanceOf names this life of the collector: a ledger begins anew with each, and a service.instance.id may be the same
// in all of them.
func instanceOf(resource pcommon.Resource, begin time.Time) string {
	began := "@" + strconv.FormatInt(begin.UnixNano(), 36)
	if id, ok := resource.Attributes().Get("service.instance.id"); ok {
		return id.AsString() + began
	}
	return began
}

// Find is the ledger that a component names. The error says what to write into the configuration.
func Find(host component.Host, id component.ID) (*Ledger, error) {
	found, ok := host.GetExtensions()[id]
	if !ok {
		return nil, fmt.Errorf("ledger: there is no extension %q; add it to extensions and to service::extensions", id)
	}
	l, ok := found.(*Ledger)
	if !ok {
		return nil, fmt.Errorf("ledger: extension %q is no %s", id, Type)
	}
	return l, nil
}

// Start begins nothing: the timer runs as soon as there is something to wait for.
func (*Ledger) Start(context.Context, component.Host) error { return nil }

// Shutdown stops the timer and waits for a delivery that goes on. The processors have left before, and taken with them
// what was theirs.
func (l *Ledger) Shutdown(context.Context) error {
	l.guard.Lock()
	l.stopped = true
	if l.timer != nil {
		l.timer.Stop()
	}
	l.guard.Unlock()
	l.delivering.Lock()
	defer l.delivering.Unlock()
	l.telemetry.Shutdown()
	return nil
}

// Join makes r the receiver of what is held for it. It has to leave again.
func (l *Ledger) Join(r Receiver) task.Sink {
	l.guard.Lock()
	defer l.guard.Unlock()
	l.lastSink++
	l.receivers[l.lastSink] = r
	return l.lastSink
}

// Leave seals and delivers everything that would come out at sink. What the receiver refuses now is lost, and the error
// says so.
func (l *Ledger) Leave(ctx context.Context, sink task.Sink) error {
	l.delivering.Lock()
	defer l.delivering.Unlock()
	l.guard.Lock()
	l.ledger.Drain(l.now(), sink)
	out := l.takeOutbox()
	l.guard.Unlock()
	l.deliver(ctx, out)
	err := l.giveUp(sink)
	l.guard.Lock()
	delete(l.receivers, sink)
	l.guard.Unlock()
	return err
}

// Observe takes in the spans of one batch. For each that is to be held it calls hold, with the span's index, which
// returns the span with its resource and scope.
func (l *Ledger) Observe(sink task.Sink, spans []task.Span, hold func(i int) ptrace.Traces) {
	l.guard.Lock()
	defer l.guard.Unlock()
	now := l.now()
	for i := range spans {
		if l.ledger.Observe(now, sink, &spans[i]) {
			l.held[heldSpan{sink, spans[i].Key}] = hold(i)
		}
	}
	l.arm()
}

// Report takes in an outcome that was reported apart from its task.
func (l *Ledger) Report(taskID string, r task.Report) {
	l.guard.Lock()
	defer l.guard.Unlock()
	l.ledger.Report(l.now(), taskID, r)
	l.arm()
}

// Unhold takes holds back whose batch could not be handed on: its sender has all of it still.
func (l *Ledger) Unhold(sink task.Sink, keys []task.Key) {
	l.guard.Lock()
	defer l.guard.Unlock()
	for _, key := range keys {
		if _, ok := l.held[heldSpan{sink, key}]; ok {
			delete(l.held, heldSpan{sink, key})
			l.ledger.Unhold(l.now(), key)
		}
	}
	l.arm()
}

// Subscribe calls fn with every revision of every task, one at a time, until stop is called.
func (l *Ledger) Subscribe(fn func(*task.Rollup)) (stop func()) {
	l.guard.Lock()
	defer l.guard.Unlock()
	l.lastID++
	id := l.lastID
	l.subscribers[id] = fn
	return func() {
		l.guard.Lock()
		defer l.guard.Unlock()
		delete(l.subscribers, id)
	}
}

// Read calls fn with the counters while nothing changes them. fn must not keep them.
func (l *Ledger) Read(fn func(*task.Books)) {
	l.guard.Lock()
	defer l.guard.Unlock()
	fn(l.ledger.Books())
}
