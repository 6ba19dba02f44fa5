package policy

import (
	"cmp"
	"fmt"
	"slices"

	"ozpayout/datasets"
	"ozpayout/pipeline"
	"ozpayout/stages/internal/calendar"
)

// A DueKind says how a due rule counts.
type DueKind uint8

// The kinds of due rules.
const (
	WorkingDays  DueKind = iota + 1 // Days RU working days after the start
	CalendarDays                    // Days calendar days after the start, not moved off a day off (D02)
	HalfMonth                       // starts of day 1 to 15 on Half1Day of the month, later ones on Half2Day of the next (R01)
)

// A DueRule is a dated rule for the last day on which an arrival is on time.
type DueRule struct {
	ID                 string // CAL7, T3_FBO ...
	Priority           int
	Kind               DueKind
	Days               int // WorkingDays and CalendarDays
	Half1Day, Half2Day int // HalfMonth: days of the month
	Tier, Scheme       string
	Period             Period // of the clock start
	RuleIDs            string
}

// IsFor reports whether the rule, in its period, is for lines with that tier and
// scheme. A rule without tier or scheme is for any.
func (r *DueRule) IsFor(tier, scheme string) bool {
	return (r.Tier == "" || r.Tier == tier) && (r.Scheme == "" || r.Scheme == scheme)
}

// DueRules reads [datasets.DueRules]: the rules of the pack in the order in which
// they are tried. Of two periods of a rule that hold, the later one counts: it comes first.
// A pack without rules is an error.
func DueRules(t *pipeline.Task) ([]DueRule, error) {
	type key struct {
		id   string
		from calendar.Day
	}
	rows := table[key, DueRule]{name: datasets.DueRules.Name}
	err := eachOfPack(t, datasets.DueRules, func(c cursor, at place) error {
		rule, err := dueRule(c)
		if err != nil {
			return err
		}
		return rows.add(key{rule.ID, rule.Period.From}, rule, at)
	})
	if err != nil {
		return nil, err
	}
	rules := rows.values()
	if len(rules) == 0 {
		return nil, fmt.Errorf("policy pack %q has no due rules", t.Pack)
	}
	slices.SortFunc(rules, func(a, b DueRule) int {
		return cmp.Or(cmp.Compare(a.Priority, b.Priority), cmp.Compare(a.ID, b.ID), cmp.Compare(b.Period.From, a.Period.From))
	})
	return rules, nil
}

func dueRule(c cursor) (rule DueRule, err error) {
	rule = DueRule{
		ID: c.Code(datasets.DueRuleID), Tier: c.Code(datasets.DueRuleTierCode), Scheme: c.Code(datasets.DueRuleScheme),
		Period: Validity(c.Row), RuleIDs: c.Code(datasets.RuleIDs),
	}
	if rule.Priority, err = c.needed(datasets.DueRulePriority); err != nil {
		return DueRule{}, err
	}
	switch kind := c.Code(datasets.DueRuleRuleKind); kind {
	case "working_days":
		rule.Kind = WorkingDays
		rule.Days, err = c.needed(datasets.DueRuleWorkingDays)
	case "calendar_days":
		rule.Kind = CalendarDays
		rule.Days, err = c.needed(datasets.DueRuleCalendarDays)
	case "half_month":
		rule.Kind = HalfMonth
		if rule.Half1Day, err = c.needed(datasets.DueRuleHalf1Day); err == nil {
			rule.Half2Day, err = c.needed(datasets.DueRuleHalf2Day)
		}
	default:
		err = fmt.Errorf("rule_kind %q is none of working_days, calendar_days, half_month", kind)
	}
	if err == nil && (rule.Days < 0 || rule.Kind == HalfMonth && (!isDayOfMonth(rule.Half1Day) || !isDayOfMonth(rule.Half2Day))) {
		err = fmt.Errorf("rule %s has days that no due date can have", rule.ID)
	}
	return rule, err
}

// isDayOfMonth reports whether every month has the day.
func isDayOfMonth(day int) bool { return 1 <= day && day <= 28 }
