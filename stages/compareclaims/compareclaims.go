package compareclaims

import (
	"context"
	"math"
	"strings"

	"github.com/apache/arrow/go/v17/arrow"

	"ozpayout/datasets"
	"ozpayout/pipeline"
	"ozpayout/stages/internal/gate"
	"ozpayout/stages/internal/nullable"
	"ozpayout/stages/internal/policy"
)

// Stage compares published figures with our own.
var Stage = &pipeline.Stage{
	Name: "compare_claims",
	Doc: `Every published figure beside our own number, with n, interval and verdict. Our figures are those of all sellers and months.

A01, B01: one row for every published figure with its as-of date, and none is presented as measured.
A03, A21: shares of tickets. A09, A27: shares of failed binding checks.
A17, A18, B23: promises; the mean time taken, which must not lie above the promise.
A19, A37: closed within 24 hours; mean first response of each provider.
A39, B32: the closing lines of the articles (check in time, match exactly, T+3) ask for nothing; their figures are those of A08 and B10.
A35, A36: Payoneer's cost less LianLian's; LianLian's booking lag.
B05, B06, B10, B18: restricted mean wait, open lines included, by class of route, tier and scheme, rounded as the figure is.
B07: lines by RMB direct routes within 3 working days, of those known to have taken more or to have arrived.
B09: late lines by claim group, and the three groups together, by precedence.
B26, B31: mean review time and mean hold by the tax service.
B28: median deviation from the configured basis of the rate. B30: volatility of 2024H1 by the default definition.
B12: on-time rates of Premium and of ordinary sellers, and their difference (Newcombe 1998).
C18: RMB direct is a route and CNY together, as typical_days lists them.
C24: the published figure counts as known without error: consistent means that it lies in our interval.
C36: a figure that the loaded tables do not give is not observable: null, never 0. So are rules and facts of the article's own sample.
D31: Wilson intervals of lines.
D32: below 10 observations n only, below 30 no verdict.`,
	Scope: pipeline.Whole,
	Inputs: []*pipeline.Dataset{
		datasets.CauseShares, datasets.OnTimeRates, datasets.OnTimeCounts, datasets.BindingBenchmarks, datasets.DocumentReviews, datasets.TicketShares, datasets.ServiceLevels,
		datasets.RoutePairs, datasets.RouteCosts, datasets.RateBasisSummary, datasets.Volatility, datasets.HoldTimes, datasets.TimeToPayoutSummary,
		datasets.PublishedClaims, datasets.TypicalDays, datasets.PolicyValues,
	},
	Outputs: []*pipeline.Dataset{datasets.Claims},
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
	own := answers{}
	for _, read := range readers {
		if err := read(t, limits, own); err != nil {
			return err
		}
	}
	w := nullable.NewWriter(t, datasets.Claims)
	defer w.Release()
	for _, c := range claims {
		write(&w, c, own.compare(c), t.Pack)
	}
	return w.Flush()
}

func write(w *nullable.Writer, c policy.Claim, own figure, pack string) {
	claimed := math.NaN()
	if c.HasValue {
		claimed = c.Figure()
	}
	w.Code(datasets.ClaimKey, c.ID)
	w.Code(datasets.ClaimSource, c.Source)
	w.Date(datasets.ClaimAsOf, nullable.If(c.HasAsOf, arrow.Date32(c.AsOf)))
	w.Text(datasets.ClaimScope, c.Scope)
	w.Share(datasets.ClaimedValue, claimed)
	w.Code(datasets.ClaimUnit, c.Unit)
	w.Share(datasets.OwnValue, own.value)
	w.IntOrNull(datasets.ClaimN, own.n)
	w.Share(datasets.ClaimLo, own.low)
	w.Share(datasets.ClaimHi, own.high)
	w.Code(datasets.VerdictCode, own.verdict)
	w.Code(datasets.ClaimRuleID, c.RuleID)
	w.Text(datasets.ClaimStatement, c.Statement)
	w.Code(datasets.ClaimKind, c.Kind)
	w.Code(datasets.PolicyPack, pack)
	w.Code(datasets.DecidedBy, strings.TrimSpace(c.RuleID+" "+own.ruleIDs()))
}
