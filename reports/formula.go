package reports

import (
	"bytes"
	"encoding/xml"
	"math"
	"slices"
	"strconv"
	"strings"

	"github.com/apache/arrow/go/v17/arrow"
	"github.com/apache/arrow/go/v17/arrow/array"

	"ozpayout/pipeline"
)

// A formula is a template of [column.Formula], ready to be filled in as XML: the
// texts, each but the last with the column of a cell of the row behind it.
type formula []formulaPiece

type formulaPiece struct{ text, column string }

// formulaOf reads a template.
func (t *table) formulaOf(template string) formula {
	var out formula
	for _, w := range []word{wordOK, wordCheck} {
		template = strings.ReplaceAll(template, "["+string(w)+"]", quoteText(t.book.labels.word(w)))
	}
	for {
		text, rest, more := strings.Cut(template, "{")
		if !more {
			return append(out, formulaPiece{text: xmlText(text)})
		}
		key, after, _ := strings.Cut(rest, "}")
		at := slices.IndexFunc(t.sheet.Columns, func(c column) bool { return c.key() == key })
		out, template = append(out, formulaPiece{xmlText(text), columnName(at + 1)}), after
	}
}

// append appends the formula of a row, with its tags.
func (f formula) append(to, number []byte) []byte {
	to = append(to, "<f>"...)
	for _, piece := range f {
		to = append(to, piece.text...)
		if piece.column != "" {
			to = append(to, piece.column...)
			to = append(to, number...)
		}
	}
	return append(to, "</f>"...)
}

// formulaTail returns the cells of a column of formulas, with the values as results.
// Where an amount of the row is long, a formula would not see it: the value stands
// alone.
func (t *table) formulaTail(c *column, rec arrow.Record) tail {
	style, value := t.book.styles.formulas[formatOf(c)], t.book.labels.valuesOf(c, rec)
	template, long := t.formulaOf(c.Formula), t.longAmountsIn(rec)
	return func(to []byte, row int, number []byte) []byte {
		v := value(row)
		if amount, _ := v.(minorUnits); amount.isLong() || long(row) {
			return t.appendStyled(to, style, v)
		}
		return t.appendFormula(to, style, template, number, v)
	}
}

func (t *table) appendFormula(to []byte, style int, template formula, number []byte, result any) []byte {
	to = append(to, t.book.styles.open(style)...)
	if digits := appendDigits(nil, result); digits != nil {
		to = template.append(append(to, '>'), number)
		to = append(append(to, "<v>"...), digits...)
		return append(to, endNumber...)
	}
	text, _ := result.(string) // of what is not known an empty one, as the formula gives
	if w, ok := result.(word); ok {
		text = t.book.labels.word(w)
	}
	to = template.append(append(to, ` t="str">`...), number)
	if text != "" {
		to = append(to, "<v>"+xmlText(text)+"</v>"...)
	}
	return append(to, "</c>"...)
}

// appendDigits appends a number; what is none appends nothing.
func appendDigits(to []byte, value any) []byte {
	switch v := value.(type) {
	case minorUnits:
		return v.appendNumber(to)
	case int64:
		return strconv.AppendInt(to, v, 10)
	case float64:
		if !math.IsNaN(v) && !math.IsInf(v, 0) {
			return strconv.AppendFloat(to, v, 'f', -1, 64)
		}
	}
	return to
}

// longAmountsIn reports which rows of a batch have an amount that is written as text.
func (t *table) longAmountsIn(rec arrow.Record) func(row int) bool {
	var amounts []*array.Int64
	for i := range t.sheet.Columns {
		if c, ok := t.sheet.Columns[i].Of.(*pipeline.Money); ok {
			amounts = append(amounts, c.In(rec))
		}
	}
	return func(row int) bool {
		return slices.ContainsFunc(amounts, func(a *array.Int64) bool { return minorUnits(zeroIfNull(a, row)).isLong() })
	}
}

// quoteText returns a text as a constant of a formula.
func quoteText(s string) string { return `"` + strings.ReplaceAll(s, `"`, `""`) + `"` }

func xmlText(s string) string {
	if isPlain(s) {
		return s
	}
	var b bytes.Buffer
	_ = xml.EscapeText(&b, []byte(s)) // a buffer takes everything
	return b.String()
}
