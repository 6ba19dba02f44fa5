package main

import (
	"fmt"
	"regexp"
	"slices"

	"ozpayout/datasets"
	"ozpayout/pipeline"
)

// A policyProblem is something in a reference table that a batch would stop at,
// or that no rule would ever read.
type policyProblem struct{ place, message string }

// ruleIDs is what a rule_ids cell looks like.
var ruleIDs = regexp.MustCompile(`^[ABCDR]\d\d( [ABCDR]\d\d)*$`)

// problems returns what is wrong with a table, in the order of its rows.
func (t policyTable) problems(packs []string) []policyProblem {
	var found []policyProblem
	say := func(r policyRow, format string, args ...any) {
		found = append(found, policyProblem{t.Name + ", " + r.place(), fmt.Sprintf(format, args...)})
	}
	first := map[string]policyRow{}
	for _, r := range t.rows {
		if t.hasPacks() && !slices.Contains(packs, r.cells[datasets.Pack]) {
			say(r, "no pack %q", r.cells[datasets.Pack])
		}
		if from, to := r.cells[datasets.ValidFrom], r.cells[datasets.ValidTo]; from != "" && to != "" && from > to {
			say(r, "holds from %s to %s", from, to)
		}
		if ids, ok := r.cells[datasets.RuleIDs]; ok && !ruleIDs.MatchString(ids) {
			say(r, "rule_ids %q: expected rules such as B02 D05", ids)
		}
		if i := slices.IndexFunc(t.columns(), func(c pipeline.Column) bool { return c.ColumnName() == "source" }); i >= 0 && r.cells[t.columns()[i]] == "" {
			say(r, "no source")
		}
		if !r.isShipped() && t.Dataset == datasets.PolicyValues {
			name, value := r.cells[datasets.PolicyName], r.cells[datasets.PolicyValue]
			switch shipped, ok := t.shippedValue(name); {
			case !ok:
				say(r, "no rule reads a value %q", name)
			case isCount(shipped) && !digits.MatchString(value):
				say(r, "value %q: expected a whole number such as %s", value, shipped.cells[datasets.PolicyValue])
			}
		}
		key := r.in(t.Key)
		before, ok := first[key]
		switch {
		case !ok || before.isReplaced:
			first[key] = r
		case !r.isReplaced && before.in(t.columns()) != r.in(t.columns()):
			say(r, "contradicts %s: both have the key %s", before.place(), key)
		}
	}
	return found
}

// shippedValue returns a row of a value of that name that is shipped.
func (t policyTable) shippedValue(name string) (policyRow, bool) {
	at := slices.IndexFunc(t.rows, func(r policyRow) bool { return r.isShipped() && r.cells[datasets.PolicyName] == name })
	if at < 0 {
		return policyRow{}, false
	}
	return t.rows[at], true
}

// digits are how a count is written.
var digits = regexp.MustCompile(`^\d+$`)

// isCount reports whether a value counts days, rows and the like: a percentage may have
// decimals though this one has none.
func isCount(value policyRow) bool {
	return digits.MatchString(value.cells[datasets.PolicyValue]) && value.cells[datasets.PolicyUnit] != "percent"
}
