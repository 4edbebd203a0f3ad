package taskrollupprocessor

import (
	"go.opentelemetry.io/collector/component"
	"go.opentelemetry.io/collector/component/componenttest"
)

func newLedgerHost() component.Host {
	return componenttest.NewNopHost()
}
