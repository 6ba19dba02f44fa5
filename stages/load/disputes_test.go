package load

import (
	"fmt"
	"slices"
	"testing"

	"github.com/apache/arrow/go/v17/arrow"
	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

// Disputes about returns of one posting are one as long as some pair of them overlaps;
// it has the number that comes first, whatever the order of the returns.
func TestJoinReturnsAgreesWithJoiningPairs(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var returned []disputeSpan
		for i := range rapid.IntRange(1, 8).Draw(t, "returns") {
			d := disputeSpan{
				posting: rapid.SampledFrom([]string{"1-1", "1-2", "2-1"}).Draw(t, "posting"),
				id:      rapid.SampledFrom([]string{"", "A", "B", "C"}).Draw(t, "id"),
				opened:  arrow.Timestamp(rapid.IntRange(0, 20).Draw(t, "opened")), row: int64(i),
			}
			d.closed = d.opened + arrow.Timestamp(rapid.IntRange(0, 5).Draw(t, "stands"))
			if rapid.IntRange(0, 5).Draw(t, "is open") == 0 {
				d.closed = stillOpen
			}
			returned = append(returned, d)
		}
		want := joinPairs(slices.Clone(returned))
		got := joinReturns(rapid.Permutation(returned).Draw(t, "order"))
		if diff := cmp.Diff(told(want), told(got)); diff != "" {
			t.Fatalf("(-pairs +sweep):\n%s", diff)
		}
	})
}

// joinPairs joins any two that meet until none do.
func joinPairs(all []disputeSpan) []disputeSpan {
	for i := range all {
		for j := range i {
			if all[i].meets(all[j]) {
				all[j].join(&all[i])
				return joinPairs(slices.Delete(all, i, i+1))
			}
		}
	}
	return all
}

func told(disputes []disputeSpan) (lines []string) {
	for _, d := range disputes {
		lines = append(lines, fmt.Sprintf("%s %s %d-%d row %d", d.posting, d.id, d.opened, d.closed, d.row))
	}
	slices.Sort(lines)
	return lines
}
