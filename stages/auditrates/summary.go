package auditrates

import (
	"cmp"
	"math"
	"slices"

	"ozpayout/stages/internal/stat"
	"ozpayout/stages/internal/vector"
)

// A groupKey names the payouts of a seller, or of ALL, in one pair of currencies.
type groupKey struct{ seller, currency, against string }

func (k groupKey) compare(other groupKey) int {
	return cmp.Or(cmp.Compare(k.seller, other.seller), cmp.Compare(k.currency, other.currency), cmp.Compare(k.against, other.against))
}

// all stands for every seller.
const all = "ALL"

// A sample is the deviations of payouts from one basis.
type sample struct {
	sizes  []float64 // in basis points, in no order
	within int64
	median float64 // of the sizes, once all are there; NaN without payouts
}

func (s *sample) n() int64 { return int64(len(s.sizes)) }

// samples are those of one group.
type samples [bases]sample

// add counts a payout.
func (s *samples) add(f *finding) {
	for b := range f.audits {
		a := &f.audits[b]
		if !a.hasImplied {
			continue
		}
		s[b].sizes = append(s[b].sizes, a.implied.size())
		if a.implied.isWithin(f.tolerance) {
			s[b].within++
		}
	}
}

// A summary collects the samples of the sellers, and of ALL of them once they are
// complete. Its keys are numbers of names.
type summary map[numberedGroup]*samples

type numberedGroup struct{ seller, currency, against int32 }

// add counts a payout for its seller. Test transfers count for nobody (9.2).
func (s summary) add(f *finding) {
	if f.isTest || f.currency == 0 {
		return
	}
	key := numberedGroup{f.seller, f.currency, f.against}
	group := s[key]
	if group == nil {
		group = &samples{}
		s[key] = group
	}
	group.add(f)
}

// complete returns the samples by name, with those of ALL sellers and with medians.
func (s summary) complete(names *vector.Names) map[groupKey]*samples {
	groups := make(map[groupKey]*samples)
	for key, group := range s {
		currency, against := names.Name(key.currency), names.Name(key.against)
		groups[groupKey{names.Name(key.seller), currency, against}] = group
		together := groups[groupKey{all, currency, against}]
		if together == nil {
			together = &samples{}
			groups[groupKey{all, currency, against}] = together
		}
		for b := range group {
			together[b].sizes = append(together[b].sizes, group[b].sizes...)
			together[b].within += group[b].within
		}
	}
	for _, group := range groups {
		for b := range group {
			group[b].median = stat.Median(group[b].sizes)
		}
	}
	return groups
}

// tieOrder is the order in which bases of equal fit are named. A basis (b) has the
// value of (c) or none, so (c) comes first.
var tieOrder = [bases]int{onDayBefore: 0, onSettlement: 1, setDayBefore: 2, onOrder: 3}

// best returns the basis with the smallest median deviation. Of equal ones it is
// that of more payouts, then the expected one. ok is false without payouts.
func best(group *samples, expected basis) (_ basis, ok bool) {
	isExpected := func(b basis) int {
		if b == expected {
			return 0
		}
		return 1
	}
	order := func(a, b basis) int {
		return cmp.Or(
			cmp.Compare(medianOrWorst(&group[a]), medianOrWorst(&group[b])), cmp.Compare(group[b].n(), group[a].n()),
			cmp.Compare(isExpected(a), isExpected(b)), cmp.Compare(tieOrder[a], tieOrder[b]))
	}
	found := slices.MinFunc([]basis{onDayBefore, setDayBefore, onSettlement, onOrder}, order)
	return found, group[found].n() > 0
}

// medianOrWorst puts bases without payouts last.
func medianOrWorst(s *sample) float64 {
	if s.n() == 0 {
		return math.Inf(1)
	}
	return s.median
}
