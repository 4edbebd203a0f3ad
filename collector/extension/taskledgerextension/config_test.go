package taskledgerextension

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
		"task_ledger": {want: createDefaultConfig()},
		"task_ledger/all": {want: &Config{
			QuietPeriod: time.Second, MaxLinger: 2 * time.Second, IdleTimeout: 3 * time.Second, ImplicitMax: 4 * time.Second,
			LateWindow: 5 * time.Second, SpanLimit: 6, MaxTasks: 7, CardinalityLimit: 8,
		}},
		"task_ledger/no_time": {err: "quiet_period: must be positive, got 0s\nmax_linger: must be positive, got -1s\n" +
			"idle_timeout: must be positive, got 0s\nimplicit_max: must be positive, got 0s\nlate_window: must be positive, got 0s\n" +
			"max_linger: must not be less than quiet_period, got -1s < 0s"},
		"task_ledger/no_room": {err: "span_limit: must be positive, got 0\nmax_tasks: must be positive, got -1\n" +
			"cardinality_limit: must be positive, got 0"},
		"task_ledger/linger": {err: "max_linger: must not be less than quiet_period, got 1m0s < 2m0s"},
		"task_ledger/typo":   {err: "'taskledgerextension.Config' has invalid keys: quiet_periods"},
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
