package load

import (
	"context"

	"github.com/apache/arrow/go/v17/arrow"
	"github.com/apache/arrow/go/v17/arrow/array"
	"github.com/apache/arrow/go/v17/arrow/bitutil"

	"ozpayout/datasets"
	"ozpayout/pipeline"
	"ozpayout/pipeline/tabular"
)

// Payments cleans payment history and says what a partition knows of payouts.
var Payments = &pipeline.Stage{
	Name: "load_payments",
	Doc: `Payment history without duplicates, and what each partition knows of payouts (9.2).

B20: settlement date and arrival date of each payout line.
B21: CSV and JSON are two copies of one export: each is cleaned on its own.
D46: rows without a line id are handed on to be numbered. The line id of an
export is the key of its line, whatever else a later export says of it. A payout
without line detail is one row, line 0, whatever else stands in it.
9.2: rows of one line that differ in nothing but the arrival are one line with
several arrivals: the line is loaded once, the other rows are duplicates whose
arrivals count.
C07, D16: no wait is counted from or to a day of a year without a RU calendar: rows that
settle or have arrived on one are quarantined, and the others go on (D42).
9.1: what a newer export says otherwise of a payout is handed on as a change.` + rules,
	Scope:   pipeline.ByPosting,
	Inputs:  []*pipeline.Dataset{datasets.RawPaymentHistory, datasets.Calendar},
	Outputs: []*pipeline.Dataset{datasets.PaymentRows, datasets.PayoutParts, datasets.LineKeys, datasets.PayoutChangeParts},
	Settles: []*pipeline.Dataset{datasets.RawPaymentHistory},
	Run:     loadPayments,
}

func loadPayments(_ context.Context, t *pipeline.Task) error {
	raw := datasets.RawPaymentHistory
	all, err := pipeline.Collect(t, raw)
	if err != nil {
		return err
	}
	defer all.Release()
	rec, err := takeCounted(t, all)
	if err != nil {
		return err
	}
	defer rec.Release()
	if rec.NumRows() == 0 {
		return nil
	}
	hasLine := haveLine(rec)
	r := resolver{
		dataset: raw, key: raw.Key, named: []pipeline.Column{datasets.SellerID, datasets.PayoutID, datasets.LineID},
		isWhole: func(row int) bool { return !hasLine[row] }, isCopy: isJSON(rec),
		beside:   []pipeline.Column{datasets.ArrivedOn, datasets.ArrivedAmount, datasets.BankReceiptNo, datasets.PayoutStatus},
		followed: true,
	}
	res := r.resolve(t, rec)
	// Loaded rows are settled when it is known whether their payout is used.
	settle(t, raw, rec, unused(res.class), res.class)

	parts, numbers := partsOf(t.Mem, rec, res, hasLine)
	ids := lineIDs(t.Mem, rec, parts, numbers.(*array.Int64), func(row int) bool { return res.class[row] == pipeline.Loaded && hasLine[row] })
	if err := writeRows(t, rec, numbers, res.class); err != nil {
		return err
	}
	if err := writeKeys(t, rec, res.class, hasLine); err != nil {
		return err
	}
	if err := writeParts(t, rec, parts, ids); err != nil {
		return err
	}
	return writeChanges(t, rec, res.steps)
}

// unused returns the rows that are not loaded.
func unused(class []pipeline.Class) (rows []int32) {
	for row, c := range class {
		if c != pipeline.Loaded {
			rows = append(rows, int32(row))
		}
	}
	return rows
}

// isJSON tells the rows of the JSON copy (B21).
func isJSON(rec arrow.Record) func(row int) bool {
	forms := pipeline.FromForm.In(rec)
	code := int32(codeOf(forms, string(tabular.JSON)))
	if code < 0 {
		return func(int) bool { return false }
	}
	codes := forms.Indices().(*array.Int32).Int32Values()
	return func(row int) bool { return codes[row] == code && forms.IsValid(row) }
}

// codeOf returns the dictionary code of a text, -1 if no row has it.
func codeOf(a *array.Dictionary, text string) int {
	values := a.Dictionary().(*array.String)
	for i := range values.Len() {
		if values.Value(i) == text {
			return i
		}
	}
	return -1
}

// haveLine reports of each payment row whether it has line detail (9.2).
func haveLine(rec arrow.Record) []bool {
	has := make([]bool, rec.NumRows())
	for _, detail := range []arrow.Array{datasets.PostingNumber.In(rec), datasets.OrderID.In(rec), datasets.LineAmount.In(rec)} {
		hasNulls, bits, offset := detail.NullN() > 0, detail.NullBitmapBytes(), detail.Data().Offset()
		for row := range has {
			has[row] = has[row] || !hasNulls || bitutil.BitIsSet(bits, offset+row)
		}
	}
	return has
}

// writeRows writes the loaded rows, each with the number of its part, which it releases.
func writeRows(t *pipeline.Task, rec arrow.Record, numbers arrow.Array, class []pipeline.Class) error {
	rows := pipeline.Derive(datasets.PaymentRows, rec, map[pipeline.Column]arrow.Array{datasets.PartNo: numbers})
	defer rows.Release()
	for used := range loaded(t, rows, class) {
		if err := t.Write(datasets.PaymentRows, used); err != nil {
			return err
		}
	}
	return nil
}

// writeKeys hands on the loaded rows that have line detail but no line id.
func writeKeys(t *pipeline.Task, rec arrow.Record, class []pipeline.Class, hasLine []bool) error {
	id := datasets.LineID.In(rec)
	if id.NullN() == 0 {
		return nil
	}
	for keys := range kept(t, rec, func(row int) bool { return id.IsNull(row) && hasLine[row] && class[row] == pipeline.Loaded }) {
		if err := writeDerived(t, datasets.LineKeys, keys); err != nil {
			return err
		}
	}
	return nil
}
