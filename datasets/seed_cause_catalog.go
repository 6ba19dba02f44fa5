package datasets

import "ozpayout/pipeline"

// Columns of the seed cause_catalog.
var (
	CauseCode            = &pipeline.Code{Name: "cause_code", Doc: "cause"}
	CausePrecedence      = &pipeline.Int{Name: "precedence", Doc: "order of precedence, 1 first", Unit: "rank"}
	CauseClaimGroup      = &pipeline.Code{Name: "claim_group", Doc: "group of the published shares: tracking, returns, invoice, other (D15)"}
	CauseClaimShare      = &pipeline.Rate{Name: "claim_share", Doc: "published share of the group", Unit: "share 0..1"}
	CauseIsFBOSuppressed = &pipeline.Flag{Name: "is_fbo_suppressed", Doc: "never a cause for FBO (B18)"}
	CauseIsPlayer        = &pipeline.Flag{Name: "is_player", Doc: "takes part in the attribution"}
	CauseLabelEN         = &pipeline.Text{Name: "label_en", Doc: "English label"}
	CauseLabelZH         = &pipeline.Text{Name: "label_zh", Doc: "Chinese label"}
	CauseLabelRU         = &pipeline.Text{Name: "label_ru", Doc: "Russian label"}
	CauseNeedsTables     = &pipeline.Text{Name: "needs_tables", Doc: "tables without which the cause is not observable, by name"}
	CauseHasKnockOn      = &pipeline.Flag{Name: "has_knock_on", Doc: "causes and shares knock-on days (D11, D54)"}
	CauseSource          = &pipeline.Text{Name: "source", Doc: "document"}
)

// CauseCatalog is a shipped reference table; a user's file of the same header adds rows.
var CauseCatalog = &pipeline.Dataset{
	Name: "cause_catalog", Doc: "Causes of delay in precedence order (rules.md section 1, D12).", Grain: "one row per cause", Layer: pipeline.SeedLayer,
	Columns: []pipeline.Column{CauseCode, CausePrecedence, CauseClaimGroup, CauseClaimShare, CauseIsFBOSuppressed, CauseIsPlayer, CauseLabelEN, CauseLabelZH, CauseLabelRU, RuleIDs, CauseNeedsTables, CauseHasKnockOn, CauseSource, pipeline.FromFile, pipeline.FromRow},
	Key:     []pipeline.Column{CauseCode},
	Input: &pipeline.Input{
		Report: "reference table cause_catalog", Zone: "Europe/Moscow", Seed: "cause_catalog.csv",
		Fields: []pipeline.Field{
			{Column: CauseCode, Need: pipeline.Required},
			{Column: CausePrecedence, Need: pipeline.Present},
			{Column: CauseClaimGroup, Need: pipeline.Present},
			{Column: CauseClaimShare, Need: pipeline.Present},
			{Column: CauseIsFBOSuppressed, Need: pipeline.Present},
			{Column: CauseIsPlayer, Need: pipeline.Present},
			{Column: CauseLabelEN, Need: pipeline.Present},
			{Column: CauseLabelZH, Need: pipeline.Present},
			{Column: CauseLabelRU, Need: pipeline.Present},
			{Column: RuleIDs, Need: pipeline.Present},
			{Column: CauseNeedsTables, Need: pipeline.Present},
			{Column: CauseHasKnockOn, Need: pipeline.Present},
			{Column: CauseSource, Need: pipeline.Present},
		},
	},
}
