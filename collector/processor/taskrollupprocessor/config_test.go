package taskrollupprocessor

import (
	"testing"

	"github.com/stretchr/testify/require"
	"go.opentelemetry.io/collector/component"

	"github.com/taskmeter/taskmeter/collector/internal/configtest"
)

func TestConfig(t *testing.T) {
	t.Parallel()
	configtest.Run(t, createDefaultConfig, map[string]configtest.Case{
		"task_rollup":       {Want: &Config{Ledger: component.MustNewID("task_ledger")}},
		"task_rollup/other": {Want: &Config{Ledger: component.MustNewIDWithName("task_ledger", "other")}},
		"task_rollup/none":  {Err: "'ledger' id must not be empty"},
		"task_rollup/typo":  {Err: "has invalid keys: extension"},
	})
}

func TestALedgerHasToBeNamed(t *testing.T) {
	t.Parallel()
	require.EqualError(t, (&Config{}).Validate(), "ledger: must be the id of a task_ledger extension")
}
