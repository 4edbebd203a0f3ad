package taskmetricsconnector

import (
	"testing"
	"time"

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
		"task_metrics": {want: &Config{Ledger: component.MustNewID("task_ledger"), MetricsFlushInterval: 15 * time.Second}},
		"task_metrics/all": {want: &Config{
			Ledger: component.MustNewIDWithName("task_ledger", "other"), MetricsFlushInterval: time.Minute,
		}},
		"task_metrics/never": {err: "metrics_flush_interval: must be positive, got 0s"},
		"task_metrics/typo":  {err: "has invalid keys: interval"},
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
	cfg := createDefaultConfig().(*Config)
	cfg.Ledger = component.ID{}
	require.EqualError(t, cfg.Validate(), "ledger: must be the id of a task_ledger extension")
}
