package auditrates

import "testing"

// C21: the basis with the smallest median deviation fits best; of equal ones that of more
// payouts, then the one that the pack expects. A basis without payouts never does.
func TestC21Best(t *testing.T) {
	type fit struct {
		median  float64
		payouts int
	}
	for name, test := range map[string]struct {
		fits     map[basis]fit
		expected basis
		want     basis
		ok       bool
	}{
		"the smallest":         {map[basis]fit{onDayBefore: {3, 9}, onSettlement: {2, 1}}, onDayBefore, onSettlement, true},
		"more payouts":         {map[basis]fit{onDayBefore: {2, 5}, onOrder: {2, 6}}, onDayBefore, onOrder, true},
		"the expected one":     {map[basis]fit{onDayBefore: {2, 5}, onOrder: {2, 5}}, onOrder, onOrder, true},
		"in order":             {map[basis]fit{setDayBefore: {2, 5}, onSettlement: {2, 5}}, onDayBefore, onSettlement, true},
		"none without payouts": {map[basis]fit{onOrder: {99, 1}}, onDayBefore, onOrder, true},
		"no payouts":           {nil, onOrder, onOrder, false},
	} {
		var group samples
		for b, f := range test.fits {
			for range f.payouts {
				group[b].add(f.median)
			}
			group[b].median = f.median
		}
		if got, ok := best(&group, test.expected); got != test.want || ok != test.ok {
			t.Errorf("%s: basis %d, %v", name, got, ok)
		}
	}
}
