package llmcostprocessor

import (
	"errors"
	"fmt"

	"go.opentelemetry.io/collector/component"

	"github.com/taskmeter/taskmeter/collector/price"
	"github.com/taskmeter/taskmeter/collector/price/pricefile"
)

// Config says where prices come from. Prices themselves are never part of it: a changed configuration restarts every
// stateful component of the collector.
type Config struct {
	// Catalogue is the path of a price catalogue. Empty: the one built into the collector.
	Catalogue string `mapstructure:"catalogue"`

	// Overrides are paths of override files, whose rows win over the catalogue's. The last file wins over the others.
	Overrides []string `mapstructure:"overrides"`

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
	return errs
}

func createDefaultConfig() component.Config {
	return &Config{}
}

// load reads the files. Its errors name the key, the file, the place and the reason.
func (c *Config) load() (*price.Catalogue, error) {
	catalogue := price.Embedded()
	if c.Catalogue != "" {
		read, err := pricefile.Read(c.Catalogue, catalogue.Names())
		if err != nil {
			return nil, fmt.Errorf("catalogue: %w", err)
		}
		catalogue = read
	}
	for i, path := range c.Overrides {
		overrides, err := pricefile.Read(path, catalogue.Names())
		if err != nil {
			return nil, fmt.Errorf("overrides[%d]: %w", i, err)
		}
		catalogue = catalogue.WithOverrides(overrides)
	}
	return catalogue, nil
}
