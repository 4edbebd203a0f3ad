package price

import (
	"fmt"
	"maps"
	"slices"
)

// IdleDiscounts are the discounts that lower nothing, as text for people: no layer below has a row of their provider, or of their
// model by its own id. An alias there, or a slip of the pen, is no error, since the next catalogue may have the row; but
// somebody pays, in the numbers, the full price.
func (c *Catalogue) IdleDiscounts() []string {
	var idle []string
	for i, l := range c.layers {
		below := c.layers[i+1:]
		for _, provider := range slices.Sorted(maps.Keys(l.discounts)) {
			for _, d := range l.discounts[provider] {
				if !slices.ContainsFunc(below, func(l *layer) bool { return l.hasRow(provider, d.model) }) {
					idle = append(idle, d.describe(provider))
				}
			}
		}
	}
	return idle
}

func (l *layer) hasRow(provider, model string) bool {
	byID, ok := l.byProvider[provider]
	if !ok || model == "" {
		return ok
	}
	return slices.ContainsFunc(byID[model], func(r *row) bool { return r.model == model })
}

func (d *discount) describe(provider string) string {
	scope := provider
	if d.model != "" {
		scope += "/" + d.model
	}
	return fmt.Sprintf("the discount %s on %s lowers no price", d.text, scope)
}
