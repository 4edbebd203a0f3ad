package taskledgerextension

import (
	"context"

	"go.opentelemetry.io/collector/component"
	"go.opentelemetry.io/collector/extension"
)

type ledgerExtension struct {
	cfg *Config
}

var _ extension.Extension = (*ledgerExtension)(nil)

func newLedgerExtension(_ extension.Settings, cfg *Config) *ledgerExtension {
	return &ledgerExtension{cfg: cfg}
}

func (*ledgerExtension) Start(context.Context, component.Host) error { return nil }

func (*ledgerExtension) Shutdown(context.Context) error { return nil }
