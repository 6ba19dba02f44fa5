package load

import (
	"context"
	"slices"

	"github.com/apache/arrow/go/v17/arrow"
	"github.com/apache/arrow/go/v17/arrow/array"

	"ozpayout/datasets"
	"ozpayout/pipeline"
	"ozpayout/stages/internal/vector"
)

// Returns joins the four sources of returns.
var Returns = &pipeline.Stage{
	Name: "load_returns",
	Doc: `Returns from export, API (FBO and FBS, rFBS) and canonical table, with open and closed told by status.

B09: an open return blocks a payout; only client returns count (formats.md 3).
D19: API returns open on logistic.return_date and close on visual.change_moment
under a closed status; the export closes on Дата статуса under a closed status.
An rFBS request says when it was made, not when it ended.
The export has no return number, and a posting may be returned in parts: rows of
one file under one key are different returns.
An unknown status is neither open nor closed and sets no cause.` + rules,
	Scope:   pipeline.ByPosting,
	Inputs:  []*pipeline.Dataset{datasets.RawReturns, datasets.RawAPIReturns, datasets.RawOzonReturns, datasets.RawRFBSReturns},
	Outputs: []*pipeline.Dataset{datasets.Returns},
	Settles: []*pipeline.Dataset{datasets.RawReturns, datasets.RawAPIReturns, datasets.RawOzonReturns, datasets.RawRFBSReturns},
	Run:     loadReturns,
}

// A returnSource is a raw table of returns.
type returnSource struct {
	dataset          *pipeline.Dataset
	id, order        *pipeline.Text // nil: the source has none
	kind             *pipeline.Code // nil: the source carries no type
	opened           *pipeline.Instant
	closed           *pipeline.Instant // nil: the source does not say when
	closesWithStatus bool              // the closing moment counts only under a closed status
}

var returnSources = []returnSource{
	{dataset: datasets.RawReturns, id: datasets.ReturnID, order: datasets.OrderID, kind: datasets.ReturnType, opened: datasets.ReturnOpenedAt, closed: datasets.ReturnClosedAt},
	{dataset: datasets.RawAPIReturns, id: datasets.ReturnID, order: datasets.OrderID, kind: datasets.ReturnType, opened: datasets.ReturnedOn, closed: datasets.StatusSince, closesWithStatus: true},
	{dataset: datasets.RawRFBSReturns, id: datasets.ReturnID, order: datasets.OrderID, kind: datasets.ReturnType, opened: datasets.ReturnedOn},
	{dataset: datasets.RawOzonReturns, opened: datasets.ReturnedOn, closed: datasets.StatusSince, closesWithStatus: true},
}

func loadReturns(_ context.Context, t *pipeline.Task) error {
	b := pipeline.NewBuilder(t.Mem, datasets.Returns)
	defer b.Release()
	for _, source := range returnSources {
		if err := source.read(t, b); err != nil {
			return err
		}
	}
	if b.Len() == 0 {
		return nil
	}
	rec := b.Record()
	defer rec.Release()
	return t.Write(datasets.Returns, rec)
}

func (s *returnSource) read(t *pipeline.Task, b *pipeline.Builder) error {
	rec, err := pipeline.Collect(t, s.dataset)
	if err != nil {
		return err
	}
	defer rec.Release()
	r := resolver{dataset: s.dataset, key: s.dataset.Key, numbered: s.id == nil}
	res := r.resolve(t, rec)
	settle(t, s.dataset, rec, func(row int) (pipeline.Class, bool) { return res.class[row], true })

	var kinds *vector.Codes[string]
	if s.kind != nil {
		words := vector.WordsOf(s.kind.In(rec))
		kinds = &words
	}
	seller, status := vector.WordsOf(datasets.SellerID.In(rec)), vector.WordsOf(datasets.ReturnStatus.In(rec))
	number, at := datasets.PostingNumber.In(rec), placesOf(rec)
	opened := s.opened.In(rec)
	put := codeWriter{}
	for row := range int(rec.NumRows()) {
		if res.class[row] != pipeline.Loaded {
			continue
		}
		i := int32(row)
		put.code(datasets.SellerID.To(b), seller.At(row))
		appendOptional(datasets.ReturnID.To(b), s.id, rec, row)
		appendFrom(datasets.PostingNumber.To(b), number, row)
		appendOptional(datasets.OrderID.To(b), s.order, rec, row)
		appendKind(b, &put, kinds, row)
		put.code(datasets.ReturnStatus.To(b), status.At(row))
		isClosed := appendStatus(b, status.At(row))
		appendInstant(datasets.ReturnOpenedAt.To(b), opened, row, true)
		if s.closed == nil {
			datasets.ReturnClosedAt.To(b).AppendNull()
		} else {
			appendInstant(datasets.ReturnClosedAt.To(b), s.closed.In(rec), row, isClosed || !s.closesWithStatus)
		}
		put.code(pipeline.FromFile.To(b), at.file(i))
		pipeline.FromRow.To(b).Append(at.row.Value(row))
	}
	return put.err
}

// appendKind appends the kind of a return; kinds is nil where the source has
// none.
func appendKind(b *pipeline.Builder, put *codeWriter, kinds *vector.Codes[string], row int) {
	if kinds == nil {
		datasets.ReturnType.To(b).AppendNull()
		datasets.ReturnIsClient.To(b).AppendNull()
		return
	}
	kind := kinds.At(row)
	put.code(datasets.ReturnType.To(b), kind)
	if kind == "" {
		datasets.ReturnIsClient.To(b).AppendNull()
		return
	}
	datasets.ReturnIsClient.To(b).Append(kind == "ClientReturn")
}

// appendStatus appends what a status says and reports whether it is a closed one.
func appendStatus(b *pipeline.Builder, status string) (isClosed bool) {
	isClosed = slices.Contains(datasets.ClosedReturnStatuses, status)
	switch {
	case isClosed:
		datasets.ReturnIsOpen.To(b).Append(false)
	case slices.Contains(datasets.OpenReturnStatuses, status):
		datasets.ReturnIsOpen.To(b).Append(true)
	default:
		datasets.ReturnIsOpen.To(b).AppendNull()
	}
	datasets.ReturnIsDisputed.To(b).Append(slices.Contains(datasets.DisputedReturnStatuses, status))
	return isClosed
}

func appendOptional(b *array.StringBuilder, c *pipeline.Text, rec arrow.Record, row int) {
	if c == nil {
		b.AppendNull()
		return
	}
	appendFrom(b, c.In(rec), row)
}

func appendFrom(b *array.StringBuilder, a *array.String, row int) {
	if a.IsNull(row) {
		b.AppendNull()
		return
	}
	b.Append(a.Value(row))
}

func appendInstant(b *array.TimestampBuilder, a *array.Timestamp, row int, counts bool) {
	if !counts || a.IsNull(row) {
		b.AppendNull()
		return
	}
	b.Append(a.Value(row))
}
