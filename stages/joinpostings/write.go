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

func (j *joiner) write(t *pipeline.Task) error {
	if j.facts.len() == 0 {
		return nil
	}
	c := newColumns(t.Mem, j)
	defer c.release()
	for i := range j.facts.len() {
		f := j.fact(i)
		c.append(i, j.number(i), &f)
	}
	out := c.record()
	defer out.Release()
	return t.Write(datasets.PostingFacts, out)
}

// columns are the columns of the facts while they are built.
type columns struct {
	number                                                             *vector.Texts
	seller, carrier, languages, currency                               *vector.CodeBuilder
	value, late                                                        *vector.Vector[int64]
	accepted, delivered, confirmed, eligible, due, invoiced, carrierOn *vector.Vector[arrow.Date32]
	uploadedAt, deliveredAt, seenAt                                    *vector.Vector[arrow.Timestamp]
	isUndated, isAuto                                                  *array.BooleanBuilder
	postings                                                           *postingColumns
}

func newColumns(mem memory.Allocator, j *joiner) *columns {
	rows := j.facts.len()
	days := func() *vector.Vector[arrow.Date32] { return vector.New[arrow.Date32](mem, rows) }
	instants := func() *vector.Vector[arrow.Timestamp] { return vector.New[arrow.Timestamp](mem, rows) }
	size := 0
	for i := range rows {
		size += len(j.number(i))
	}
	c := &columns{
		number: vector.NewTexts(mem, rows, size),
		seller: vector.NewCodeBuilder(mem, rows, j.sellers.List()...), carrier: vector.NewCodeBuilder(mem, rows, j.carriers.List()...),
		languages: vector.NewCodeBuilder(mem, rows, languageCodes[:]...), currency: vector.NewCodeBuilder(mem, rows, j.postings.currencies.Entries...),
		value: vector.New[int64](mem, rows), late: vector.New[int64](mem, rows),
		accepted: days(), delivered: days(), confirmed: days(), eligible: days(), due: days(), invoiced: days(), carrierOn: days(),
		uploadedAt: instants(), deliveredAt: instants(), seenAt: instants(),
		isUndated: array.NewBooleanBuilder(mem), isAuto: array.NewBooleanBuilder(mem),
		postings: j.postings,
	}
	c.isUndated.Reserve(rows)
	c.isAuto.Reserve(rows)
	return c
}

func (c *columns) release() {
	for _, b := range []interface{ Release() }{
		c.number, c.seller, c.carrier, c.languages, c.currency, c.value, c.late, c.accepted, c.delivered, c.confirmed, c.eligible, c.due,
		c.invoiced, c.carrierOn, c.uploadedAt, c.deliveredAt, c.seenAt, c.isUndated, c.isAuto,
	} {
		b.Release()
	}
}

// append adds the row of the i-th posting.
func (c *columns) append(i int, number string, f *fact) {
	c.number.Append(number)
	appendName(c.seller, f.soldByWhom())
	c.accepted.AppendIf(f.accepted != never, arrow.Date32(f.accepted))
	appendDay(c.delivered, f.deliveredOn())
	appendDay(c.confirmed, f.confirmedOn())
	c.isUndated.UnsafeAppend(f.isUndated())
	c.appendValue(i)
	appendDay(c.eligible, f.eligible)
	appendDay(c.due, f.due)
	c.late.AppendIf(!f.isLateUnknown, f.late)
	c.appendInvoice(f)
	c.appendParcel(f)
}

// appendValue carries the value of a row of the order sources through; behind their last
// row there is none.
func (c *columns) appendValue(row int) {
	if row >= c.postings.numbers.Len() {
		c.value.AppendNull()
		c.currency.AppendNull()
		return
	}
	c.value.AppendIf(c.postings.values.IsValid(row), c.postings.values.Value(row))
	c.currency.AppendIf(!c.postings.currencies.IsNull(row), c.postings.currencies.Index(row))
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
	appendName(c.carrier, f.carrierName())
	appendDay(c.carrierOn, f.carrierOn())
	isDelivered := f.delivery.at != notYet
	c.uploadedAt.AppendIf(f.uploaded != notYet, f.uploaded)
	c.deliveredAt.AppendIf(isDelivered, f.delivery.at)
	c.seenAt.AppendIf(isDelivered && f.seen != notYet, f.seen)
}

// appendName appends the name of a number, null for none and several.
func appendName(b *vector.CodeBuilder, number int32) { b.AppendIf(number > 0, int(number)-1) }

func appendDay(v *vector.Vector[arrow.Date32], day calendar.Day) {
	v.AppendIf(day != never, arrow.Date32(day))
}

// record returns the table built. The caller releases it.
func (c *columns) record() arrow.Record {
	money, dates, instants := pipeline.MoneyType.Arrow(), pipeline.DateType.Arrow(), pipeline.InstantType.Arrow()
	return pipeline.Assemble(datasets.PostingFacts, map[pipeline.Column]arrow.Array{
		datasets.PostingNumber: c.number.Column(),
		datasets.PostingSeller: c.seller.Column(),
		datasets.PostingValue:  c.value.Column(money), datasets.PostingCurrency: c.currency.Column(),
		datasets.AcceptedOn: c.accepted.Column(dates), datasets.DeliveredOn: c.delivered.Column(dates),
		datasets.ConfirmationOn: c.confirmed.Column(dates), datasets.IsUndated: c.isUndated.NewArray(),
		datasets.FirstEligible: c.eligible.Column(dates), datasets.FirstDue: c.due.Column(dates), datasets.LateCNY: c.late.Column(money),
		datasets.InvoicedOn: c.invoiced.Column(dates), datasets.InvoiceLanguageCode: c.languages.Column(), datasets.InvoiceAuto: c.isAuto.NewArray(),
		datasets.CarrierName: c.carrier.Column(), datasets.CarrierOn: c.carrierOn.Column(dates),
		datasets.NumberUploadedAt: c.uploadedAt.Column(instants), datasets.CarrierDeliveryAt: c.deliveredAt.Column(instants),
		datasets.DeliverySeenAt: c.seenAt.Column(instants),
	})
}
