package policy

import (
	"cmp"
	"slices"
	"strings"

	"ozpayout/datasets"
	"ozpayout/pipeline"
	"ozpayout/stages/internal/calendar"
)

// An EligibilityRule says what an attribute must be for a scope.
type EligibilityRule struct {
	Pack, Scope, Provider  string
	Attribute, Requirement string
	Accepted               string // values joined by blanks
	Reason, RuleIDs        string
	Period                 Period
}

// Accepts reports whether a value is among the accepted ones.
func (r EligibilityRule) Accepts(value string) bool {
	return slices.Contains(strings.Fields(r.Accepted), value)
}

// IsDated reports whether the rule began on a day: what was there before may have
// been left as it was (A23).
func (r EligibilityRule) IsDated() bool { return r.Period.From != SinceEver }

// EligibilityRules reads [datasets.EligibilityRules] of every pack, in the order
// of packs, scopes, attributes and dates: packs contradict each other, and a
// seller should see what each of them says (R04, A23).
func EligibilityRules(t *pipeline.Task) ([]EligibilityRule, error) {
	type key struct {
		pack, scope, provider, attribute string
		from                             calendar.Day
	}
	rows := table[key, EligibilityRule]{name: datasets.EligibilityRules.Name}
	err := each(t, datasets.EligibilityRules, func(c cursor, at place) error {
		r := EligibilityRule{
			Pack: c.Code(datasets.Pack), Scope: c.Code(datasets.EligibilityScope), Provider: c.Code(datasets.EligibilityProvider),
			Attribute: c.Code(datasets.EligibilityAttribute), Requirement: c.Code(datasets.EligibilityRequirement),
			Accepted: c.Text(datasets.EligibilityAccepted), Reason: c.Code(datasets.EligibilityReason),
			RuleIDs: c.Code(datasets.RuleIDs), Period: Validity(c.Row),
		}
		return rows.add(key{r.Pack, r.Scope, r.Provider, r.Attribute, r.Period.From}, r, at)
	})
	if err != nil {
		return nil, err
	}
	return slices.SortedFunc(slices.Values(rows.values()), func(a, b EligibilityRule) int {
		return cmp.Or(cmp.Compare(a.Pack, b.Pack), cmp.Compare(a.Scope, b.Scope), cmp.Compare(a.Provider, b.Provider),
			cmp.Compare(a.Attribute, b.Attribute), cmp.Compare(a.Period.From, b.Period.From))
	}), nil
}
