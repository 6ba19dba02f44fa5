package load

import (
	"github.com/apache/arrow/go/v17/arrow"
	"github.com/apache/arrow/go/v17/arrow/array"
	"github.com/apache/arrow/go/v17/arrow/memory"

	"ozpayout/datasets"
	"ozpayout/pipeline"
	"ozpayout/stages/internal/join"
	"ozpayout/stages/internal/nullable"
	"ozpayout/stages/internal/vector"
)

// A lineMaker makes the columns of payout lines that payment rows do not have.
type lineMaker struct {
	mem       memory.Allocator
	lines     arrow.Record
	hasDetail []bool
}

func newLineMaker(mem memory.Allocator, lines arrow.Record) *lineMaker {
	return &lineMaker{mem, lines, haveLine(lines)}
}

// columns returns the columns. The caller releases them.
func (m *lineMaker) columns(payouts arrow.Record, payoutOf []int32, numberOf func(row int) string) map[pipeline.Column]arrow.Array {
	known := pipeline.Derive(arrivalColumns, payouts, nil)
	defer known.Release()
	arrivals := pipeline.Take(m.mem, known, payoutOf)
	defer arrivals.Release()
	columns := map[pipeline.Column]arrow.Array{
		datasets.FirstFile:     pipeline.FromFile.In(m.lines),
		datasets.FirstRow:      pipeline.FromRow.In(m.lines),
		datasets.StatusCode:    datasets.PayoutStatus.In(m.lines),
		datasets.ArrivedDay:    datasets.LastArrivedOn.In(arrivals),
		datasets.ArrivalCode:   datasets.ArrivalCode.In(arrivals),
		datasets.LastReceiptNo: datasets.LastReceiptNo.In(arrivals),
	}
	for _, same := range columns {
		same.Retain()
	}
	columns[datasets.LineNo], columns[datasets.LineCode], columns[datasets.Amount] = m.lineNo(numberOf, datasets.RepeatsIDs.In(payouts), payoutOf), m.lineCode(), m.amount()
	columns[datasets.Currency], columns[datasets.RouteCode] = m.currency(), m.routeCode()
	return columns
}

// arrivalColumns are what lines have from their payouts.
var arrivalColumns = &pipeline.Dataset{
	Name:    "payouts",
	Columns: []pipeline.Column{datasets.LastArrivedOn, datasets.ArrivalCode, datasets.LastReceiptNo},
}

// lineNo is 0 for a payout without lines, else as exported, else as numbered
// (D04, D46). Ids that lines of several orders of the payout share are told apart by
// the order: two lines never have one key.
func (m *lineMaker) lineNo(numberOf func(row int) string, repeats *array.Boolean, payoutOf []int32) arrow.Array {
	exported := datasets.LineID.In(m.lines)
	b := vector.NewTexts(m.mem, exported.Len(), 2*exported.Len())
	defer b.Release()
	for row := range exported.Len() {
		switch {
		case !m.hasDetail[row]:
			b.Append("0")
		case exported.IsValid(row) && repeats.Value(int(payoutOf[row])):
			b.Append(exported.Value(row) + "@" + m.orderOf(row))
		case exported.IsValid(row):
			b.Append(exported.Value(row))
		default:
			b.Append(numberOf(row))
		}
	}
	return b.Column()
}

// orderOf returns the order of a line, by which it is placed: that of its posting, else
// the one that it names; empty for none.
func (m *lineMaker) orderOf(row int) string {
	if posting := datasets.PostingNumber.In(m.lines); posting.IsValid(row) {
		return join.OrderOf(posting.Value(row))
	}
	return nullable.Text(datasets.OrderID.In(m.lines), row)
}

func (m *lineMaker) lineCode() arrow.Array {
	kinds := datasets.LineType.In(m.lines)
	b := vector.NewCodeBuilder(m.mem, kinds.Len())
	defer b.Release()
	kind := vector.CodesOf(kinds, b.Words.Index)
	for row := range kinds.Len() {
		switch {
		case !m.hasDetail[row]:
			b.AppendWord("payout")
		case kind.IsNull(row):
			b.AppendWord("sale")
		default:
			b.Append(kind.At(row))
		}
	}
	return b.Column()
}

func (m *lineMaker) amount() arrow.Array {
	line, payout := datasets.LineAmount.In(m.lines), datasets.PayoutAmount.In(m.lines)
	v := vector.New[int64](m.mem, line.Len())
	defer v.Release()
	for row := range line.Len() {
		if m.hasDetail[row] {
			v.AppendIf(line.IsValid(row), line.Value(row))
		} else {
			v.Append(payout.Value(row))
		}
	}
	return v.Column(pipeline.MoneyType.Arrow())
}

func (m *lineMaker) currency() arrow.Array {
	b := vector.NewCodeBuilder(m.mem, int(m.lines.NumRows()))
	defer b.Release()
	line := newLineCurrency(m.lines, b.Words.Index)
	payout := line[len(line)-1:]
	for row := range int(m.lines.NumRows()) {
		if m.hasDetail[row] {
			line.append(b, row)
		} else {
			payout.append(b, row)
		}
	}
	return b.Column()
}

func (m *lineMaker) routeCode() arrow.Array {
	routes := datasets.Route.In(m.lines)
	b := vector.NewCodeBuilder(m.mem, routes.Len())
	defer b.Release()
	route := vector.CodesOf(routes, b.Words.Index)
	for row := range routes.Len() {
		if route.IsNull(row) {
			b.AppendWord("unknown")
		} else {
			b.Append(route.At(row))
		}
	}
	return b.Column()
}
