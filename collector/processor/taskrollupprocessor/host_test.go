package taskrollupprocessor

import (
	"context"

	"go.opentelemetry.io/collector/component"
	"go.opentelemetry.io/collector/extension/extensiontest"

	"github.com/taskmeter/taskmeter/collector/extension/taskledgerextension"
)

// ledgerHost is a host with a task_ledger extension, as the collector is one.
type ledgerHost struct {
	extensions map[component.ID]component.Component
}

func (h ledgerHost) GetExtensions() map[component.ID]component.Component { return h.extensions }

func newLedgerHost(changes ...func(*taskledgerextension.Config)) component.Host {
	factory := taskledgerextension.NewFactory()
	cfg := factory.CreateDefaultConfig().(*taskledgerextension.Config)
	for _, change := range changes {
		change(cfg)
	}
	ledger, err := factory.Create(context.Background(), extensiontest.NewNopSettings(factory.Type()), cfg)
	if err != nil {
		panic(err)
	}
	return ledgerHost{map[component.ID]component.Component{component.NewID(factory.Type()): ledger}}
}
