// Package configtest asks every component's configuration the same: what testdata/config.yaml gives, and what it refuses.
package configtest

import (
	"os"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"go.opentelemetry.io/collector/component"
	"go.opentelemetry.io/collector/confmap"
	"go.opentelemetry.io/collector/confmap/confmaptest"
)

// Case is what one entry of testdata/config.yaml must come to.
type Case struct {
	Want component.Config
	// Err is part of the message it is refused with; empty when it is valid.
	Err string
}

// Run loads each named entry of testdata/config.yaml over the defaults, validates it and compares.
func Run(t *testing.T, defaults func() component.Config, cases map[string]Case) {
	t.Helper()
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			cm, err := confmaptest.LoadConf("testdata/config.yaml")
			require.NoError(t, err)
			sub, err := cm.Sub(name)
			require.NoError(t, err)
			cfg := defaults()
			err = sub.Unmarshal(cfg)
			if err == nil {
				err = confmap.Validate(cfg)
			}
			if c.Err != "" {
				require.ErrorContains(t, err, c.Err)
				return
			}
			require.NoError(t, err)
			assert.Equal(t, c.Want, cfg)
		})
	}
}

// README loads what the first YAML of the component's README gives under the path, over the defaults, and compares.
func README(t *testing.T, path string, defaults func() component.Config, want component.Config) {
	t.Helper()
	page, err := os.ReadFile("README.md")
	require.NoError(t, err)
	_, rest, _ := strings.Cut(string(page), "```yaml\n")
	text, _, found := strings.Cut(rest, "```")
	require.True(t, found, "no YAML in README.md")
	retrieved, err := confmap.NewRetrievedFromYAML([]byte(text))
	require.NoError(t, err)
	conf, err := retrieved.AsConf()
	require.NoError(t, err)
	sub, err := conf.Sub(path)
	require.NoError(t, err)
	cfg := defaults()
	require.NoError(t, sub.Unmarshal(cfg))
	require.NoError(t, confmap.Validate(cfg))
	assert.Equal(t, want, cfg)
}
