package ratecompliance

import (
	"cmp"

	"ozpayout/datasets"
	"ozpayout/pipeline"
	"ozpayout/stages/internal/calendar"
	"ozpayout/stages/internal/money"
	"ozpayout/stages/internal/nullable"
)

// A key is a seller and a month, or a day, by its first day.
type key struct {
	seller string
	first  calendar.Day
}

func (k key) compare(other key) int {
	return cmp.Or(cmp.Compare(k.seller, other.seller), cmp.Compare(k.first, other.first))
}

// keyOf returns the key of a row of a partial table.
func keyOf(r nullable.Row, day *pipeline.Date) key {
	return key{r.Code(datasets.PostingSeller), calendar.Day(*r.Date(day))}
}

// of returns the sum of a key, which is added when it first comes.
func of[K comparable, C any](sums map[K]*C, k K) *C {
	if sums[k] == nil {
		sums[k] = new(C)
	}
	return sums[k]
}

// failed adds up the late amounts of what does not comply.
type failed struct {
	late        int64 // CNY, minor units
	unconverted int64
}

// addRow adds the late amount of a row of a partial table.
func (f *failed) addRow(r nullable.Row) {
	f.add(*r.Money(datasets.FailedLateCNY), r.Int(datasets.FailedUnconverted))
}

func (f *failed) add(late, unconverted int64) {
	f.unconverted += unconverted
	sum, fits := money.Add(f.late, late)
	if !fits {
		f.unconverted++
		return
	}
	f.late = sum
}

// amount returns the sum, nil where a part of it is not known.
func (f failed) amount() *int64 {
	if f.unconverted > 0 {
		return nil
	}
	return &f.late
}
