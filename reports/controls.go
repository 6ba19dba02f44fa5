package reports

import (
	"github.com/apache/arrow/go/v17/arrow"
	"github.com/apache/arrow/go/v17/arrow/array"

	"ozpayout/pipeline"
)

// The states of a control.
const (
	wordOK    word = "ok"
	wordCheck word = "check"
)

// controls shows where every row and every minor unit went (D40), with the
// differences as formulas.
var controls = &sheet{
	Key: "controls", Dataset: pipeline.ControlTotals, Frozen: 3,
	Columns: []column{
		{Of: pipeline.FileName},
		{Of: pipeline.DatasetName, Codes: "dataset"},
		{Of: pipeline.ControlCurrency},
		{Of: pipeline.RowsRead, Sum: true},
		{Of: pipeline.RowsLoaded, Sum: true},
		{Of: pipeline.RowsDuplicate, Sum: true},
		{Of: pipeline.RowsSuperseded, Sum: true},
		{Of: pipeline.RowsQuarantined, Sum: true},
		{Of: pipeline.RowsNotData, Sum: true},
		{
			Key: "rows_difference", Unit: "rows", Doc: "rows_read minus the five classes; must be 0 (D40)",
			Value:   whole(func(t controlRow) int64 { return t.rowsDifference() }),
			Formula: "{rows_read}-SUM({rows_loaded}:{rows_not_data})",
		},
		{Of: pipeline.AmountRead, Sum: true},
		{Of: pipeline.AmountLoaded, Sum: true},
		{Of: pipeline.AmountDuplicate, Sum: true},
		{Of: pipeline.AmountSuperseded, Sum: true},
		{Of: pipeline.AmountQuarantined, Sum: true},
		{
			Key: "amount_difference", Unit: "currency of the row", Doc: "amount_read minus the four classes that carry amounts; must be 0 (D40)",
			Value:   money(func(t controlRow) (int64, bool) { return t.amountDifference(), true }),
			Formula: "ROUND({amount_read}-SUM({amount_loaded}:{amount_quarantined}),2)",
		},
		{Of: pipeline.StatedTotal},
		{
			Key: "stated_difference", Unit: "currency of the row", Doc: "amount_read minus stated_total; empty where the file states none",
			Value:   money(controlRow.statedDifference),
			Formula: `IF({stated_total}="","",ROUND({amount_read}-{stated_total},2))`,
		},
		{Of: pipeline.AmountPublished, Sum: true},
		{
			Key: "published_difference", Unit: "currency of the row", Doc: "amount_published minus amount_loaded; empty where no mart names the file",
			Value:   money(controlRow.publishedDifference),
			Formula: `IF({amount_published}="","",ROUND({amount_published}-{amount_loaded},2))`,
		},
		{
			Key: "state", Doc: "OK: every difference is 0 or empty; else CHECK", Alert: wordCheck,
			Value: func(rec arrow.Record) func(row int) any {
				at := controlRows(rec)
				return func(row int) any {
					if at(row).ties() {
						return wordOK
					}
					return wordCheck
				}
			},
			Formula: `IF(AND({rows_difference}=0,{amount_difference}=0,OR({stated_difference}="",{stated_difference}=0),OR({published_difference}="",{published_difference}=0)),[ok],[check])`,
		},
	},
}

// A controlRow is a row of control_totals.
type controlRow struct {
	rowsRead, rowsSettled     int64
	amountRead, amountSettled int64
	loaded                    int64
	stated, published         optional
}

// An optional is an amount that may be unknown.
type optional struct {
	value int64
	known bool
}

// amountColumns and rowColumns are the classes that add up to what was read.
var (
	rowColumns    = []*pipeline.Int{pipeline.RowsLoaded, pipeline.RowsDuplicate, pipeline.RowsSuperseded, pipeline.RowsQuarantined, pipeline.RowsNotData}
	amountColumns = []*pipeline.Money{pipeline.AmountLoaded, pipeline.AmountDuplicate, pipeline.AmountSuperseded, pipeline.AmountQuarantined}
)

// controlRows reads rows of control_totals.
func controlRows(rec arrow.Record) func(row int) controlRow {
	rowsRead, amountRead, loaded := pipeline.RowsRead.In(rec), pipeline.AmountRead.In(rec), pipeline.AmountLoaded.In(rec)
	stated, published := pipeline.StatedTotal.In(rec), pipeline.AmountPublished.In(rec)
	var rows, amounts []*array.Int64
	for _, c := range rowColumns {
		rows = append(rows, c.In(rec))
	}
	for _, c := range amountColumns {
		amounts = append(amounts, c.In(rec))
	}
	return func(row int) controlRow {
		t := controlRow{
			rowsRead: zeroIfNull(rowsRead, row), amountRead: zeroIfNull(amountRead, row), loaded: zeroIfNull(loaded, row),
			stated: optionalAt(stated, row), published: optionalAt(published, row),
		}
		for _, c := range rows {
			t.rowsSettled += zeroIfNull(c, row)
		}
		for _, c := range amounts {
			t.amountSettled += zeroIfNull(c, row)
		}
		return t
	}
}

func (t controlRow) rowsDifference() int64   { return t.rowsRead - t.rowsSettled }
func (t controlRow) amountDifference() int64 { return t.amountRead - t.amountSettled }

func (t controlRow) statedDifference() (int64, bool) {
	return t.amountRead - t.stated.value, t.stated.known
}

func (t controlRow) publishedDifference() (int64, bool) {
	return t.published.value - t.loaded, t.published.known
}

// ties reports whether every known difference is zero.
func (t controlRow) ties() bool {
	for _, difference := range []func() (int64, bool){t.statedDifference, t.publishedDifference} {
		if d, known := difference(); known && d != 0 {
			return false
		}
	}
	return t.rowsDifference() == 0 && t.amountDifference() == 0
}

func whole(of func(controlRow) int64) func(arrow.Record) func(int) any {
	return func(rec arrow.Record) func(int) any {
		at := controlRows(rec)
		return func(row int) any { return of(at(row)) }
	}
}

func money(of func(controlRow) (int64, bool)) func(arrow.Record) func(int) any {
	return func(rec arrow.Record) func(int) any {
		at := controlRows(rec)
		return func(row int) any {
			if d, known := of(at(row)); known {
				return minorUnits(d)
			}
			return ""
		}
	}
}

func zeroIfNull(a *array.Int64, row int) int64 {
	if a.IsNull(row) {
		return 0
	}
	return a.Value(row)
}

func optionalAt(a *array.Int64, row int) optional {
	return optional{zeroIfNull(a, row), a.IsValid(row)}
}
