package policy

import (
	"slices"
	"strings"

	"ozpayout/datasets"
	"ozpayout/pipeline"
	"ozpayout/stages/internal/calendar"
)

// A BindingRule is a check of the binding audit as a policy pack knows it.
type BindingRule struct {
	CheckID, NextStep, RuleIDs string
	Period                     Period
	providers                  string // joined by blanks; "" = all
}

// IsFor reports whether the check is for a provider.
func (r BindingRule) IsFor(provider string) bool {
	return r.providers == "" || slices.Contains(strings.Fields(r.providers), provider)
}

// BindingRuleTable holds the rules of the pack by check.
type BindingRuleTable map[string][]BindingRule

// BindingRules reads [datasets.BindingRules].
func BindingRules(t *pipeline.Task) (BindingRuleTable, error) {
	type key struct {
		check string
		from  calendar.Day
	}
	rows := table[key, BindingRule]{name: datasets.BindingRules.Name}
	err := eachOfPack(t, datasets.BindingRules, func(c cursor, at place) error {
		r := BindingRule{
			CheckID: c.Code(datasets.BindingRuleCheck), NextStep: c.Code(datasets.BindingRuleNextStep), RuleIDs: c.Code(datasets.RuleIDs),
			Period: Validity(c.Row), providers: c.Text(datasets.BindingRuleProviders),
		}
		return rows.add(key{r.CheckID, r.Period.From}, r, at)
	})
	if err != nil {
		return nil, err
	}
	rules := make(BindingRuleTable)
	for _, r := range rows.values() {
		rules[r.CheckID] = append(rules[r.CheckID], r)
	}
	return rules, nil
}

// At returns the rule of a check on a day; ok is false when the pack does not know
// the check then. Of two periods that hold, the later one counts.
func (t BindingRuleTable) At(checkID string, day calendar.Day) (found BindingRule, ok bool) {
	for _, r := range t[checkID] {
		if r.Period.Holds(day) && (!ok || r.Period.From >= found.Period.From) {
			found, ok = r, true
		}
	}
	return found, ok
}
