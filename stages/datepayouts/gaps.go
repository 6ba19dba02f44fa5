package datepayouts

import (
	"ozpayout/datasets"
	"ozpayout/pipeline"
	"ozpayout/stages/internal/calendar"
	"ozpayout/stages/internal/policy"
	"ozpayout/stages/internal/vector"
)

// completeOn returns the day from which a day on, inclusive, account data count as
// complete: the day itself unless they are known to be incomplete; stillOpen if
// that has not come on the as-of date. What the account says counts; data that it
// calls incomplete are complete from the next period that calls them so. Where it
// says nothing, they are incomplete in the gaps that the binding audit infers
// (B03, D17). Periods are in the order of their first day.
func completeOn(periods []account, gaps []policy.Period, day, asOf calendar.Day) calendar.Day {
	for {
		switch accountOn(periods, day).completeness {
		case complete:
			return day
		case incomplete:
			return nextStated(periods, day, asOf, func(c completeness) bool { return c == complete })
		case notStated:
			end, isInGap := gapOn(gaps, day)
			if !isInGap {
				return day
			}
			next := nextStated(periods, day, asOf, func(c completeness) bool { return c != notStated })
			if end < asOf {
				next = min(next, end+1)
			}
			if next == stillOpen {
				return stillOpen
			}
			day = next
		}
	}
}

// nextStated returns the first day of the next period, after a day and not after
// the as-of date, of which the account says something; else stillOpen.
func nextStated(periods []account, day, asOf calendar.Day, says func(completeness) bool) calendar.Day {
	for i := range periods {
		if from := periods[i].period.From; from > day && from <= asOf && says(periods[i].completeness) {
			return from
		}
	}
	return stillOpen
}

// gapOn returns the last day of a gap that a day lies in.
func gapOn(gaps []policy.Period, day calendar.Day) (end calendar.Day, ok bool) {
	for _, gap := range gaps {
		if gap.Holds(day) {
			return gap.To, true
		}
	}
	return 0, false
}

// readGaps returns the gaps of each seller.
func readGaps(t *pipeline.Task) (map[string][]policy.Period, error) {
	sellers := make(map[string][]policy.Period)
	for rec, err := range t.Read(datasets.AccountGaps) {
		if err != nil {
			return nil, err
		}
		seller := vector.WordsOf(datasets.SellerID.In(rec))
		from, to := datasets.GapOpenedOn.In(rec), datasets.GapClearedOn.In(rec)
		for i := range int(rec.NumRows()) {
			sellers[seller.At(i)] = append(sellers[seller.At(i)], policy.PeriodOf(from, to, i))
		}
	}
	return sellers, nil
}
