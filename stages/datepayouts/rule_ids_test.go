package datepayouts

import (
	"testing"

	"ozpayout/stages/internal/policy"
)

// Whatever was decided of the lines before, a line names the rules that decided it: texts
// are kept by scope, due rule and decisions, and no two of these share one by mistake.
func TestRuleIDsOfEveryVerdict(t *testing.T) {
	known := newRuleIDs([]policy.DueRule{{RuleIDs: "R1"}, {RuleIDs: "R2"}})
	for range 2 {
		for scope := range scopes {
			for rule := -1; rule < len(known.rules); rule++ {
				for d := range int(decisions) {
					v := &verdict{
						scope: scope, rule: rule, isConfirmed: d&1 != 0, isEscalated: d&2 != 0,
						isMovedByAccount: d&4 != 0, isMovedByDispute: d&8 != 0,
					}
					if got, want := known.texts[known.of(v)], known.text(v); got != want {
						t.Fatalf("%+v: %s, want %s", v, got, want)
					}
				}
			}
		}
	}
}
