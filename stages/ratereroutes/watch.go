package ratereroutes

import (
	"cmp"

	"ozpayout/datasets"
	"ozpayout/pipeline"
	"ozpayout/pipeline/cell"
	"ozpayout/stages/internal/nullable"
	"ozpayout/stages/internal/policy"
)

// A watch knows the states of categories, and those to watch without one.
type watch struct {
	states    map[sellerCategory][]categoryState
	sensitive *policy.WatchList
}

type sellerCategory struct{ seller, category string } // category folded

type categoryState struct {
	code   string // unknown for a word that is not known
	period policy.Period
}

func readWatch(t *pipeline.Task) (*watch, error) {
	list, err := policy.SensitiveCategories(t)
	if err != nil {
		return nil, err
	}
	w := &watch{states: make(map[sellerCategory][]categoryState), sensitive: list}
	for r, err := range nullable.Rows(t, datasets.CategoryStates) {
		if err != nil {
			return nil, err
		}
		key := sellerCategory{r.Code(datasets.SellerID), cell.FoldWord(r.Code(datasets.Category))}
		w.states[key] = append(w.states[key], categoryState{
			code: cmp.Or(r.Code(datasets.CategoryState), "unknown"), period: policy.Validity(r),
		})
	}
	return w, nil
}

// of returns the latest state of the category of a count in its months; watch for
// one on the sensitive list without a state, "" for any other (A32).
func (w *watch) of(c count) (code string) {
	var latest policy.Period
	for _, state := range w.states[sellerCategory{c.seller, c.category}] {
		if state.period.Overlaps(c.during) && (code == "" || state.period.From > latest.From) {
			code, latest = state.code, state.period
		}
	}
	if code == "" && w.sensitive.Has(c.category, c.during) {
		return "watch"
	}
	return code
}
