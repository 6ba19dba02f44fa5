package ratereroutes

import (
	"cmp"
	"strings"

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
	for batch, err := range t.Read(datasets.CategoryStates) {
		if err != nil {
			return nil, err
		}
		sellers, categories, states := datasets.SellerID.In(batch), datasets.Category.In(batch), datasets.CategoryState.In(batch)
		from, to := datasets.ValidFrom.In(batch), datasets.ValidTo.In(batch)
		for i := range int(batch.NumRows()) {
			key := sellerCategory{nullable.CopyCode(sellers, i), cell.FoldWord(nullable.Code(categories, i))}
			w.states[key] = append(w.states[key], categoryState{
				code:   strings.Clone(cmp.Or(nullable.Code(states, i), "unknown")),
				period: policy.PeriodOf(from, to, i),
			})
		}
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
