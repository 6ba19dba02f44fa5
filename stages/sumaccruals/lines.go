package sumaccruals

import (
	"github.com/apache/arrow/go/v17/arrow"
	"github.com/apache/arrow/go/v17/arrow/array"

	"ozpayout/datasets"
	"ozpayout/stages/internal/join"
	"ozpayout/stages/internal/vector"
)

// lines are the payout lines of a partition.
type lines struct {
	books            *books
	seller, currency vector.Codes[string]
	payout           *array.String
	posting, order   *array.String
	amount           *array.Int64

	payoutNumbers *join.Numbers
	payouts       map[payoutKey]int // numbers of payouts, by seller and id
	placed        []placed
	numbers       *join.Numbers // of the postings with lines and accruals
	postings      []posting
	leftOut       map[orderOfPayout]bool
	withLeftOut   []placed // a line of each; its posting is not known
}

// A payoutKey names a payout by numbers of the batch.
type payoutKey struct{ seller, id int }

type orderOfPayout struct{ order, payout int }

// A placed line has found its posting, or its order.
type placed struct{ row, payout, posting, order int }

// A posting has lines and accruals.
type posting struct {
	entry        entry
	payout       int
	isShared     bool   // it lies in several payouts
	currency     string // of its lines
	incomparable bool
}

func newLines(b *books, rec arrow.Record) *lines {
	return &lines{
		books: b, seller: vector.WordsOf(datasets.SellerID.In(rec)), currency: vector.WordsOf(datasets.Currency.In(rec)),
		payout: datasets.PayoutID.In(rec), posting: datasets.PostingNumber.In(rec), order: datasets.OrderID.In(rec), amount: datasets.Amount.In(rec),
		payoutNumbers: join.NewNumbers(0), payouts: make(map[payoutKey]int), numbers: join.NewNumbers(0), leftOut: make(map[orderOfPayout]bool),
	}
}

// place finds the posting of each line whose order has accruals.
func (l *lines) place() {
	orderOf := make([]int, l.payout.Len()) // -1 = no accruals
	for row := range orderOf {
		orderOf[row] = -1
		number := ""
		switch {
		case l.posting.IsValid(row):
			number = join.OrderOf(l.posting.Value(row))
		case l.order.IsValid(row):
			number = l.order.Value(row)
		default:
			continue
		}
		if at, ok := l.books.orderNumbers.Find(number); ok {
			orderOf[row] = at
			if l.hasPosting(row) {
				l.books.orders[at].add(l.posting.Value(row))
			}
		}
	}
	for row, at := range orderOf {
		if at >= 0 {
			l.placeLine(row, at)
		}
	}
}

// hasPosting reports whether a line names a posting; a number of an order is none,
// wherever it stands.
func (l *lines) hasPosting(row int) bool {
	return l.posting.IsValid(row) && isPosting(l.posting.Value(row))
}

func (l *lines) placeLine(row, order int) {
	of := &l.books.orders[order]
	payout := l.payoutOf(row)
	number := of.only()
	if pair := (orderOfPayout{order, payout}); number == "" && of.own.rows > 0 && !l.leftOut[pair] {
		l.leftOut[pair] = true
		l.withLeftOut = append(l.withLeftOut, placed{row: row, payout: payout, order: order})
	}
	if l.hasPosting(row) {
		number = l.posting.Value(row)
	}
	if number == "" {
		return
	}
	at, isNew := l.numbers.Of(number)
	if isNew {
		l.postings = append(l.postings, posting{entry: l.books.of(number, of), payout: payout, currency: l.currency.At(row)})
	}
	p := &l.postings[at]
	if p.entry.rows == 0 {
		return
	}
	p.isShared = p.isShared || p.payout != payout
	p.incomparable = p.incomparable || l.amount.IsNull(row) || l.currency.At(row) != p.currency || p.currency != p.entry.currency
	l.placed = append(l.placed, placed{row, payout, at, order})
}

// payoutOf numbers the payout of a line.
func (l *lines) payoutOf(row int) int {
	id, _ := l.payoutNumbers.Of(l.payout.Value(row))
	key := payoutKey{l.seller.Index(row), id}
	number, ok := l.payouts[key]
	if !ok {
		number = len(l.payouts)
		l.payouts[key] = number
	}
	return number
}
