package load

import (
	"iter"

	"github.com/apache/arrow/go/v17/arrow"

	"ozpayout/pipeline"
)

// allRows returns the numbers of the rows of a batch.
func allRows(rec arrow.Record) []int32 {
	rows := make([]int32, rec.NumRows())
	for i := range rows {
		rows[i] = int32(i)
	}
	return rows
}

// longRun is how many rows that follow each other, on average, are worth a batch of
// their own rather than a copy.
const longRun = 512

// loaded yields the rows of a batch that are used, as [kept] does.
func loaded(t *pipeline.Task, rec arrow.Record, class []pipeline.Class) iter.Seq[arrow.Record] {
	return kept(t, rec, func(row int) bool { return class[row] == pipeline.Loaded })
}

// kept yields the rows of a batch that are wanted, in their order, without copying
// them where most follow each other: an export that is older than another is dropped
// as a whole. It asks for all rows before it yields.
func kept(t *pipeline.Task, rec arrow.Record, isWanted func(row int) bool) iter.Seq[arrow.Record] {
	return func(yield func(arrow.Record) bool) {
		runs, count := runsOf(int(rec.NumRows()), isWanted)
		if count == int(rec.NumRows()) && count > 0 {
			yield(rec)
			return
		}
		if len(runs)*longRun > count && len(runs) > 1 {
			taken := takeRuns(t, rec, runs, count)
			defer taken.Release()
			yield(taken)
			return
		}
		for _, r := range runs {
			part := rec.NewSlice(r.from, r.to)
			more := yield(part)
			part.Release()
			if !more {
				return
			}
		}
	}
}

// A run is rows that follow each other: from the first up to but not including to.
type run struct{ from, to int64 }

// runsOf returns the runs of rows that are wanted, and how many rows they are.
func runsOf(rows int, isWanted func(row int) bool) (runs []run, count int) {
	end := int64(-1)
	for row := range int64(rows) {
		if !isWanted(int(row)) {
			continue
		}
		if row != end {
			runs = append(runs, run{row, row})
		}
		end = row + 1
		runs[len(runs)-1].to = end
		count++
	}
	return runs, count
}

func takeRuns(t *pipeline.Task, rec arrow.Record, runs []run, count int) arrow.Record {
	rows := make([]int32, 0, count)
	for _, r := range runs {
		for row := r.from; row < r.to; row++ {
			rows = append(rows, int32(row))
		}
	}
	return pipeline.Take(t.Mem, rec, rows)
}

// writeDerived writes the columns of rows that a dataset has.
func writeDerived(t *pipeline.Task, d *pipeline.Dataset, rows arrow.Record) error {
	derived := pipeline.Derive(d, rows, nil)
	defer derived.Release()
	return t.Write(d, derived)
}
