package load

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"github.com/apache/arrow/go/v17/arrow"
	"github.com/apache/arrow/go/v17/arrow/array"

	"ozpayout/datasets"
	"ozpayout/pipeline"
)

// Lines joins payment rows with their payout.
var Lines = &pipeline.Stage{
	Name: "build_lines",
	Doc: `Payout lines that are used: typed, numbered, with the arrival of their payout.

B20: the arrival of a payout is the arrival of its lines.
B21: rows of the JSON copy of a payout that the table copy knows are duplicates.
D04: a payout without lines is one row, line 0.
D40: the rows that load_payments left are settled here.
D46: line ids as exported, else as numbered.`,
	Scope:   pipeline.ByPosting,
	Inputs:  []*pipeline.Dataset{datasets.PaymentRows, datasets.Payouts, datasets.LineNumbers},
	Outputs: []*pipeline.Dataset{datasets.PayoutLines},
	Run:     buildLines,
}

func buildLines(_ context.Context, t *pipeline.Task) error {
	rows, err := pipeline.Collect(t, datasets.PaymentRows)
	if err != nil {
		return err
	}
	defer rows.Release()
	payouts, err := pipeline.Collect(t, datasets.Payouts)
	if err != nil {
		return err
	}
	defer payouts.Release()
	numbers, err := pipeline.Collect(t, datasets.LineNumbers)
	if err != nil {
		return err
	}
	defer numbers.Release()

	payoutOf := lookUp(rows, payouts)
	conflict, form := datasets.IsConflict.In(payouts), codesOf(datasets.PartForm.In(payouts))
	json := isJSON(rows)
	class := func(row int) pipeline.Class {
		payout := int(payoutOf[row])
		switch {
		case json(row) && form.text(payoutOf[row]) != "json":
			return pipeline.Duplicate
		case conflict.Value(payout):
			return pipeline.Quarantined
		}
		return pipeline.Loaded
	}
	settle(t, datasets.RawPaymentHistory, rows, func(row int) (pipeline.Class, bool) { return class(row), true })

	var at []int32 // payout of each line
	lines := kept(t, rows, func(row int) bool {
		if class(row) != pipeline.Loaded {
			return false
		}
		at = append(at, payoutOf[row])
		return true
	})
	defer lines.Release()
	if lines.NumRows() == 0 {
		return nil
	}
	out, err := derive(t, lines, payouts, numbers, at)
	if err != nil {
		return err
	}
	defer out.Release()
	return t.Write(datasets.PayoutLines, out)
}

// lookUp finds the payout of each row. merge_payouts leaves payouts sorted by id
// and seller, and rows of one payout often follow each other.
func lookUp(rows, payouts arrow.Record) []int32 {
	ids, sellers := datasets.PayoutID.In(payouts), codesOf(datasets.SellerID.In(payouts))
	id, seller := datasets.PayoutID.In(rows), codesOf(datasets.SellerID.In(rows))
	order := make([]int32, ids.Len())
	for i := range order {
		order[i] = int32(i)
	}
	out := make([]int32, rows.NumRows())
	for row := range out {
		if row > 0 && id.Value(row) == id.Value(row-1) && seller.text(int32(row)) == seller.text(int32(row-1)) {
			out[row] = out[row-1]
			continue
		}
		at, _ := slices.BinarySearchFunc(order, row, func(payout int32, row int) int {
			if c := strings.Compare(ids.Value(int(payout)), id.Value(row)); c != 0 {
				return c
			}
			return strings.Compare(sellers.text(payout), seller.text(int32(row)))
		})
		out[row] = int32(at)
	}
	return out
}

// place names a row of the input.
type place struct {
	file string
	row  int64
}

func derive(t *pipeline.Task, lines, payouts, numbers arrow.Record, payoutOf []int32) (arrow.Record, error) {
	generated := map[place]string{}
	numbered := placesOf(numbers)
	number := datasets.LineNo.In(numbers)
	for row := range number.Len() {
		generated[place{numbered.file(int32(row)), numbered.row.Value(row)}] = number.Value(row)
	}
	b := pipeline.NewBuilder(t.Mem, linesAdded)
	defer b.Release()
	if err := fillLines(b, lines, payouts, generated, payoutOf); err != nil {
		return nil, err
	}
	added := b.Record()
	defer added.Release()
	columns := columnsOf(linesAdded, added)
	for c, from := range map[pipeline.Column]arrow.Array{
		datasets.FirstFile: pipeline.FromFile.In(lines), datasets.FirstRow: pipeline.FromRow.In(lines), datasets.StatusCode: datasets.PayoutStatus.In(lines),
	} {
		from.Retain()
		columns[c] = from
	}
	return pipeline.Derive(datasets.PayoutLines, lines, columns), nil
}

// linesAdded are the columns that payment rows do not have.
var linesAdded = &pipeline.Dataset{
	Name: "payout_lines",
	Columns: []pipeline.Column{
		datasets.LineNo, datasets.RouteCode, datasets.LineCode, datasets.Amount, datasets.Currency, datasets.ArrivedDay, datasets.ArrivalCode, datasets.LastReceiptNo,
	},
}

func fillLines(b *pipeline.Builder, lines, payouts arrow.Record, generated map[place]string, payoutOf []int32) error {
	hasDetail := hasLine(lines)
	at := placesOf(lines)
	id, kind, route := datasets.LineID.In(lines), codesOf(datasets.LineType.In(lines)), codesOf(datasets.Route.In(lines))
	amount, payoutAmount := datasets.LineAmount.In(lines), datasets.PayoutAmount.In(lines)
	currency, payoutCurrency := currencyColumn(lines), codesOf(datasets.PayoutCurrency.In(lines))
	arrived, arrival, receipt := datasets.LastArrivedOn.In(payouts), codesOf(datasets.ArrivalCode.In(payouts)), datasets.LastReceiptNo.In(payouts)

	lineNo, amounts := datasets.LineNo.To(b), datasets.Amount.To(b)
	days, receipts := datasets.ArrivedDay.To(b), datasets.LastReceiptNo.To(b)
	put := codeWriter{}
	for row, payout := range payoutOf {
		r := int32(row)
		code, money := kind.text(r), currency(row)
		switch {
		case !hasDetail(row):
			lineNo.Append("0")
			amounts.Append(payoutAmount.Value(row))
			code, money = "payout", payoutCurrency.text(r)
		case id.IsValid(row):
			lineNo.Append(id.Value(row))
		default:
			lineNo.Append(generated[place{at.file(r), at.row.Value(row)}])
		}
		if hasDetail(row) {
			appendNumber(amounts, amount, row)
		}
		if code == "" {
			code = "sale"
		}
		put.code(datasets.LineCode.To(b), code)
		put.code(datasets.Currency.To(b), money)
		put.code(datasets.RouteCode.To(b), cmp.Or(route.text(r), "unknown"))
		put.code(datasets.ArrivalCode.To(b), arrival.text(payout))
		if arrived.IsNull(int(payout)) {
			days.AppendNull()
		} else {
			days.Append(arrived.Value(int(payout)))
		}
		if receipt.IsNull(int(payout)) {
			receipts.AppendNull()
		} else {
			receipts.Append(receipt.Value(int(payout)))
		}
	}
	return put.err
}

// A codeWriter appends codes and keeps the first error.
type codeWriter struct{ err error }

func (w *codeWriter) code(b *array.BinaryDictionaryBuilder, code string) {
	if err := appendCode(b, code); err != nil && w.err == nil {
		w.err = err
	}
}

func appendNumber(b *array.Int64Builder, from *array.Int64, row int) {
	if from.IsNull(row) {
		b.AppendNull()
		return
	}
	b.Append(from.Value(row))
}
