package reports

import (
	"cmp"
	"fmt"
	"iter"
	"slices"
	"strconv"
	"strings"

	"github.com/apache/arrow/go/v17/arrow"
	"github.com/xuri/excelize/v2"

	"ozpayout/pipeline"
)

// Column widths are in characters of the default font.
const (
	minWidth, maxWidth = 9, 40
	lastWidth          = 80 // of the last column, at whose right a text would run past the table
	codeWidth          = 66 // of a column of codes, whose labels we know and none of which may be cut
	longHeading        = 30 // width from which on a heading takes three lines, not two
	wideWidth          = 60 // of text that wraps
	filterButton       = 3
	sampledRows        = 500 // rows whose text decides the width
	longAmountWidth    = 24  // of an amount of 20 digits with its signs
)

// columnWidths returns the widths of the columns: the longest text of the first
// rows, and room for the heading on some lines.
func (t *table) columnWidths(rec arrow.Record) []float64 {
	out := make([]float64, len(t.headings))
	for i := range out {
		out[i] = t.columnWidth(i, rec)
	}
	return out
}

func (t *table) columnWidth(column int, rec arrow.Record) float64 {
	c := &t.sheet.Columns[column]
	value := t.book.labels.valuesOf(c, rec)
	limit := t.sheet.widthLimit(column)
	heading := t.headings[column]
	lines := 2
	if displayWidth(heading) > longHeading {
		lines = 3
	}
	widest := max(minWidth, displayWidth(heading)/lines+1+filterButton, longestWord(heading)+filterButton)
	for row := range min(int(rec.NumRows()), sampledRows) {
		widest = max(widest, displayWidth(t.shown(formatOf(c), value(row)))+2)
	}
	// A total is longer than the amounts it adds up.
	if c.Sum {
		widest = max(widest, 14)
	}
	return float64(min(widest, limit))
}

// widthLimit returns the most that a column takes. Those that stay in sight leave room
// on the screen for the others.
func (s *sheet) widthLimit(column int) int {
	c, isFrozen := &s.Columns[column], column < s.Frozen
	switch {
	case isFrozen:
		return maxWidth
	case c.Wide:
		return cmp.Or(c.Width, wideWidth)
	case column == len(s.Columns)-1:
		return lastWidth
	case c.Codes != "":
		return codeWidth
	}
	return maxWidth
}

// makeRoomForLongAmounts widens columns of amounts where one of the worksheet is
// written as text: a text that is wider than its column loses digits in silence, where
// a number would show ####.
func (t *table) makeRoomForLongAmounts() {
	isLong := t.longAmounts > 0 || slices.ContainsFunc(t.totals.sums, columnSum.isLong)
	for i := range t.sheet.Columns {
		if isLong && formatOf(&t.sheet.Columns[i]) == moneyFormat {
			t.widest[i] = max(t.widest[i], longAmountWidth)
		}
	}
}

// makeRoomForTotals widens the first column where the label of the totals, which runs on
// over the empty cells beside it, would be cut by the first cell that is not empty.
func (t *table) makeRoomForTotals() {
	if t.rows == 0 {
		return
	}
	currency, room := currencyColumn(t.sheet), 0.0
	for i := range t.totals.sums {
		if of := t.sheet.Columns[i].Of; t.totals.sums[i].summed || of != nil && of == currency {
			label := max(displayWidth(t.book.labels.text("text.subtotal")), displayWidth(t.book.labels.text("text.total")))
			t.widest[0] += max(0, float64(label+2)-room)
			return
		}
		room += t.widest[i]
	}
}

// shown returns nearly what a cell shows.
func (t *table) shown(f format, value any) string {
	switch v := value.(type) {
	case string:
		return v
	case word:
		return t.book.labels.word(v) + "  " // capital letters are wide
	case minorUnits:
		whole := fmt.Sprint(int64(v) / 100)
		return strings.Repeat(" ", len(whole)/3) + whole + ".00"
	case int64:
		if f == dateFormat {
			return "2006-01-02"
		}
		return fmt.Sprint(v)
	case float64:
		if f == instantFormat {
			return "2006-01-02 15:04:05"
		}
		return "000,000.00"
	}
	return ""
}

// headingLines returns the number of lines of a heading in a column.
func headingLines(heading string, width float64) int {
	lines, at := 1, 0.0
	for word := range strings.FieldsSeq(heading) {
		for piece := range pieces(word) {
			n := float64(displayWidth(piece))
			if at > 0 && at+n > width-filterButton {
				lines, at = lines+1, 0
			}
			if broken := int((n - 1) / (width - filterButton)); n > width && broken > 0 { // a word that no line holds
				lines += broken
				n -= float64(broken) * (width - filterButton)
			}
			at += n
		}
		at++ // the blank
	}
	return lines
}

// closing are the characters that no line begins with.
const closing = "）】」，。、；：！？"

// pieces cuts a word where a line may break: between Chinese characters.
func pieces(word string) iter.Seq[string] {
	return func(yield func(string) bool) {
		start := 0
		for i, r := range word {
			if i == start || runeWidth(r) != 2 || strings.ContainsRune(closing, r) {
				continue
			}
			if !yield(word[start:i]) {
				return
			}
			start = i
		}
		yield(word[start:])
	}
}

func longestWord(heading string) int {
	longest := 0
	for word := range strings.FieldsSeq(heading) {
		for piece := range pieces(word) {
			longest = max(longest, displayWidth(piece))
		}
	}
	return longest
}

// heights returns the heights of rows as attributes of theirs; none leaves a row to
// the program that opens the workbook, which makes it one line high. Rows are higher
// where they have long texts.
func (t *table) heights(rec arrow.Record) func(row int) string {
	var columns []func(row int) int
	for i := range t.sheet.Columns {
		if t.sheet.Columns[i].Wide {
			columns = append(columns, t.linesOf(i, rec))
		}
	}
	return func(row int) string {
		lines := 1
		for _, column := range columns {
			lines = max(lines, column(row))
		}
		if lines == 1 {
			return ""
		}
		return ` ht="` + strconv.FormatFloat(linePoints(lines), 'f', -1, 64) + `" customHeight="1"`
	}
}

// linesOf returns the lines that the texts of a column take.
func (t *table) linesOf(column int, rec arrow.Record) func(row int) int {
	c, width := &t.sheet.Columns[column], t.widest[column]+filterButton-2
	value := t.book.labels.valuesOf(c, rec)
	count := func(row int) int {
		s, _ := value(row).(string)
		text, _ := cellText(s) // the cell itself notes those that are cut
		return textLines(text, width)
	}
	of, ok := c.Of.(*pipeline.Code)
	if !ok {
		return count
	}
	a := of.In(rec)
	entries, counted := entriesOf(a), make([]int, a.Dictionary().Len())
	return func(row int) int {
		if a.IsNull(row) {
			return 0
		}
		code := entries[row]
		if counted[code] == 0 {
			counted[code] = count(row)
		}
		return counted[code]
	}
}

// textLines returns the lines that a text takes in a column.
func textLines(text string, width float64) int {
	if isPlain(text) && float64(len(text)) <= width-filterButton {
		return 1
	}
	lines := 0
	for line := range strings.SplitSeq(text, "\n") {
		lines += headingLines(line, width)
	}
	return lines
}

// linePoints returns the height of a row of texts.
func linePoints(lines int) float64 { return min(float64(13*lines+2), excelize.MaxRowHeight) }

// headingPoints returns the height of a row of headings.
func headingPoints(lines int) float64 { return float64(4 + 14*lines) }
