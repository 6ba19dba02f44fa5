package countmonths

import (
	"context"

	"ozpayout/datasets"
	"ozpayout/pipeline"
	"ozpayout/stages/internal/calendar"
	"ozpayout/stages/internal/fxrate"
	"ozpayout/stages/internal/policy"
)

// Stage counts seller-months.
var Stage = &pipeline.Stage{
	Name: "count_months",
	Doc: `Counts orders, their gross value and disputes by seller and calendar month, and the days that they reach from and to.

B11: what the monthly metrics of a tier are made of.
C25: gross value of what was delivered in the calendar month in Moscow, each order in USD at the Bank of Russia's rate of its confirmation, with one rounding; one in USD needs no rate. An order without a value or a usable rate is counted as such.
C27: disputes opened in the month, beside orders delivered in the month; an order is a posting, as everywhere in the orders. A dispute that only a return shows counts as well (9.5), but does not say from when on disputes are loaded.
D06: a dispute opened after the as-of date is not known yet.
D45: orders of an unknown seller are counted apart: they may be anybody's. A dispute without a seller is one of the seller of its posting.`,
	Scope:   pipeline.ByPosting,
	Inputs:  []*pipeline.Dataset{datasets.PostingFacts, datasets.Disputes, datasets.FXRates, datasets.PolicyValues},
	Outputs: []*pipeline.Dataset{datasets.MonthCounts, datasets.OrderSpans},
	Run:     run,
}

func run(_ context.Context, t *pipeline.Task) error {
	values, err := policy.Values(t)
	if err != nil {
		return err
	}
	rates, err := policy.Rates(t, values)
	if err != nil {
		return err
	}
	c := &counter{asOf: calendar.Day(t.AsOf), dollars: rates.Series("USD"), rates: rates, sellers: make(map[string]*seller)}
	if err := c.countOrders(t); err != nil {
		return err
	}
	if err := c.countDisputes(t); err != nil {
		return err
	}
	return c.write(t)
}

// usd converts a value at the rates of a day (C25).
func usd(minor int64, of, dollars *policy.RateSeries, on calendar.Day) (converted int64, ok bool) {
	from, state := of.At(on)
	if state != policy.InForce {
		return 0, false
	}
	to, state := dollars.At(on)
	if state != policy.InForce {
		return 0, false
	}
	return fxrate.Convert(minor, from, to)
}
