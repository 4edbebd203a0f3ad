package task

import (
	"encoding/binary"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"

	"github.com/taskmeter/taskmeter/collector/price"
)

// What is large: a trace with many tasks, and a task with many traces.

func numbered(n int) (id SpanID) {
	binary.BigEndian.PutUint32(id[:], uint32(n)+1)
	return id
}

// Work that grows with the square of the trace takes the test a minute instead of a moment.
func TestATraceMayHoldManyTasks(t *testing.T) {
	t.Parallel()
	const n = 20_000
	lost := SpanID{0, 0, 0, 0, 1}
	for name, own := range map[string]func(i int) *Span{
		"declared": func(i int) *Span { return ownSpan(0, 0, fmt.Sprint("t", i)) },
		"served":   func(int) *Span { return served(0, 0) },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			settings := testSettings()
			settings.SpanLimit, settings.MaxTasks = 4*n, 2*n
			r := startRun(settings)
			for i := range n {
				task := own(i)
				task.Span, task.Parent = numbered(3*i), lost
				inside := callSpan(0, 0, "", "0.1")
				inside.Span, inside.Parent = numbered(3*i+1), task.Span
				plain := span(0, 0, "")
				plain.Span, plain.Parent = numbered(3*i+2), task.Span
				r.observe(inside)
				r.observe(task)
				r.observe(plain)
			}
			assert.Empty(t, r.tell(t))
			sealed := r.after(t, 10*time.Second)
			assert.Len(t, sealed, n)
			for _, one := range sealed {
				assert.Equal(t, told{one.task, "0.1", ReasonQuietPeriod, 1, true, true}, one)
			}
			assert.Equal(t, "2000", r.booked().String())
		})
	}
}

func TestATaskThatNeverEndsKeepsNothingOfForgottenTraces(t *testing.T) {
	t.Parallel()
	settings := testSettings()
	settings.MaxTasks = 10
	r := startRun(settings)
	for i := range 5000 {
		c := callSpan(2, 0, "batch", "0.1")
		binary.BigEndian.PutUint32(c.Trace[:], uint32(i)+1)
		c.Call.ResponseID = fmt.Sprint(i)
		c.Call.Scope = []string{"ours", "theirs"}[i%2]
		r.observe(c)
		r.after(t, time.Second)
	}
	assert.Equal(t, "500", r.booked().String())
	batch := r.ledger.tasks["batch"]
	assert.LessOrEqual(t, len(batch.traces), 10)
	assert.LessOrEqual(t, len(batch.twins.booked), 64)
	assert.LessOrEqual(t, len(batch.twins.byUsage), 64)
}

func TestALabelIsNoLongerThanANameIs(t *testing.T) {
	t.Parallel()
	prompt := "x" + strings.Repeat("é", 1<<20)
	r := startRun(testSettings())
	c := callSpan(2, 1, "a", "0.1")
	c.TaskType, c.Call.Provider, c.Call.RequestModel, c.Call.ResponseModel = prompt, prompt, prompt, ""
	c.Call.Cost.Status = price.Partial
	r.observe(c)
	r.after(t, 30*time.Minute)
	want := "x" + strings.Repeat("é", 99) + "…"
	books := r.ledger.Books()
	assert.Equal(t, CallKey{want, want, want}, books.Calls.All()[0].Key)
	assert.Equal(t, UnpricedKey{CalledKey{Provider: want, Model: want}, price.Partial}, books.Unpriced.All()[0].Key)
	assert.Equal(t, want, books.Tasks.All()[0].Key.TaskType)
}
