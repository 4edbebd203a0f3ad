package price

import "strings"

type modelKey struct{ provider, model string }

// match is what a catalogue knows of a provider's model, whatever the time.
type match struct {
	// region is what the model id told; empty when the call's own counts.
	region string
	// tariffs are asked in order: the first in force answers. Those up to overrides are of rows in override files.
	tariffs   []*tariff
	overrides int
}

const (
	// maxRemembered is more models than anybody meets; beyond it everything is forgotten and learnt again.
	maxRemembered = 4096
	// maxRememberedLength: longer ids are looked up each time, so that memory stays bounded.
	maxRememberedLength = 256
)

// match finds all that is known of a model; remembered, since the same few are asked again and again.
func (c *Catalogue) match(provider, model string) *match {
	key := modelKey{provider, model}
	c.mu.RLock()
	known := c.remembered[key]
	c.mu.RUnlock()
	if known != nil {
		return known
	}
	found := c.find(provider, model)
	if len(provider)+1+len(model) > maxRememberedLength {
		return found
	}
	// The key must not keep alive the buffer its strings were cut from.
	key = modelKey{strings.Clone(provider), strings.Clone(model)}
	c.mu.Lock()
	defer c.mu.Unlock()
	if len(c.remembered) >= maxRemembered {
		clear(c.remembered)
	}
	c.remembered[key] = found
	return found
}

func (c *Catalogue) find(provider, model string) *match {
	name := c.ProviderName(provider)
	id, region := normaliseModel(name, model, func(prefix string) bool { return c.ProviderName(prefix) == name })
	found := &match{region: strings.Clone(region)}
	var discounts [][]discount // of the layers asked before, the lowest first
	for i, l := range c.layers {
		if i == len(c.layers)-1 {
			found.overrides = len(found.tariffs)
		}
		for _, r := range l.byProvider[name].find(id) {
			found.tariffs = append(found.tariffs, tariffsOf(r, discounts)...)
		}
		if ofLayer := l.discounts[name]; ofLayer != nil {
			discounts = append([][]discount{ofLayer}, discounts...)
		}
	}
	return found
}

// tariffAt is what a call is priced by at an instant, and whether an override file has a part in it; nil when there is
// none.
func (m *match) tariffAt(atUnixNano int64) (t *tariff, overridden bool) {
	for i, each := range m.tariffs {
		if each.contains(atUnixNano) {
			return each, i < m.overrides || len(each.factors) > 0
		}
	}
	return nil, false
}
