package costroutes

import (
	"maps"
	"math"
	"math/big"
	"slices"

	"ozpayout/datasets"
	"ozpayout/pipeline"
	"ozpayout/stages/internal/calendar"
	"ozpayout/stages/internal/gate"
	"ozpayout/stages/internal/nullable"
	"ozpayout/stages/internal/stat"
)

// The designs of a comparison.
const (
	everyConversion = "all"
	sameDay         = "same_day"
)

// The verdicts that are no gate codes.
const (
	consistent    = "consistent"
	inconsistent  = "inconsistent"
	notComparable = "not_comparable"
)

// A pair is a row of route_pairs.
type pair struct {
	a, b, currency, design string
	difference             *big.Rat // basis points, nil below the gate
	interval               stat.Interval
	daysInCommon           int
	claimed                float64 // NaN = none
	verdict                string
	countA, countB         int64
}

// A stratum is what may be compared within a day: conversions from one currency.
type stratum struct {
	on     calendar.Day
	source string
}

// A side is what one route converted into one currency.
type side struct {
	byStratum map[stratum]*fraction
	counts    map[stratum]int64
}

// pairsOf compares the conversions of every two routes into the same currency, in
// both designs.
func pairsOf(costs []*cost, claim costClaim, limits gate.Gate, minDays int) []pair {
	sides := make(map[string]map[string]*side) // by currency and route
	for _, c := range costs {
		if !c.isConversion() {
			continue
		}
		if sides[c.currency] == nil {
			sides[c.currency] = make(map[string]*side)
		}
		s := sides[c.currency][c.route]
		if s == nil {
			s = &side{make(map[stratum]*fraction), make(map[stratum]int64)}
			sides[c.currency][c.route] = s
		}
		key := stratum{c.on, c.source}
		if s.byStratum[key] == nil {
			s.byStratum[key] = &fraction{}
		}
		s.byStratum[key].add(c.allIn(), c.mid)
		s.counts[key]++
	}
	var pairs []pair
	for _, currency := range slices.Sorted(maps.Keys(sides)) {
		routes := slices.Sorted(maps.Keys(sides[currency]))
		for i, a := range routes {
			for _, b := range routes[i+1:] {
				for _, design := range []string{everyConversion, sameDay} {
					p := pair{a: a, b: b, currency: currency, design: design, claimed: math.NaN(), interval: stat.UnknownInterval}
					p.compare(sides[currency][a], sides[currency][b], minDays)
					p.judge(claim, limits)
					pairs = append(pairs, p)
				}
			}
		}
	}
	return pairs
}

// compare fills in the difference, nothing where the routes have too few days in
// common.
func (p *pair) compare(a, b *side, minDays int) {
	var common []stratum
	days := make(map[calendar.Day]bool)
	for s := range a.byStratum {
		if b.byStratum[s] != nil {
			common = append(common, s)
			days[s.on] = true
		}
	}
	p.daysInCommon = len(days)
	p.countA, p.countB = a.count(p.design, b), b.count(p.design, a)
	if p.daysInCommon < max(minDays, 1) {
		return
	}
	key := stat.SeedOf(seed, p.a+"|"+p.b+"|"+p.currency+"|"+p.design)
	if p.design == sameDay {
		p.difference, p.interval = sameDayDifference(a, b, common, key)
		return
	}
	p.difference, p.interval = difference(a, b, key)
}

// count returns the conversions that enter a design.
func (s *side) count(design string, other *side) (n int64) {
	for key, count := range s.counts {
		if design == everyConversion || other.counts[key] > 0 {
			n += count
		}
	}
	return n
}

// difference returns the all-in cost of b less that of a over all conversions, and
// resamples the days of both together.
func difference(a, b *side, key uint64) (*big.Rat, stat.Interval) {
	var wholeA, wholeB fraction
	type costs struct{ a, b fraction }
	days := make(map[calendar.Day]*costs)
	day := func(on calendar.Day) *costs {
		if days[on] == nil {
			days[on] = &costs{}
		}
		return days[on]
	}
	for s, f := range a.byStratum {
		wholeA.merge(f)
		day(s.on).a.merge(f)
	}
	for s, f := range b.byStratum {
		wholeB.merge(f)
		day(s.on).b.merge(f)
	}
	of := wholeA.less(&wholeB)
	if of == nil {
		return nil, stat.UnknownInterval
	}
	clusters := make([]stat.PairedCluster, 0, len(days))
	for _, c := range days {
		clusters = append(clusters, stat.PairedCluster{A: c.a.floats(), B: c.b.floats()})
	}
	return of, stat.DifferenceBootstrap(clusters, stat.Replicates, stat.Confidence, key).Interval
}

// sameDayDifference returns the mean over days and currencies in common of the
// difference within each, and resamples the days.
func sameDayDifference(a, b *side, common []stratum, key uint64) (*big.Rat, stat.Interval) {
	sum, n := new(big.Rat), int64(0)
	days := make(map[calendar.Day]*big.Rat)
	counts := make(map[calendar.Day]float64)
	for _, s := range common {
		of := a.byStratum[s].less(b.byStratum[s])
		if of == nil {
			continue
		}
		sum.Add(sum, of)
		n++
		if days[s.on] == nil {
			days[s.on] = new(big.Rat)
		}
		days[s.on].Add(days[s.on], of)
		counts[s.on]++
	}
	if n == 0 {
		return nil, stat.UnknownInterval
	}
	clusters := make([]stat.Cluster, 0, len(days))
	for on, of := range days {
		clusters = append(clusters, stat.Cluster{Numerators: []float64{figure(of)}, Denominator: counts[on]})
	}
	return sum.Quo(sum, new(big.Rat).SetInt64(n)), stat.ClusterBootstrap(clusters, stat.Replicates, stat.Confidence, key)[0].Interval
}

func (f *fraction) merge(other *fraction) {
	f.part.Add(&f.part, &other.part)
	f.whole.Add(&f.whole, &other.whole)
}

// less returns the ratio of b less that of f in basis points, nil where one of
// them is of nothing.
func (f *fraction) less(b *fraction) *big.Rat {
	ofA, ofB := f.basisPoints(), b.basisPoints()
	if ofA == nil || ofB == nil {
		return nil
	}
	return ofB.Sub(ofB, ofA)
}

// hairsbreadth is what floats may lose of a bound, in basis points: a constant gap
// equal to the claim is consistent with it.
const hairsbreadth = 1e-6

func (p *pair) judge(claim costClaim, limits gate.Gate) {
	claimed, isClaimed := claim.between(p.a, p.b)
	if isClaimed {
		p.claimed = claimed
	}
	switch {
	case p.difference == nil:
		p.verdict = notComparable
	case !isClaimed:
	case limits.IsSmall(int64(p.daysInCommon)):
		p.verdict = gate.SmallSample
	case p.interval.Low-hairsbreadth <= claimed && claimed <= p.interval.High+hairsbreadth:
		p.verdict = consistent
	default:
		p.verdict = inconsistent
	}
}

func writePairs(t *pipeline.Task, pairs []pair, claim costClaim) error {
	return write(t, datasets.RoutePairs, pairs, func(w *nullable.Writer, p pair) {
		w.Code(datasets.RouteA, p.a)
		w.Code(datasets.RouteB, p.b)
		w.Code(datasets.CostCurrency, p.currency)
		w.Code(datasets.PairDesign, p.design)
		w.Share(datasets.DifferenceBP, figure(p.difference))
		w.Share(datasets.DifferenceLoBP, p.interval.Low)
		w.Share(datasets.DifferenceHiBP, p.interval.High)
		w.Int(datasets.DaysInCommon, int64(p.daysInCommon))
		w.Share(datasets.PairClaimedBP, p.claimed)
		w.Code(datasets.PairVerdict, p.verdict)
		w.Int(datasets.PairCostsA, p.countA)
		w.Int(datasets.PairCostsB, p.countB)
		text := ""
		if !math.IsNaN(p.claimed) {
			text = claim.text
		}
		w.Text(datasets.RouteClaimText, text)
		w.Code(datasets.PolicyPack, t.Pack)
		w.Code(datasets.DecidedBy, "A35 C03 D32")
	})
}
