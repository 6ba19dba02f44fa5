package rateservice

import (
	"context"
	"maps"
	"slices"

	"ozpayout/datasets"
	"ozpayout/pipeline"
	"ozpayout/stages/internal/gate"
	"ozpayout/stages/internal/nullable"
	"ozpayout/stages/internal/policy"
)

// Stage rates how Ozon and the providers keep the limits of tickets.
var Stage = &pipeline.Stage{
	Name: "rate_service",
	Doc: `Service levels of Ozon and of each provider by seller, month and clock.

A17 A18 B23: how often the limits are kept, as the clocks show it.
A19: closed within 24 hours, beside the published 91.7 %. Where clocks are open or were stopped within the limit the share is that of Kaplan and Meier: they do not count as failures. Else it is a proportion with the interval of Wilson.
A37: median (type 7) and mean of the first response of each provider, the mean with a bootstrap interval, beside the published 22 and 11 minutes; and LianLian less WorldFirst.
C03: the article's heading names Payoneer for WorldFirst; the 11 minutes are those of WorldFirst.
D31: intervals at 95 %.
D32: below 10 clocks counts only, below 30 a small sample.
Clocks that have not started, and those whose times are out of order, are left out. The month is that of started_at in Moscow; ALL stands for every month and every seller.`,
	Scope:   pipeline.Whole,
	Inputs:  []*pipeline.Dataset{datasets.SLAClocks, datasets.PublishedClaims, datasets.PolicyValues},
	Outputs: []*pipeline.Dataset{datasets.ServiceLevels},
	Run:     run,
}

func run(_ context.Context, t *pipeline.Task) error {
	samples, err := readSamples(t)
	if err != nil || len(samples) == 0 {
		return err
	}
	limits, err := gate.Read(t)
	if err != nil {
		return err
	}
	published, err := policy.Claims(t)
	if err != nil {
		return err
	}
	w := nullable.NewWriter(t, datasets.ServiceLevels)
	defer w.Release()
	levels := make(map[key]level, len(samples))
	for k, s := range samples {
		levels[k] = levelOf(k, s, published, limits)
	}
	for _, k := range slices.SortedFunc(maps.Keys(levels), key.compare) {
		levels[k].write(&w, t.Pack)
		if k.party != compared {
			continue
		}
		if difference, ok := differenceOf(k, levels, samples, limits); ok {
			difference.write(&w, t.Pack)
		}
	}
	return w.Flush()
}

func (l level) write(w *nullable.Writer, pack string) {
	w.Code(datasets.SellerID, l.seller)
	w.Code(datasets.ServiceParty, l.party)
	w.Code(datasets.SLAClock, l.clock)
	w.Code(datasets.ServicePeriod, l.period)
	w.Int(datasets.ServiceN, l.n)
	w.Share(datasets.MetRate, l.within.Value)
	w.Share(datasets.MetLo, l.within.Low)
	w.Share(datasets.MetHi, l.within.High)
	w.Share(datasets.MedianMinutes, l.median)
	w.Share(datasets.MeanMinutes, l.mean.Ratio)
	w.Share(datasets.ClaimedMetRate, l.claimed)
	w.IntOrNull(datasets.ClocksMet, l.met)
	w.IntOrNull(datasets.ClocksBreached, l.breached)
	w.Int(datasets.ClocksUndecided, l.undecided)
	w.Int(datasets.ClocksDone, l.done)
	w.Share(datasets.MeanLo, l.mean.Low)
	w.Share(datasets.MeanHi, l.mean.High)
	w.Share(datasets.ClaimedMinutes, l.claimedMinutes)
	w.Code(datasets.MetMethod, l.method)
	w.Code(datasets.ServiceGate, l.gate)
	w.Code(datasets.PolicyPack, pack)
	w.Code(datasets.DecidedBy, l.ruleIDs)
}
