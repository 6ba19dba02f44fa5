package ratecompliance

import (
	"cmp"
	"strings"

	"github.com/apache/arrow/go/v17/arrow"
	"github.com/apache/arrow/go/v17/arrow/array"

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

// keys reads the keys of a partial table.
type keys struct {
	sellers *array.Dictionary
	days    *array.Date32
}

func keysOf(batch arrow.Record, day *pipeline.Date) keys {
	return keys{datasets.PostingSeller.In(batch), day.In(batch)}
}

// at returns the key of a row, which lives as long as the batch.
func (k keys) at(i int) key { return key{nullable.Code(k.sellers, i), calendar.Day(k.days.Value(i))} }

// clone copies the text, which outlives its batch.
func (k key) clone() key { return key{strings.Clone(k.seller), k.first} }

// of returns the sum of a key; a new one is added under a copy of the key.
func of[K comparable, C any](sums map[K]*C, k K, clone func(K) K) *C {
	c := sums[k]
	if c == nil {
		c = new(C)
		sums[clone(k)] = c
	}
	return c
}

// failed adds up the late amounts of what does not comply.
type failed struct {
	late        int64 // CNY, minor units
	unconverted int64
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
