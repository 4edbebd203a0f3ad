package llmcostprocessor

import (
	"strings"
	"sync"

	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/metric"

	"github.com/taskmeter/taskmeter/collector/price"
)

// holes are the models without a full price that were met so far. They are a dimension of a metric, and senders name
// what they like, so their number is bounded.
type holes struct {
	guard sync.RWMutex
	known map[hole]metric.MeasurementOption
}

type hole struct {
	provider, model string
	status          price.Status
}

const (
	maxHoles = 500
	// maxNameLength is longer than any model's name that somebody could act upon.
	maxNameLength = 200
	other         = "other"
)

// isHole tells whether a status leaves money out.
func isHole(status price.Status) bool {
	switch status {
	case price.Partial, price.UnknownModel, price.UnknownUsage, price.InvalidUsage:
		return true
	default:
		return false
	}
}

// option says what a call without a full price is counted under.
func (h *holes) option(provider, model string, status price.Status) metric.MeasurementOption {
	if len(provider) > maxNameLength || len(model) > maxNameLength {
		provider, model = other, other
	}
	h.guard.RLock()
	known, ok := h.known[hole{provider, model, status}]
	h.guard.RUnlock()
	if ok {
		return known
	}
	return h.learn(provider, model, status)
}

func (h *holes) learn(provider, model string, status price.Status) metric.MeasurementOption {
	h.guard.Lock()
	defer h.guard.Unlock()
	if len(h.known) >= maxHoles {
		provider, model = other, other
	}
	// A copy, since what names it was cut from a batch, and one that every exporter takes.
	key := hole{strings.ToValidUTF8(strings.Clone(provider), "\uFFFD"), strings.ToValidUTF8(strings.Clone(model), "\uFFFD"), status}
	option, ok := h.known[key]
	if !ok {
		option = metric.WithAttributeSet(attribute.NewSet(
			attribute.String("provider", key.provider), attribute.String("model", key.model), attribute.String("price_status", string(status)),
		))
		if h.known == nil {
			h.known = map[hole]metric.MeasurementOption{}
		}
		h.known[key] = option
	}
	return option
}
