package checkdocuments

import (
	"cmp"
	"math"
	"slices"

	"ozpayout/datasets"
	"ozpayout/stages/internal/calendar"
	"ozpayout/stages/internal/checklist"
	"ozpayout/stages/internal/policy"
	"ozpayout/stages/internal/stat"
)

// reviewTime returns the working days from a submission to its review (B26); nil
// while it is open, and where they cannot be counted. isOpen tells the two apart.
func reviewTime(s checklist.Submission, workdays *calendar.Calendar) (days *int32, isOpen bool) {
	if s.ReviewedOn == nil {
		return nil, true
	}
	if s.SubmittedOn == nil || *s.ReviewedOn < *s.SubmittedOn {
		return nil, false
	}
	n, ok := workdays.WorkingDaysIn(*s.SubmittedOn, *s.ReviewedOn)
	if !ok {
		return nil, false
	}
	return new(int32(n)), false
}

// reviews are the review times of a provider.
type reviews struct {
	provider        string
	days            []int32
	open, uncounted int64
}

// reviews returns the review times by provider, and those of all together. Papers
// that were never handed in are not waiting for a review.
func (f *files) reviews(workdays *calendar.Calendar) []*reviews {
	known := make(map[string]*reviews)
	var list []*reviews
	of := func(provider string) *reviews {
		if known[provider] == nil {
			known[provider] = &reviews{provider: provider}
			list = append(list, known[provider])
		}
		return known[provider]
	}
	for _, file := range f.files {
		for _, s := range file.submissions {
			if s.Status == "missing" {
				continue
			}
			days, isOpen := reviewTime(s, workdays)
			for _, r := range []*reviews{of(file.provider), of(datasets.All)} {
				switch {
				case days != nil:
					r.days = append(r.days, *days)
				case isOpen:
					r.open++
				default:
					r.uncounted++
				}
			}
		}
	}
	slices.SortFunc(list, func(a, b *reviews) int { return cmp.Compare(a.provider, b.provider) })
	return list
}

// seed is that of the bootstrap.
const seed = 20240831

// mean returns the mean review time with its interval; NaN for none.
func (r *reviews) mean() stat.Resampled {
	days := make([]float64, len(r.days))
	for i, n := range r.days {
		days[i] = float64(n)
	}
	return stat.MeanInterval(days, stat.Replicates, stat.Confidence, stat.SeedOf(seed, "document_reviews|"+r.provider))
}

// A claim is a published mean review time of one provider.
type claim struct {
	provider string
	days     float64
}

// claimedDays returns the published figure; NaN where the table has none (B26).
func claimedDays(claims policy.ClaimList) claim {
	if c, ok := claims.Number("b26_review_days"); ok {
		return claim{"worldfirst", c.Figure()}
	}
	return claim{days: math.NaN()}
}

func (c claim) of(provider string) float64 {
	if provider != c.provider {
		return math.NaN()
	}
	return c.days
}
