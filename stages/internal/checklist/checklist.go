// Package checklist says whether a paper that a collection provider asks for is
// there on a day (rules A07, B25, C14; formats.md section 9.14).
package checklist

import (
	"github.com/apache/arrow/go/v17/arrow"

	"ozpayout/datasets"
	"ozpayout/pipeline"
	"ozpayout/stages/internal/calendar"
	"ozpayout/stages/internal/nullable"
	"ozpayout/stages/internal/policy"
)

// A Submission is a paper as it was handed in. Days are those of Shanghai.
type Submission struct {
	Seller, Provider, Document string
	Status                     string
	SubmittedOn                *calendar.Day // nil = not known, then since ever
	ReviewedOn                 *calendar.Day // nil = not yet
	ExpiresOn                  *calendar.Day // nil = never
	HasStamp                   *bool         // nil = not known
	Sides                      string        // front, back, both; "" or unknown = not known
	MerchantNo                 string
	File                       string
	Row                        int64
}

// Read visits the papers that are loaded, in no promised order.
func Read(t *pipeline.Task, visit func(Submission)) error {
	for r, err := range nullable.Rows(t, datasets.Documents) {
		if err != nil {
			return err
		}
		visit(Submission{
			Seller: r.Code(datasets.SellerID), Provider: r.Code(datasets.Provider), Document: r.Code(datasets.DocumentType),
			Status: r.Code(datasets.DocumentStatus), Sides: r.Code(datasets.DocumentSides),
			SubmittedOn: dayOf(r.Instant(datasets.DocumentSubmittedAt)), ReviewedOn: dayOf(r.Instant(datasets.DocumentReviewedAt)),
			ExpiresOn: (*calendar.Day)(r.Date(datasets.DocumentExpiresOn)),
			HasStamp:  r.Flag(datasets.DocumentHasStamp), MerchantNo: r.Text(datasets.DocumentMerchantNo),
			File: r.Code(pipeline.FromFile), Row: r.Int(pipeline.FromRow),
		})
	}
	return nil
}

func dayOf(at *arrow.Timestamp) *calendar.Day {
	if at == nil {
		return nil
	}
	return new(calendar.ShanghaiDay(*at))
}

// What a paper that is not there, or is not as it should be, lacks.
const (
	Absent     = "absent" // never handed in
	Rejected   = "rejected"
	Expired    = "expired"
	Stamp      = "stamp"
	Front      = "front"
	Back       = "back"
	MerchantNo = "merchant_no"
	Status     = "status" // its state is written in a word that is not known
)

// A Verdict says whether a paper is there. IsPresent is nil when it cannot be
// known; Lacks then names what is not known, otherwise what is missing.
type Verdict struct {
	IsPresent *bool
	Lacks     []string
}

// Judge says whether a paper is there on a day, given all submissions of the
// seller to its provider: submitted or approved, not expired, and with what the
// checklist asks for. The sides of an identity card may be handed in apart (B25).
func Judge(paper policy.Paper, submissions []Submission, day calendar.Day) Verdict {
	valid, last := validOn(paper.Document, submissions, day)
	if len(valid) == 0 {
		if last == Status {
			return Verdict{Lacks: []string{Status}}
		}
		return Verdict{IsPresent: new(false), Lacks: []string{last}}
	}
	var missing, unknown []string
	note := func(isNeeded bool, has *bool, what string) {
		switch {
		case !isNeeded:
		case has == nil:
			unknown = append(unknown, what)
		case !*has:
			missing = append(missing, what)
		}
	}
	note(paper.NeedsStamp, hasStamp(valid), Stamp)
	note(paper.NeedsBothSides, hasSide(valid, "front"), Front)
	note(paper.NeedsBothSides, hasSide(valid, "back"), Back)
	note(paper.NeedsNumber, new(hasNumber(valid)), MerchantNo)
	switch {
	case len(missing) > 0:
		return Verdict{IsPresent: new(false), Lacks: missing}
	case len(unknown) > 0:
		return Verdict{Lacks: unknown}
	}
	return Verdict{IsPresent: new(true)}
}

// validOn returns the submissions of a paper that hold on a day, and, for when
// there are none, why the last of them does not.
func validOn(document string, submissions []Submission, day calendar.Day) (valid []Submission, why string) {
	why = Absent
	latest := calendar.Day(0)
	for _, s := range submissions {
		if s.Document != document || s.SubmittedOn != nil && *s.SubmittedOn > day {
			continue
		}
		reason := s.reasonAgainst(day)
		if reason == "" {
			valid = append(valid, s)
			continue
		}
		submitted := calendar.Day(0)
		if s.SubmittedOn != nil {
			submitted = *s.SubmittedOn
		}
		// Of several on one day the first by name, so that no order of rows matters.
		if why == Absent || submitted > latest || submitted == latest && reason < why {
			why, latest = reason, submitted
		}
	}
	return valid, why
}

// reasonAgainst says why a submission does not hold on a day, "" if it does. A
// rejection holds from its day on.
func (s Submission) reasonAgainst(day calendar.Day) string {
	switch {
	case s.ExpiresOn != nil && *s.ExpiresOn < day:
		return Expired
	case s.Status == "submitted", s.Status == "approved":
		return ""
	case s.Status == "rejected" && s.ReviewedOn != nil && *s.ReviewedOn > day:
		return ""
	case s.Status == "rejected":
		return Rejected
	case s.Status == "expired" && s.ExpiresOn != nil:
		return ""
	case s.Status == "expired":
		return Expired
	case s.Status == "missing":
		return Absent
	}
	return Status
}

func hasStamp(valid []Submission) *bool {
	isKnown := true
	for _, s := range valid {
		switch {
		case s.HasStamp == nil:
			isKnown = false
		case *s.HasStamp:
			return new(true)
		}
	}
	if !isKnown {
		return nil
	}
	return new(false)
}

func hasSide(valid []Submission, side string) *bool {
	isKnown := true
	for _, s := range valid {
		switch s.Sides {
		case side, "both":
			return new(true)
		case "", "unknown": // not said, or in a word that is on no list (9.18)
			isKnown = false
		}
	}
	if !isKnown {
		return nil
	}
	return new(false)
}

func hasNumber(valid []Submission) bool {
	for _, s := range valid {
		if s.MerchantNo != "" {
			return true
		}
	}
	return false
}
