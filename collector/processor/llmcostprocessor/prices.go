package llmcostprocessor

import (
	"context"
	"errors"
	"sync"
	"sync/atomic"
	"time"

	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/metric"
	"go.uber.org/zap"

	"github.com/taskmeter/taskmeter/collector/price"
	"github.com/taskmeter/taskmeter/collector/price/pricefile"
	"github.com/taskmeter/taskmeter/collector/processor/llmcostprocessor/internal/metadata"
)

// prices are what calls are priced by now. A new catalogue takes the place of the old one at once and as a whole; whoever
// still works with the old one goes on with it.
type prices struct {
	files     *pricefile.Files
	logger    *zap.Logger
	telemetry *metadata.TelemetryBuilder
	current   atomic.Pointer[price.Catalogue]
	stop      context.CancelFunc
	watching  sync.WaitGroup
}

// Outcomes of reading changed files.
const (
	succeeded = "success"
	refused   = "failure"
)

// start reads the files and, with an interval above 0, looks after them until shutdown.
func (p *prices) start(interval time.Duration) error {
	catalogue, err := p.files.Load()
	if err != nil {
		return err
	}
	p.use(catalogue)
	if err := p.observeAge(); err != nil {
		return err
	}
	if interval > 0 && p.files.Any() {
		var ctx context.Context
		ctx, p.stop = context.WithCancel(context.Background())
		p.watching.Go(func() { p.watch(ctx, interval) })
	}
	return nil
}

func (p *prices) shutdown() {
	if p.stop != nil {
		p.stop()
	}
	p.watching.Wait()
}

func (p *prices) watch(ctx context.Context, interval time.Duration) {
	ticker := time.NewTicker(interval)
	defer ticker.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-ticker.C:
			p.reload(ctx)
		}
	}
}

// reload keeps the old prices where the new ones cannot be read, and says so once.
func (p *prices) reload(ctx context.Context) {
	catalogue, err := p.files.Reload()
	switch {
	case err != nil:
		p.count(ctx, refused)
		p.logger.Warn("Changed price files are not in use: the prices read before stay", failure(err)...)
	case catalogue != nil:
		p.use(catalogue)
		p.count(ctx, succeeded)
		p.logger.Info("Changed price files are in use", zap.String("catalogue", catalogue.Version()))
	}
}

// use puts a catalogue in place of the one before, and says which discounts of it are most likely meant for something else.
func (p *prices) use(catalogue *price.Catalogue) {
	p.current.Store(catalogue)
	for _, idle := range catalogue.IdleDiscounts() {
		p.logger.Warn("A discount lowers nothing: name a provider, or a model by its row's own id", zap.String("reason", idle))
	}
}

func (p *prices) count(ctx context.Context, outcome string) {
	p.telemetry.LlmCostReloads.Add(ctx, 1, metric.WithAttributes(attribute.String("outcome", outcome)))
}

// failure is the error for people, and in its parts for those who filter logs.
func failure(err error) []zap.Field {
	fields := []zap.Field{zap.Error(err)}
	if wrong := (*pricefile.Error)(nil); errors.As(err, &wrong) {
		fields = append(fields, zap.String("file", wrong.File), zap.Int("line", wrong.Line), zap.String("reason", wrong.Reason))
	}
	return fields
}

func (p *prices) observeAge() error {
	return p.telemetry.RegisterLlmCostCatalogueAgeCallback(func(_ context.Context, o metric.Float64Observer) error {
		if date := p.current.Load().Date(); !date.IsZero() {
			o.Observe(time.Since(date).Seconds())
		}
		return nil
	})
}
