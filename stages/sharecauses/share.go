package sharecauses

import (
	"math"

	"ozpayout/stages/internal/gate"
	"ozpayout/stages/internal/policy"
	"ozpayout/stages/internal/stat"
)

// A share is what a cause has of the late lines or days of a group. Statistics
// that the sample does not give are NaN.
type share struct {
	seller, period string
	method         method
	cause          policy.Cause
	lines          *int64 // nil: not observable
	sampleLines    int64  // late lines of the group
	value          float64
	wilson         stat.Interval
	together       stat.Interval // Goodman: holds for all causes at once
	batches        int64
	cluster        stat.Resampled
	designEffect   float64 // of lines: days are no observations
	intervalMethod string
	claimed        float64
	comparison
	residual float64 // of the cause's claim group
	gate     string
	ruleIDs  string
}

// A comparison says how far the claim groups are from the published shares.
type comparison struct{ chiSquare, p, psi float64 }

const (
	draws = 10000 // of the p-value where an expected count is below 5
	seed  = 20240731
)

// A sample is a group with what its shares are made of.
type sample struct {
	group
	sums       totals
	observable []bool            // by cause
	clusters   *clusterIntervals // nil where the sample has no share
}

func (c *catalogue) sampleOf(g group, in *sight, limits gate.Gate) *sample {
	s := &sample{group: g, sums: g.totals(len(c.causes))}
	s.observable = c.observable(g, &s.sums, in)
	if limits.HasShare(s.sums[0].together.lines) {
		s.clusters = g.clusterIntervals(&s.sums)
	}
	return s
}

// share decides the rows of a sample by one method, in order of precedence; none
// if the method gave nothing to any cause.
func (c *catalogue) share(of *sample, m int, limits gate.Gate) []share {
	byCause, together, lines := of.sums[m].byCause, of.sums[m].together, of.sums[0].together
	if together == (sum{}) {
		return nil
	}
	key := stat.SeedOf(seed, of.seller+"|"+of.period+"|"+methods[m].code)
	fit, residuals := c.compare(methods[m], byCause, of.observable, !limits.IsSmall(lines.lines), key)
	simultaneous := make([]stat.Interval, len(byCause))
	if methods[m].counts && limits.HasShare(lines.lines) {
		simultaneous = stat.Goodman(weights(byCause), stat.Confidence)
	}
	shares, batches := make([]share, len(c.causes)), of.batches()
	for i, cause := range c.causes {
		s := share{
			seller: of.seller, period: of.period, method: methods[m], cause: cause, sampleLines: lines.lines,
			value: math.NaN(), wilson: stat.UnknownInterval, together: stat.UnknownInterval, cluster: stat.Unknown, designEffect: math.NaN(), claimed: math.NaN(), comparison: fit, residual: math.NaN(),
			batches: batches, gate: limits.Code(lines.lines), ruleIDs: methods[m].ruleIDs(),
		}
		if group := c.groupOf[i]; group != noGroup {
			s.claimed = c.groups[group].share
			s.residual = residuals[group]
		}
		switch {
		case !of.observable[i]:
			s.gate, s.ruleIDs, s.residual = gate.NotObservable, "B09 D22 D56", math.NaN()
		case limits.HasShare(lines.lines):
			s.lines = &byCause[i].lines
			s.value = float64(byCause[i].weight) / float64(together.weight)
			if weight := byCause[i].weight; 0 < weight && weight < together.weight {
				s.cluster = of.clusters.byCause[m][i]
			}
			switch {
			case methods[m].counts:
				s.wilson = stat.Wilson(int(byCause[i].weight), int(together.weight), stat.Confidence)
				s.together = simultaneous[i]
				s.designEffect = s.cluster.DesignEffect(together.weight)
				s.intervalMethod = "wilson"
			case !math.IsNaN(s.cluster.Low):
				s.intervalMethod = of.clusters.method
			}
		default:
			s.lines = &byCause[i].lines
		}
		shares[i] = s
	}
	return shares
}

// weights returns what each cause has of the method's total.
func weights(byCause []sum) []int {
	counts := make([]int, len(byCause))
	for i, s := range byCause {
		counts[i] = int(s.weight)
	}
	return counts
}

func (m method) ruleIDs() string {
	if m.counts {
		return "B09 C24 D31 D32"
	}
	return "B09 C24 D31 D32 D33"
}

// Cluster intervals are those of each cause's share by each method over the
// settlement batches of a group, and how they were found. Of a cause that has
// nothing, or all, they are of no use: batches that all agree do not say how they
// vary.
type clusterIntervals struct {
	byCause [len(methods)][]stat.Resampled
	method  string
}

// batches returns the number of settlement batches with late lines.
func (g group) batches() (n int64) {
	for _, c := range g.cells {
		n += int64(c.clusters[0].Clusters())
	}
	return n
}

func (g group) clusterIntervals(sums *totals) *clusterIntervals {
	if batches := g.batches(); batches <= stat.MostResampled {
		return &clusterIntervals{g.bootstrap(sums, int(batches)), "cluster_bootstrap"}
	}
	return &clusterIntervals{g.linearised(), "cluster_linearised"}
}

func (g group) linearised() (intervals [len(methods)][]stat.Resampled) {
	for m := range methods {
		sums := stat.NewClusterSums(len(g.cells[0].totals[m].byCause))
		for _, c := range g.cells {
			sums.Merge(c.clusters[m])
		}
		intervals[m] = sums.Intervals(stat.Confidence)
	}
	return intervals
}

// bootstrap resamples the settlement batches, once for all methods: what they
// differ by is then what they count. A cause that no line has by a method is not
// resampled.
func (g group) bootstrap(sums *totals, settlements int) (intervals [len(methods)][]stat.Resampled) {
	var present [len(methods)][]int
	sets := make([][]stat.Cluster, len(methods))
	for m := range methods {
		byCause := sums[m].byCause
		intervals[m] = make([]stat.Resampled, len(byCause))
		at := make([]int, len(byCause)) // of each cause, among those present
		for cause, sum := range byCause {
			if sum.weight != 0 {
				at[cause] = len(present[m])
				present[m] = append(present[m], cause)
			}
		}
		sets[m] = g.set(int32(m), at, len(present[m]), settlements)
	}
	for m, set := range stat.JointBootstrap(sets, stat.Replicates, stat.Confidence, stat.SeedOf(seed, g.seller+"|"+g.period)) {
		for i, r := range set {
			intervals[m][present[m][i]] = r
		}
	}
	return intervals
}

// set returns what a method gives in each settlement batch. Positions are those of
// the causes among the numerators.
func (g group) set(method int32, positions []int, numerators, settlements int) []stat.Cluster {
	set := make([]stat.Cluster, 0, settlements)
	room := make([]float64, settlements*numerators)
	for _, c := range g.cells {
		for _, s := range c.settlements {
			cluster := stat.Cluster{Numerators: room[:numerators:numerators]}
			room = room[numerators:]
			for _, p := range s.parts {
				if p.method == method && p.weight != 0 {
					cluster.Numerators[positions[p.cause]] = float64(p.weight)
					cluster.Denominator += float64(p.weight)
				}
			}
			set = append(set, cluster)
		}
	}
	return set
}

// compare measures what a method gives the claim groups against the published
// shares and returns the standardised residual of each group. Days of one line hang
// together: they have an index and no test. All is NaN when it is not wanted, or when
// a group has no observable cause: its zero would be no count.
func (c *catalogue) compare(m method, byCause []sum, observable []bool, isWanted bool, key uint64) (comparison, []float64) {
	none := comparison{math.NaN(), math.NaN(), math.NaN()}
	counts := make([]int, len(c.groups))
	isKnown := make([]bool, len(c.groups))
	claimed := make([]float64, len(c.groups))
	residuals := make([]float64, len(c.groups))
	for i, group := range c.groups {
		claimed[i], residuals[i] = group.share, math.NaN()
	}
	for cause, group := range c.groupOf {
		if group != noGroup {
			counts[group] += int(byCause[cause].weight)
			isKnown[group] = isKnown[group] || observable[cause]
		}
	}
	for _, known := range isKnown {
		isWanted = isWanted && known
	}
	if !isWanted {
		return none, residuals
	}
	if !m.counts {
		none.psi = stat.StabilityIndex(counts, claimed)
		return none, residuals
	}
	fit := stat.GoodnessOfFit(counts, claimed, stat.Simulation{Draws: draws, Seed: key})
	return comparison{fit.ChiSquare, fit.P, fit.PSI}, fit.Residuals
}
