package price

import (
	"maps"
	"slices"
)

// checkReach refuses ids that no call arrives at, since a model's name is brought to another form before it is looked up: a
// negotiated price under an inference profile's name, say, would lower nothing without a word.
func (c *Catalogue) checkReach(l *layer) *FileError {
	var problem *FileError
	for _, r := range l.rows {
		f := r.source.reportingTo(&problem)
		c.refuseUnreachable(f.at("model"), r.provider)
		if len(r.aliases) > 0 {
			for _, alias := range f.at("aliases").list() {
				c.refuseUnreachable(alias, r.provider)
			}
		}
	}
	for _, provider := range slices.Sorted(maps.Keys(l.discounts)) {
		for _, d := range l.discounts[provider] {
			if d.model != "" {
				c.refuseUnreachable(d.source.reportingTo(&problem).at("model"), d.provider)
			}
		}
	}
	return problem
}

func (c *Catalogue) refuseUnreachable(f *field, provider string) {
	owner, id := c.ProviderName(provider), readID(f)
	reached, _ := normaliseModel(owner, id, func(prefix string) bool { return c.ProviderName(prefix) == owner })
	if reached != id {
		f.fail("%q is looked up as %q: write that", id, reached)
	}
}
