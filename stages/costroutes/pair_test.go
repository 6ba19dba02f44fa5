package costroutes

import (
	"testing"

	"ozpayout/stages/internal/calendar"
)

// Of three currencies that are converted on one day none comes first: sums of numbers that
// no float64 holds would tell.
func TestDifferenceIsThatOfEveryOrder(t *testing.T) {
	of := func(parts ...int64) *side {
		s := &side{byStratum: make(map[stratum]*fraction)}
		for day := range calendar.Day(4) {
			for i, source := range []string{"CNY", "RUB", "USD"} {
				f := &fraction{}
				f.add(parts[i]+int64(day), 900_000_000_000_000-int64(i))
				s.byStratum[stratum{day, source}] = f
			}
		}
		return s
	}
	a, b := of(100_000_000_000_001, 33_333_333_333_333, 77_777_777_777_779), of(99_999_999_999_989, 1_000_000_000_003, 7)
	want, interval := difference(a, b, 1)
	for range 100 {
		if got, other := difference(a, b, 1); got.Cmp(want) != 0 || other != interval {
			t.Fatalf("difference %v in %v, then %v in %v", want, interval, got, other)
		}
	}
}
