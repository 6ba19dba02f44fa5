package load

import (
	"context"
	"sort"
	"strings"

	"github.com/apache/arrow/go/v17/arrow"
	"github.com/apache/arrow/go/v17/arrow/array"

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
	conflict, form := datasets.IsConflict.In(payouts), vector.WordsOf(datasets.PartForm.In(payouts))
	json, hasDetail, linesOf := isJSON(rows), hasLine(rows), datasets.PartLines.In(payouts)
	class := make([]pipeline.Class, len(payoutOf))
	at := make([]int32, 0, len(payoutOf)) // payout of each line
	for row, payout := range payoutOf {
		switch {
		case !hasDetail(row) && linesOf.Value(int(payout)) > 0:
			class[row] = pipeline.Duplicate // its lines say the same money in detail
		case json(row) && form.At(int(payout)) != jsonForm:
			class[row] = pipeline.Duplicate
		case conflict.Value(int(payout)):
			class[row] = pipeline.Quarantined
		default:
			class[row] = pipeline.Loaded
			at = append(at, payout)
		}
	}
	settle(t, datasets.RawPaymentHistory, rows, func(row int) (pipeline.Class, bool) { return class[row], true })
	for lines := range kept(t, rows, func(row int) bool { return class[row] == pipeline.Loaded }) {
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

// lookUp finds the payout of each row. Rows of one payout often follow each other,
// and so do payouts.
func lookUp(rows, payouts arrow.Record) []int32 {
	known := sortedPayouts{datasets.PayoutID.In(payouts), vector.WordsOf(datasets.SellerID.In(payouts))}
	id, seller := datasets.PayoutID.In(rows), vector.WordsOf(datasets.SellerID.In(rows))
	out := make([]int32, rows.NumRows())
	at := 0
	for row := range out {
		if row == 0 || id.Value(row) != id.Value(row-1) || seller.At(row) != seller.At(row-1) {
			at = known.find(id.Value(row), seller.At(row), at)
		}
		out[row] = int32(at)
	}
	return out
}

// sortedPayouts are the payouts as merge_payouts leaves them: sorted by id and
// seller.
type sortedPayouts struct {
	ids     *array.String
	sellers vector.Codes[string]
}

// find finds a payout. It looks in ever longer steps away from where the last one
// was found, then between the last two steps.
func (p *sortedPayouts) find(id, seller string, last int) int {
	rows := p.ids.Len()
	from, to := last, last
	for step := 1; to < rows && p.isBefore(to, id, seller); step *= 2 {
		from, to = to+1, min(to+step, rows)
	}
	for step := 1; from > 0 && !p.isBefore(from-1, id, seller); step *= 2 {
		from, to = max(from-step, 0), from-1
	}
	return from + sort.Search(to-from, func(i int) bool { return !p.isBefore(from+i, id, seller) })
}

// isBefore reports whether a payout stands before the one with that id and seller.
func (p *sortedPayouts) isBefore(payout int, id, seller string) bool {
	if c := strings.Compare(p.ids.Value(payout), id); c != 0 {
		return c < 0
	}
	return p.sellers.At(payout) < seller
}

// numberOf returns the generated number of each line that has one; marked where
// the export names other lines of the payout, whose ids may be numbers too.
func numberOf(lines, numbers, payouts arrow.Record, payoutOf []int32) func(row int) string {
	type place struct {
		file int
		row  int64
	}
	var files vector.Words
	file, row := vector.CodesOf(pipeline.FromFile.In(numbers), files.Index), pipeline.FromRow.In(numbers)
	number := datasets.LineNo.In(numbers)
	generated := make(map[place]string, number.Len())
	for i := range number.Len() {
		generated[place{file.At(i), row.Value(i)}] = number.Value(i)
	}
	lineFile, lineRow := vector.CodesOf(pipeline.FromFile.In(lines), files.Index), pipeline.FromRow.In(lines)
	named := datasets.NamedLines.In(payouts)
	return func(i int) string {
		id := generated[place{lineFile.At(i), lineRow.Value(i)}]
		if named.Value(int(payoutOf[i])) > 0 {
			return "#" + id
		}
		return id
	}
}
