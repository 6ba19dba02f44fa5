package observetables

import (
	"strings"

	"github.com/apache/arrow/go/v17/arrow"
	"github.com/apache/arrow/go/v17/arrow/array"

	"ozpayout/datasets"
	"ozpayout/pipeline"
	"ozpayout/stages/internal/join"
)

// owners knows the seller of postings and orders from payment rows.
type owners struct {
	sellers   *array.Dictionary
	codes     []int32 // of the sellers, by row
	byPosting *join.Index
	byOrder   *join.Index
}

func newOwners(payments arrow.Record) owners {
	sellers := datasets.SellerID.In(payments)
	return owners{
		sellers: sellers, codes: sellers.Indices().(*array.Int32).Int32Values(),
		byPosting: join.NewIndex(datasets.PostingNumber.In(payments), true),
		byOrder:   join.NewIndex(datasets.OrderID.In(payments), true),
	}
}

// of returns the seller of a posting, else of its order, as an index into the
// sellers of the payments; ok is false when there is none, or more than one.
func (o owners) of(posting, order string) (seller int, ok bool) {
	if posting != "" {
		if seller, ok := o.only(o.byPosting, posting); ok {
			return seller, true
		}
	}
	if order == "" {
		order = join.OrderOf(posting)
	}
	return o.only(o.byOrder, order)
}

func (o owners) only(rows *join.Index, key string) (seller int, ok bool) {
	for row := rows.First(key); row >= 0; row = rows.Next(row) {
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
		sellers := table.seller.In(batch)
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
	add(rows, known.sellers, joined)
	return rows, nil
}

// countJoined counts the rows that name no seller; sellers is nil where none does.
func countJoined(batch arrow.Record, sellers *array.Dictionary, known owners, rows []int64) {
	posting := textOf(datasets.PostingNumber.In(batch))
	order := func(int) string { return "" }
	if batch.Schema().HasField(datasets.OrderID.Name) {
		order = textOf(datasets.OrderID.In(batch))
	}
	for i := range int(batch.NumRows()) {
		if sellers != nil && sellers.IsValid(i) {
			continue
		}
		if seller, ok := known.of(posting(i), order(i)); ok {
			rows[seller]++
		}
	}
}

// textOf reads a column; null is the empty text.
func textOf(column *array.String) func(int) string {
	return func(i int) string {
		if column.IsNull(i) {
			return ""
		}
		return column.Value(i)
	}
}

// add adds counts by dictionary entry to counts by seller.
func add(rows map[string]int64, sellers *array.Dictionary, counts []int64) {
	for i, n := range counts {
		if n > 0 {
			rows[strings.Clone(sellers.Dictionary().(*array.String).Value(i))] += n
		}
	}
}
