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
of the same posting or its order and at an overlapping time, counts once; so does a
return without a number that another return of its posting may be.` + rules,
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
func (d *disputeSpan) meets(other *disputeSpan) bool {
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

// closing returns the closing, nil for what is open.
func (d *disputeSpan) closing() *arrow.Timestamp {
	if d.closed == stillOpen {
		return nil
	}
	return &d.closed
}

// disputeSpans are the disputes of a partition by order.
type disputeSpans struct{ ofOrder map[string][]disputeSpan }

// add adds rows of the disputes table.
func (s *disputeSpans) add(used arrow.Record) {
	orders, postings := datasets.OrderID.In(used), datasets.PostingNumber.In(used)
	opened, closed := datasets.DisputeOpenedAt.In(used), datasets.DisputeClosedAt.In(used)
	for row := range int(used.NumRows()) {
		s.addSpan(disputeSpan{
			posting: nullable.CopyText(postings, row), order: nullable.CopyText(orders, row),
			opened: opened.Value(row), closed: closingOf(closed, row),
		})
	}
}

func (s *disputeSpans) addSpan(d disputeSpan) {
	if s.ofOrder == nil {
		s.ofOrder = make(map[string][]disputeSpan)
	}
	s.ofOrder[d.orderOf()] = append(s.ofOrder[d.orderOf()], d)
}

// unknown returns the returns that show a dispute of their own, in their order, and
// adds them.
func (s *disputeSpans) unknown(returned []disputeSpan) []disputeSpan {
	return slices.DeleteFunc(returned, func(d disputeSpan) bool {
		isKnown := slices.ContainsFunc(s.ofOrder[d.orderOf()], func(known disputeSpan) bool {
			isOtherReturn := known.id != "" && d.id != "" && known.id != d.id
			return !isOtherReturn && d.meets(&known)
		})
		if !isKnown {
			s.addSpan(d)
		}
		return isKnown
	})
}

// readDisputedReturns returns the returns in a status of a dispute, those with a
// number first.
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
	slices.SortFunc(returned, func(a, b disputeSpan) int {
		if (a.id == "") != (b.id == "") {
			return strings.Compare(b.id, a.id)
		}
		return cmp.Or(strings.Compare(a.id, b.id), strings.Compare(a.file, b.file), cmp.Compare(a.row, b.row))
	})
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
		w.Instant(datasets.DisputeClosedAt, d.closing())
		w.Flag(datasets.IsFromReturn, new(true))
		w.Instant(datasets.ExportedAt, nil)
		w.Code(pipeline.FromFile, d.file)
		w.Int(pipeline.FromRow, d.row)
	}
	return w.Flush()
}
