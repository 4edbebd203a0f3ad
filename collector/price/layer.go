package price

import (
	"fmt"
	"slices"
)

// layer has what one price file or catalogue says.
type layer struct {
	rows []*row
	// byProvider has the rows by the name their provider goes by.
	byProvider map[string]rowsByID
	// discounts, by provider, lower what the layers below charge.
	discounts map[string][]discount
	tools     map[string][]tool
}

// layerOf puts files together; nameOf is the name a provider goes by. What stands twice is a problem of its field.
func layerOf(files []priceFile, nameOf func(string) string) *layer {
	l := &layer{byProvider: map[string]rowsByID{}, discounts: map[string][]discount{}, tools: map[string][]tool{}}
	for _, file := range files {
		for _, r := range file.rows {
			if l.addRow(r, nameOf(r.provider)); r.source.failed() {
				return l
			}
		}
		for _, d := range file.discounts {
			l.addDiscount(d, nameOf(d.provider))
		}
		for _, t := range file.tools {
			for _, other := range l.tools[t.name] {
				if other.overlaps(t.period) {
					t.source.fail("tool/%s has two prices at the same time; the other is %s", t.name, formatPlace(other.source.place()))
				}
			}
			l.tools[t.name] = append(l.tools[t.name], t)
		}
	}
	return l
}

func (l *layer) addRow(r *row, provider string) {
	l.rows = append(l.rows, r)
	r.undiscounted.period, r.undiscounted.row = r.period, r
	r.undiscounted.priceID = provider + "/" + r.model + r.since()
	byID := l.byProvider[provider]
	if byID == nil {
		byID = rowsByID{}
		l.byProvider[provider] = byID
	}
	ids := slices.Concat([]string{r.model}, r.aliases)
	slices.Sort(ids)
	for _, id := range slices.Compact(ids) {
		for _, other := range byID[id] {
			if other.overlaps(r.period) {
				r.source.fail("%s/%s has two prices at the same time; the other is %s", provider, id, formatPlace(other.source.place()))
			}
		}
		byID[id] = append(byID[id], r)
	}
}

func (l *layer) addDiscount(d discount, provider string) {
	for _, other := range l.discounts[provider] {
		if other.model == d.model && other.overlaps(d.period) {
			scope := provider
			if d.model != "" {
				scope = fmt.Sprintf("%s/%s", provider, d.model)
			}
			d.source.fail("%s has two discounts at the same time; the other is %s", scope, formatPlace(other.source.place()))
		}
	}
	l.discounts[provider] = append(l.discounts[provider], d)
}
