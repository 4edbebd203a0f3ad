package taskledgerextension

import (
	"errors"
	"fmt"
	"time"

	"go.opentelemetry.io/collector/component"

	"github.com/taskmeter/taskmeter/collector/internal/task"
)

// Config says how long a task is waited for and how much is kept.
type Config struct {
	// QuietPeriod is how long a task must have been silent, once its own span has come, before it is totalled. It has to
	// cover the export delay of the other processes of the task. Default: 10s.
	QuietPeriod time.Duration `mapstructure:"quiet_period"`

	// MaxLinger is the longest time a task span is held, however busy its task still is. Default: 60s.
	MaxLinger time.Duration `mapstructure:"max_linger"`

	// IdleTimeout is how long a task whose own span has not come may be silent before it is totalled without. Default: 30m.
	IdleTimeout time.Duration `mapstructure:"idle_timeout"`

	// ImplicitMax is the longest duration of a root span that counts as a task without being declared one: worker loops
	// and sockets last longer. Default: 10m.
	ImplicitMax time.Duration `mapstructure:"implicit_max"`

	// LateWindow is how long a settled task is remembered: a span that comes within it is added as a new revision.
	// Default: 1h.
	LateWindow time.Duration `mapstructure:"late_window"`

	// SpanLimit is the number of spans of one trace after which its tasks are totalled early. Default: 100000.
	SpanLimit int `mapstructure:"span_limit"`

	// MaxTasks is the number of traces, and of tasks, kept at once, settled ones included. When it is reached the one
	// that has been silent longest is totalled and forgotten. Default: 50000.
	MaxTasks int `mapstructure:"max_tasks"`

	// CardinalityLimit is the number of series of one metric; what would be more goes into one series marked
	// otel.metric.overflow. Default: 2000.
	CardinalityLimit int `mapstructure:"cardinality_limit"`

	// prevent unkeyed literal initialization
	_ struct{}
}

var _ component.Config = (*Config)(nil)

// Validate names the key of what it rejects.
func (c *Config) Validate() error {
	var errs error
	durations := []struct {
		key   string
		value time.Duration
	}{
		{"quiet_period", c.QuietPeriod},
		{"max_linger", c.MaxLinger},
		{"idle_timeout", c.IdleTimeout},
		{"implicit_max", c.ImplicitMax},
		{"late_window", c.LateWindow},
	}
	for _, d := range durations {
		if d.value <= 0 {
			errs = errors.Join(errs, fmt.Errorf("%s: must be positive, got %s", d.key, d.value))
		}
	}
	limits := []struct {
		key   string
		value int
	}{
		{"span_limit", c.SpanLimit},
		{"max_tasks", c.MaxTasks},
		{"cardinality_limit", c.CardinalityLimit},
	}
	for _, l := range limits {
		if l.value <= 0 {
			errs = errors.Join(errs, fmt.Errorf("%s: must be positive, got %d", l.key, l.value))
		}
	}
	if c.MaxLinger < c.QuietPeriod {
		errs = errors.Join(errs, fmt.Errorf("max_linger: must not be less than quiet_period, got %s < %s", c.MaxLinger, c.QuietPeriod))
	}
	return errs
}

func createDefaultConfig() component.Config {
	return &Config{
		QuietPeriod:      10 * time.Second,
		MaxLinger:        60 * time.Second,
		IdleTimeout:      30 * time.Minute,
		ImplicitMax:      10 * time.Minute,
		LateWindow:       time.Hour,
		SpanLimit:        100_000,
		MaxTasks:         50_000,
		CardinalityLimit: 2000,
	}
}

func (c *Config) settings(instance string) task.Settings {
	return task.Settings{
		QuietPeriod: c.QuietPeriod,
		MaxLinger:   c.MaxLinger,
		IdleTimeout: c.IdleTimeout,
		ImplicitMax: c.ImplicitMax,
		LateWindow:  c.LateWindow,
		SpanLimit:   c.SpanLimit,
		MaxTasks:    c.MaxTasks,
		SeriesLimit: c.CardinalityLimit,
		Instance:    instance,
	}
}
