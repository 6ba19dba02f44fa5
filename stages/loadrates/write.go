package loadrates

import (
	"cmp"
	"slices"

	"github.com/apache/arrow/go/v17/arrow"

	"ozpayout/datasets"
	"ozpayout/pipeline"
	"ozpayout/stages/internal/calendar"
	"ozpayout/stages/internal/fxrate"
	"ozpayout/stages/internal/nullable"
)

// A rateWriter writes rows of fx_rates.
type rateWriter struct {
	nullable.Writer
	workdays *calendar.Calendar
}

// writeCurrency writes the days of one currency up to the as-of date. The quotes are
// all of that currency.
func (w *rateWriter) writeCurrency(quotes []*quote, series *fxrate.Series, asOf calendar.Day) {
	for day := quotes[0].rate.From; day <= asOf; day++ {
		found, ok := series.At(day)
		if !ok || found.IsStale {
			continue
		}
		w.write(loadedOn(quotes, found.From), day, found)
	}
}

func (w *rateWriter) write(q *quote, day calendar.Day, found fxrate.Found) {
	set, isKnown := dayBefore(q.rate.From, w.workdays)
	w.Code(datasets.RateCurrency, q.currency)
	w.Date(datasets.RateOn, new(arrow.Date32(day)))
	w.Rate(datasets.Value, new(q.rate.Value*fxrate.ValueScale))
	w.Int(datasets.Nominal, q.rate.Nominal)
	w.Rate(datasets.RateRUB, new(q.rate.RoublesPerUnit()))
	w.Date(datasets.InForceFrom, new(arrow.Date32(q.rate.From)))
	w.Date(datasets.SetOn, nullable.If(isKnown, arrow.Date32(set)))
	w.Code(datasets.RateFile, q.file)
	w.Flag(datasets.IsCarried, &found.IsCarried)
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
