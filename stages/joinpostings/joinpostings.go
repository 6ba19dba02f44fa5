package joinpostings

import (
	"context"

	"github.com/apache/arrow/go/v17/arrow"
	"github.com/apache/arrow/go/v17/arrow/array"

	"ozpayout/datasets"
	"ozpayout/pipeline"
	"ozpayout/stages/internal/calendar"
	"ozpayout/stages/internal/join"
	"ozpayout/stages/internal/vector"
)

// Stage joins postings with what is known of them.
var Stage = &pipeline.Stage{
	Name: "join_postings",
	Doc: `Says of each posting who sold it, when it was delivered, confirmed and eligible, which late amounts it has, when its invoice came and what its parcel did.

B11 C25: value, delivery and confirmation of a posting; the confirmation is that of payment history, else the delivery.
B13: the first issued or uploaded invoice clears; an invoice of an order covers all its postings; its languages are those of all clearing invoices.
B15: the first upload of a tracking number counts for the posting.
B16: the carrier is that of the last tracking event up to the delivery, to the end of its day where only an orders source tells of it, else of the orders export; it is asked for on the day of delivery, else of the hand-over.
B18: a posting that Ozon fulfils has no carrier to choose.
D06: what happened after the as-of date is not known yet.
D18: a line of an order belongs to a posting only if the order has exactly one.
D45: the seller of a posting is the one that its payments, tracking events and invoices name, of none where they name several; where they name none, the folder of its orders export may, if it is called like a seller of seller_accounts.`,
	Scope:   pipeline.ByPosting,
	Inputs:  []*pipeline.Dataset{datasets.Postings, datasets.DatedLines, datasets.TrackingEvents, datasets.Invoices, datasets.SellerAccounts},
	Outputs: []*pipeline.Dataset{datasets.PostingFacts},
	Run:     run,
}

func run(_ context.Context, t *pipeline.Task) error {
	j := &joiner{asOf: calendar.Day(t.AsOf)}
	defer j.release()
	for _, read := range []func(*pipeline.Task) error{j.readPostings, j.readLines, j.readTracking, j.readInvoices} {
		if err := read(t); err != nil {
			return err
		}
	}
	return j.write(t)
}

// A joiner collects the facts of the postings of a partition.
type joiner struct {
	asOf     calendar.Day
	kept     []arrow.Record // the facts' texts lie in them
	postings *postingColumns
	index    *join.Index   // of the rows of the order sources
	others   *join.Numbers // postings that the order sources do not have
	facts    facts         // of the rows of the order sources, then of the others
	sellers  vector.Names
	carriers vector.Names
}

func (j *joiner) release() {
	for _, rec := range j.kept {
		rec.Release()
	}
}

// collect returns all rows of an input, which live as long as the joiner.
func (j *joiner) collect(t *pipeline.Task, d *pipeline.Dataset) (arrow.Record, error) {
	rec, err := pipeline.Collect(t, d)
	if err != nil {
		return nil, err
	}
	j.kept = append(j.kept, rec)
	return rec, nil
}

// keep makes a batch live as long as the joiner.
func (j *joiner) keep(rec arrow.Record) {
	rec.Retain()
	j.kept = append(j.kept, rec)
}

// ofOther returns the number of the fact of a posting that the order sources do not have.
func (j *joiner) ofOther(number string) int {
	i, isNew := j.others.Of(number)
	if isNew {
		j.facts.addUnknown()
	}
	return j.postings.numbers.Len() + i
}

// ofEach finds the facts of the rows of a column that have a posting number.
func (j *joiner) ofEach(numbers *array.String) func(row int) int {
	known := j.index.FirstOfEach(numbers)
	return func(row int) int {
		if known[row] >= 0 {
			return int(known[row])
		}
		return j.ofOther(numbers.Value(row))
	}
}

// fact puts together what is known of a posting, once all is read.
func (j *joiner) fact(i int) fact {
	return fact{j.facts.sellers[i], j.ofOrder(i), &j.facts.lines[i], &j.facts.invoices[i], &j.facts.parcels[i]}
}

// number returns the posting number of a fact.
func (j *joiner) number(i int) string {
	if rows := j.postings.numbers.Len(); i >= rows {
		return j.others.Key(i - rows)
	}
	return j.postings.numbers.Value(i)
}
