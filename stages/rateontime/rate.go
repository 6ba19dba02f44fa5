package rateontime

import (
	"math"

	"ozpayout/stages/internal/gate"
	"ozpayout/stages/internal/policy"
	"ozpayout/stages/internal/stat"
)

// A rate is a row of the mart. Statistics that the sample does not give are NaN.
type rate struct {
	groupKey
	counts           counts
	onTime           gate.Proportion
	batches          int64          // with such lines
	cluster          stat.Resampled // over them
	within3, within5 float64
	claimed          float64
	gate             string
	ruleIDs          string
}

// seed is that of the bootstrap.
const seed = 20240831

// rateOf decides the row of a group.
func rateOf(g group, claims policy.ClaimList, limits gate.Gate) rate {
	r := rate{groupKey: g.groupKey, claimed: claims.Share("b12_"+g.tier+"_on_time", "percent"), cluster: stat.Unknown, ruleIDs: "B05 B07 C05 D30 D31 D32"}
	for _, c := range g.cells {
		r.counts.add(c.counts)
		r.batches += int64(c.sums.Clusters())
	}
	if !math.IsNaN(r.claimed) {
		r.ruleIDs = "B05 B07 B12 C05 D30 D31 D32"
	}
	r.gate = limits.Code(r.counts.lines)
	r.onTime = limits.Proportion(r.counts.onTime, r.counts.lines)
	r.within3 = limits.Proportion(r.counts.within3, r.counts.known3).Share
	r.within5 = limits.Proportion(r.counts.within5, r.counts.known5).Share
	// Batches that all agree do not say how they vary.
	if limits.HasShare(r.counts.lines) && 0 < r.counts.onTime && r.counts.onTime < r.counts.lines {
		r.cluster = g.overBatches()
	}
	return r
}

// overBatches returns the on-time rate with its interval over the settlement batches.
func (g group) overBatches() stat.Resampled {
	sums := stat.NewClusterSums(1)
	for _, c := range g.cells {
		sums.Merge(c.sums)
	}
	if sums.Clusters() > stat.MostResampled {
		return sums.Intervals(stat.Confidence)[0]
	}
	clusters := make([]stat.Cluster, 0, sums.Clusters())
	for _, c := range g.cells {
		for _, s := range c.settlements {
			clusters = append(clusters, stat.Cluster{Numerators: []float64{float64(s.onTime)}, Denominator: float64(s.lines)})
		}
	}
	key := g.seller + "|" + g.period + "|" + g.tier + "|" + g.route
	return stat.ClusterBootstrap(clusters, stat.Replicates, stat.Confidence, stat.SeedOf(seed, key))[0]
}
