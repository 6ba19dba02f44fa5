package sumbatches

import (
	"context"

	"github.com/apache/arrow/go/v17/arrow"

	"ozpayout/datasets"
	"ozpayout/pipeline"
	"ozpayout/stages/internal/tally"
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

// A rateKey is a batch, a tier, and a route or all of them.
type rateKey struct {
	batchKey
	tier, route int32
}

// allRoutes is the number of [datasets.All], which is that of no name.
const allRoutes = -1

// A rate is what a key has: a row that says so, and the sums of its columns.
type rate struct {
	row  int32
	sums [len(counted)]int64
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
	rates := tally.New[rateKey, rate]()
	for row, batch := range batchKeys(counts, &names) {
		for _, route := range [...]int32{routes.At(row), allRoutes} {
			r := rates.Of(rateKey{batch, tiers.At(row), route})
			r.row = int32(row)
			for i := range values {
				r.sums[i] += values[i][row]
			}
		}
	}
	return writeRates(t, counts, rates.Entries(), &names)
}

func writeRates(t *pipeline.Task, counts arrow.Record, rates []tally.Entry[rateKey, rate], names *vector.Names) error {
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
		rows = append(rows, r.Counts.row)
		if r.Key.route == allRoutes {
			routes.Append(0)
		} else {
			routes.AppendWord(names.Name(r.Key.route))
		}
		for i, sum := range r.Counts.sums {
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
