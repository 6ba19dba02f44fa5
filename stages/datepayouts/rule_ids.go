package datepayouts

import (
	"slices"
	"strings"

	"ozpayout/stages/internal/policy"
)

// ruleIDs names the rules that decided a line: one text for each combination
// that occurs.
type ruleIDs struct {
	rules []policy.DueRule
	texts []string
	known []int32 // index into texts by combination, plus one; 0 = not made yet
}

// Decisions that may add rules to those of scope, clock and due date.
const (
	movedByDispute = 1 << iota
	movedByAccount
	escalated
	clockAtConfirmation
	decisions
)

func newRuleIDs(rules []policy.DueRule) *ruleIDs {
	return &ruleIDs{rules: rules, known: make([]int32, int(scopes)*(len(rules)+1)*decisions)}
}

// of returns the index of the text for a verdict.
func (r *ruleIDs) of(v *verdict) int {
	at := (int(v.scope)*(len(r.rules)+1)+v.rule+1)*decisions + decisionsOf(v)
	if r.known[at] == 0 {
		r.texts = append(r.texts, r.text(v))
		r.known[at] = int32(len(r.texts))
	}
	return int(r.known[at]) - 1
}

func decisionsOf(v *verdict) int {
	return bit(v.isMovedByDispute)*movedByDispute | bit(v.isMovedByAccount)*movedByAccount | bit(v.isEscalated)*escalated |
		bit(v.isConfirmed)*clockAtConfirmation
}

// text joins the rules of a verdict, each once, in order.
func (r *ruleIDs) text(v *verdict) string {
	ids := scopeRules[v.scope] + " C04 D01"
	if v.isConfirmed {
		ids += " B04"
	} else {
		ids += " B20"
	}
	if v.rule >= 0 {
		ids += " D02 " + r.rules[v.rule].RuleIDs
	}
	if v.isMovedByDispute {
		ids += " B03 B08"
	}
	if v.isMovedByAccount {
		ids += " B03"
	}
	if v.isEscalated {
		ids += " B22 C06 D03"
	}
	each := strings.Fields(ids)
	slices.Sort(each)
	return strings.Join(slices.Compact(each), " ")
}
