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
		if !r.isShipped() && t.Dataset == datasets.PolicyValues && !t.isShippedName(r.cells[datasets.PolicyName]) {
			say(r, "no rule reads a value %q", r.cells[datasets.PolicyName])
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

// isShippedName reports whether a value of that name is shipped.
func (t policyTable) isShippedName(name string) bool {
	return slices.ContainsFunc(t.rows, func(r policyRow) bool { return r.isShipped() && r.cells[datasets.PolicyName] == name })
}
