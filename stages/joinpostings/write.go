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

// named is the column that the facts begin with; the others are added to it.
var named = &pipeline.Dataset{Name: "posting_facts", Columns: []pipeline.Column{datasets.PostingNumber}}

func (j *joiner) write(t *pipeline.Task) error {
	if len(j.facts) == 0 {
		return nil
	}
	b := pipeline.NewBuilder(t.Mem, named)
	defer b.Release()
	b.Reserve(len(j.facts))
	numbers := datasets.PostingNumber.To(b)
	for i := range j.facts {
		numbers.Append(j.facts[i].number)
	}
	first := b.Record()
	defer first.Release()
	out := pipeline.Derive(datasets.PostingFacts, first, j.columns(t.Mem))
	defer out.Release()
	return t.Write(datasets.PostingFacts, out)
}

// columns returns the other columns. The caller releases them.
func (j *joiner) columns(mem memory.Allocator) map[pipeline.Column]arrow.Array {
	columns := map[pipeline.Column]arrow.Array{
		datasets.PostingSeller: j.codes(mem, j.sellers.List(), func(f *fact) int { return int(f.soldByWhom()) - 1 }),
		datasets.CarrierName:   j.codes(mem, j.carriers.List(), func(f *fact) int { return int(f.carrierName()) - 1 }),
		datasets.InvoiceLanguageCode: j.codes(mem, languageCodes[:], func(f *fact) int {
			if f.invoiced == never {
				return -1
			}
			return f.languages.code()
		}),
		datasets.PostingValue:    j.values(mem),
		datasets.PostingCurrency: j.currencies(mem),
		datasets.LateCNY:         j.lateAmounts(mem),
		datasets.IsUndated:       j.flags(mem, func(f *fact) (bool, bool) { return f.isUndated(), true }),
		datasets.InvoiceAuto:     j.flags(mem, func(f *fact) (bool, bool) { return f.isAuto, f.invoiced != never }),
	}
	for column, of := range map[*pipeline.Date]func(*fact) calendar.Day{
		datasets.AcceptedOn:     func(f *fact) calendar.Day { return f.accepted },
		datasets.DeliveredOn:    (*fact).deliveredOn,
		datasets.ConfirmationOn: (*fact).confirmedOn,
		datasets.FirstEligible:  func(f *fact) calendar.Day { return f.eligible },
		datasets.FirstDue:       func(f *fact) calendar.Day { return f.due },
		datasets.InvoicedOn:     func(f *fact) calendar.Day { return f.invoiced },
		datasets.CarrierOn:      (*fact).carrierOn,
	} {
		columns[column] = j.days(mem, of)
	}
	for column, of := range map[*pipeline.Instant]func(*fact) arrow.Timestamp{
		datasets.NumberUploadedAt:  func(f *fact) arrow.Timestamp { return f.uploaded },
		datasets.CarrierDeliveryAt: func(f *fact) arrow.Timestamp { return f.delivery.at },
		datasets.DeliverySeenAt: func(f *fact) arrow.Timestamp {
			if f.delivery.at == notYet {
				return notYet
			}
			return f.delivery.seen
		},
	} {
		columns[column] = j.instants(mem, of)
	}
	return columns
}

// codes makes a column of words; an index below 0 is null.
func (j *joiner) codes(mem memory.Allocator, words []string, of func(*fact) int) arrow.Array {
	b := vector.NewCodeBuilder(mem, len(j.facts), words...)
	defer b.Release()
	for i := range j.facts {
		if at := of(&j.facts[i]); at >= 0 {
			b.Append(at)
		} else {
			b.AppendNull()
		}
	}
	return b.Column()
}

func (j *joiner) days(mem memory.Allocator, of func(*fact) calendar.Day) arrow.Array {
	v := vector.New[arrow.Date32](mem, len(j.facts))
	defer v.Release()
	for i := range j.facts {
		day := of(&j.facts[i])
		v.AppendIf(day != never, arrow.Date32(day))
	}
	return v.Column(pipeline.DateType.Arrow())
}

func (j *joiner) instants(mem memory.Allocator, of func(*fact) arrow.Timestamp) arrow.Array {
	v := vector.New[arrow.Timestamp](mem, len(j.facts))
	defer v.Release()
	for i := range j.facts {
		at := of(&j.facts[i])
		v.AppendIf(at != notYet, at)
	}
	return v.Column(pipeline.InstantType.Arrow())
}

// flags makes a column of answers, of which the second says whether they are known.
func (j *joiner) flags(mem memory.Allocator, of func(*fact) (value, isKnown bool)) arrow.Array {
	b := array.NewBooleanBuilder(mem)
	defer b.Release()
	b.Reserve(len(j.facts))
	for i := range j.facts {
		if value, isKnown := of(&j.facts[i]); isKnown {
			b.UnsafeAppend(value)
		} else {
			b.UnsafeAppendBoolToBitmap(false)
		}
	}
	return b.NewArray()
}

func (j *joiner) lateAmounts(mem memory.Allocator) arrow.Array {
	v := vector.New[int64](mem, len(j.facts))
	defer v.Release()
	for i := range j.facts {
		v.AppendIf(!j.facts[i].isLateUnknown, j.facts[i].late)
	}
	return v.Column(pipeline.MoneyType.Arrow())
}

// values carries the values of the order sources through.
func (j *joiner) values(mem memory.Allocator) arrow.Array {
	v := vector.New[int64](mem, len(j.facts))
	defer v.Release()
	for i := range j.facts {
		if row := int(j.facts[i].row); row >= 0 && j.postings.values.IsValid(row) {
			v.Append(j.postings.values.Value(row))
		} else {
			v.AppendNull()
		}
	}
	return v.Column(pipeline.MoneyType.Arrow())
}

func (j *joiner) currencies(mem memory.Allocator) arrow.Array {
	words := vector.WordsOf(j.postings.currencies)
	return j.codes(mem, words.Entries, func(f *fact) int {
		if f.row < 0 || words.IsNull(int(f.row)) {
			return -1
		}
		return words.Index(int(f.row))
	})
}
