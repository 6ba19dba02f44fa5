package auditrates

import (
	"cmp"
	"math"
	"slices"
	"strings"

	"ozpayout/stages/internal/stat"
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
	sizes  []float64 // in basis points, sorted once all are there
	within int64
}

func (s *sample) n() int64 { return int64(len(s.sizes)) }

// median is NaN without payouts.
func (s *sample) median() float64 { return stat.Quantile(s.sizes, 0.5) }

// A summary collects the samples of all groups.
type summary map[groupKey]*[bases]sample

// add counts a payout for its seller and for ALL. Test transfers count for nobody
// (9.2).
func (s summary) add(f finding) {
	if f.isTest || f.currency == "" {
		return
	}
	groups := []*[bases]sample{s.group(groupKey{f.seller, f.currency, f.against}), s.group(groupKey{all, f.currency, f.against})}
	for b, a := range f.audits {
		if a.implied == nil {
			continue
		}
		size, isWithin := a.implied.size(), a.implied.isWithin(f.tolerance)
		for _, group := range groups {
			group[b].sizes = append(group[b].sizes, size)
			if isWithin {
				group[b].within++
			}
		}
	}
}

// group returns the samples of a key, which are made when it first comes.
func (s summary) group(key groupKey) *[bases]sample {
	group := s[key]
	if group == nil {
		group = &[bases]sample{}
		s[groupKey{strings.Clone(key.seller), strings.Clone(key.currency), strings.Clone(key.against)}] = group
	}
	return group
}

// tieOrder is the order in which bases of equal fit are named. A basis (b) has the
// value of (c) or none, so (c) comes first.
var tieOrder = [bases]int{onDayBefore: 0, onSettlement: 1, setDayBefore: 2, onOrder: 3}

// best returns the basis with the smallest median deviation. Of equal ones it is
// that of more payouts, then the expected one. ok is false without payouts.
func best(group *[bases]sample, expected basis) (_ basis, ok bool) {
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
	return s.median()
}
