package compareclaims

import (
	"context"

	"github.com/apache/arrow/go/v17/arrow"

	"ozpayout/datasets"
	"ozpayout/pipeline"
	"ozpayout/stages/internal/calendar"
	"ozpayout/stages/internal/gate"
	"ozpayout/stages/internal/nullable"
	"ozpayout/stages/internal/policy"
)

// Stage compares published figures with our own.
var Stage = &pipeline.Stage{
	Name: "compare_claims",
	Doc: `Every published figure beside our own number, with n, interval and verdict. Our figures are those of all sellers and months.

A01: one row for every published figure, and none is presented as measured.
B07: lines by RMB direct routes within 3 working days, of those known to have taken more or to have arrived.
B09: late lines by claim group, and the three groups together, by precedence.
B12: on-time rates of Premium and of ordinary sellers, and their difference (Newcombe 1998).
C18: RMB direct is a route and CNY together, as typical_days lists them.
C24: the published figure counts as known without error: consistent means that it lies in our interval.
C36: a figure that the loaded tables do not give, such as the mean days of B05 and B06, is not observable: null, never 0.
D31: Wilson intervals of lines.
D32: below 10 observations n only, below 30 no verdict.`,
	Scope: pipeline.Whole,
	Inputs: []*pipeline.Dataset{
		datasets.CauseShares, datasets.OnTimeRates, datasets.OnTimeCounts, datasets.PublishedClaims, datasets.TypicalDays, datasets.PolicyValues,
	},
	Outputs: []*pipeline.Dataset{datasets.Claims},
	Run:     run,
}

func run(_ context.Context, t *pipeline.Task) error {
	values, err := policy.Values(t)
	if err != nil {
		return err
	}
	limits, err := gate.Of(values, calendar.Day(t.AsOf))
	if err != nil {
		return err
	}
	claims, err := policy.Claims(t)
	if err != nil {
		return err
	}
	known, err := readEvidence(t)
	if err != nil {
		return err
	}
	w := nullable.Writer{Builder: pipeline.NewBuilder(t.Mem, datasets.Claims)}
	defer w.Builder.Release()
	for _, c := range claims {
		write(&w, c, known.compare(c, limits))
	}
	if w.Err != nil {
		return w.Err
	}
	compared := w.Builder.Record()
	defer compared.Release()
	return t.Write(datasets.Claims, compared)
}

func write(w *nullable.Writer, c policy.Claim, own figure) {
	w.Code(datasets.ClaimKey, c.ID)
	w.Code(datasets.ClaimSource, c.Source)
	if c.HasAsOf {
		day := arrow.Date32(c.AsOf)
		w.Date(datasets.ClaimAsOf, &day)
	} else {
		w.Date(datasets.ClaimAsOf, nil)
	}
	w.Text(datasets.ClaimScope, c.Scope)
	if c.HasValue {
		w.Share(datasets.ClaimedValue, c.Figure())
	} else {
		datasets.ClaimedValue.To(w.Builder).AppendNull()
	}
	w.Code(datasets.ClaimUnit, c.Unit)
	w.Share(datasets.OwnValue, own.value)
	w.IntOrNull(datasets.ClaimN, own.n)
	w.Share(datasets.ClaimLo, own.low)
	w.Share(datasets.ClaimHi, own.high)
	w.Code(datasets.VerdictCode, own.verdict)
	w.Code(datasets.ClaimRuleID, c.RuleID)
	w.Text(datasets.ClaimStatement, c.Statement)
}
