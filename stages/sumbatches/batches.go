package sumbatches

import (
	"github.com/apache/arrow/go/v17/arrow"

	"ozpayout/datasets"
	"ozpayout/stages/internal/join"
	"ozpayout/stages/internal/nullable"
	"ozpayout/stages/internal/vector"
)

// A batchKey tells settlement batches apart: different sellers may use one number,
// and what two months have of a number are two batches. Seller and batch are
// numbers of names.
type batchKey struct {
	batch, seller int32
	month         arrow.Date32
}

// batchesOf returns the batch of each row, counted from 0 in the order in which batches
// first come, and how many there are.
func batchesOf(rec arrow.Record, names *vector.Names) (of []int32, count int) {
	sellers := vector.CodesOf(datasets.SellerID.In(rec), names.Number)
	batches, months := datasets.SettlementBatchNo.In(rec), datasets.MonthOn.In(rec).Date32Values()
	numbers := join.NewNumbers(0)
	var latest []int32 // row of each batch number; the next one mostly has its seller and month
	at := make(map[batchKey]int32)
	of = make([]int32, len(months))
	for row, month := range months {
		number, isNew := numbers.Of(nullable.Text(batches, row))
		if isNew {
			latest = append(latest, int32(row))
		}
		before := latest[number]
		latest[number] = int32(row)
		if !isNew && months[before] == month && sellers.At(int(before)) == sellers.At(row) {
			of[row] = of[before]
			continue
		}
		key := batchKey{int32(number), sellers.At(row), month}
		batch, ok := at[key]
		if !ok {
			batch = int32(len(at))
			at[key] = batch
		}
		of[row] = batch
	}
	return of, len(at)
}
