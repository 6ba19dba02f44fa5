package loadrates

import (
	"cmp"
	"slices"

	"github.com/apache/arrow/go/v17/arrow"
	"github.com/apache/arrow/go/v17/arrow/array"

	"ozpayout/datasets"
	"ozpayout/pipeline"
	"ozpayout/stages/internal/calendar"
	"ozpayout/stages/internal/fxrate"
)

// rows appends to the columns of fx_rates.
type rows struct {
	workdays                *calendar.Calendar
	currency, file          *array.BinaryDictionaryBuilder
	on, inForceFrom, setOn  *array.Date32Builder
	value, nominal, rateRUB *array.Int64Builder
	isCarried               *array.BooleanBuilder
}

func newRows(b *pipeline.Builder, workdays *calendar.Calendar) *rows {
	return &rows{
		workdays: workdays,
		currency: datasets.RateCurrency.To(b), file: datasets.RateFile.To(b),
		on: datasets.RateOn.To(b), inForceFrom: datasets.InForceFrom.To(b), setOn: datasets.SetOn.To(b),
		value: datasets.Value.To(b), nominal: datasets.Nominal.To(b), rateRUB: datasets.RateRUB.To(b),
		isCarried: datasets.IsCarried.To(b),
	}
}

// appendCurrency appends the days of one currency up to the as-of date. The
// quotes are all of that currency.
func (r *rows) appendCurrency(quotes []*quote, series *fxrate.Series, asOf calendar.Day) {
	for day := quotes[0].rate.From; day <= asOf; day++ {
		found, ok := series.At(day)
		if !ok || found.IsStale {
			continue
		}
		r.append(loadedOn(quotes, found.From), day, found)
	}
}

func (r *rows) append(q *quote, day calendar.Day, found fxrate.Found) {
	// The in-memory dictionary takes any text: the error is for other types.
	_ = r.currency.AppendString(q.currency)
	_ = r.file.AppendString(q.file)
	r.on.Append(arrow.Date32(day))
	r.inForceFrom.Append(arrow.Date32(q.rate.From))
	r.value.Append(q.rate.Value * fxrate.ValueScale)
	r.nominal.Append(q.rate.Nominal)
	r.rateRUB.Append(q.rate.RoublesPerUnit())
	r.isCarried.Append(found.IsCarried)
	if set, ok := dayBefore(q.rate.From, r.workdays); ok {
		r.setOn.Append(arrow.Date32(set))
	} else {
		r.setOn.AppendNull()
	}
}

// loadedOn returns the loaded quote of a day that has one.
func loadedOn(quotes []*quote, day calendar.Day) *quote {
	i, _ := slices.BinarySearchFunc(quotes, day, func(q *quote, day calendar.Day) int { return cmp.Compare(q.rate.From, day) })
	for quotes[i].class != pipeline.Loaded {
		i++
	}
	return quotes[i]
}

// dayBefore returns the last working day before a day: the day on which the rate
// that starts then was set. ok is false where the calendar does not know.
func dayBefore(start calendar.Day, workdays *calendar.Calendar) (day calendar.Day, ok bool) {
	for day = start - 1; ; day-- {
		isWorking, isKnown := workdays.IsWorking(day)
		if isWorking || !isKnown {
			return day, isKnown
		}
	}
}
