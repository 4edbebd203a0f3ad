package taskledgerextension

import (
	"testing"
	"time"

	"github.com/taskmeter/taskmeter/collector/internal/configtest"
)

func TestConfig(t *testing.T) {
	t.Parallel()
	configtest.Run(t, createDefaultConfig, map[string]configtest.Case{
		"task_ledger": {Want: createDefaultConfig()},
		"task_ledger/all": {Want: &Config{
			QuietPeriod: time.Second, MaxLinger: 2 * time.Second, IdleTimeout: 3 * time.Second, ImplicitMax: 4 * time.Second,
			LateWindow: 5 * time.Second, SpanLimit: 6, MaxTasks: 7, CardinalityLimit: 8,
		}},
		"task_ledger/no_time": {Err: "quiet_period: must be positive, got 0s\nmax_linger: must be positive, got -1s\n" +
			"idle_timeout: must be positive, got 0s\nimplicit_max: must be positive, got 0s\nlate_window: must be positive, got 0s\n" +
			"max_linger: must not be less than quiet_period, got -1s < 0s"},
		"task_ledger/no_room": {Err: "span_limit: must be positive, got 0\nmax_tasks: must be positive, got -1\n" +
			"cardinality_limit: must be positive, got 0"},
		"task_ledger/linger": {Err: "max_linger: must not be less than quiet_period, got 1m0s < 2m0s"},
		"task_ledger/typo":   {Err: "'taskledgerextension.Config' has invalid keys: quiet_periods"},
	})
}
