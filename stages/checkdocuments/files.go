package checkdocuments

import (
	"cmp"
	"slices"

	"ozpayout/datasets"
	"ozpayout/pipeline"
	"ozpayout/stages/internal/calendar"
	"ozpayout/stages/internal/checklist"
	"ozpayout/stages/internal/nullable"
)

// A file is what a seller handed in to a provider.
type file struct {
	seller, provider string
	submissions      []checklist.Submission // in the order of their days
}

// files are the papers of all sellers, by seller and provider.
type files struct {
	files  []*file
	loaded map[string]bool // sellers of whom a document is loaded (D56)
}

// readFiles reads what was handed in up to the as-of date. A provider that a
// seller is bound to has a file too, even an empty one.
func readFiles(t *pipeline.Task) (*files, error) {
	type key struct{ seller, provider string }
	known := make(map[key]*file)
	open := func(seller, provider string) *file {
		k := key{seller, provider}
		if known[k] == nil {
			known[k] = &file{seller: seller, provider: provider}
		}
		return known[k]
	}
	f := &files{loaded: make(map[string]bool)}
	err := checklist.Read(t, func(s checklist.Submission) {
		f.loaded[s.Seller] = true
		of := open(s.Seller, s.Provider)
		if s.SubmittedOn == nil || *s.SubmittedOn <= calendar.Day(t.AsOf) {
			of.submissions = append(of.submissions, knownOn(s, calendar.Day(t.AsOf)))
		}
	})
	if err != nil {
		return nil, err
	}
	for r, err := range nullable.Rows(t, datasets.Bindings) {
		if err != nil {
			return nil, err
		}
		open(r.Code(datasets.SellerID), r.Code(datasets.Provider))
	}
	for _, of := range known {
		slices.SortFunc(of.submissions, compareSubmissions)
		f.files = append(f.files, of)
	}
	slices.SortFunc(f.files, func(a, b *file) int {
		return cmp.Or(cmp.Compare(a.seller, b.seller), cmp.Compare(a.provider, b.provider))
	})
	return f, nil
}

func compareSubmissions(a, b checklist.Submission) int {
	if (a.SubmittedOn == nil) != (b.SubmittedOn == nil) {
		if a.SubmittedOn == nil {
			return -1
		}
		return 1
	}
	days := 0
	if a.SubmittedOn != nil {
		days = cmp.Compare(*a.SubmittedOn, *b.SubmittedOn)
	}
	return cmp.Or(days, cmp.Compare(a.File, b.File), cmp.Compare(a.Row, b.Row))
}

// knownOn returns a submission as it is known on a day: one that is reviewed later
// is waiting for it.
func knownOn(s checklist.Submission, day calendar.Day) checklist.Submission {
	if s.ReviewedOn != nil && *s.ReviewedOn > day {
		s.Status, s.ReviewedOn = "submitted", nil
	}
	return s
}
