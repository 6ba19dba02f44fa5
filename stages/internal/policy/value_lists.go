package policy

import (
	"fmt"
	"strings"

	"ozpayout/pipeline/cell"
	"ozpayout/stages/internal/calendar"
)

// Moneys returns a value that is a list of amounts joined by blanks, in minor
// units of a currency with two decimals. A name that the pack does not have on
// the day is an error.
func (v *ValueTable) Moneys(name string, day calendar.Day) ([]int64, error) {
	text, _, ok := v.At(name, day)
	if !ok {
		return nil, v.missing(name, day)
	}
	var amounts []int64
	for word := range strings.FieldsSeq(text) {
		minor, reason := cell.NumberMoney([]byte(word), 2)
		if reason != "" {
			return nil, fmt.Errorf("policy pack %s, %s: %q is no amount: %s", v.pack, name, word, reason.Explain())
		}
		amounts = append(amounts, minor)
	}
	return amounts, nil
}

// Percent returns a value that is a percentage, in 1/10000 percent. A name that the
// pack does not have on the day is an error.
func (v *ValueTable) Percent(name string, day calendar.Day) (scaled int64, err error) {
	text, _, ok := v.At(name, day)
	if !ok {
		return 0, v.missing(name, day)
	}
	scaled, reason := cell.Percent([]byte(text))
	if reason != "" {
		return 0, fmt.Errorf("policy pack %s, %s: %q is no percentage: %s", v.pack, name, text, reason.Explain())
	}
	return scaled, nil
}
