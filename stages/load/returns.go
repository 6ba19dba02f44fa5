package load

import (
	"context"
	"slices"

	"github.com/apache/arrow/go/v17/arrow"
	"github.com/apache/arrow/go/v17/arrow/array"
	"github.com/apache/arrow/go/v17/arrow/memory"

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
	Outputs: []*pipeline.Dataset{datasets.Returns, datasets.DisputedReturns},
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
	for _, source := range returnSources {
		if err := source.load(t); err != nil {
			return err
		}
	}
	return nil
}

func (s *returnSource) load(t *pipeline.Task) error {
	rec, err := pipeline.Collect(t, s.dataset)
	if err != nil {
		return err
	}
	defer rec.Release()
	if rec.NumRows() == 0 {
		return nil
	}
	r := resolver{dataset: s.dataset, key: s.dataset.Key, numbered: s.id == nil}
	res := r.resolve(t, rec)
	settle(t, s.dataset, rec, allRows(rec), res.class)
	for used := range loaded(t, rec, res.class) {
		if err := s.write(t, used); err != nil {
			return err
		}
	}
	return nil
}

func (s *returnSource) write(t *pipeline.Task, used arrow.Record) error {
	out := pipeline.Derive(datasets.Returns, used, s.columns(t.Mem, used))
	defer out.Release()
	if err := t.Write(datasets.Returns, out); err != nil {
		return err
	}
	disputed := pipeline.DeriveRows(t.Mem, datasets.DisputedReturns, out, disputedRows(out), nil)
	defer disputed.Release()
	return t.Write(datasets.DisputedReturns, disputed)
}

// disputedRows returns the returns in a status of a dispute.
func disputedRows(returns arrow.Record) []int32 {
	isDisputed := vector.CodesOf(datasets.ReturnStatus.In(returns), func(status string) bool {
		return slices.Contains(datasets.DisputedReturnStatuses, status)
	})
	var rows []int32
	if !slices.Contains(isDisputed.Entries, true) {
		return rows
	}
	for row := range int(returns.NumRows()) {
		if isDisputed.At(row) {
			rows = append(rows, int32(row))
		}
	}
	return rows
}

// columns returns the columns of returns that the source does not have as they are.
func (s *returnSource) columns(mem memory.Allocator, rec arrow.Record) map[pipeline.Column]arrow.Array {
	rows := int(rec.NumRows())
	statuses := vector.CodesOf(datasets.ReturnStatus.In(rec), meaningOf)
	isOpen, isClient := array.NewBooleanBuilder(mem), array.NewBooleanBuilder(mem)
	closedAt := vector.New[arrow.Timestamp](mem, rows)
	for _, b := range []array.Builder{isOpen, isClient} {
		defer b.Release()
		b.Reserve(rows)
	}
	defer closedAt.Release()
	var closed *array.Timestamp
	if s.closed != nil {
		closed = s.closed.In(rec)
	}
	for row := range rows {
		status := statuses.At(row)
		if status.isOpen || status.isClosed {
			isOpen.UnsafeAppend(status.isOpen)
		} else {
			isOpen.UnsafeAppendBoolToBitmap(false)
		}
		hasClosed := closed != nil && closed.IsValid(row) && (status.isClosed || !s.closesWithStatus)
		if hasClosed {
			closedAt.Append(closed.Value(row))
		} else {
			closedAt.AppendNull()
		}
	}
	opened := s.opened.In(rec)
	opened.Retain()
	columns := map[pipeline.Column]arrow.Array{
		datasets.ReturnOpenedAt: opened, datasets.ReturnClosedAt: closedAt.Column(pipeline.InstantType.Arrow()),
		datasets.ReturnIsOpen: isOpen.NewArray(),
	}
	if s.id == nil {
		columns[datasets.ReturnID], columns[datasets.OrderID] = array.MakeArrayOfNull(mem, arrow.BinaryTypes.String, rows), array.MakeArrayOfNull(mem, arrow.BinaryTypes.String, rows)
	}
	if s.kind == nil {
		columns[datasets.ReturnType] = noKinds(mem, rows)
		isClient.AppendNulls(rows)
	} else {
		appendIsClient(isClient, s.kind.In(rec))
	}
	columns[datasets.ReturnIsClient] = isClient.NewArray()
	return columns
}

// A statusMeaning is what a status says of a return. One that is not known says
// nothing.
type statusMeaning struct{ isOpen, isClosed bool }

func meaningOf(status string) statusMeaning {
	isClosed := slices.Contains(datasets.ClosedReturnStatuses, status)
	return statusMeaning{isClosed: isClosed, isOpen: !isClosed && slices.Contains(datasets.OpenReturnStatuses, status)}
}

// noKinds returns the kinds of a source that carries none.
func noKinds(mem memory.Allocator, rows int) arrow.Array {
	b := vector.NewCodeBuilder(mem, rows)
	defer b.Release()
	for range rows {
		b.AppendNull()
	}
	return b.Column()
}

// appendIsClient appends whether a return is one by the buyer, null where its kind is
// not known.
func appendIsClient(b *array.BooleanBuilder, cells *array.Dictionary) {
	isClient := vector.CodesOf(cells, func(kind string) bool { return kind == "ClientReturn" })
	for row := range cells.Len() {
		if isClient.IsNull(row) {
			b.AppendNull()
		} else {
			b.Append(isClient.At(row))
		}
	}
}
