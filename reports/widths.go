package reports

import (
	"fmt"
	"strings"

	"github.com/xuri/excelize/v2"
)

// Column widths are in characters of the default font.
const (
	minWidth, maxWidth = 9, 40
	longHeading        = 30 // width from which on a heading takes three lines, not two
	wideWidth          = 60 // of text that wraps
	filterButton       = 3
	sampledRows        = 500 // rows whose text decides the width
)

// columnWidths returns the widths of the columns: the longest text of the first
// rows, and room for the heading on some lines.
func (t *table) columnWidths() []float64 {
	out := make([]float64, len(t.headings))
	for i := range out {
		out[i] = t.columnWidth(i)
	}
	return out
}

func (t *table) columnWidth(column int) float64 {
	c := &t.sheet.Columns[column]
	limit := maxWidth
	if c.Wide {
		limit = wideWidth
	}
	heading := t.headings[column]
	lines := 2
	if displayWidth(heading) > longHeading {
		lines = 3
	}
	widest := max(minWidth, displayWidth(heading)/lines+1+filterButton, longestWord(heading)+filterButton)
	for row := t.from; row < min(t.to, t.from+sampledRows); row++ {
		widest = max(widest, displayWidth(t.shown(formatOf(c), t.values[column](row)))+2)
	}
	// A total is longer than the amounts it adds up.
	if c.Sum {
		widest = max(widest, 14)
	}
	return float64(min(widest, limit))
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
	for _, w := range headingWords(heading) {
		n := float64(displayWidth(w))
		if at > 0 && at+n > width-filterButton {
			lines, at = lines+1, 0
		}
		at += n + 1
	}
	return lines
}

// headingWords cuts a heading where a line may break: after blanks, and between
// Chinese characters.
func headingWords(heading string) []string {
	var out []string
	for w := range strings.FieldsSeq(heading) {
		start := 0
		for i, r := range w {
			if displayWidth(string(r)) == 2 && i > start {
				out, start = append(out, w[start:i]), i
			}
		}
		out = append(out, w[start:])
	}
	return out
}

func longestWord(heading string) int {
	longest := 0
	for _, w := range headingWords(heading) {
		longest = max(longest, displayWidth(w))
	}
	return longest
}

// rowPoints returns the height of a row that has long texts; 0 leaves it to the
// program that opens the workbook, which makes it one line high.
func (t *table) rowPoints(cells []any) float64 {
	lines := 1
	for i := range t.sheet.Columns {
		if text, ok := cells[i].(excelize.Cell).Value.(string); ok && t.sheet.Columns[i].Wide {
			n := 0
			for line := range strings.SplitSeq(text, "\n") {
				n += headingLines(line, t.width[i]+filterButton-2)
			}
			lines = max(lines, n)
		}
	}
	if lines == 1 {
		return 0
	}
	return min(float64(13*lines+2), excelize.MaxRowHeight)
}

// headingPoints returns the height of a row of headings.
func headingPoints(lines int) float64 { return float64(4 + 14*lines) }
