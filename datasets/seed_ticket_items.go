package datasets

import "ozpayout/pipeline"

// Columns of the seed ticket_items.
var (
	ItemProcess = &pipeline.Code{Name: "process", Doc: "tickets that need the item"}
	ItemCode    = &pipeline.Code{Name: "item_code", Doc: "what a ticket must have"}
	ItemShownBy = &pipeline.Code{Name: "shown_by", Doc: "attachments (the word of the same code) or message (written in English)"}
	ItemSource  = &pipeline.Text{Name: "source", Doc: "document that asks for it"}
)

// TicketItems is a shipped reference table; a user's file of the same header adds rows.
var TicketItems = &pipeline.Dataset{
	Name: "ticket_items", Doc: "What a ticket must have to be worked on (A20).", Grain: "one row per policy pack, process, item and period", Layer: pipeline.SeedLayer,
	Columns: []pipeline.Column{Pack, ItemProcess, ItemCode, ItemShownBy, ValidFrom, ValidTo, RuleIDs, ItemSource, pipeline.FromFile, pipeline.FromRow},
	Key:     []pipeline.Column{Pack, ItemProcess, ItemCode, ValidFrom},
	Input: &pipeline.Input{
		Report: "reference table ticket_items", Zone: "Europe/Moscow", Seed: "ticket_items.csv",
		Fields: []pipeline.Field{
			{Column: Pack, Need: pipeline.Required},
			{Column: ItemProcess, Need: pipeline.Required},
			{Column: ItemCode, Need: pipeline.Required},
			{Column: ItemShownBy, Need: pipeline.Required},
			{Column: ValidFrom, Need: pipeline.Present},
			{Column: ValidTo, Need: pipeline.Present},
			{Column: RuleIDs, Need: pipeline.Present},
			{Column: ItemSource, Need: pipeline.Present},
		},
	},
}
