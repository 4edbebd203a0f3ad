package taskledgerextension

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"time"

	"go.opentelemetry.io/collector/consumer/consumererror"
	"go.opentelemetry.io/collector/pdata/ptrace"
	"go.uber.org/zap"

	"github.com/taskmeter/taskmeter/collector/internal/task"
)

const (
	// retryInterval is how long a receiver that refused a delivery is left alone.
	retryInterval = time.Second
	// granularity keeps the timer from waking for every task by itself.
	granularity = 50 * time.Millisecond
)

// delivery is one emission with the span it is about.
type delivery struct {
	sink     task.Sink
	receiver Receiver
	held     *ptrace.Traces
	rollup   *task.Rollup
}

// wake does what is due. The timer calls it.
func (l *Ledger) wake() {
	l.delivering.Lock()
	defer l.delivering.Unlock()
	l.guard.Lock()
	l.wakeAt = time.Time{}
	if l.stopped {
		l.guard.Unlock()
		return
	}
	l.ledger.Advance(l.now())
	out := l.takeOutbox()
	l.guard.Unlock()

	l.deliver(context.Background(), out)

	l.guard.Lock()
	defer l.guard.Unlock()
	if len(l.undelivered) > 0 {
		l.wakeIn(retryInterval)
	}
	l.arm()
}

// arm sets the timer to the next thing to do. The guard is held.
func (l *Ledger) arm() {
	if l.ledger.HasOutbox() {
		l.wakeIn(0)
		return
	}
	if next, ok := l.ledger.Next(); ok {
		l.wakeIn(next.Sub(l.now()) + granularity)
	}
}

// wakeIn makes the timer go off no later than in d. The guard is held.
func (l *Ledger) wakeIn(d time.Duration) {
	at := l.now().Add(d)
	if l.stopped || (!l.wakeAt.IsZero() && !at.Before(l.wakeAt)) {
		return
	}
	l.wakeAt = at
	if l.timer == nil {
		l.timer = time.AfterFunc(max(d, 0), l.wake)
		return
	}
	l.timer.Reset(max(d, 0))
}

// takeOutbox joins what the ledger wants to have sent with the spans that are held for it. The guard is held.
func (l *Ledger) takeOutbox() []delivery {
	emissions := l.ledger.TakeOutbox()
	out := make([]delivery, 0, len(emissions))
	for _, e := range emissions {
		d := delivery{sink: e.Sink, receiver: l.receivers[e.Sink], rollup: e.Rollup}
		if e.HasHeld {
			key := heldSpan{e.Sink, e.Held}
			if held, ok := l.held[key]; ok {
				delete(l.held, key)
				d.held = &held
			}
		}
		out = append(out, d)
	}
	return out
}

// deliver hands on what waited already, then out. Only delivering is held, since receivers take their time.
func (l *Ledger) deliver(ctx context.Context, out []delivery) {
	l.guard.Lock()
	subscribers := slices.Collect(maps.Values(l.subscribers))
	l.guard.Unlock()
	for _, d := range out {
		if d.rollup != nil {
			for _, fn := range subscribers {
				fn(d.rollup)
			}
		}
	}
	waiting := append(l.undelivered, out...)
	l.undelivered = nil
	for _, d := range waiting {
		if d.receiver == nil {
			continue
		}
		err := d.receiver.Deliver(ctx, d.held, d.rollup)
		switch {
		case err == nil:
		case consumererror.IsPermanent(err):
			l.lose(1, err)
		default:
			l.undelivered = append(l.undelivered, d)
		}
	}
	if over := len(l.undelivered) - l.limit; over > 0 {
		l.lose(over, errors.New("too many are waiting"))
		l.undelivered = slices.Delete(l.undelivered, 0, over)
	}
}

// giveUp drops what waits for a receiver that leaves.
func (l *Ledger) giveUp(sink task.Sink) error {
	before := len(l.undelivered)
	l.undelivered = slices.DeleteFunc(l.undelivered, func(d delivery) bool { return d.sink == sink })
	lost := before - len(l.undelivered)
	if lost == 0 {
		return nil
	}
	err := fmt.Errorf("%d task spans were refused by the next component until the end", lost)
	l.lose(lost, err)
	return err
}

func (l *Ledger) lose(n int, err error) {
	l.telemetry.TaskLedgerLost.Add(context.Background(), int64(n))
	l.logger.Error("Task spans could not be handed on and are lost", zap.Int("spans", n), zap.Error(err))
}
