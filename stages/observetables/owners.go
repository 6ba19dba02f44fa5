package observetables

import (
	"cmp"
	"strings"

	"github.com/apache/arrow/go/v17/arrow"
	"github.com/apache/arrow/go/v17/arrow/array"

	"ozpayout/datasets"
	"ozpayout/pipeline"
	"ozpayout/stages/internal/join"
	"ozpayout/stages/internal/nullable"
)

// owners knows the seller of postings and orders from payment rows.
type owners struct {
	sellers   *array.Dictionary
	codes     []int32 // of the sellers, by row
	isNamed   []bool  // of the sellers, those that a row names
	byPosting *join.Index
	orders    *array.String
}

func newOwners(payments arrow.Record) owners {
	o := owners{sellers: datasets.SellerID.In(payments), orders: datasets.OrderID.In(payments)}
	o.byPosting = join.NewIndex(datasets.PostingNumber.In(payments))
	o.codes = o.sellers.Indices().(*array.Int32).Int32Values()
	o.isNamed = make([]bool, o.sellers.Dictionary().Len())
	seeNamed(o.sellers, o.isNamed)
	return o
}

// seeNamed marks the sellers that rows name, by dictionary entry.
func seeNamed(sellers *array.Dictionary, seen []bool) {
	hasNulls := sellers.NullN() > 0
	for row, code := range sellers.Indices().(*array.Int32).Int32Values() {
		if !hasNulls || sellers.IsValid(row) {
			seen[code] = true
		}
	}
}

// areAll reports whether all sellers that payments name are marked.
func (o *owners) areAll(seen []bool) bool {
	for code, isNamed := range o.isNamed {
		if isNamed && !seen[code] {
			return false
		}
	}
	return true
}

// only returns the seller of the rows from a row on, as an index into the sellers of
// the payments; ok is false when there is none, or more than one.
func (o *owners) only(row int, next func(row int) int) (seller int, ok bool) {
	for ; row >= 0; row = next(row) {
		if o.sellers.IsNull(row) {
			continue
		}
		this := int(o.codes[row])
		if ok && this != seller {
			return 0, false
		}
		seller, ok = this, true
	}
	return seller, ok
}

// seeOrders marks the seller of each order.
func (o *owners) seeOrders(orders []string, seen []bool) {
	missing := join.NewNumbers(0) // orders of the sellers that are not marked: others tell nothing new
	for row, code := range o.codes {
		if o.sellers.IsValid(row) && !seen[code] && o.orders.IsValid(row) {
			missing.Of(o.orders.Value(row))
		}
	}
	numbers := join.NewNumbers(0)
	for _, order := range orders {
		if _, isMissing := missing.Find(order); isMissing {
			numbers.Of(order)
		}
	}
	if numbers.Len() == 0 {
		return
	}
	payments := numbers.Rows(o.orders)
	for number := range numbers.Len() {
		if seller, ok := o.only(payments.First(number), payments.Next); ok {
			seen[seller] = true
		}
	}
}

// seen returns the sellers that a table has rows of.
func (table table) seen(t *pipeline.Task, known owners) (map[string]bool, error) {
	seen := make(map[string]bool)
	joined := make([]bool, len(known.isNamed))
	for batch, err := range t.Read(table.dataset) {
		if err != nil {
			return nil, err
		}
		if table.seller == nil {
			seeJoined(batch, nil, known, joined)
			continue
		}
		rows := table.own(t, batch)
		sellers := table.seller.In(rows)
		named := make([]bool, sellers.Dictionary().Len())
		seeNamed(sellers, named)
		add(seen, sellers, named)
		if sellers.NullN() > 0 {
			seeJoined(rows, sellers, known, joined)
		}
		rows.Release()
	}
	add(seen, known.sellers, joined)
	return seen, nil
}

// own returns the rows of a batch that the table itself shows. The caller releases it.
func (table table) own(t *pipeline.Task, batch arrow.Record) arrow.Record {
	if table.foreign == nil {
		batch.Retain()
		return batch
	}
	foreign := table.foreign.In(batch)
	var rows []int32
	for row := range foreign.Len() {
		if !nullable.IsTrue(foreign, row) {
			rows = append(rows, int32(row))
		}
	}
	return pipeline.Take(t.Mem, batch, rows)
}

// seeJoined marks the sellers of the postings of the rows that name none, else those of
// their orders; sellers is nil where no row names one. It looks at no more rows than it
// takes to have seen all sellers.
func seeJoined(batch arrow.Record, sellers *array.Dictionary, known owners, seen []bool) {
	const atOnce = 1024
	order := func(int) string { return "" }
	if batch.Schema().HasField(datasets.OrderID.Name) {
		orders := datasets.OrderID.In(batch)
		order = func(i int) string { return nullable.Text(orders, i) }
	}
	var orders []string // of rows whose posting has no seller
	for from := int64(0); from < batch.NumRows() && !known.areAll(seen); from += atOnce {
		postings := array.NewSlice(datasets.PostingNumber.In(batch), from, min(from+atOnce, batch.NumRows())).(*array.String)
		for i, payment := range known.byPosting.FirstOfEach(postings) {
			row := int(from) + i
			if sellers != nil && sellers.IsValid(row) {
				continue
			}
			if seller, ok := known.only(int(payment), known.byPosting.Next); ok {
				seen[seller] = true
				continue
			}
			orders = append(orders, cmp.Or(order(row), join.OrderOf(postings.Value(i))))
		}
		postings.Release()
	}
	if !known.areAll(seen) {
		known.seeOrders(orders, seen)
	}
}

// add adds sellers that are marked by dictionary entry.
func add(sellers map[string]bool, names *array.Dictionary, marked []bool) {
	for i, isMarked := range marked {
		if isMarked {
			sellers[strings.Clone(names.Dictionary().(*array.String).Value(i))] = true
		}
	}
}
