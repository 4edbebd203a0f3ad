package taskmetricsconnector

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"go.opentelemetry.io/collector/component"

	"github.com/taskmeter/taskmeter/collector/internal/configtest"
)

func TestConfig(t *testing.T) {
	t.Parallel()
	configtest.Run(t, createDefaultConfig, map[string]configtest.Case{
		"task_metrics": {Want: &Config{Ledger: component.MustNewID("task_ledger"), MetricsFlushInterval: 15 * time.Second}},
		"task_metrics/all": {Want: &Config{
			Ledger: component.MustNewIDWithName("task_ledger", "other"), MetricsFlushInterval: time.Minute,
		}},
		"task_metrics/never": {Err: "metrics_flush_interval: must be positive, got 0s"},
		"task_metrics/typo":  {Err: "has invalid keys: interval"},
	})
}

func TestALedgerHasToBeNamed(t *testing.T) {
	t.Parallel()
	cfg := createDefaultConfig().(*Config)
	cfg.Ledger = component.ID{}
	require.EqualError(t, cfg.Validate(), "ledger: must be the id of a task_ledger extension")
}
