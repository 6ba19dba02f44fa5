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
	source    uint8 // position plus one; 0 = none
	isUnknown bool  // a row has no amount, or another currency
	row       int32 // one with the currency
}

// add adds a row of a source.
func (v *postingValue) add(g *goods, source uint8, row int32) {
	if v.source != 0 && v.source != source {
		return
	}
	minor, ok := g.of(int(row))
	if v.source != 0 && ok {
		ok = isSameCode(g.currencies, int(v.row), int(row)) && minor <= math.MaxInt64-v.minor
	}
	v.source, v.row = source, row
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

func (v *postingValue) isKnown() bool { return v.source != 0 && !v.isUnknown }

// values returns the values of the postings.
func (j *joiner) values() []postingValue {
	values := make([]postingValue, j.numbers.Len())
	for i, s := range j.sources {
		if s.goods == nil {
			continue
		}
		for row, posting := range s.postings {
			if posting >= 0 {
				values[posting].add(s.goods, uint8(i+1), int32(row))
			}
		}
	}
	return values
}

// knownOf returns the rows with the currencies of values.
func (j *joiner) knownOf(values []postingValue) filling {
	f := j.empty()
	for i := range values {
		if v := &values[i]; v.isKnown() {
			f.set(int32(i), int(v.source)-1, int(v.row))
		}
	}
	return f
}

// valueColumn makes the column of values.
func valueColumn(mem memory.Allocator, values []postingValue) arrow.Array {
	v := vector.New[int64](mem, len(values))
	defer v.Release()
	for i := range values {
		v.AppendIf(values[i].isKnown(), values[i].minor)
	}
	return v.Column(pipeline.MoneyType.Arrow())
}
