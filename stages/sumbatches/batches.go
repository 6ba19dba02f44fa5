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

// Hash tells keys apart that are asked for in turn.
func (k batchKey) Hash() uint32 { return uint32(k.batch) + 31*uint32(k.seller) + 61*uint32(k.month) }

// batchKeys returns the key of each row.
func batchKeys(rec arrow.Record, names *vector.Names) []batchKey {
	sellers := vector.CodesOf(datasets.SellerID.In(rec), names.Number)
	batches, months := datasets.SettlementBatchNo.In(rec), datasets.MonthOn.In(rec).Date32Values()
	numbers := join.NewNumbers(0)
	keys := make([]batchKey, len(months))
	for row := range keys {
		number, _ := numbers.Of(nullable.Text(batches, row))
		keys[row] = batchKey{int32(number), sellers.At(row), months[row]}
	}
	return keys
}
