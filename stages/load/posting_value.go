package load

import (
	"math"
	"math/bits"

	"github.com/apache/arrow/go/v17/arrow"
	"github.com/apache/arrow/go/v17/arrow/array"
	"github.com/apache/arrow/go/v17/arrow/memory"

	"ozpayout/datasets"
	"ozpayout/pipeline"
	"ozpayout/stages/internal/vector"
)

// goods are the amounts of a source: of whole rows, or of single pieces.
type goods struct {
	amounts    *array.Int64
	currencies *array.Dictionary
	pieces     *array.Int64 // nil where an amount is that of the whole row
}

// goodsOf returns the amounts of a source, nil for one without. The orders export
// has amounts of rows, the API prices of pieces (formats.md sections 1 and 4).
func goodsOf(d *pipeline.Dataset, rec arrow.Record) *goods {
	if d.Index(datasets.ShipmentAmount) < 0 {
		return nil
	}
	g := &goods{amounts: datasets.ShipmentAmount.In(rec), currencies: datasets.ShipmentCurrency.In(rec)}
	if d == datasets.RawPostings {
		g.pieces = datasets.Quantity.In(rec)
	}
	return g
}

// of returns the value of a row in minor units; ok is false where it is not known
// or does not fit.
func (g *goods) of(row int) (minor int64, ok bool) {
	if g.amounts.IsNull(row) || g.currencies.IsNull(row) {
		return 0, false
	}
	minor = g.amounts.Value(row)
	if minor < 0 {
		return 0, false
	}
	if g.pieces == nil {
		return minor, true
	}
	if g.pieces.IsNull(row) || g.pieces.Value(row) < 0 {
		return 0, false
	}
	high, low := bits.Mul64(uint64(minor), uint64(g.pieces.Value(row)))
	return int64(low), high == 0 && low <= math.MaxInt64
}

// A postingValue adds up the goods of a posting, from the first source that names
// it and has amounts.
type postingValue struct {
	minor     int64
	from      filler // a row with the currency
	isUnknown bool   // a row has no amount, or another currency
}

// add adds a row of a source.
func (v *postingValue) add(g *goods, from filler) {
	if v.from.isKnown() && v.from.source != from.source {
		return
	}
	minor, ok := g.of(int(from.row))
	if v.from.isKnown() && ok {
		ok = isSameCode(g.currencies, int(v.from.row), int(from.row)) && minor <= math.MaxInt64-v.minor
	}
	v.from = from
	if !ok {
		v.isUnknown = true
		return
	}
	v.minor += minor
}

// isSameCode reports whether two rows hold the same code; null is the same as
// nothing.
func isSameCode(codes *array.Dictionary, a, b int) bool {
	if codes.IsNull(a) || codes.IsNull(b) {
		return false
	}
	i, j := codes.GetValueIndex(a), codes.GetValueIndex(b)
	return i == j || codes.Dictionary().(*array.String).Value(i) == codes.Dictionary().(*array.String).Value(j)
}

func (v *postingValue) isKnown() bool { return v.from.isKnown() && !v.isUnknown }

// valueColumn makes the column of values.
func (j *joiner) valueColumn(mem memory.Allocator) arrow.Array {
	v := vector.New[int64](mem, len(j.postings))
	defer v.Release()
	for i := range j.postings {
		value := &j.postings[i].value
		v.AppendIf(value.isKnown(), value.minor)
	}
	return v.Column(pipeline.MoneyType.Arrow())
}
