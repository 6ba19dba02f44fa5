package sumbatches

import (
	"context"

	"github.com/apache/arrow/go/v17/arrow"

	"ozpayout/datasets"
	"ozpayout/pipeline"
	"ozpayout/stages/internal/vector"
)

// Rates adds up the judged lines of settlement batches.
var Rates = &pipeline.Stage{
	Name: "sum_batch_rates",
	Doc: `Judged lines of each settlement batch by tier and route, from all partitions of orders and in all currencies.

D31: intervals are over settlement batches; a batch that was sent by several routes is one batch of ALL.
D09: the month is that of settled_on.`,
	Scope:   datasets.BySettlement,
	Inputs:  []*pipeline.Dataset{datasets.OnTimeCounts},
	Outputs: []*pipeline.Dataset{datasets.BatchRates},
	Run:     sumRates,
}

// counted are the columns that are added up.
var counted = [...]*pipeline.Int{
	datasets.JudgedLines, datasets.OnTimeLines, datasets.Known3, datasets.Within3, datasets.Known5, datasets.Within5,
}

// allRoutes is the number of [datasets.All], which is that of no name.
const allRoutes = -1

// A rate is what a batch has of a tier, and of a route or all of them: the sums of its
// columns.
type rate struct {
	tier, route int32
	row         int32 // that says so
	next        int32 // of the same batch, one more than its position; 0 = none
	sums        [len(counted)]int64
}

func sumRates(_ context.Context, t *pipeline.Task) error {
	counts, err := pipeline.Collect(t, datasets.OnTimeCounts)
	if err != nil {
		return err
	}
	defer counts.Release()
	var names vector.Names
	tiers, routes := vector.CodesOf(datasets.TierCode.In(counts), names.Number), vector.CodesOf(datasets.RouteCode.In(counts), names.Number)
	var values [len(counted)][]int64
	for i, column := range counted {
		values[i] = column.In(counts).Int64Values()
	}
	batches, count := batchesOf(counts, &names)
	var rates []rate
	lasts := make([]int32, count) // the last rate of each batch, one more than its position
	for row, batch := range batches {
		tier := tiers.At(row)
		for _, route := range [...]int32{routes.At(row), allRoutes} {
			at := lasts[batch]
			for at != 0 && (rates[at-1].tier != tier || rates[at-1].route != route) {
				at = rates[at-1].next
			}
			if at == 0 {
				rates = append(rates, rate{tier: tier, route: route, next: lasts[batch]})
				at = int32(len(rates))
				lasts[batch] = at
			}
			r := &rates[at-1]
			r.row = int32(row)
			for i := range values {
				r.sums[i] += values[i][row]
			}
		}
	}
	return writeRates(t, counts, rates, &names)
}

func writeRates(t *pipeline.Task, counts arrow.Record, rates []rate, names *vector.Names) error {
	if len(rates) == 0 {
		return nil
	}
	rows := make([]int32, 0, len(rates))
	routes := vector.NewCodeBuilder(t.Mem, len(rates), datasets.All)
	defer routes.Release()
	var sums [len(counted)]*vector.Vector[int64]
	for i := range sums {
		sums[i] = vector.New[int64](t.Mem, len(rates))
		defer sums[i].Release()
	}
	for _, r := range rates {
		rows = append(rows, r.row)
		if r.route == allRoutes {
			routes.Append(0)
		} else {
			routes.AppendWord(names.Name(r.route))
		}
		for i, sum := range r.sums {
			sums[i].Append(sum)
		}
	}
	added := map[pipeline.Column]arrow.Array{datasets.RouteOrAll: routes.Column()}
	for i, column := range counted {
		added[column] = sums[i].Column(pipeline.IntType.Arrow())
	}
	whole := pipeline.DeriveRows(t.Mem, datasets.BatchRates, counts, rows, added)
	defer whole.Release()
	return t.Write(datasets.BatchRates, whole)
}
