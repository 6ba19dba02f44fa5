package pipeline

import (
	"math"
	"testing"

	"ozpayout/pipeline/cell"
)

// A percentage is kept like every rate, with ten decimals; one that does not fit is
// refused, and the reason of a cell that was refused before stays.
func TestPercentIsKeptAtRateScale(t *testing.T) {
	for _, c := range []struct {
		percent string
		want    int64
		reason  cell.Reason
	}{
		{"0.70", 7_000_000_000, ""},
		{"95 %", 950_000_000_000, ""},
		{"-0.3", -3_000_000_000, ""},
		{"900000000", 900_000_000 * 10_000_000_000, ""},
		{"950000000", 0, cell.OutOfRange},
		{"much", 0, cell.NotAPercent},
	} {
		if got, reason := atRateScale(cell.Percent([]byte(c.percent))); got != c.want || reason != c.reason {
			t.Errorf("%s: %d, %q; want %d, %q", c.percent, got, reason, c.want, c.reason)
		}
	}
	if got, reason := atRateScale(math.MinInt64/1_000_000-1, ""); reason != cell.OutOfRange {
		t.Errorf("%d, %q; want %q", got, reason, cell.OutOfRange)
	}
}
