package load

import (
	"cmp"
	"context"
	"math"
	"slices"
	"strings"

	"github.com/apache/arrow/go/v17/arrow"
	"github.com/apache/arrow/go/v17/arrow/array"

	"ozpayout/datasets"
	"ozpayout/pipeline"
	"ozpayout/stages/internal/join"
	"ozpayout/stages/internal/nullable"
)

// Disputes joins the disputes table with the returns that show a dispute.
var Disputes = &pipeline.Stage{
	Name: "load_disputes",
	Doc: `Disputes without duplicates, and those that only a return shows (9.5).

9.5: a return in a status of a dispute is a dispute too, numbered return: and the
return; it stood from some day of the return on. One that the disputes table knows,
of the same posting or its order and at an overlapping time, counts once. So do
several returns of one posting at overlapping times, as of a posting that is returned
in parts: their dispute stood while one of them did.` + rules,
	Scope:   pipeline.ByPosting,
	Inputs:  []*pipeline.Dataset{datasets.RawDisputes, datasets.DisputedReturns},
	Outputs: []*pipeline.Dataset{datasets.Disputes},
	Settles: []*pipeline.Dataset{datasets.RawDisputes},
	Run:     loadDisputes,
}

func loadDisputes(_ context.Context, t *pipeline.Task) error {
	returned, err := readDisputedReturns(t)
	if err != nil {
		return err
	}
	var known disputeSpans
	err = cleanEach(t, datasets.RawDisputes, func(used arrow.Record) error {
		if len(returned) > 0 {
			known.add(used)
		}
		isFromReturn := array.NewBooleanBuilder(t.Mem)
		defer isFromReturn.Release()
		for range used.NumRows() {
			isFromReturn.Append(false)
		}
		out := pipeline.Derive(datasets.Disputes, used, map[pipeline.Column]arrow.Array{datasets.IsFromReturn: isFromReturn.NewArray()})
		defer out.Release()
		return t.Write(datasets.Disputes, out)
	})
	if err != nil || len(returned) == 0 {
		return err
	}
	return writeReturned(t, known.unknown(returned))
}

// A disputeSpan is the time of a dispute about a posting, or about an order where it
// names no posting.
type disputeSpan struct {
	seller, id, posting, order string // "" = not known
	opened, closed             arrow.Timestamp
	file                       string
	row                        int64
}

// stillOpen is the closing of what is open.
const stillOpen = arrow.Timestamp(math.MaxInt64)

// closingOf returns a closing, stillOpen for none.
func closingOf(closed *array.Timestamp, row int) arrow.Timestamp {
	if closed.IsNull(row) {
		return stillOpen
	}
	return closed.Value(row)
}

// meets reports whether two disputes may be one: the same posting, or its order, at
// an overlapping time.
func (d *disputeSpan) meets(other disputeSpan) bool {
	isSame := d.posting == other.posting
	if d.posting == "" || other.posting == "" {
		isSame = d.orderOf() == other.orderOf()
	}
	return isSame && d.opened <= other.closed && other.opened <= d.closed
}

func (d *disputeSpan) orderOf() string {
	if d.order == "" {
		return join.OrderOf(d.posting)
	}
	return d.order
}

// disputeSpans are the disputes of a partition by order.
type disputeSpans struct{ ofOrder map[string][]disputeSpan }

// add adds rows of the disputes table.
func (s *disputeSpans) add(used arrow.Record) {
	if s.ofOrder == nil {
		s.ofOrder = make(map[string][]disputeSpan)
	}
	orders, postings := datasets.OrderID.In(used), datasets.PostingNumber.In(used)
	opened, closed := datasets.DisputeOpenedAt.In(used), datasets.DisputeClosedAt.In(used)
	for row := range int(used.NumRows()) {
		d := disputeSpan{
			posting: nullable.CopyText(postings, row), order: nullable.CopyText(orders, row),
			opened: opened.Value(row), closed: closingOf(closed, row),
		}
		s.ofOrder[d.orderOf()] = append(s.ofOrder[d.orderOf()], d)
	}
}

// unknown returns the disputes that only returns show, in the order of the returns that
// number them.
func (s *disputeSpans) unknown(returned []disputeSpan) []disputeSpan {
	return joinReturns(slices.DeleteFunc(returned, func(d disputeSpan) bool {
		return slices.ContainsFunc(s.ofOrder[d.orderOf()], d.meets)
	}))
}

// joinReturns joins the disputes about returns of one posting whose times overlap: the
// first of them by [disputeSpan.compare] stands for all.
func joinReturns(returned []disputeSpan) []disputeSpan {
	slices.SortFunc(returned, func(a, b disputeSpan) int {
		return cmp.Or(strings.Compare(a.orderOf(), b.orderOf()), cmp.Compare(a.opened, b.opened), a.compare(&b))
	})
	var joined []disputeSpan
	ofOrder := 0 // where the order begins
	for i := range returned {
		d := &returned[i]
		if i > 0 && d.orderOf() != returned[i-1].orderOf() {
			ofOrder = len(joined)
		}
		if same := slices.IndexFunc(joined[ofOrder:], d.meets); same >= 0 {
			joined[ofOrder+same].join(d)
		} else {
			joined = append(joined, *d)
		}
	}
	slices.SortFunc(joined, func(a, b disputeSpan) int { return a.compare(&b) })
	return joined
}

// join makes one dispute of two.
func (d *disputeSpan) join(other *disputeSpan) {
	whole := *d
	if other.compare(d) < 0 {
		whole = *other
	}
	whole.seller, whole.posting = cmp.Or(d.seller, other.seller), cmp.Or(d.posting, other.posting)
	whole.opened, whole.closed = min(d.opened, other.opened), max(d.closed, other.closed)
	*d = whole
}

// compare orders returns by number, those without one last, and by place.
func (d *disputeSpan) compare(other *disputeSpan) int {
	if (d.id == "") != (other.id == "") {
		return strings.Compare(other.id, d.id)
	}
	return cmp.Or(strings.Compare(d.id, other.id), strings.Compare(d.file, other.file), cmp.Compare(d.row, other.row))
}

// readDisputedReturns returns the returns in a status of a dispute.
func readDisputedReturns(t *pipeline.Task) ([]disputeSpan, error) {
	var returned []disputeSpan
	for batch, err := range t.Read(datasets.DisputedReturns) {
		if err != nil {
			return nil, err
		}
		sellers, ids := datasets.SellerID.In(batch), datasets.ReturnID.In(batch)
		orders, postings := datasets.OrderID.In(batch), datasets.PostingNumber.In(batch)
		opened, closed := datasets.ReturnOpenedAt.In(batch), datasets.ReturnClosedAt.In(batch)
		files, rows := pipeline.FromFile.In(batch), pipeline.FromRow.In(batch)
		for row := range int(batch.NumRows()) {
			if opened.IsNull(row) {
				continue
			}
			returned = append(returned, disputeSpan{
				seller: nullable.CopyCode(sellers, row), id: nullable.CopyText(ids, row),
				posting: nullable.CopyText(postings, row), order: nullable.CopyText(orders, row),
				opened: opened.Value(row), closed: closingOf(closed, row),
				file: nullable.CopyCode(files, row), row: rows.Value(row),
			})
		}
	}
	return returned, nil
}

// writeReturned writes the disputes that only returns show.
func writeReturned(t *pipeline.Task, returned []disputeSpan) error {
	w := nullable.NewWriter(t, datasets.Disputes)
	defer w.Release()
	for i := range returned {
		d := &returned[i]
		w.Code(datasets.SellerID, d.seller)
		w.Text(datasets.DisputeID, "return:"+d.id)
		w.Text(datasets.OrderID, d.order)
		w.Text(datasets.PostingNumber, d.posting)
		w.Instant(datasets.DisputeOpenedAt, &d.opened)
		w.Instant(datasets.DisputeClosedAt, nullable.If(d.closed != stillOpen, d.closed))
		w.Flag(datasets.IsFromReturn, new(true))
		w.Instant(datasets.ExportedAt, nil)
		w.Code(pipeline.FromFile, d.file)
		w.Int(pipeline.FromRow, d.row)
	}
	return w.Flush()
}
