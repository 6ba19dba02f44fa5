package replaythresholds

import (
	"slices"
	"testing"

	"ozpayout/stages/internal/calendar"
)

// A first month that is not whole is left out, unless nothing would be left.
func TestInflowFrom(t *testing.T) {
	in := inflow{first: 100, byDay: []int64{1, 2, 3}}
	for _, test := range []struct {
		day  calendar.Day
		want []int64
	}{
		{99, []int64{1, 2, 3}}, {100, []int64{1, 2, 3}}, {101, []int64{2, 3}}, {102, []int64{3}}, {103, []int64{1, 2, 3}},
	} {
		if got := in.from(test.day); !slices.Equal(got.byDay, test.want) || got.last() != in.last() {
			t.Errorf("from day %d: %v from %v", test.day, got.byDay, got.first)
		}
	}
}
