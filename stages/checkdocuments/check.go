package checkdocuments

import (
	"ozpayout/datasets"
	"ozpayout/stages/internal/calendar"
	"ozpayout/stages/internal/checklist"
	"ozpayout/stages/internal/policy"
)

// The states of a paper.
const (
	present     = "present"
	missing     = "missing"
	unknown     = "unknown"
	noChecklist = "no_checklist"
	notLoaded   = "not_loaded"
)

// everyDocument stands for the papers of a provider without a checklist.
const everyDocument = datasets.All

// A check is a row of the mart.
type check struct {
	seller, provider, document string
	verdict                    checklist.Verdict
	state                      string
	last                       checklist.Submission // of the paper; zero for none
	reviewDays                 *int32
	ruleIDs                    string
}

// checks returns the papers of every file as they are on the as-of date.
func (f *files) checks(checklists policy.Checklists, workdays *calendar.Calendar, asOf calendar.Day) (checks []check) {
	for _, of := range f.files {
		papers := checklists.Of(of.provider, asOf)
		if len(papers) == 0 {
			checks = append(checks, check{seller: of.seller, provider: of.provider, document: everyDocument, state: noChecklist, ruleIDs: "C14"})
		}
		for _, paper := range papers {
			c := check{seller: of.seller, provider: of.provider, document: paper.Document, state: notLoaded, ruleIDs: paper.RuleIDs}
			if f.loaded[of.seller] {
				c.verdict = checklist.Judge(paper, of.submissions, asOf)
				c.state = stateOf(c.verdict)
				c.last = of.last(paper.Document)
				c.reviewDays, _ = reviewTime(c.last, workdays)
			}
			checks = append(checks, c)
		}
	}
	return checks
}

func stateOf(v checklist.Verdict) string {
	switch {
	case v.IsPresent == nil:
		return unknown
	case *v.IsPresent:
		return present
	}
	return missing
}

// last returns the last submission of a paper, the zero one if there is none.
func (of *file) last(document string) (last checklist.Submission) {
	for _, s := range of.submissions {
		if s.Document == document {
			last = s
		}
	}
	return last
}
