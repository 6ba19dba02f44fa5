package sumbatches

import (
	"context"

	"github.com/apache/arrow/go/v17/arrow"

	"ozpayout/datasets"
	"ozpayout/pipeline"
	"ozpayout/stages/internal/vector"
)

// Causes adds up the late lines and days of settlement batches by cause.
var Causes = &pipeline.Stage{
	Name: "sum_batch_causes",
	Doc: `Late lines and days of each settlement batch by method and cause, from all partitions of orders.

D31: intervals are over settlement batches; lines without a batch number are a batch of their payout.
D09: the month is that of settled_on.`,
	Scope:   datasets.BySettlement,
	Inputs:  []*pipeline.Dataset{datasets.CauseCounts},
	Outputs: []*pipeline.Dataset{datasets.BatchCauses},
	Run:     sumCauses,
}

// A part is what a batch has of one cause by one method.
type part struct {
	method, cause int32
	row           int32 // that says so
	next          int32 // of the same batch, one more than its position; 0 = none
	lines, weight int64
}

func sumCauses(_ context.Context, t *pipeline.Task) error {
	counts, err := pipeline.Collect(t, datasets.CauseCounts)
	if err != nil {
		return err
	}
	defer counts.Release()
	var names vector.Names
	methods, causes := vector.CodesOf(datasets.MethodCode.In(counts), names.Number), vector.CodesOf(datasets.LineCause.In(counts), names.Number)
	lines, weights := datasets.LateLines.In(counts).Int64Values(), datasets.Weight.In(counts).Int64Values()
	parts := make([]part, 0, counts.NumRows())
	batches, count := batchesOf(counts, &names)
	lasts := make([]int32, count) // the last part of each batch, one more than its position
	for row, batch := range batches {
		last := &lasts[batch]
		at := *last
		for at != 0 && (parts[at-1].method != methods.At(row) || parts[at-1].cause != causes.At(row)) {
			at = parts[at-1].next
		}
		if at == 0 {
			parts = append(parts, part{method: methods.At(row), cause: causes.At(row), row: int32(row), next: *last})
			at = int32(len(parts))
			*last = at
		}
		parts[at-1].lines += lines[row]
		parts[at-1].weight += weights[row]
	}
	return writeCauses(t, counts, parts, lasts, len(names.List()))
}

func writeCauses(t *pipeline.Task, counts arrow.Record, parts []part, lasts []int32, names int) error {
	n := len(parts)
	if n == 0 {
		return nil
	}
	rows := make([]int32, 0, n)
	var columns [4]*vector.Vector[int64]
	for i := range columns {
		columns[i] = vector.New[int64](t.Mem, n)
		defer columns[i].Release()
	}
	lines, weights, together, starts := columns[0], columns[1], columns[2], columns[3]
	byMethod := make([]int64, 1+names)
	for _, last := range lasts {
		clear(byMethod)
		for at := last; at != 0; at = parts[at-1].next {
			byMethod[parts[at-1].method] += parts[at-1].weight
		}
		start := int64(1)
		for at := last; at != 0; at = parts[at-1].next {
			p := &parts[at-1]
			rows = append(rows, p.row)
			lines.Append(p.lines)
			weights.Append(p.weight)
			together.Append(byMethod[p.method])
			starts.Append(start)
			start = 0
		}
	}
	whole := pipeline.IntType.Arrow()
	causes := pipeline.DeriveRows(t.Mem, datasets.BatchCauses, counts, rows, map[pipeline.Column]arrow.Array{
		datasets.LateLines: lines.Column(whole), datasets.Weight: weights.Column(whole),
		datasets.BatchWeight: together.Column(whole), datasets.BatchStarts: starts.Column(whole),
	})
	defer causes.Release()
	return t.Write(datasets.BatchCauses, causes)
}
