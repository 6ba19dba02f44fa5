package joinpostings

import (
	"github.com/apache/arrow/go/v17/arrow"
	"github.com/apache/arrow/go/v17/arrow/array"
	"github.com/apache/arrow/go/v17/arrow/memory"

	"ozpayout/datasets"
	"ozpayout/pipeline"
	"ozpayout/stages/internal/calendar"
	"ozpayout/stages/internal/vector"
)

// write writes the facts: of the postings of the order sources, then of the others.
func (j *joiner) write(t *pipeline.Task) error {
	if err := j.writeFacts(t, j.postings.rec, 0); err != nil {
		return err
	}
	others := j.otherPostings(t.Mem)
	defer others.Release()
	return j.writeFacts(t, others, j.postings.numbers.Len())
}

// unvalued is what is known of a posting that the order sources do not have.
var unvalued = &pipeline.Dataset{Name: "unvalued_postings", Columns: []pipeline.Column{datasets.PostingNumber, datasets.PostingValue, datasets.PostingCurrency}}

// otherPostings returns the postings that the order sources do not have. The caller
// releases them.
func (j *joiner) otherPostings(mem memory.Allocator) arrow.Record {
	b := pipeline.NewBuilder(mem, unvalued)
	defer b.Release()
	for i := range j.others.Len() {
		datasets.PostingNumber.To(b).Append(j.others.Key(i))
		datasets.PostingValue.To(b).AppendNull()
		datasets.PostingCurrency.To(b).AppendNull()
	}
	return b.Record()
}

// writeFacts writes the facts of postings, which begin at a number; number, value and
// currency are carried through.
func (j *joiner) writeFacts(t *pipeline.Task, postings arrow.Record, first int) error {
	rows := int(postings.NumRows())
	if rows == 0 {
		return nil
	}
	c := newColumns(t.Mem, rows, j)
	defer c.release()
	for i := range rows {
		f := j.fact(first + i)
		c.append(&f)
	}
	out := pipeline.Derive(datasets.PostingFacts, postings, c.arrays())
	defer out.Release()
	return t.Write(datasets.PostingFacts, out)
}

// columns are the columns of the facts while they are built, but for those that are
// carried through.
type columns struct {
	seller, carrier, languages                                         *vector.CodeBuilder
	late                                                               *vector.Vector[int64]
	accepted, delivered, confirmed, eligible, due, invoiced, carrierOn *vector.Vector[arrow.Date32]
	uploadedAt, deliveredAt, seenAt                                    *vector.Vector[arrow.Timestamp]
	isUndated, isAuto                                                  *array.BooleanBuilder
}

func newColumns(mem memory.Allocator, rows int, j *joiner) *columns {
	days := func() *vector.Vector[arrow.Date32] { return vector.New[arrow.Date32](mem, rows) }
	instants := func() *vector.Vector[arrow.Timestamp] { return vector.New[arrow.Timestamp](mem, rows) }
	c := &columns{
		seller: vector.NewCodeBuilder(mem, rows, j.sellers.List()...), carrier: vector.NewCodeBuilder(mem, rows, j.carriers.List()...),
		languages: vector.NewCodeBuilder(mem, rows, languageCodes[:]...), late: vector.New[int64](mem, rows),
		accepted: days(), delivered: days(), confirmed: days(), eligible: days(), due: days(), invoiced: days(), carrierOn: days(),
		uploadedAt: instants(), deliveredAt: instants(), seenAt: instants(),
		isUndated: array.NewBooleanBuilder(mem), isAuto: array.NewBooleanBuilder(mem),
	}
	c.isUndated.Reserve(rows)
	c.isAuto.Reserve(rows)
	return c
}

func (c *columns) release() {
	for _, b := range []interface{ Release() }{
		c.seller, c.carrier, c.languages, c.late, c.accepted, c.delivered, c.confirmed, c.eligible, c.due,
		c.invoiced, c.carrierOn, c.uploadedAt, c.deliveredAt, c.seenAt, c.isUndated, c.isAuto,
	} {
		b.Release()
	}
}

// append adds the row of a posting.
func (c *columns) append(f *fact) {
	c.seller.AppendName(f.soldByWhom()) // null for several too
	appendDay(c.accepted, f.accepted)
	appendDay(c.delivered, f.deliveredOn())
	appendDay(c.confirmed, f.confirmedOn())
	c.isUndated.UnsafeAppend(f.isUndated())
	appendDay(c.eligible, f.eligible)
	appendDay(c.due, f.due)
	c.late.AppendIf(!f.isLateUnknown, f.late)
	c.appendInvoice(f)
	c.appendParcel(f)
}

func (c *columns) appendInvoice(f *fact) {
	appendDay(c.invoiced, f.invoiced)
	if f.invoiced == never {
		c.languages.AppendNull()
		c.isAuto.UnsafeAppendBoolToBitmap(false)
		return
	}
	c.languages.Append(f.languages.code())
	c.isAuto.UnsafeAppend(f.isAuto)
}

func (c *columns) appendParcel(f *fact) {
	c.carrier.AppendName(f.carrierName())
	appendDay(c.carrierOn, f.carrierOn())
	isDelivered := f.delivery.at != notYet
	c.uploadedAt.AppendIf(f.uploaded != notYet, f.uploaded)
	c.deliveredAt.AppendIf(isDelivered, f.delivery.at)
	c.seenAt.AppendIf(isDelivered && f.seen != notYet, f.seen)
}

func appendDay(v *vector.Vector[arrow.Date32], day calendar.Day) {
	v.AppendIf(day != never, arrow.Date32(day))
}

// arrays returns the columns built. The caller releases them.
func (c *columns) arrays() map[pipeline.Column]arrow.Array {
	money, dates, instants := pipeline.MoneyType.Arrow(), pipeline.DateType.Arrow(), pipeline.InstantType.Arrow()
	return map[pipeline.Column]arrow.Array{
		datasets.PostingSeller: c.seller.Column(),
		datasets.AcceptedOn:    c.accepted.Column(dates), datasets.DeliveredOn: c.delivered.Column(dates),
		datasets.ConfirmationOn: c.confirmed.Column(dates), datasets.IsUndated: c.isUndated.NewArray(),
		datasets.FirstEligible: c.eligible.Column(dates), datasets.FirstDue: c.due.Column(dates), datasets.LateCNY: c.late.Column(money),
		datasets.InvoicedOn: c.invoiced.Column(dates), datasets.InvoiceLanguageCode: c.languages.Column(), datasets.InvoiceAuto: c.isAuto.NewArray(),
		datasets.CarrierName: c.carrier.Column(), datasets.CarrierOn: c.carrierOn.Column(dates),
		datasets.NumberUploadedAt: c.uploadedAt.Column(instants), datasets.CarrierDeliveryAt: c.deliveredAt.Column(instants),
		datasets.DeliverySeenAt: c.seenAt.Column(instants),
	}
}
