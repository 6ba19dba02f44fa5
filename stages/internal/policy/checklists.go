package policy

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"ozpayout/datasets"
	"ozpayout/pipeline"
	"ozpayout/stages/internal/calendar"
)

// A Paper is a document that a provider asks for.
type Paper struct {
	Provider, Document                      string
	NeedsStamp, NeedsBothSides, NeedsNumber bool
	RuleIDs                                 string
	Period                                  Period
}

// A Checklists holds the papers of the pack, in the order of providers and papers.
type Checklists []Paper

// DocumentChecklists reads [datasets.DocumentChecklists].
func DocumentChecklists(t *pipeline.Task) (Checklists, error) {
	type key struct {
		provider, document string
		from               calendar.Day
	}
	rows := table[key, Paper]{name: datasets.DocumentChecklists.Name}
	err := eachOfPack(t, datasets.DocumentChecklists, func(c cursor, at place) error {
		p := Paper{
			Provider: c.Code(datasets.Provider), Document: c.Code(datasets.ChecklistDocument),
			RuleIDs: c.Code(datasets.RuleIDs), Period: Validity(c.Row),
		}
		for need := range strings.FieldsSeq(c.Text(datasets.ChecklistNeeds)) {
			switch need {
			case "stamp":
				p.NeedsStamp = true
			case "both_sides":
				p.NeedsBothSides = true
			case "merchant_no":
				p.NeedsNumber = true
			default:
				return fmt.Errorf("needs %q is none of stamp, both_sides, merchant_no", need)
			}
		}
		return rows.add(key{p.Provider, p.Document, p.Period.From}, p, at)
	})
	if err != nil {
		return nil, err
	}
	return slices.SortedFunc(slices.Values(rows.values()), func(a, b Paper) int {
		return cmp.Or(cmp.Compare(a.Provider, b.Provider), cmp.Compare(a.Document, b.Document), cmp.Compare(a.Period.From, b.Period.From))
	}), nil
}

func (p Paper) validity() Period { return p.Period }
func (p Paper) identity() string { return p.Provider + " " + p.Document }

// Of returns the papers that a provider asks for on a day; none where it has no
// checklist (C14).
func (l Checklists) Of(provider string, day calendar.Day) (papers []Paper) {
	for _, p := range HoldingOn(l, day) {
		if p.Provider == provider {
			papers = append(papers, p)
		}
	}
	return papers
}
