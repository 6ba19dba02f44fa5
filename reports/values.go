package reports

import (
	"fmt"
	"math"
	"math/big"
	"strings"

	"github.com/apache/arrow/go/v17/arrow"
	"github.com/apache/arrow/go/v17/arrow/array"

	"ozpayout/pipeline"
)

// A format is how a cell looks.
type format uint8

const (
	textFormat format = iota
	wideFormat        // text that wraps
	wholeFormat
	moneyFormat
	rateFormat
	dateFormat
	instantFormat
	percentFormat
	decimalFormat
	formats // their number
)

// minorUnits is an amount as a cell value.
type minorUnits int64

// The words of flags.
const (
	wordYes word = "yes"
	wordNo  word = "no"
)

// excelEpoch is the number of days from the day 0 of spreadsheets to 1970-01-01.
const excelEpoch = 25_569

// leastLong is the least amount, in minor units, that needs more than the 15 digits that a
// spreadsheet keeps.
const leastLong = 1_000_000_000_000_000

func formatOf(c *column) format {
	if c.Of == nil {
		switch c.Unit {
		case "":
			return textFormat
		case "rows":
			return wholeFormat
		case "see unit":
			return decimalFormat
		}
		return moneyFormat
	}
	switch c.Of.Type() {
	case pipeline.IntType, pipeline.DaysType:
		return wholeFormat
	case pipeline.DateType:
		return dateFormat
	case pipeline.InstantType:
		return instantFormat
	case pipeline.MoneyType:
		return moneyFormat
	case pipeline.RateType:
		switch unit := unitOf(c); {
		case isFraction(unit):
			return percentFormat
		case unit == "basis points":
			return decimalFormat
		}
		return rateFormat
	case pipeline.ShareType:
		if isFraction(unitOf(c)) {
			return percentFormat
		}
		return decimalFormat
	}
	if c.Wide {
		return wideFormat
	}
	return textFormat
}

// isFraction reports whether values of a unit are fractions of something, shown as
// percentages.
func isFraction(unit string) bool {
	return strings.HasPrefix(unit, "share") || unit == "fraction of the price"
}

// valuesOf reads the values of a column: text, word, minorUnits, int64, float64
// or nil. Dates and moments are spreadsheet days, moments in UTC.
func (l *labels) valuesOf(c *column, rec arrow.Record) func(row int) any {
	if c.Of == nil {
		return c.Value(rec)
	}
	cells := pipeline.ValuesOf(rec, c.Of)
	value := l.filledValues(c, rec)
	return func(row int) any {
		if cells.IsNull(row) {
			return nil
		}
		return value(row)
	}
}

func (l *labels) filledValues(c *column, rec arrow.Record) func(row int) any {
	switch of := c.Of.(type) {
	case *pipeline.Text:
		a := of.In(rec)
		if c.Codes == "" {
			return func(row int) any { return a.Value(row) }
		}
		return func(row int) any { return l.sentence(c.Codes, a.Value(row)) }
	case *pipeline.Code:
		code := codesOf(of.In(rec))
		if c.Codes == "" {
			return func(row int) any { return code(row) }
		}
		return func(row int) any { return l.code(c.Codes, code(row)) }
	case *pipeline.Int:
		a := of.In(rec)
		return func(row int) any { return a.Value(row) }
	case *pipeline.Days:
		a := of.In(rec)
		return func(row int) any { return int64(a.Value(row)) }
	case *pipeline.Date:
		a := of.In(rec)
		return func(row int) any { return day(a.Value(row)) }
	case *pipeline.Instant:
		a := of.In(rec)
		return func(row int) any { return float64(a.Value(row))/(24*3600e6) + excelEpoch }
	case *pipeline.Money:
		a := of.In(rec)
		return func(row int) any { return minorUnits(a.Value(row)) }
	case *pipeline.Rate:
		a := of.In(rec)
		return func(row int) any { return float64(a.Value(row)) / pipeline.RateScale }
	case *pipeline.Flag:
		a := of.In(rec)
		return func(row int) any {
			if a.Value(row) {
				return wordYes
			}
			return wordNo
		}
	case *pipeline.Share:
		a := of.In(rec)
		return func(row int) any {
			if v, ok := shareAt(a, row); ok {
				return v
			}
			return nil
		}
	}
	panic(fmt.Sprintf("reports: column %s of type %v", c.Of.ColumnName(), c.Of.Type()))
}

// shareAt returns a share, if there is one and it is a number.
func shareAt(a *array.Float64, row int) (float64, bool) {
	v := a.Value(row)
	return v, a.IsValid(row) && !math.IsNaN(v) && !math.IsInf(v, 0)
}

// isLong reports whether the amount needs more digits than a spreadsheet keeps.
func (m minorUnits) isLong() bool { return m <= -leastLong || m >= leastLong }

// text returns the amount with all its digits.
func (m minorUnits) text() string { return amountText(big.NewInt(int64(m))) }

// amountText returns an amount in minor units as a decimal number.
func amountText(minor *big.Int) string {
	return new(big.Rat).SetFrac(minor, big.NewInt(100)).FloatString(2)
}

// number returns an amount that is not long as the spreadsheet stores it: the
// nearest float64 has all its digits.
func (m minorUnits) number() float64 { return float64(m) / 100 }

func isTrue(a *array.Boolean, row int) bool  { return a.IsValid(row) && a.Value(row) }
func isFalse(a *array.Boolean, row int) bool { return a.IsValid(row) && !a.Value(row) }
