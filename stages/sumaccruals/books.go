package sumaccruals

import (
	"strings"

	"github.com/apache/arrow/go/v17/arrow"

	"ozpayout/datasets"
	"ozpayout/pipeline"
	"ozpayout/stages/internal/join"
	"ozpayout/stages/internal/vector"
)

// A source is a table of accruals.
type source struct {
	dataset *pipeline.Dataset
	number  *pipeline.Text
	on      *pipeline.Date
	amount  *pipeline.Money
}

// sources in the order in which they are believed.
var sources = [...]source{
	{datasets.Accruals, datasets.AccrualID, datasets.AccruedOn, datasets.AccrualAmount},
	{datasets.Transactions, datasets.OperationDocument, datasets.OperationOn, datasets.OperationAmount},
	{datasets.PostingAccruals, datasets.PostingNumber, datasets.AccruedOn, datasets.APIAccrualAmount},
	{datasets.AccrualsByDay, datasets.APIAccrualUnit, datasets.AccruedOn, datasets.APIAccrualAmount},
}

// mixed stands for more than one currency, or one that is not said.
const mixed = "mixed"

// An entry is what was accrued to one number.
type entry struct {
	rows     int64
	amount   int64
	currency string // or mixed
	days     days
}

func (e *entry) add(amount int64, currency string, on arrow.Date32) {
	if currency == "" {
		currency = mixed
	}
	e.addEntry(entry{1, amount, currency, days{on, on, true}})
}

func (e *entry) addEntry(other entry) {
	switch {
	case other.rows == 0:
		return
	case e.rows == 0:
		e.currency = other.currency
	case e.currency != other.currency:
		e.currency = mixed
	}
	e.rows, e.amount = e.rows+other.rows, e.amount+other.amount
	e.days.addDays(other.days)
}

// An order is what is known of an order that something was accrued to.
type order struct {
	source  int
	own     entry  // what was accrued to the order itself, or to a service document
	posting string // its first posting, "" = none known
	several bool   // it has more than one
}

// only returns the only posting of the order, "" where there is none or several
// (D18).
func (o *order) only() string {
	if o.several {
		return ""
	}
	return o.posting
}

func (o *order) add(posting string) {
	switch o.posting {
	case posting:
	case "":
		o.posting = posting
	default:
		o.several = true
	}
}

// books hold the accruals of a partition. They keep the batches that the numbers
// lie in.
type books struct {
	orderNumbers *join.Numbers
	orders       []order
	numbers      *join.Numbers // of postings
	entries      []entry       // what was accrued to each
	kept         []arrow.Record
}

func newBooks() *books { return &books{orderNumbers: join.NewNumbers(0), numbers: join.NewNumbers(0)} }

func (b *books) release() {
	for _, rec := range b.kept {
		rec.Release()
	}
}

// read reads all sources.
func (b *books) read(t *pipeline.Task) error {
	for rank, s := range sources {
		rec, err := pipeline.Collect(t, s.dataset)
		if err != nil {
			return err
		}
		b.kept = append(b.kept, rec)
		if rec.NumRows() > 0 {
			b.addRows(rank, s, rec)
		}
	}
	return nil
}

func (b *books) addRows(rank int, s source, rec arrow.Record) {
	numbers, on, amounts := s.number.In(rec), s.on.In(rec), s.amount.In(rec)
	currency := func(int) string { return s.amount.Unit }
	if s.amount.Currency != nil {
		codes := vector.WordsOf(s.amount.Currency.In(rec))
		currency = codes.At
	}
	for row := range numbers.Len() {
		if numbers.IsNull(row) {
			continue
		}
		number := numbers.Value(row)
		at, isNew := b.orderNumbers.Of(join.OrderOf(number))
		if isNew {
			b.orders = append(b.orders, order{source: rank})
		}
		if b.orders[at].source != rank {
			continue
		}
		if !isPosting(number) {
			b.orders[at].own.add(amounts.Value(row), currency(row), on.Value(row))
			continue
		}
		b.orders[at].add(number)
		i, isNew := b.numbers.Of(number)
		if isNew {
			b.entries = append(b.entries, entry{})
		}
		b.entries[i].add(amounts.Value(row), currency(row), on.Value(row))
	}
}

// isPosting tells a posting number from that of an order or a service document.
func isPosting(number string) bool { return strings.Count(number, "-") >= 2 }

// addPostings adds what else is known of the postings of the orders.
func (b *books) addPostings(t *pipeline.Task) error {
	rec, err := pipeline.Collect(t, datasets.Postings)
	if err != nil {
		return err
	}
	b.kept = append(b.kept, rec)
	numbers := datasets.PostingNumber.In(rec)
	for row := range numbers.Len() {
		if number := numbers.Value(row); isPosting(number) {
			if at, ok := b.orderNumbers.Find(join.OrderOf(number)); ok {
				b.orders[at].add(number)
			}
		}
	}
	return nil
}

// of returns what was accrued to a posting: to its own number, and to its order
// if it is the only one there. An entry without rows is nothing.
func (b *books) of(posting string, of *order) (e entry) {
	if i, ok := b.numbers.Find(posting); ok {
		e = b.entries[i]
	}
	if of.only() == posting {
		e.addEntry(of.own)
	}
	return e
}
