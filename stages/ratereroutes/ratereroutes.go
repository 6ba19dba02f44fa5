package ratereroutes

import (
	"context"

	"ozpayout/datasets"
	"ozpayout/pipeline"
	"ozpayout/stages/internal/gate"
	"ozpayout/stages/internal/loaded"
	"ozpayout/stages/internal/nullable"
)

// Stage rates reroutes.
var Stage = &pipeline.Stage{
	Name: "rate_reroutes",
	Doc: `How many sale lines were sent through the backup channel, by category, intended and actual route.

A33: the rate is rerouted by lines whose actual route is known, of all intended and actual routes together and of each pair: the matrix of routes. It is what was counted, so it stands for few lines too.
A32: the latest state of the category in the month, up to the as-of date (D06); a category on the sensitive list without one is to be watched, which is no cause.
D09: the month is that of settled_on; ALL stands for every month, category and route.
D22 9.17: without product categories of the seller its categories are not observable; the rate over all of them is.
D31: Wilson intervals.
D32: below 10 lines no interval, below 30 a small sample.`,
	Scope: pipeline.Whole,
	Inputs: []*pipeline.Dataset{
		datasets.RerouteCounts, datasets.CategoryStates, datasets.SensitiveCategories, datasets.ObservedTables, datasets.PolicyValues,
	},
	Outputs: []*pipeline.Dataset{datasets.Reroutes},
	Run:     run,
}

func run(_ context.Context, t *pipeline.Task) error {
	limits, err := gate.Read(t)
	if err != nil {
		return err
	}
	counts, err := readCounts(t)
	if err != nil {
		return err
	}
	tables, err := loaded.Read(t)
	if err != nil {
		return err
	}
	watch, err := readWatch(t)
	if err != nil {
		return err
	}
	w := nullable.NewWriter(t, datasets.Reroutes)
	defer w.Release()
	for _, c := range counts {
		rateOf(c, limits, tables.Has(datasets.ProductCategories.Name, c.seller), watch).write(&w, t.Pack)
	}
	return w.Flush()
}

func (r rate) write(w *nullable.Writer, pack string) {
	w.Code(datasets.SellerID, r.seller)
	w.Code(datasets.RerouteMonth, r.month)
	w.Code(datasets.RerouteCategory, r.category)
	w.Code(datasets.RerouteIntended, r.intended)
	w.Code(datasets.RerouteActual, r.actual)
	w.Int(datasets.RerouteLines, r.lines)
	w.Int(datasets.Rerouted, r.rerouted)
	w.Share(datasets.RerouteRate, r.rate)
	w.Share(datasets.RerouteRateLo, r.interval.Low)
	w.Share(datasets.RerouteRateHi, r.interval.High)
	w.Code(datasets.RerouteGate, r.gate)
	w.Code(datasets.CategoryWatch, r.watch)
	w.Code(datasets.PolicyPack, pack)
	w.Code(datasets.DecidedBy, r.ruleIDs)
}
