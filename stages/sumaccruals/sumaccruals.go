package sumaccruals

import (
	"context"

	"github.com/apache/arrow/go/v17/arrow"

	"ozpayout/datasets"
	"ozpayout/pipeline"
	"ozpayout/stages/internal/nullable"
)

// Stage sums lines and accruals by payout.
var Stage = &pipeline.Stage{
	Name: "sum_accruals",
	Doc: `Lines of payouts and the accruals of the same postings, within one partition.

R09: the lines of a posting are compared with its accruals when it lies in one payout only and all of them are in one currency; nothing is converted.
D18: an accrual or a line that names only an order is of a posting only if the order has exactly one; service documents are of none.
2.1: accruals are those of the first source that knows the order: accruals report, transaction list, accruals per posting, accruals per day. Two sources are never added up.
D22: postings without accruals are not compared.`,
	Scope: pipeline.ByPosting,
	Inputs: []*pipeline.Dataset{
		datasets.Accruals, datasets.Transactions, datasets.PostingAccruals, datasets.AccrualsByDay, datasets.Postings, datasets.PayoutLines,
	},
	Outputs: []*pipeline.Dataset{datasets.AccrualSums},
	Run:     run,
}

func run(_ context.Context, t *pipeline.Task) error {
	b := newBooks()
	defer b.release()
	if err := b.read(t); err != nil {
		return err
	}
	if len(b.orders) == 0 {
		return nil
	}
	if err := b.addPostings(t); err != nil {
		return err
	}
	rec, err := pipeline.Collect(t, datasets.PayoutLines)
	if err != nil {
		return err
	}
	defer rec.Release()
	l := newLines(b, rec)
	l.place()
	return write(t, l, l.sum())
}

func write(t *pipeline.Task, l *lines, sums []*sum) error {
	if len(sums) == 0 {
		return nil
	}
	w := nullable.NewWriter(t, datasets.AccrualSums)
	defer w.Release()
	for _, s := range sums {
		w.Code(datasets.SellerID, l.seller.At(s.row))
		w.Text(datasets.PayoutID, nullable.Text(l.payout, s.row))
		w.Code(datasets.AccruedCurrency, s.currency)
		w.Int(datasets.ComparedLines, s.lines)
		w.Money(datasets.ComparedAmount, &s.amount)
		w.Int(datasets.AccrualRows, s.accruals)
		w.Money(datasets.AccruedAmount, &s.accrued)
		w.Int(datasets.IncomparableLines, s.incomparable)
		w.Int(datasets.SharedLines, s.shared)
		w.Int(datasets.LeftOutAccruals, s.leftOut)
		w.Date(datasets.FirstAccruedOn, nullable.If(s.days.isKnown, s.days.first))
		w.Date(datasets.LastAccruedOn, nullable.If(s.days.isKnown, s.days.last))
	}
	return w.Flush()
}

// days are a first and a last day; the zero value is none.
type days struct {
	first, last arrow.Date32
	isKnown     bool
}

func (d *days) addDays(other days) {
	switch {
	case !other.isKnown:
	case !d.isKnown:
		*d = other
	default:
		d.first, d.last = min(d.first, other.first), max(d.last, other.last)
	}
}
