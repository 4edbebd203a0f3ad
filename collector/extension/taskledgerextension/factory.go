package taskledgerextension

import (
	"context"

	"go.opentelemetry.io/collector/component"
	"go.opentelemetry.io/collector/extension"

	"github.com/taskmeter/taskmeter/collector/extension/taskledgerextension/internal/metadata"
)

// Type is the component type, and so the default id, of the extension.
var Type = metadata.Type

// NewFactory returns the factory of the task_ledger extension.
func NewFactory() extension.Factory {
	return extension.NewFactory(metadata.Type, createDefaultConfig, create, metadata.ExtensionStability)
}

func create(_ context.Context, set extension.Settings, cfg component.Config) (extension.Extension, error) {
	return newLedger(set, cfg.(*Config))
}
