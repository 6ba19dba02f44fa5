package datepayouts

import (
	"github.com/apache/arrow/go/v17/arrow"
	"github.com/apache/arrow/go/v17/arrow/array"
	"github.com/apache/arrow/go/v17/arrow/memory"

	"ozpayout/pipeline"
	"ozpayout/stages/internal/policy"
	"ozpayout/stages/internal/vector"
)

// typicalDays are the typical days of the routes and currencies of a batch (B05,
// B06).
type typicalDays struct {
	route, currency vector.Codes[int] // index of the entry, plus one; 0 = null
	currencies      int
	days            []int // by route and currency; noTypical where the pack has no figure
}

const noTypical = -1

func (d *dater) typicalOf(l *lines) *typicalDays {
	routes, currencies := entries(l.route), entries(l.currency)
	t := &typicalDays{route: positions(l.route), currency: positions(l.currency), currencies: len(currencies)}
	for _, route := range routes {
		for _, currency := range currencies {
			t.days = append(t.days, typicalFor(d.typical, route, currency))
		}
	}
	return t
}

func typicalFor(table *policy.TypicalTable, route, currency string) int {
	days, _, ok := table.For(route, currency)
	if !ok {
		return noTypical
	}
	return days
}

// entries returns the entries of a code column, the empty text for null first.
func entries(cells *array.Dictionary) []string {
	values := vector.WordsOf(cells).Entries
	return append([]string{""}, values...)
}

func positions(cells *array.Dictionary) vector.Codes[int] {
	n := 0
	return vector.CodesOf(cells, func(string) int { n++; return n })
}

// column returns the typical days of that many lines. The caller releases it.
func (t *typicalDays) column(mem memory.Allocator, rows int) arrow.Array {
	v := vector.New[int32](mem, rows)
	defer v.Release()
	for row := range rows {
		days := t.days[t.route.At(row)*t.currencies+t.currency.At(row)]
		v.AppendIf(days != noTypical, int32(days))
	}
	return v.Column(pipeline.DaysType.Arrow())
}
