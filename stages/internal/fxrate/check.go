package fxrate

import (
	"time"

	"ozpayout/stages/internal/calendar"
)

// A Check names what is wrong with a quote, as a reason code.
type Check string

// The checks of the rate table. An unusable or contradictory quote is left out;
// the others are used and reported.
const (
	UnusableQuote      Check = "unusable_quote"      // value not positive or too large, or nominal not a power of ten
	ContradictoryQuote Check = "contradictory_quote" // another value was quoted for the same day
	NominalJump        Check = "nominal_jump"        // about 10 times or a tenth of the rate before: nominal ignored
	LongGap            Check = "long_gap"            // more days since the rate before than the maximum age
	DayOffPublication  Check = "day_off_publication" // starts on Sunday or Monday without a working weekend before
	MissingPublication Check = "missing_publication" // a working day since the rate before set no rate
)

// A Problem is a quote that did not pass a check. For checks between two
// neighbours it is the later one.
type Problem struct {
	Check    Check
	Currency string
	Rate     Rate
}

// A ratio of neighbours within these bounds, or their inverse, looks like a
// nominal of ten read as one or the reverse; the margin is for the move of the
// day itself.
const jumpLow, jumpHigh = 8.0, 12.5

func checkSeries(currency string, periods []Rate, maxAge calendar.Day, workdays *calendar.Calendar) (problems []Problem) {
	report := func(check Check, rate Rate) {
		problems = append(problems, Problem{Check: check, Currency: currency, Rate: rate})
	}
	var before Rate
	for i, rate := range periods {
		if rate.Value != 0 && before.Value != 0 {
			ratio := float64(rate.RoublesPerUnit()) / float64(before.RoublesPerUnit())
			if ratio < 1 {
				ratio = 1 / ratio
			}
			if jumpLow <= ratio && ratio <= jumpHigh {
				report(NominalJump, rate)
			}
		}
		if startsAfterDayOff(rate.From, workdays) {
			report(DayOffPublication, rate)
		}
		if i > 0 {
			previous := periods[i-1].From
			if rate.From-previous > maxAge {
				report(LongGap, rate)
			}
			if due, ok := nextStart(previous, workdays); ok && rate.From > due {
				report(MissingPublication, rate)
			}
		}
		if rate.Value != 0 {
			before = rate
		}
	}
	return problems
}

// startsAfterDayOff reports whether a rate starts on a Sunday or Monday although
// the day before, on which it was set, is known to be a day off.
func startsAfterDayOff(start calendar.Day, workdays *calendar.Calendar) bool {
	if weekday := start.Weekday(); weekday != time.Sunday && weekday != time.Monday {
		return false
	}
	isWorking, ok := workdays.IsWorking(start - 1)
	return ok && !isWorking
}

// nextStart returns the day on which the rate after one that starts on that day
// is expected: the day after the first working day on or after it, because a
// rate is set on a working day and holds from the next calendar day.
func nextStart(start calendar.Day, workdays *calendar.Calendar) (due calendar.Day, ok bool) {
	set, ok := workdays.Add(start-1, 1)
	return set + 1, ok
}
