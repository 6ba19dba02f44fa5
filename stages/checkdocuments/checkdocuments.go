package checkdocuments

import (
	"context"
	"strings"

	"github.com/apache/arrow/go/v17/arrow"

	"ozpayout/datasets"
	"ozpayout/pipeline"
	"ozpayout/stages/internal/calendar"
	"ozpayout/stages/internal/gate"
	"ozpayout/stages/internal/nullable"
	"ozpayout/stages/internal/policy"
)

// Stage checks papers against the checklists of providers.
var Stage = &pipeline.Stage{
	Name: "check_documents",
	Doc: `Checks the papers of each seller and provider against the provider's checklist, and measures review times.

A07: LianLian asks for three papers; each that is missing is named.
B25: WorldFirst asks for a stamped licence, both sides of the identity card, and the authorization letter with its merchant number.
B26: mean review time in Chinese working days beside the published 1.2; open reviews are censored: counted, not averaged.
C11: the merchant number of the letter is not the Merchant ID of the binding; only its presence is asked for.
C14: checklists are per provider; a provider without one gives no_checklist, never complete.
D22: papers of a seller of whom no document is loaded are not observable.`,
	Scope: pipeline.Whole,
	Inputs: []*pipeline.Dataset{
		datasets.Documents, datasets.Bindings, datasets.DocumentChecklists, datasets.PublishedClaims, datasets.PolicyValues, datasets.Calendar,
	},
	Outputs: []*pipeline.Dataset{datasets.DocumentChecks, datasets.DocumentReviews},
	Run:     run,
}

func run(_ context.Context, t *pipeline.Task) error {
	f, err := readFiles(t)
	if err != nil {
		return err
	}
	checklists, err := policy.DocumentChecklists(t)
	if err != nil {
		return err
	}
	workdays, err := policy.Calendar(t, "CN")
	if err != nil {
		return err
	}
	if err := writeChecks(t, f.checks(checklists, workdays, calendar.Day(t.AsOf))); err != nil {
		return err
	}
	return writeReviews(t, f, workdays)
}

func writeChecks(t *pipeline.Task, checks []check) error {
	w := nullable.NewWriter(t, datasets.DocumentChecks)
	defer w.Release()
	for _, c := range checks {
		w.Code(datasets.SellerID, c.seller)
		w.Code(datasets.Provider, c.provider)
		w.Code(datasets.CheckedDocument, c.document)
		w.Flag(datasets.DocumentPresent, c.verdict.IsPresent)
		w.Code(datasets.DocumentMissing, strings.Join(c.verdict.Lacks, " "))
		w.Days(datasets.ReviewDays, c.reviewDays)
		w.Code(datasets.DocumentStateCode, c.state)
		w.Date(datasets.SubmittedOn, (*arrow.Date32)(c.last.SubmittedOn))
		w.Date(datasets.ReviewedOn, (*arrow.Date32)(c.last.ReviewedOn))
		w.Date(datasets.DocumentExpiresOn, (*arrow.Date32)(c.last.ExpiresOn))
		w.Code(datasets.PolicyPack, t.Pack)
		w.Code(datasets.DecidedBy, c.ruleIDs)
	}
	return w.Flush()
}

func writeReviews(t *pipeline.Task, f *files, workdays *calendar.Calendar) error {
	limits, err := gate.Read(t)
	if err != nil {
		return err
	}
	claims, err := policy.Claims(t)
	if err != nil {
		return err
	}
	claimed := claimedDays(claims)
	w := nullable.NewWriter(t, datasets.DocumentReviews)
	defer w.Release()
	for _, r := range f.reviews(workdays) {
		mean := r.mean()
		w.Code(datasets.ReviewProvider, r.provider)
		w.Int(datasets.Reviews, int64(len(r.days)))
		w.Int(datasets.OpenReviews, r.open)
		w.Int(datasets.UncountedReviews, r.uncounted)
		w.Share(datasets.MeanReviewDays, mean.Ratio)
		w.Share(datasets.MeanReviewLo, mean.Low)
		w.Share(datasets.MeanReviewHi, mean.High)
		w.Share(datasets.ClaimedReview, claimed.of(r.provider))
		w.Code(datasets.ReviewGate, limits.Code(int64(len(r.days))))
		w.Code(datasets.PolicyPack, t.Pack)
		w.Code(datasets.DecidedBy, "B26 D32")
	}
	return w.Flush()
}
