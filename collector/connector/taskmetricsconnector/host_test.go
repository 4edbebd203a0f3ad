package taskmetricsconnector

import (
	"context"

	"go.opentelemetry.io/collector/component"
	"go.opentelemetry.io/collector/extension/extensiontest"

	"github.com/taskmeter/taskmeter/collector/extension/taskledgerextension"
)

// ledgerHost is a host with a task_ledger extension, as the collector is one.
type ledgerHost struct{ ledger component.Component }

func (h ledgerHost) GetExtensions() map[component.ID]component.Component {
	return map[component.ID]component.Component{component.NewID(taskledgerextension.Type): h.ledger}
}

func newLedgerHost() component.Host {
	factory := taskledgerextension.NewFactory()
	ledger, err := factory.Create(context.Background(), extensiontest.NewNopSettings(factory.Type()), factory.CreateDefaultConfig())
	if err != nil {
		panic(err)
	}
	return ledgerHost{ledger}
}
