package datasets

import "ozpayout/pipeline"

// Columns of the seed document_checklists.
var (
	ChecklistDocument = &pipeline.Code{Name: "document_code", Doc: "paper asked for, a document type"}
	ChecklistNeeds    = &pipeline.Text{Name: "needs", Doc: "what the paper must have, joined by blanks: stamp, both_sides, merchant_no; empty = nothing more"}
	ChecklistSource   = &pipeline.Text{Name: "source", Doc: "document that asks for it"}
)

// DocumentChecklists is a shipped reference table; a user's file of the same header adds rows.
var DocumentChecklists = &pipeline.Dataset{
	Name: "document_checklists", Doc: "Papers that a collection provider asks for; a provider without rows has no checklist (A07, B25, C14).",
	Grain: "one row per policy pack, provider, paper and period", Layer: pipeline.SeedLayer,
	Columns: []pipeline.Column{Pack, Provider, ChecklistDocument, ChecklistNeeds, ValidFrom, ValidTo, RuleIDs, ChecklistSource, pipeline.FromFile, pipeline.FromRow},
	Key:     []pipeline.Column{Pack, Provider, ChecklistDocument, ValidFrom},
	Input: &pipeline.Input{
		Report: "reference table document_checklists", Zone: "Europe/Moscow", Seed: "document_checklists.csv",
		Fields: []pipeline.Field{
			{Column: Pack, Need: pipeline.Required},
			{Column: Provider, Need: pipeline.Required},
			{Column: ChecklistDocument, Need: pipeline.Required},
			{Column: ChecklistNeeds, Need: pipeline.Present},
			{Column: ValidFrom, Need: pipeline.Present},
			{Column: ValidTo, Need: pipeline.Present},
			{Column: RuleIDs, Need: pipeline.Present},
			{Column: ChecklistSource, Need: pipeline.Present},
		},
	},
}
