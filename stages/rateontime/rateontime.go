package rateontime

import (
	"context"

	"ozpayout/datasets"
	"ozpayout/pipeline"
	"ozpayout/stages/internal/gate"
	"ozpayout/stages/internal/nullable"
	"ozpayout/stages/internal/policy"
)

// Stage rates how many payout lines came on time.
var Stage = &pipeline.Stage{
	Name: "rate_on_time",
	Doc: `On-time rates by seller, month, tier and route, and how many lines came within 3 and 5 working days.

B05 B07: within_3_rate of RMB direct routes stands beside the claim of 68 %.
B12: the rate of Premium and of ordinary sellers stands beside the published 99.2 and 87.6 %.
C05: on time means by the due date; 3 and 5 working days are printed beside it, whatever is due.
D09: the month is that of settled_on; ALL stands for every month, seller and route.
D30: judged lines that arrived, or are open and late; of k days, lines that arrived or are open for longer than k.
D31: Wilson intervals; beside them the bootstrap over settlement batches, linearised where there are more than 400.
D32: below 10 lines counts only, below 30 a small sample.`,
	Scope:   pipeline.Whole,
	Inputs:  []*pipeline.Dataset{datasets.BatchRates, datasets.PublishedClaims, datasets.PolicyValues},
	Outputs: []*pipeline.Dataset{datasets.OnTimeRates},
	Run:     run,
}

func run(_ context.Context, t *pipeline.Task) error {
	limits, err := gate.Read(t)
	if err != nil {
		return err
	}
	claims, err := policy.Claims(t)
	if err != nil {
		return err
	}
	cells, names, err := readCells(t)
	if err != nil {
		return err
	}
	w := nullable.NewWriter(t, datasets.OnTimeRates)
	defer w.Release()
	for _, g := range groupsOf(cells, names) {
		rateOf(g, claims, limits).write(&w, t.Pack)
	}
	return w.Flush()
}

func (r rate) write(w *nullable.Writer, pack string) {
	w.Code(datasets.SellerID, r.seller)
	w.Code(datasets.Period, r.period)
	w.Code(datasets.TierCode, r.tier)
	w.Code(datasets.RouteOrAll, r.route)
	w.Int(datasets.JudgedLines, r.counts.lines)
	w.Int(datasets.OnTimeLines, r.counts.onTime)
	w.Share(datasets.RateValue, r.onTime.Share)
	w.Share(datasets.RateLo, r.onTime.Low)
	w.Share(datasets.RateHi, r.onTime.High)
	w.Share(datasets.Within3Rate, r.within3)
	w.Share(datasets.Within5Rate, r.within5)
	w.Share(datasets.ClaimedRate, r.claimed)
	w.Code(datasets.RateGate, r.gate)
	w.Int(datasets.Known3, r.counts.known3)
	w.Int(datasets.Within3, r.counts.within3)
	w.Int(datasets.Known5, r.counts.known5)
	w.Int(datasets.Within5, r.counts.within5)
	w.Share(datasets.RateLoCluster, r.cluster.Low)
	w.Share(datasets.RateHiCluster, r.cluster.High)
	w.Code(datasets.PolicyPack, pack)
	w.Code(datasets.DecidedBy, r.ruleIDs)
	w.Int(datasets.RateBatches, r.batches)
	w.Share(datasets.RateDesignEffect, r.cluster.DesignEffect(r.counts.lines))
}
