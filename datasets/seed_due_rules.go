package datasets

import "ozpayout/pipeline"

// Columns of the seed due_rules.
var (
	DueRuleID           = &pipeline.Code{Name: "due_rule_id", Doc: "name of the rule: CAL7, T3_PREMIUM, T3_FBO, T5, HALF_MONTH"}
	DueRulePriority     = &pipeline.Int{Name: "priority", Doc: "order in which the rules are tried", Unit: "rank"}
	DueRuleRuleKind     = &pipeline.Code{Name: "rule_kind", Doc: "calendar_days, working_days or half_month"}
	DueRuleWorkingDays  = &pipeline.Int{Name: "working_days", Doc: "RU working days after the clock start", Unit: "business days"}
	DueRuleCalendarDays = &pipeline.Int{Name: "calendar_days", Doc: "calendar days after the clock start", Unit: "calendar days"}
	DueRuleHalf1Day     = &pipeline.Int{Name: "half1_day", Doc: "day of the month on which starts of the 1st to the 15th are due", Unit: "day of month"}
	DueRuleHalf2Day     = &pipeline.Int{Name: "half2_day", Doc: "day of the next month on which later starts are due", Unit: "day of month"}
	DueRuleTierCode     = &pipeline.Code{Name: "tier_code", Doc: "tier the rule is for; null = any"}
	DueRuleScheme       = &pipeline.Code{Name: "scheme", Doc: "scheme the rule is for; null = any"}
	DueRuleSource       = &pipeline.Text{Name: "source", Doc: "document the rule is from"}
)

// DueRules is a shipped reference table; a user's file of the same header adds rows.
var DueRules = &pipeline.Dataset{
	Name: "due_rules", Doc: "Dated due rules; the first by priority whose conditions hold decides (B02, B10, B18, C05, R01).", Grain: "one row per policy pack and rule", Layer: pipeline.SeedLayer,
	Columns: []pipeline.Column{Pack, DueRuleID, DueRulePriority, DueRuleRuleKind, DueRuleWorkingDays, DueRuleCalendarDays, DueRuleHalf1Day, DueRuleHalf2Day, DueRuleTierCode, DueRuleScheme, ValidFrom, ValidTo, RuleIDs, DueRuleSource, pipeline.FromFile, pipeline.FromRow},
	Key:     []pipeline.Column{Pack, DueRuleID, ValidFrom},
	Input: &pipeline.Input{
		Report: "reference table due_rules", Zone: "Europe/Moscow", Seed: "due_rules.csv",
		Fields: []pipeline.Field{
			{Column: Pack, Need: pipeline.Required},
			{Column: DueRuleID, Need: pipeline.Required},
			{Column: DueRulePriority, Need: pipeline.Present},
			{Column: DueRuleRuleKind, Need: pipeline.Present},
			{Column: DueRuleWorkingDays, Need: pipeline.Present},
			{Column: DueRuleCalendarDays, Need: pipeline.Present},
			{Column: DueRuleHalf1Day, Need: pipeline.Present},
			{Column: DueRuleHalf2Day, Need: pipeline.Present},
			{Column: DueRuleTierCode, Need: pipeline.Present},
			{Column: DueRuleScheme, Need: pipeline.Present},
			{Column: ValidFrom, Need: pipeline.Present},
			{Column: ValidTo, Need: pipeline.Present},
			{Column: RuleIDs, Need: pipeline.Present},
			{Column: DueRuleSource, Need: pipeline.Present},
		},
	},
}
