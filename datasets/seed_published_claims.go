package datasets

import "ozpayout/pipeline"

// Columns of the seed published_claims.
var (
	ClaimID        = &pipeline.Code{Name: "claim_id", Doc: "figure"}
	ClaimRuleID    = &pipeline.Code{Name: "rule_id", Doc: "row of the rule book"}
	ClaimSource    = &pipeline.Code{Name: "source", Doc: "A or B"}
	ClaimAsOf      = &pipeline.Date{Name: "as_of", Doc: "date the figure is for"}
	ClaimValue     = &pipeline.Text{Name: "value", Doc: "the figure in its unit: a number, a month or a time of day"}
	ClaimUnit      = &pipeline.Code{Name: "unit", Doc: "unit of the figure"}
	ClaimScope     = &pipeline.Text{Name: "scope", Doc: "population the figure is for"}
	ClaimStatement = &pipeline.Text{Name: "statement", Doc: "what the article says"}
	ClaimStatus    = &pipeline.Code{Name: "status", Doc: "always claim"}
	ClaimKind      = &pipeline.Code{Name: "kind", Doc: "figure (can be measured), rule (we apply it), sample (of the article's own sample, or of other markets)"}
	ClaimDocument  = &pipeline.Text{Name: "document", Doc: "document the article cites"}
)

// PublishedClaims is a shipped reference table; a user's file of the same header adds rows.
var PublishedClaims = &pipeline.Dataset{
	Name: "published_claims", Doc: "Figures that the two articles publish: claims, never measurements (A01, C36).", Grain: "one row per figure", Layer: pipeline.SeedLayer,
	Columns: []pipeline.Column{ClaimID, ClaimRuleID, ClaimSource, ClaimAsOf, ClaimValue, ClaimUnit, ClaimScope, ClaimStatement, ClaimStatus, ClaimDocument, ClaimKind, pipeline.FromFile, pipeline.FromRow},
	Key:     []pipeline.Column{ClaimID},
	Input: &pipeline.Input{
		Report: "reference table published_claims", Zone: "Europe/Moscow", Seed: "published_claims.csv",
		Fields: []pipeline.Field{
			{Column: ClaimID, Need: pipeline.Required},
			{Column: ClaimRuleID, Need: pipeline.Present},
			{Column: ClaimSource, Need: pipeline.Required},
			{Column: ClaimAsOf, Need: pipeline.Present},
			{Column: ClaimValue, Need: pipeline.Present},
			{Column: ClaimUnit, Need: pipeline.Present},
			{Column: ClaimScope, Need: pipeline.Present},
			{Column: ClaimStatement, Need: pipeline.Present},
			{Column: ClaimStatus, Need: pipeline.Present},
			{Column: ClaimDocument, Need: pipeline.Present},
			{Column: ClaimKind},
		},
	},
}
