package taskrollupprocessor

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"go.opentelemetry.io/collector/component"
	"go.opentelemetry.io/collector/confmap"
	"go.opentelemetry.io/collector/confmap/confmaptest"
)

func TestConfig(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		want component.Config
		err  string
	}{
		"task_rollup":       {want: &Config{Ledger: component.MustNewID("task_ledger")}},
		"task_rollup/other": {want: &Config{Ledger: component.MustNewIDWithName("task_ledger", "other")}},
		"task_rollup/none":  {err: "'ledger' id must not be empty"},
		"task_rollup/typo":  {err: "has invalid keys: extension"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			cm, err := confmaptest.LoadConf("testdata/config.yaml")
			require.NoError(t, err)
			sub, err := cm.Sub(name)
			require.NoError(t, err)
			cfg := createDefaultConfig()
			err = sub.Unmarshal(cfg)
			if err == nil {
				err = confmap.Validate(cfg)
			}
			if c.err != "" {
				require.ErrorContains(t, err, c.err)
				return
			}
			require.NoError(t, err)
			assert.Equal(t, c.want, cfg)
		})
	}
}

func TestALedgerHasToBeNamed(t *testing.T) {
	t.Parallel()
	require.EqualError(t, (&Config{}).Validate(), "ledger: must be the id of a task_ledger extension")
}
