package fees

import (
	"cmp"
	"math"
	"math/big"
	"math/bits"

	"ozpayout/stages/internal/calendar"
	"ozpayout/stages/internal/policy"
	"ozpayout/stages/internal/ratio"
)

// A Code says whether a fee is known, and if not, why.
type Code string

// The codes. The middle two are findings as well.
const (
	Known               Code = "ok"
	NoSchedule          Code = "no_fee_schedule"       // neither the user nor the pack has one
	NoTier              Code = "no_fee_tier"           // the amount falls into a hole of the tiers
	TiersOverlap        Code = "fee_tiers_overlap"     // two tiers hold for it
	VolumeNotObservable Code = "volume_not_observable" // no complete month before the transaction
)

// A Key names a schedule.
type Key struct{ Provider, Kind, Currency string }

// A Table holds the schedules. It does not change after [NewTable].
type Table struct{ schedules map[Key]*Schedule }

// A Schedule is what a provider charges for one kind of transaction in one
// currency over time. The nil schedule knows no fee.
type Schedule struct{ terms []policy.FeeTerm }

// NewTable puts the terms into schedules. A schedule of the user's own takes the
// place of a published one as a whole: tiers of the two are never mixed.
func NewTable(terms []policy.FeeTerm) *Table {
	t := &Table{schedules: make(map[Key]*Schedule)}
	for _, term := range terms {
		key := Key{term.Provider, term.Kind, term.Currency}
		known := t.schedules[key]
		switch {
		case known == nil || known.isPublished() && !term.IsPublished:
			t.schedules[key] = &Schedule{terms: []policy.FeeTerm{term}}
		case known.isPublished() == term.IsPublished:
			known.terms = append(known.terms, term)
		}
	}
	return t
}

// Of returns a schedule, nil for one that is not known.
func (t *Table) Of(key Key) *Schedule { return t.schedules[key] }

func (s *Schedule) isPublished() bool { return s.terms[0].IsPublished }

// ByVolume reports whether a tier of the schedule is read from the mean monthly
// volume.
func (s *Schedule) ByVolume() bool {
	if s == nil {
		return false
	}
	for _, term := range s.terms {
		if term.Basis == policy.VolumeBasis {
			return true
		}
	}
	return false
}

// Overlaps returns the terms that share a day and an amount with a term before
// them.
func (t *Table) Overlaps() []policy.FeeTerm {
	var found []policy.FeeTerm
	for _, s := range t.schedules {
		for i, term := range s.terms {
			for _, before := range s.terms[:i] {
				if overlap(before, term) {
					found = append(found, term)
					break
				}
			}
		}
	}
	return found
}

func overlap(a, b policy.FeeTerm) bool {
	isSameTier := a.Basis != b.Basis || a.From < b.To && b.From < a.To
	return isSameTier && a.Period.Overlaps(b.Period)
}

// A Term is what holds for one transaction.
type Term struct{ policy.FeeTerm }

// TermFor returns what holds for a transaction of a gross amount on a day, at a
// mean monthly volume before it.
func (s *Schedule) TermFor(day calendar.Day, gross int64, volume Volume) (Term, Code) {
	if s == nil {
		return Term{}, NoSchedule
	}
	var found []policy.FeeTerm
	for _, term := range s.terms {
		if !term.Period.Holds(day) {
			continue
		}
		holds := false // a basis that is not understood holds for nothing
		switch term.Basis {
		case policy.NoTierBasis:
			holds = true
		case policy.AmountBasis:
			holds = term.From <= gross && (gross < term.To || term.To == math.MaxInt64)
		case policy.VolumeBasis:
			if volume.Months == 0 {
				return Term{}, VolumeNotObservable
			}
			holds = volume.compare(term.From) >= 0 && (term.To == math.MaxInt64 || volume.compare(term.To) < 0)
		}
		if holds {
			found = append(found, term)
		}
	}
	switch len(found) {
	case 0:
		return Term{}, NoTier
	case 1:
		return Term{found[0]}, Known
	}
	return Term{}, TiersOverlap
}

// Exact returns the fee of a gross amount before it is rounded: at least Min, and
// otherwise the fixed and the proportional part, at most Max.
func (t Term) Exact(gross int64) *big.Rat {
	fee := new(big.Rat).SetInt64(gross)
	fee.Mul(fee, ratio.OfPercent(t.RatePct).Rat())
	fee.Add(fee, new(big.Rat).SetInt64(t.Fixed))
	if limit := new(big.Rat).SetInt64(t.Max); fee.Cmp(limit) > 0 {
		fee = limit
	}
	if limit := new(big.Rat).SetInt64(t.Min); fee.Cmp(limit) < 0 {
		fee = limit
	}
	return fee
}

// compare compares the mean with a bound exactly: Sum with bound x Months.
func (v Volume) compare(bound int64) int {
	high, low := bits.Mul64(uint64(bound), uint64(v.Months))
	if high > 0 {
		return -1
	}
	return cmp.Compare(uint64(v.Sum), low)
}
