package load

import (
	"math/big"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/apache/arrow/go/v17/arrow"
	"github.com/apache/arrow/go/v17/arrow/array"
	"github.com/zeebo/xxh3"

	"ozpayout/datasets"
	"ozpayout/pipeline"
	"ozpayout/stages/internal/calendar"
	"ozpayout/stages/internal/nullable"
)

// A change is a column of a payout in which two exports differ.
type change struct {
	step
	column int // of payment history
}

// A changeKey tells changes apart: many lines of a payout change alike.
type changeKey struct {
	payout, before, after fingerprint
	column                int
	stamp                 arrow.Timestamp
}

// writeChanges hands on what the steps change in payouts.
func writeChanges(t *pipeline.Task, rec arrow.Record, steps []step) error {
	if len(steps) == 0 {
		return nil
	}
	w := nullable.NewWriter(t, datasets.PayoutChangeParts)
	defer w.Release()
	sellers, payouts, stamps := datasets.SellerID.In(rec), datasets.PayoutID.In(rec), datasets.ExportedAt.In(rec)
	place := placesOf(rec)
	for _, c := range changesOf(rec, steps) {
		row := c.after[0]
		w.Code(datasets.SellerID, nullable.Code(sellers, int(row)))
		w.Text(datasets.PayoutID, payouts.Value(int(row)))
		w.Code(datasets.ChangedColumn, datasets.RawPaymentHistory.Columns[c.column].ColumnName())
		w.Instant(datasets.ExportedAt, new(stamps.Value(int(row))))
		w.Text(datasets.ValueBefore, valuesOf(rec, c.column, c.before))
		w.Text(datasets.ValueAfter, valuesOf(rec, c.column, c.after))
		w.Code(pipeline.FromFile, place.file(row))
		w.Int(pipeline.FromRow, place.row.Value(int(row)))
	}
	return w.Flush()
}

// changesOf returns the distinct changes of payouts, each with its first row by
// place.
func changesOf(rec arrow.Record, steps []step) (changes []change) {
	raw := datasets.RawPaymentHistory
	var rows []int32
	for _, s := range steps {
		rows = append(append(rows, s.before...), s.after...)
	}
	slices.Sort(rows)
	rows = slices.Compact(rows)
	payouts := fingerprintsOf(rows, raw, rec, isPayoutKey)
	stamps, place := datasets.ExportedAt.In(rec), placesOf(rec)
	cells := make([]fingerprint, rec.NumRows())
	at := make(map[changeKey]int)
	for i, column := range raw.Columns {
		if !datasets.IsChangeable(column) {
			continue
		}
		for _, row := range rows {
			cells[row] = fingerprint{}
		}
		addColumn(cells, rows, rec.Column(i))
		for _, s := range steps {
			before, after := setOf(cells, s.before), setOf(cells, s.after)
			if before == after {
				continue
			}
			key := changeKey{payouts[s.after[0]], before, after, i, stamps.Value(int(s.after[0]))}
			known, isKnown := at[key]
			switch {
			case !isKnown:
				at[key] = len(changes)
				changes = append(changes, change{s, i})
			case place.compare(s.after[0], changes[known].after[0]) < 0:
				changes[known].step = s
			}
		}
	}
	return changes
}

// setOf stands for the distinct cells of some rows.
func setOf(cells []fingerprint, rows []int32) fingerprint {
	if len(rows) == 1 {
		return cells[rows[0]]
	}
	distinct := make([]fingerprint, len(rows))
	for i, row := range rows {
		distinct[i] = cells[row]
	}
	slices.SortFunc(distinct, compareFingerprints)
	distinct = slices.Compact(distinct)
	set := distinct[0]
	for _, cell := range distinct[1:] {
		set.add(xxh3.Uint128{Hi: cell.hi, Lo: cell.lo})
	}
	return set
}

// valuesOf prints the distinct cells of some rows of a column, joined by |.
func valuesOf(rec arrow.Record, column int, rows []int32) string {
	texts := make([]string, len(rows))
	for i, row := range rows {
		texts[i] = cellText(rec.Column(column), datasets.RawPaymentHistory.Columns[column].Type(), int(row))
	}
	slices.Sort(texts)
	return strings.Join(slices.Compact(texts), "|")
}

// cellText prints a cell, "" for null.
func cellText(cells arrow.Array, kind pipeline.Type, row int) string {
	if cells.IsNull(row) {
		return ""
	}
	switch cells := cells.(type) {
	case *array.String:
		return cells.Value(row)
	case *array.Dictionary:
		return nullable.Code(cells, row)
	case *array.Date32:
		return calendar.Day(cells.Value(row)).String()
	case *array.Timestamp:
		return time.UnixMicro(int64(cells.Value(row))).UTC().Format(time.RFC3339Nano)
	case *array.Boolean:
		return strconv.FormatBool(cells.Value(row))
	}
	numbers, ok := cells.(*array.Int64)
	if !ok {
		return cells.ValueStr(row)
	}
	number := numbers.Value(row)
	switch kind {
	case pipeline.MoneyType:
		return big.NewRat(number, 100).FloatString(2)
	case pipeline.RateType:
		return strings.TrimRight(strings.TrimRight(big.NewRat(number, pipeline.RateScale).FloatString(10), "0"), ".")
	}
	return strconv.FormatInt(number, 10)
}
