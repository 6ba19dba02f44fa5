package policy

import (
	"ozpayout/datasets"
	"ozpayout/pipeline"
	"ozpayout/pipeline/cell"
	"ozpayout/stages/internal/calendar"
)

// A WatchList holds the categories that may be put under manual review (A32).
type WatchList struct{ byCategory map[string][]Period } // folded

// SensitiveCategories reads [datasets.SensitiveCategories].
func SensitiveCategories(t *pipeline.Task) (*WatchList, error) {
	type key struct {
		category string
		from     calendar.Day
	}
	type row struct {
		category string
		period   Period
	}
	rows := table[key, row]{name: datasets.SensitiveCategories.Name}
	err := each(t, datasets.SensitiveCategories, func(c cursor, at place) error {
		r := row{cell.FoldWord(c.Text(datasets.SensitiveCategory)), Validity(c.Row)}
		return rows.add(key{r.category, r.period.From}, r, at)
	})
	if err != nil {
		return nil, err
	}
	list := &WatchList{byCategory: make(map[string][]Period)}
	for _, r := range rows.values() {
		list.byCategory[r.category] = append(list.byCategory[r.category], r.period)
	}
	return list, nil
}

// Has reports whether a folded category is on the list on a day of a period.
func (l *WatchList) Has(category string, during Period) bool {
	for _, listed := range l.byCategory[category] {
		if listed.Overlaps(during) {
			return true
		}
	}
	return false
}
