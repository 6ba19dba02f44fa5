package sumsettlements

import (
	"cmp"

	"github.com/apache/arrow/go/v17/arrow"
	"github.com/apache/arrow/go/v17/arrow/array"

	"ozpayout/datasets"
	"ozpayout/stages/internal/calendar"
	"ozpayout/stages/internal/join"
	"ozpayout/stages/internal/nullable"
	"ozpayout/stages/internal/tally"
	"ozpayout/stages/internal/vector"
)

// A month is what the lines of a seller and currency add up to in a month.
type month struct {
	start       calendar.Day
	row         int // a line of the month
	gross       int64
	refundRow   int    // line of the largest refund, -1 = none
	orderAmount *int64 // of the order of that refund, nil = not known
}

// A kind is what a line counts for.
type kind uint8

const (
	neither kind = iota
	gross
	refund
)

// kindOf returns what a line of a type counts for.
func kindOf(lineType string) kind {
	switch lineType {
	case "sale", "payout":
		return gross
	case "refund":
		return refund
	}
	return neither
}

func isTest(scope string) bool { return scope == "test_transfer" }

// lines are the columns that are summed.
type lines struct {
	seller, currency vector.Codes[string]
	kind             vector.Codes[kind]
	isTestSale       vector.Codes[bool]
	isTestCharge     vector.Codes[bool]
	amount           *array.Int64
	amounts          []int64
	settled          []arrow.Date32
	payout, number   *array.String
	order, posting   *array.String
}

func newLines(rec arrow.Record) *lines {
	amount := datasets.Amount.In(rec)
	return &lines{
		seller: vector.WordsOf(datasets.SellerID.In(rec)), currency: vector.WordsOf(datasets.Currency.In(rec)),
		kind:       vector.CodesOf(datasets.LineCode.In(rec), kindOf),
		isTestSale: vector.CodesOf(datasets.ScopeCode.In(rec), isTest), isTestCharge: vector.CodesOf(datasets.ChargeScope.In(rec), isTest),
		amount: amount, amounts: amount.Int64Values(), settled: datasets.SettledOn.In(rec).Date32Values(),
		payout: datasets.PayoutID.In(rec), number: datasets.LineNo.In(rec),
		order: datasets.OrderID.In(rec), posting: datasets.PostingNumber.In(rec),
	}
}

// A key tells months apart. Seller and currency are dictionary entries.
type key struct {
	seller, currency int
	start            calendar.Day
}

// Hash tells keys apart that are asked for in turn.
func (k key) Hash() uint32 { return uint32(k.start) + 31*uint32(k.currency) + 61*uint32(k.seller) }

// sum returns the months of the lines.
func (l *lines) sum() (months []*month) {
	at := tally.New[key, *month]()
	for row, amount := range l.amounts {
		is := l.kind.At(row)
		if is == neither || l.isTestSale.At(row) || l.isTestCharge.At(row) || l.amount.IsNull(row) || l.currency.IsNull(row) || is == refund && amount >= 0 {
			continue
		}
		k := key{l.seller.Index(row), l.currency.Index(row), calendar.Day(l.settled[row]).MonthStart()}
		known := at.Of(k)
		if *known == nil {
			*known = &month{start: k.start, row: row, refundRow: -1}
			months = append(months, *known)
		}
		m := *known
		switch {
		case is == gross:
			m.gross += amount
		case m.refundRow < 0 || l.compareRefunds(row, m.refundRow) < 0:
			m.refundRow = row
		}
	}
	return months
}

// compareRefunds puts the larger refund first, of equal ones that of the smaller
// ids, so that any cut into partitions finds the same one.
func (l *lines) compareRefunds(a, b int) int {
	return cmp.Or(cmp.Compare(l.amounts[a], l.amounts[b]),
		cmp.Compare(nullable.Text(l.payout, a), nullable.Text(l.payout, b)), cmp.Compare(nullable.Text(l.number, a), nullable.Text(l.number, b)))
}

// addOrders adds the amounts of the refunded orders. All lines of an order are in
// the same partition.
func (l *lines) addOrders(months []*month) {
	orders := join.NewNumbers(len(months))
	var refunded [][]*month // by number of the order
	for _, m := range months {
		if m.refundRow < 0 || l.orderOf(m.refundRow) == "" {
			continue
		}
		number, isNew := orders.Of(l.orderOf(m.refundRow))
		if isNew {
			refunded = append(refunded, nil)
		}
		refunded[number] = append(refunded[number], m)
	}
	if len(refunded) == 0 {
		return
	}
	for row, amount := range l.amounts {
		if l.kind.At(row) != gross || l.amount.IsNull(row) {
			continue
		}
		number, ok := orders.Find(l.orderOf(row))
		if !ok {
			continue
		}
		for _, m := range refunded[number] {
			if l.currency.At(row) != l.currency.At(m.row) || l.seller.At(row) != l.seller.At(m.row) {
				continue
			}
			if m.orderAmount == nil {
				m.orderAmount = new(int64)
			}
			*m.orderAmount += amount
		}
	}
}

// orderOf returns the order of a line, "" where it is not known.
func (l *lines) orderOf(row int) string {
	if order := nullable.Text(l.order, row); order != "" {
		return order
	}
	return join.OrderOf(nullable.Text(l.posting, row))
}
