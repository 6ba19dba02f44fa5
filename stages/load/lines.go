package load

import (
	"context"

	"github.com/apache/arrow/go/v17/arrow"

	"ozpayout/datasets"
	"ozpayout/pipeline"
	"ozpayout/stages/internal/vector"
)

// Lines joins payment rows with their payout.
var Lines = &pipeline.Stage{
	Name: "build_lines",
	Doc: `Payout lines that are used: typed, numbered, with the arrival of their payout.

B20: the arrival of a payout is the arrival of its lines.
B21: rows of the JSON copy of a payout that the table copy knows are duplicates.
D04: a payout without lines is one row, line 0; beside its lines such a row is a
duplicate.
D40: the rows that load_payments left are settled here.
D46: line ids as exported, else as numbered.`,
	Scope:   pipeline.ByPosting,
	Inputs:  []*pipeline.Dataset{datasets.PaymentRows, datasets.LinePayouts, datasets.LineNumbers},
	Outputs: []*pipeline.Dataset{datasets.PayoutLines},
	Run:     buildLines,
}

func buildLines(_ context.Context, t *pipeline.Task) error {
	rows, err := pipeline.Collect(t, datasets.PaymentRows)
	if err != nil {
		return err
	}
	defer rows.Release()
	payouts, err := pipeline.Collect(t, datasets.LinePayouts)
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
	conflict, form := datasets.IsConflict.In(payouts), vector.WordsOf(datasets.PartForm.In(payouts))
	json, hasDetail, linesOf := isJSON(rows), haveLine(rows), datasets.PartLines.In(payouts)
	class := make([]pipeline.Class, len(payoutOf))
	at := make([]int32, 0, len(payoutOf)) // payout of each line
	for row, payout := range payoutOf {
		switch {
		case !hasDetail[row] && linesOf.Value(int(payout)) > 0:
			class[row] = pipeline.Duplicate // its lines say the same money in detail
		case json(row) && form.At(int(payout)) != datasets.JSONForm:
			class[row] = pipeline.Duplicate
		case conflict.Value(int(payout)):
			class[row] = pipeline.Quarantined
		default:
			class[row] = pipeline.Loaded
			at = append(at, payout)
		}
	}
	settle(t, datasets.RawPaymentHistory, rows, allRows(rows), class)
	for lines := range loaded(t, rows, class) {
		n := lines.NumRows()
		if err := writeLines(t, lines, numbers, payouts, at[:n]); err != nil {
			return err
		}
		at = at[n:]
	}
	return nil
}

func writeLines(t *pipeline.Task, lines, numbers, payouts arrow.Record, payoutOf []int32) error {
	columns := newLineMaker(t.Mem, lines).columns(payouts, payoutOf, numberOf(lines, numbers, payouts, payoutOf))
	out := pipeline.Derive(datasets.PayoutLines, lines, columns)
	defer out.Release()
	return t.Write(datasets.PayoutLines, out)
}

// lookUp finds what is known of the payout of each row by the number of its part.
func lookUp(rows, payouts arrow.Record) []int32 {
	parts := datasets.PartNo.In(payouts).Int64Values()
	at := make([]int32, len(parts))
	for row, part := range parts {
		at[part] = int32(row)
	}
	out := make([]int32, rows.NumRows())
	for row, part := range datasets.PartNo.In(rows).Int64Values() {
		out[row] = at[part]
	}
	return out
}

// numberOf returns the generated number of each line that has one; marked where
// the export names other lines of the payout, whose ids may be numbers too.
func numberOf(lines, numbers, payouts arrow.Record, payoutOf []int32) func(row int) string {
	type place struct {
		file, sheet int
		row         int64
	}
	var files vector.Words
	sheets := vector.NewWords("") // that of a CSV
	placesIn := func(rec arrow.Record) func(i int) place {
		file := vector.CodesOf(pipeline.FromFile.In(rec), files.Index)
		sheet := vector.CodesOf(pipeline.FromSheet.In(rec), sheets.Index)
		row := pipeline.FromRow.In(rec)
		return func(i int) place { return place{file.At(i), sheet.At(i), row.Value(i)} }
	}
	at := placesIn(numbers)
	number := datasets.LineNo.In(numbers)
	generated := make(map[place]string, number.Len())
	for i := range number.Len() {
		generated[at(i)] = number.Value(i)
	}
	at = placesIn(lines)
	named := datasets.NamedLines.In(payouts)
	return func(i int) string {
		id := generated[at(i)]
		if named.Value(int(payoutOf[i])) > 0 {
			return "#" + id
		}
		return id
	}
}
