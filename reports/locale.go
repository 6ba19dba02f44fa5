package reports

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/apache/arrow/go/v17/arrow"
)

// Numbers and dates that stand in sentences are written as the readers of the language
// write them. Those in cells of their own have a number format instead.

// date returns a day.
func (l *labels) date(day arrow.Date32) string {
	if l.language == "ru" {
		return day.ToTime().Format("02.01.2006")
	}
	return day.ToTime().Format(time.DateOnly)
}

// count returns a whole number.
func (l *labels) count(n int64) string { return l.grouped(strconv.FormatInt(n, 10)) }

// money returns an amount with its currency.
func (l *labels) money(amount minorUnits, currency string) string {
	return currency + "\u00a0" + l.grouped(amount.text())
}

// percent returns a share, 0..1.
func (l *labels) percent(share float64) string {
	text := l.grouped(strconv.FormatFloat(100*share, 'f', 1, 64))
	if l.language == "ru" {
		return text + "\u00a0%"
	}
	return text + "%"
}

// pair returns a figure with its name.
func (l *labels) pair(name, figure string) string {
	if l.language == "zh" {
		return name + "：" + figure
	}
	return name + ": " + figure
}

// titled returns a title with what it is of.
func (l *labels) titled(title, of string) string {
	if l.language == "zh" {
		return title + "，" + of
	}
	return title + ", " + of
}

// list returns several texts as one, without those that are empty.
func (l *labels) list(texts ...string) string {
	between := "; "
	if l.language == "zh" {
		between = "；"
	}
	return strings.Join(slices.DeleteFunc(texts, func(text string) bool { return text == "" }), between)
}

// grouped returns a decimal number with marks between its thousands: 1,234.50, and in
// Russian 1 234,50 with blanks at which no line breaks.
func (l *labels) grouped(number string) string {
	thousands, point := ",", "."
	if l.language == "ru" {
		thousands, point = "\u00a0", ","
	}
	whole, decimals, hasDecimals := strings.Cut(number, ".")
	sign := ""
	if strings.HasPrefix(whole, "-") {
		sign, whole = "-", whole[1:]
	}
	for at := len(whole) - 3; at > 0; at -= 3 {
		whole = whole[:at] + thousands + whole[at:]
	}
	if hasDecimals {
		whole += point + decimals
	}
	return sign + whole
}
