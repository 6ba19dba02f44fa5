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
	byPosting *join.Index
	orders    *array.String
}

func newOwners(payments arrow.Record) owners {
	sellers := datasets.SellerID.In(payments)
	return owners{
		sellers: sellers, codes: sellers.Indices().(*array.Int32).Int32Values(),
		byPosting: join.NewIndex(datasets.PostingNumber.In(payments)), orders: datasets.OrderID.In(payments),
	}
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

// countOrders counts a row for the seller of each order.
func (o *owners) countOrders(orders []string, rows []int64) {
	if len(orders) == 0 {
		return
	}
	numbers := join.NewNumbers(len(orders))
	for _, order := range orders {
		numbers.Of(order)
	}
	payments := numbers.Rows(o.orders)
	for _, order := range orders {
		number, _ := numbers.Find(order)
		if seller, ok := o.only(payments.First(number), payments.Next); ok {
			rows[seller]++
		}
	}
}

// count returns the rows of a table by seller.
func (table table) count(t *pipeline.Task, known owners) (map[string]int64, error) {
	rows := make(map[string]int64)
	joined := make([]int64, known.sellers.Dictionary().Len())
	for batch, err := range t.Read(table.dataset) {
		if err != nil {
			return nil, err
		}
		if table.seller == nil {
			countJoined(batch, nil, known, joined)
			continue
		}
		own := table.own(t, batch)
		countNamed(own, table.seller.In(own), known, rows, joined)
		own.Release()
	}
	add(rows, known.sellers, joined)
	return rows, nil
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

// countNamed counts rows for the seller that they name, the others for the one of
// their posting.
func countNamed(batch arrow.Record, sellers *array.Dictionary, known owners, rows map[string]int64, joined []int64) {
	own := make([]int64, sellers.Dictionary().Len())
	hasNulls := sellers.NullN() > 0
	for i, code := range sellers.Indices().(*array.Int32).Int32Values() {
		if !hasNulls || sellers.IsValid(i) {
			own[code]++
		}
	}
	add(rows, sellers, own)
	if hasNulls {
		countJoined(batch, sellers, known, joined)
	}
}

// countJoined counts the rows that name no seller for the seller of their posting,
// else of their order; sellers is nil where no row names one.
func countJoined(batch arrow.Record, sellers *array.Dictionary, known owners, rows []int64) {
	postings := datasets.PostingNumber.In(batch)
	order := func(int) string { return "" }
	if batch.Schema().HasField(datasets.OrderID.Name) {
		orders := datasets.OrderID.In(batch)
		order = func(i int) string { return nullable.Text(orders, i) }
	}
	payments := known.byPosting.FirstOfEach(postings)
	var orders []string // of rows whose posting has no seller
	for i, payment := range payments {
		if sellers != nil && sellers.IsValid(i) {
			continue
		}
		if seller, ok := known.only(int(payment), known.byPosting.Next); ok {
			rows[seller]++
			continue
		}
		orders = append(orders, cmp.Or(order(i), join.OrderOf(postings.Value(i))))
	}
	known.countOrders(orders, rows)
}

// add adds counts by dictionary entry to counts by seller.
func add(rows map[string]int64, sellers *array.Dictionary, counts []int64) {
	for i, n := range counts {
		if n > 0 {
			rows[strings.Clone(sellers.Dictionary().(*array.String).Value(i))] += n
		}
	}
}
