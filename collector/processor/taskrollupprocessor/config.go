package taskrollupprocessor

import (
	"errors"

	"go.opentelemetry.io/collector/component"

	"github.com/taskmeter/taskmeter/collector/extension/taskledgerextension"
)

// Config names the ledger. How long a task is waited for is the ledger's to say.
type Config struct {
	// Ledger is the id of the task_ledger extension that keeps the totals. Default: task_ledger.
	Ledger component.ID `mapstructure:"ledger"`

	// prevent unkeyed literal initialization
	_ struct{}
}

var _ component.Config = (*Config)(nil)

// Validate names the key of what it rejects.
func (c *Config) Validate() error {
	if c.Ledger == (component.ID{}) {
		return errors.New("ledger: must be the id of a task_ledger extension")
	}
	return nil
}

func createDefaultConfig() component.Config {
	return &Config{Ledger: component.NewID(taskledgerextension.Type)}
}
