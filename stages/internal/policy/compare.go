package policy

import (
	"ozpayout/stages/internal/calendar"
	"ozpayout/stages/internal/fxrate"
)

// Compare returns the sign of a - b for two amounts, in minor units of their
// currencies, at the rates in force on a day: exactly, no rounding decides (D20).
// ok is false without a usable rate.
func (t *RateTable) Compare(a int64, currencyOfA string, b int64, currencyOfB string, day calendar.Day) (sign int, ok bool) {
	rateOfA, stateOfA := t.Series(currencyOfA).At(day)
	rateOfB, stateOfB := t.Series(currencyOfB).At(day)
	if stateOfA != InForce || stateOfB != InForce {
		return 0, false
	}
	return fxrate.Compare(a, rateOfA, b, rateOfB)
}
