package pipeline

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"math"
	"strings"
	"time"

	"ozpayout/pipeline/cell"
	"ozpayout/pipeline/tabular"
)

// cell types one cell. Empty is null, and a fault where the column is required.
func (cr *columnReader) cell(c *tabular.Chunk, row int) {
	raw, kind := c.Cell(row, cr.source), c.Kind(row, cr.source)
	var reason cell.Reason
	switch {
	case kind == tabular.NullCell || len(raw) == 0:
		reason = cell.NoValue
	case kind == tabular.ErrorCell:
		reason = cell.ExcelError
	case cr.field.Form == Secret:
		cr.reduce(raw, row)
	default:
		reason = cr.keep(raw, kind, row)
		if reason != "" && cr.field.Form != Raw && cell.Empty(raw) {
			reason = cell.NoValue
		}
	}
	switch {
	case reason == "":
		cr.values.valid[cr.base+row] = 1
		return
	case reason == cell.NoValue:
		if cr.field.Need == Required {
			cr.fail(c, row, raw, "missing_required", "The cell is empty, but every row needs a value here.")
		}
		return
	}
	cr.fail(c, row, raw, string(reason), reason.Explain())
}

// unknown is the code of a word that its list does not have.
const unknown = "unknown"

// fail reports a bad cell. In a required, present or decisive column its row is quarantined
// with it (D42). Cells of totals and of headers are not reported.
func (cr *columnReader) fail(c *tabular.Chunk, row int, raw []byte, code, message string) {
	if cr.typer.total[row] || cr.typer.findRepeatedHeader(c, row) {
		return
	}
	severity := Warning
	if cr.field.takesRow(cell.Reason(code)) {
		severity = Fault
		cr.typer.bad[row] = true
	}
	cr.typer.reject(c.Rows[row], cr.header, code, string(raw[:min(len(raw), mostRaw)]), severity, message)
}

// keep types a filled cell and sets the value of its row, unless it returns a reason.
func (cr *columnReader) keep(raw []byte, kind tabular.Kind, row int) cell.Reason {
	isNumber := kind == tabular.NumberCell
	at := cr.base + row
	switch cr.kind {
	case TextType:
		id, reason := cr.id(raw, isNumber && cr.typer.r.File.Form == tabular.XLSX)
		if reason == "" {
			cr.values.setText(at, id)
		}
		return reason
	case CodeType:
		if number, ok := cr.codes.spelled(raw); ok {
			cr.values.set(at, int64(number))
			return ""
		}
		code, reason := cr.codeOf(raw)
		switch reason {
		case "":
			number := cr.codes.number(code)
			cr.codes.remember(raw, number)
			cr.values.set(at, int64(number))
		case cell.UnknownWord:
			cr.values.set(at, int64(cr.codes.number(code)))
		}
		return reason
	}
	read := cr.convert.text
	if isNumber {
		read = cr.convert.number
	}
	value, reason := read(raw)
	if reason == "" {
		cr.values.set(at, value)
	}
	return reason
}

// id reads an identifier or, of a raw column, any text. In a spreadsheet it may have been
// made a number.
func (cr *columnReader) id(raw []byte, spreadsheet bool) ([]byte, cell.Reason) {
	if cr.field.Form == Raw {
		return raw, ""
	}
	if spreadsheet {
		return cell.NumberID(raw)
	}
	id := cell.Trim(raw)
	if len(id) == 0 {
		return nil, cell.NoValue
	}
	return id, cell.ExcelDamage(id)
}

// reduce keeps what the column's type leaves of a secret: see [Secret].
func (cr *columnReader) reduce(raw []byte, row int) {
	at := cr.base + row
	switch cr.kind {
	case FlagType:
		cr.values.set(at, 1)
	case CodeType:
		cr.values.set(at, int64(cr.codes.number(cell.Script(raw))))
	case TextType:
		sum := sha256.Sum256(raw)
		cr.values.setText(at, hex.AppendEncode(nil, sum[:]))
	}
}

// codeOf returns the code that a cell stands for. A word that its list does not
// have is unknown; beside one, the other words of the cell keep their codes.
func (cr *columnReader) codeOf(raw []byte) (code string, reason cell.Reason) {
	switch {
	case cr.field.Form == CurrencyForm:
		return cell.Currency(raw)
	case cr.field.Form == WordList:
		var codes []string
		for word := range cell.SplitWords(raw) {
			code, missing := cr.field.Words.Code(word)
			if missing != "" {
				code, reason = unknown, missing
			}
			codes = append(codes, code)
		}
		return strings.Join(codes, "|"), reason
	case cr.field.Words != nil:
		code, reason = cr.field.Words.Code(raw)
		switch {
		case reason != cell.UnknownWord:
			return code, reason
		case cr.field.Form == Keep:
			return string(cell.Trim(raw)), ""
		}
		return unknown, reason
	}
	text := cell.Trim(raw)
	if len(text) == 0 {
		return "", cell.NoValue
	}
	return string(text), ""
}

// A converter reads the filled cells of a column whose values are numbers: cells
// that are text, and numbers of a workbook or JSON document.
type converter struct{ text, number numberReader }

// A numberReader reads a filled cell as a number of the column's type.
type numberReader func(raw []byte) (int64, cell.Reason)

// converterOf returns the converter of a column of a table. Separator is the decimal sign of
// its amounts, 0 if it is not known.
func converterOf(t Type, form Form, r *Recognition, separator cell.Separator) converter {
	same := func(read numberReader) converter { return converter{read, read} }
	isWorkbook := r.File.Form == tabular.XLSX
	switch t {
	case DateType:
		switch {
		case form == MonthForm:
			return same(firstOfMonth)
		case isWorkbook:
			return converter{r.date, r.serialDate}
		}
		return same(r.date)
	case InstantType:
		if isWorkbook {
			return converter{r.instant(form), r.serialInstant}
		}
		return same(r.instant(form))
	case MoneyType:
		return converter{
			func(raw []byte) (int64, cell.Reason) { return ofMoneyType(cell.Money(raw, minorDigits, separator)) },
			func(raw []byte) (int64, cell.Reason) { return ofMoneyType(cell.NumberMoney(raw, minorDigits)) },
		}
	case RateType:
		if form == PercentForm {
			return converter{
				func(raw []byte) (int64, cell.Reason) { return atRateScale(cell.Percent(raw)) },
				func(raw []byte) (int64, cell.Reason) { return atRateScale(cell.NumberPercent(raw)) },
			}
		}
		return converter{cell.Rate, cell.NumberRate}
	case IntType, DaysType:
		return converter{cell.Int, func(raw []byte) (int64, cell.Reason) { return cell.Int(bytes.TrimSuffix(raw, []byte(".0"))) }}
	case FlagType:
		return same(flag)
	}
	return same(func([]byte) (int64, cell.Reason) { return 0, cell.NotAnInteger })
}

// Money is DECIMAL(18,2) on disk (D48).
const (
	minorDigits = 2
	mostMinor   = 1e18 - 1 // greatest amount of money, in minor units
	// mostOfCell is the greatest amount of one cell, in minor units: the 15 digits that a
	// spreadsheet keeps. What is beyond is no amount: a few such cells would use up
	// mostMinor, which bounds the sum of all amounts.
	mostOfCell = 1e15 - 1
)

// ofMoneyType refuses an amount that is too large for one cell.
func ofMoneyType(minor int64, reason cell.Reason) (int64, cell.Reason) {
	if minor > mostOfCell || minor < -mostOfCell {
		return 0, cell.OutOfRange
	}
	return minor, reason
}

func firstOfMonth(raw []byte) (int64, cell.Reason) {
	year, month, reason := cell.Month(raw)
	if reason != "" {
		return 0, reason
	}
	return time.Date(year, time.Month(month), 1, 0, 0, 0, 0, time.UTC).Unix() / 86400, ""
}

func (r *Recognition) date(raw []byte) (int64, cell.Reason) {
	day, reason := cell.Date(raw, r.zone)
	return int64(day), reason
}

func (r *Recognition) serialDate(raw []byte) (int64, cell.Reason) {
	day, reason := cell.SerialDate(raw, r.File.Date1904)
	return int64(day), reason
}

func (r *Recognition) instant(form Form) numberReader {
	return func(raw []byte) (int64, cell.Reason) {
		at, reason := cell.Instant(raw, r.zone, form == DateAllowed)
		return int64(at), reason
	}
}

func (r *Recognition) serialInstant(raw []byte) (int64, cell.Reason) {
	at, reason := cell.SerialInstant(raw, r.File.Date1904, r.zone)
	return int64(at), reason
}

func flag(raw []byte) (int64, cell.Reason) {
	yes, reason := cell.Flag(raw)
	if yes {
		return 1, reason
	}
	return 0, reason
}

// atRateScale brings a percentage, which is read with four decimals, to the ten of
// a column of type Rate.
func atRateScale(percent int64, reason cell.Reason) (int64, cell.Reason) {
	const sixDecimals = 1_000_000
	if reason == "" && (percent > math.MaxInt64/sixDecimals || percent < math.MinInt64/sixDecimals) {
		return 0, cell.OutOfRange
	}
	return percent * sixDecimals, reason
}
