package pipeline

import (
	"bytes"
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"ozpayout/pipeline/cell"
	"ozpayout/pipeline/tabular"
)

// findTotals marks the rows of a chunk that are no data: those whose first filled cell is
// the title of a total, those that lack the number of a data row, and the balances of a
// section.
func (t *typer) findTotals(c *tabular.Chunk) {
	input := t.r.Dataset.Input
	number := -1
	if input.Numbered != nil {
		number = t.columns[t.r.Dataset.Index(input.Numbered)].source
	}
	if len(input.Total) == 0 && number < 0 && input.Section == nil {
		return
	}
	first := c.Column(0)
	for row := range c.Len() {
		switch {
		case number >= 0 && cell.Empty(c.Cell(row, number)):
			t.total[row] = true
			t.findStated(c, row)
		case len(input.Total) > 0:
			text := first.At(row)
			if cell.Empty(text) {
				text = t.firstFilled(c, row)
			}
			t.total[row] = t.totals.have(text)
		case input.Section != nil:
			t.total[row] = input.Section.sign(c.Cell(row, 0)) != 0
		}
	}
}

// firstFilled returns the first cell of a row that is not empty.
func (t *typer) firstFilled(c *tabular.Chunk, row int) []byte {
	for col := range t.headers {
		if text := c.Cell(row, col); !cell.Empty(text) {
			return text
		}
	}
	return nil
}

// titles are words, folded, of which one is all that a cell holds.
type titles struct {
	words  []string
	begins [utf8.RuneSelf]bool // ASCII letters, small and capital, and digits that one begins with
}

func newTitles(words []string) titles {
	t := titles{words: folded(words)}
	for _, word := range t.words {
		if word != "" && word[0] < utf8.RuneSelf {
			t.begins[word[0]] = true
			t.begins[bytes.ToUpper([]byte(word[:1]))[0]] = true
		}
	}
	return t
}

// longestTitle is the length of the longest cell that is compared with titles.
const longestTitle = 200

// have reports whether a text is one of the titles. Most need not be folded: a text that
// begins with a letter or digit and another character of ASCII folds to one that begins
// with the same letter, made small, or digit.
func (t *titles) have(text []byte) bool {
	if len(text) == 0 || len(text) >= longestTitle {
		return false
	}
	if isPlain := len(text) == 1 || text[1] < utf8.RuneSelf; isPlain && isAlphanumeric(text[0]) && !t.begins[text[0]] {
		return false
	}
	return slices.Contains(t.words, cell.FoldWord(string(text)))
}

func isAlphanumeric(c byte) bool {
	return c-'0' <= 9 || c|0x20-'a' <= 'z'-'a'
}

// findStated adds the total that a row states, if it does, to what the table states.
func (t *typer) findStated(c *tabular.Chunk, row int) {
	isStated := false
	for col := range t.headers {
		text := c.Cell(row, col)
		switch {
		case cell.Empty(text):
		case !isStated:
			if isStated = t.stated.have(text); !isStated {
				return
			}
		default:
			amount, reason := cell.NumberMoney(text, minorDigits)
			if c.Kind(row, col) != tabular.NumberCell {
				amount, reason = cell.Money(text, minorDigits, 0)
			}
			if reason == "" {
				t.scanned.addStated(t.r.Dataset.Control[0].Amount.Unit, amount)
			}
			return
		}
	}
}

// Codes of the findings about totals that a table states.
const (
	StatedTotalTies    = "stated_total_ties"
	StatedTotalDiffers = "stated_total_differs"
)

// compareStated reports, per currency, whether the rows add up to what the table states.
func (t *typer) compareStated() {
	for currency, stated := range t.scanned.stated {
		read := t.scanned.amounts[currency]
		code, severity := StatedTotalTies, Note
		if read != stated {
			code, severity = StatedTotalDiffers, Warning
		}
		total := strings.TrimSpace(minorText(stated) + " " + currency)
		message := fmt.Sprintf("states a total of %s, its rows add up to %s: %s apart", total, minorText(read), minorText(read-stated))
		t.reject(0, "", code, minorText(stated), severity, message)
	}
}

// minorText returns an amount in minor units as text with two decimals.
func minorText(minor int64) string {
	sign, rest := "", uint64(minor)
	if minor < 0 {
		sign, rest = "-", -rest
	}
	return fmt.Sprintf("%s%d.%02d", sign, rest/100, rest%100)
}
