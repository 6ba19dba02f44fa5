package main

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/apache/arrow/go/v17/arrow"
	"github.com/apache/arrow/go/v17/arrow/array"

	"ozpayout/pipeline"
)

// A row is one row of a table, to be printed.
type row struct {
	rec arrow.Record
	at  int
}

func (r row) has(c pipeline.Column) bool { return pipeline.ValuesOf(r.rec, c).IsValid(r.at) }

// number returns a whole number, an amount in minor units or a count of days; 0
// if null.
func (r row) number(c pipeline.Column) int64 {
	if !r.has(c) {
		return 0
	}
	switch a := pipeline.ValuesOf(r.rec, c).(type) {
	case *array.Int64:
		return a.Value(r.at)
	case *array.Int32:
		return int64(a.Value(r.at))
	case *array.Date32:
		return int64(a.Value(r.at))
	}
	panic(fmt.Sprintf("column %s is no number", c.ColumnName()))
}

// flag returns a yes or no; no if null.
func (r row) flag(c *pipeline.Flag) bool { return r.has(c) && c.In(r.rec).Value(r.at) }

// text returns a cell as people write it, printable; "" if null.
func (r row) text(c pipeline.Column) string {
	if !r.has(c) {
		return ""
	}
	switch a := pipeline.ValuesOf(r.rec, c).(type) {
	case *array.String:
		return printable(a.Value(r.at))
	case *array.Dictionary:
		return printable(a.Dictionary().(*array.String).Value(a.GetValueIndex(r.at)))
	case *array.Date32:
		return a.Value(r.at).FormattedString()
	case *array.Timestamp:
		return time.UnixMicro(int64(a.Value(r.at))).UTC().Format(time.RFC3339)
	case *array.Boolean:
		return map[bool]string{true: "yes", false: "no"}[a.Value(r.at)]
	case *array.Float64:
		return strconv.FormatFloat(a.Value(r.at), 'f', -1, 64)
	case *array.Int32:
		return strconv.FormatInt(int64(a.Value(r.at)), 10)
	case *array.Int64:
		switch c.Type() {
		case pipeline.MoneyType:
			return decimal(a.Value(r.at), 2, 2)
		case pipeline.RateType:
			return decimal(a.Value(r.at), 10, 4)
		}
		return strconv.FormatInt(a.Value(r.at), 10)
	}
	panic(fmt.Sprintf("column %s has cells of type %s", c.ColumnName(), pipeline.ValuesOf(r.rec, c).DataType()))
}

// decimal writes a scaled integer with at least the given number of decimals
// and no further zeros: decimal(845_20, 2, 2) is "845.20".
func decimal(scaled int64, scale, least int) string {
	digits := strconv.FormatInt(scaled, 10)
	sign := ""
	if strings.HasPrefix(digits, "-") {
		sign, digits = "-", digits[1:]
	}
	if missing := scale + 1 - len(digits); missing > 0 {
		digits = strings.Repeat("0", missing) + digits
	}
	whole, fraction := digits[:len(digits)-scale], digits[len(digits)-scale:]
	for len(fraction) > least && strings.HasSuffix(fraction, "0") {
		fraction = fraction[:len(fraction)-1]
	}
	return sign + whole + "." + fraction
}
