package comparemarkets

import (
	"context"
	"maps"
	"slices"
	"strings"

	"ozpayout/datasets"
	"ozpayout/pipeline"
	"ozpayout/stages/internal/nullable"
	"ozpayout/stages/internal/policy"
)

// Stage compares markets.
var Stage = &pipeline.Stage{
	Name: "compare_markets",
	Doc: `Days of cash against the payout cycles of other markets.

B27: sum of amount x (days of the market - days taken), of arrived lines in CNY: 1000 CNY at T+3 are 4000 money-days against T+7.
C28: the cycles are claims, printed as T+n without a unit; ours are working days.
C22: lines without a usable rate are counted apart.`,
	Scope:   pipeline.Whole,
	Inputs:  []*pipeline.Dataset{datasets.TakenSums, datasets.PublishedClaims},
	Outputs: []*pipeline.Dataset{datasets.MarketComparison},
	Run:     run,
}

func run(_ context.Context, t *pipeline.Task) error {
	claims, err := policy.Claims(t)
	if err != nil {
		return err
	}
	sellers, err := readCash(t)
	if err != nil {
		return err
	}
	markets := marketsOf(claims)
	w := nullable.NewWriter(t, datasets.MarketComparison)
	defer w.Release()
	for _, seller := range slices.Sorted(maps.Keys(sellers)) {
		for _, m := range markets {
			write(&w, seller, sellers[seller], m)
			w.Code(datasets.PolicyPack, t.Pack)
		}
	}
	return w.Flush()
}

func write(w *nullable.Writer, seller string, c *cash, m market) {
	difference, amount := nullable.Minor(c.against(m)), nullable.Minor(&c.amount)
	if c.lines == 0 {
		difference, amount = nil, nil
	}
	w.Code(datasets.SellerID, seller)
	w.Code(datasets.MarketCode, m.code)
	w.Money(datasets.MoneyDaysDifference, difference)
	w.Share(datasets.ClaimedDays, m.days.Figure())
	w.Text(datasets.MarketClaimText, m.text())
	w.Money(datasets.TakenAmount, amount)
	w.Share(datasets.MeanTakenDays, c.meanDays())
	w.Int(datasets.TakenLines, c.lines)
	w.Int(datasets.UnvaluedLines, c.unvalued)
	state := "ok"
	if c.unvalued > 0 {
		state = "incomplete"
	}
	w.Code(datasets.MarketState, state)
	w.Code(datasets.MarketRules, m.days.RuleID+" C28")
}

// A market is another market and the claim on its payout cycle.
type market struct {
	code string
	days policy.Claim
}

// marketsOf returns the markets of which a cycle in days is published.
func marketsOf(claims policy.ClaimList) (markets []market) {
	for _, code := range []string{"aliexpress", "wildberries"} {
		if claim, ok := claims.Number("b27_" + code + "_days"); ok && strings.HasPrefix(claim.Unit, "day") {
			markets = append(markets, market{code, claim})
		}
	}
	return markets
}

// text returns the cycle as it is printed.
func (m market) text() string {
	return "T+" + m.days.Exact().FloatString(m.days.Decimals) + " (unit not stated)"
}
