package load

import (
	"context"

	"github.com/apache/arrow/go/v17/arrow"
	"github.com/apache/arrow/go/v17/arrow/array"

	"ozpayout/datasets"
	"ozpayout/pipeline"
)

// Orders joins what the sources know of postings.
var Orders = &pipeline.Stage{
	Name: "load_orders",
	Doc: `Postings from orders exports, posting lists, accruals, transactions and returns.

9.19: each column from the first source that fills it: orders export, then API;
the scheme from API, accruals, returns, then the header generation. FBO and
FBOECONOMY are fbo, FBS and FBSECONOMY fbs, RFBS rfbs, CROSSBORDER and OGL
crossborder; any other word is unknown and treated as not FBO.
B18: only fbo suppresses the tracking cause, so a scheme is never guessed.
C25: the value of a posting is that of its goods, gross, in one currency; it adds up
the rows of the first source that has amounts, and is unknown if one of them is.
Accruals have no key: the n-th of equal rows of one file equals the n-th of another.
R09: what was accrued to which number is handed on, to be held against payouts.` + rules,
	Scope: pipeline.ByPosting,
	Inputs: []*pipeline.Dataset{
		datasets.RawOrders, datasets.RawPostings, datasets.RawAccruals, datasets.RawTransactions, datasets.RawOzonReturns,
	},
	Outputs: []*pipeline.Dataset{datasets.Postings, datasets.Accruals, datasets.Transactions},
	Settles: []*pipeline.Dataset{datasets.RawOrders, datasets.RawPostings, datasets.RawAccruals, datasets.RawTransactions},
	Run:     loadOrders,
}

func loadOrders(_ context.Context, t *pipeline.Task) error {
	j := &joiner{}
	defer j.release()
	// In the order in which sources are believed.
	for _, source := range []orderSource{
		{resolver: resolver{dataset: datasets.RawOrders, key: datasets.RawOrders.Key}, number: datasets.PostingNumber, scheme: byHeader, isSettled: true},
		{resolver: resolver{dataset: datasets.RawPostings, key: datasets.RawPostings.Key}, number: datasets.PostingNumber, scheme: byAPI, isSettled: true},
		{resolver: resolver{dataset: datasets.RawAccruals, counted: true}, number: datasets.AccrualID, scheme: byAccruals, isSettled: true, amounts: datasets.Accruals},
		{resolver: resolver{dataset: datasets.RawTransactions, key: datasets.RawTransactions.Key}, number: datasets.OperationDocument, scheme: byAPI, isSettled: true, amounts: datasets.Transactions},
		{resolver: resolver{dataset: datasets.RawOzonReturns, key: datasets.RawOzonReturns.Key, numbered: true}, number: datasets.PostingNumber, scheme: byReturns},
	} {
		if err := source.read(t, j); err != nil {
			return err
		}
	}
	return j.write(t)
}

// The sources of a scheme in the order of 9.19; 0 = none yet.
type schemeRank uint8

const (
	byHeader schemeRank = iota + 1
	byReturns
	byAccruals
	byAPI
)

// An orderSource is a raw table that knows something of postings.
type orderSource struct {
	resolver  resolver
	number    *pipeline.Text
	scheme    schemeRank
	isSettled bool              // false: another stage settles the table
	amounts   *pipeline.Dataset // what is handed on of its rows, nil = nothing
}

func (s *orderSource) read(t *pipeline.Task, j *joiner) error {
	rec, err := pipeline.Collect(t, s.resolver.dataset)
	if err != nil {
		return err
	}
	if rec.NumRows() == 0 {
		rec.Release()
		return nil
	}
	quiet := *t
	if !s.isSettled {
		quiet.Reject = func(pipeline.Finding) {}
	}
	res := s.resolver.resolve(&quiet, rec)
	if s.isSettled {
		settle(t, s.resolver.dataset, rec, allRows(rec), res.class)
	}
	j.add(newOrderRows(s, rec), res)
	if s.amounts == nil {
		return nil
	}
	for used := range loaded(t, rec, res.class) {
		if err := writeDerived(t, s.amounts, used); err != nil {
			return err
		}
	}
	return nil
}

// orderRows are the rows of a source. A column that it lacks is nil.
type orderRows struct {
	dataset    *pipeline.Dataset
	rec        arrow.Record
	postings   []int32 // of each row, -1 = none
	later      []int32 // its rows of postings that had a row before, here or in another source
	schemeRank schemeRank
	number     *array.String
	orders     *array.String
	skus       *array.String
	scheme     *array.Dictionary
	goods      *goods // nil where the source has no amounts
	place      *places
}

var (
	// postingTimes are the instants of a posting.
	postingTimes = [...]*pipeline.Instant{datasets.AcceptedAt, datasets.HandedOverAt, datasets.DeliveredAt, datasets.CancelledAt}
	// postingCodes are the codes of a posting that are taken over as written.
	postingCodes = [...]*pipeline.Code{datasets.OrderStatus, datasets.OrderCarrier, datasets.TplIntegration}
)

func newOrderRows(s *orderSource, rec arrow.Record) *orderRows {
	d := s.resolver.dataset
	r := &orderRows{
		dataset: d, rec: rec, schemeRank: s.scheme, number: s.number.In(rec), place: placesOf(rec), scheme: datasets.SchemeRaw.In(rec),
		goods: goodsOf(d, rec),
	}
	if d.Index(datasets.OrderStatus) >= 0 {
		r.orders, r.skus = datasets.OrderID.In(rec), datasets.SKU.In(rec)
	}
	return r
}

// column returns a column that postings have too; nil if the source lacks it.
func (r *orderRows) column(c pipeline.Column) arrow.Array {
	if i := r.dataset.Index(c); i >= 0 {
		return r.rec.Column(i)
	}
	return nil
}

// order returns the column of orders, nil if the source does not know them.
func (r *orderRows) order() arrow.Array {
	if r.orders == nil {
		return nil
	}
	return r.orders
}

// currencies are those of the goods, nil where the source has none.
func (r *orderRows) currencies() arrow.Array {
	if r.goods == nil {
		return nil
	}
	return r.goods.currencies
}
