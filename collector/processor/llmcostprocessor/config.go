package llmcostprocessor

import (
	"errors"
	"fmt"
	"time"

	"go.opentelemetry.io/collector/component"
)

// Config says where prices come from. Prices themselves are never part of it: a changed configuration restarts every
// stateful component of the collector.
type Config struct {
	// Catalogue is the path of a price catalogue. Empty: the one built into the collector.
	Catalogue string `mapstructure:"catalogue"`

	// Overrides are paths of override files, whose rows win over the catalogue's. The last file wins over the others.
	Overrides []string `mapstructure:"overrides"`

	// ReloadInterval is how often the files are looked at; 0: at start only. What is in use stays in use while a changed
	// file is broken.
	ReloadInterval time.Duration `mapstructure:"reload_interval"`

	// prevent unkeyed literal initialization
	_ struct{}
}

var _ component.Config = (*Config)(nil)

// Validate names the key of what it rejects. Whether a file can be read is found out at start.
func (c *Config) Validate() error {
	var errs error
	for i, path := range c.Overrides {
		if path == "" {
			errs = errors.Join(errs, fmt.Errorf("overrides[%d]: must be the path of a file, got an empty string", i))
		}
	}
	if c.ReloadInterval < 0 {
		errs = errors.Join(errs, fmt.Errorf("reload_interval: must not be negative, got %s", c.ReloadInterval))
	}
	return errs
}

func createDefaultConfig() component.Config {
	return &Config{ReloadInterval: 30 * time.Second}
}
