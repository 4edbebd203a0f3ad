package taskmetricsconnector

import (
	"errors"
	"fmt"
	"time"

	"go.opentelemetry.io/collector/component"

	"github.com/taskmeter/taskmeter/collector/extension/taskledgerextension"
)

// Config names the ledger to read and how often.
type Config struct {
	// Ledger is the id of the task_ledger extension that is read. Default: task_ledger.
	Ledger component.ID `mapstructure:"ledger"`

	// MetricsFlushInterval is the time between two sets of metrics. Make it no shorter than the scrape interval, since a
	// new series stands at 0 for one of them. Default: 15s.
	MetricsFlushInterval time.Duration `mapstructure:"metrics_flush_interval"`

	// prevent unkeyed literal initialization
	_ struct{}
}

var _ component.Config = (*Config)(nil)

// Validate names the key of what it rejects.
func (c *Config) Validate() error {
	var errs error
	if c.Ledger == (component.ID{}) {
		errs = errors.Join(errs, errors.New("ledger: must be the id of a task_ledger extension"))
	}
	if c.MetricsFlushInterval <= 0 {
		errs = errors.Join(errs, fmt.Errorf("metrics_flush_interval: must be positive, got %s", c.MetricsFlushInterval))
	}
	return errs
}

func createDefaultConfig() component.Config {
	return &Config{
		Ledger:               component.NewID(taskledgerextension.Type),
		MetricsFlushInterval: 15 * time.Second,
	}
}
