package decidetiers

import (
	"context"

	"ozpayout/datasets"
	"ozpayout/pipeline"
	"ozpayout/stages/internal/calendar"
	"ozpayout/stages/internal/gate"
	"ozpayout/stages/internal/nullable"
	"ozpayout/stages/internal/policy"
)

// Stage decides tiers.
var Stage = &pipeline.Stage{
	Name: "decide_tiers",
	Doc: `Holds the monthly metrics of each seller against the dated thresholds of the Premium tier.

B10: the tier that Ozon shows for the month, and that of the account on its last day, or on the as-of date within it (D06), stand beside the decision.
B11: GMV, positive rating and dispute rate pass each on its own; equal passes; exact cross-multiplication, so that 8 of 1000 disputes pass 0.8 % and 801 of 100000 fail. The thresholds are those that hold on the first day of the month: one that is edited from a month on changes only the months after it. A metric that is unknown neither passes nor fails, and leaves the whole unknown.
B11: months in a row end with a month that fails, is unknown or is missing. What would be enough: dollars, positive ratings, orders for these disputes, disputes for these orders.
C27: the dispute rate has a Wilson interval: a month that passes may not be distinguishable from one that fails.
D32: no interval below 10 orders, no word on stability below 30.
A pack without thresholds decides nothing.`,
	Scope:   pipeline.Whole,
	Inputs:  []*pipeline.Dataset{datasets.SellerMonths, datasets.SellerAccounts, datasets.Tiers, datasets.PolicyValues},
	Outputs: []*pipeline.Dataset{datasets.SellerTiers},
	Run:     run,
}

// target is the tier that sellers upgrade to (B11).
const target = "premium"

func run(_ context.Context, t *pipeline.Task) error {
	limits, err := gate.Read(t)
	if err != nil {
		return err
	}
	tiers, err := policy.Tiers(t)
	if err != nil {
		return err
	}
	months, err := readMonths(t)
	if err != nil {
		return err
	}
	accounts, err := readAccounts(t)
	if err != nil {
		return err
	}
	w := nullable.NewWriter(t, datasets.SellerTiers)
	defer w.Release()
	var before decision
	for _, m := range months {
		rules := rulesOn(tiers, m.first)
		if !rules.isAny() {
			continue
		}
		d := decide(m, rules, limits)
		d.follow(before)
		d.accountTier = accounts.tierOn(m.seller, min(m.first.MonthEnd(), calendar.Day(t.AsOf)))
		d.write(&w, t.Pack)
		before = d
	}
	return w.Flush()
}

func (d *decision) write(w *nullable.Writer, pack string) {
	w.Code(datasets.SellerID, d.seller)
	w.Code(datasets.SellerMonth, d.name)
	w.Money(datasets.GMVUSD, d.gmv)
	w.Money(datasets.GMVThreshold, d.gmvThreshold())
	w.Flag(datasets.GMVPassed, d.gmvPassed)
	w.Money(datasets.GMVGap, d.gmvGap())
	w.Share(datasets.PositiveRate, d.positive.Float())
	w.Share(datasets.PositiveThreshold, d.rules.positive.Threshold.Float())
	w.Flag(datasets.PositivePassed, d.positivePassed)
	w.Share(datasets.PositiveGap, gap(d.positive, d.rules.positive))
	w.Share(datasets.DisputeRate, d.dispute.Float())
	w.Share(datasets.DisputeThreshold, d.rules.dispute.Threshold.Float())
	w.Flag(datasets.DisputePassed, d.disputePassed)
	w.Share(datasets.DisputeGap, gap(d.dispute, d.rules.dispute))
	w.Flag(datasets.PassesAll, d.passesAll)
	w.IntOrNull(datasets.MonthsInARow, d.inARow)
	w.Share(datasets.DisputeRateLo, d.interval.Low)
	w.Share(datasets.DisputeRateHi, d.interval.High)
	w.Text(datasets.WhatIfText, d.whatIf())
	w.Code(datasets.TierTarget, target)
	w.Code(datasets.DisputeStability, d.stability)
	w.IntOrNull(datasets.OrdersNeeded, d.ordersNeeded)
	w.IntOrNull(datasets.DisputesAllowed, d.disputesAllowed)
	w.Code(datasets.ShownTier, d.shownTier)
	w.Code(datasets.AccountTierCode, d.accountTier)
	w.Code(datasets.PolicyPack, pack)
	w.Code(datasets.DecidedBy, "B10 B11 C25 C26 C27")
}
