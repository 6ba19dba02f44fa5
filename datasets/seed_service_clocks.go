package datasets

import "ozpayout/pipeline"

// Columns of the seed service_clocks.
var (
	ClockName        = &pipeline.Code{Name: "clock_code", Doc: "what is timed; of one process each"}
	ClockProcess     = &pipeline.Code{Name: "process", Doc: "tickets of this process only; empty = of every process (C15)"}
	ClockAddressedTo = &pipeline.Code{Name: "addressed_to", Doc: "tickets addressed to ozon or to the provider only; empty = to both"}
	ClockFrom        = &pipeline.Code{Name: "from_column", Doc: "column of tickets that starts the clock"}
	ClockUntil       = &pipeline.Code{Name: "to_column", Doc: "column of tickets that stops it"}
	ClockMinutes     = &pipeline.Int{Name: "minutes", Doc: "limit, itself still in time; empty = none is promised, the time is measured only", Unit: "minutes"}
	ClockHours       = &pipeline.Code{Name: "hours", Doc: "working (opening hours of support) or clock (C16)"}
	ClockResponsible = &pipeline.Code{Name: "responsible", Doc: "who has to act: ozon or provider"}
	ClockSource      = &pipeline.Text{Name: "source", Doc: "document the limit is from"}
)

// ServiceClocks is a shipped reference table; a user's file of the same header adds rows.
var ServiceClocks = &pipeline.Dataset{
	Name: "service_clocks", Doc: "Time limits of support tickets (A17-A19, A37, B23, C15, C16).", Grain: "one row per policy pack, clock and period", Layer: pipeline.SeedLayer,
	Columns: []pipeline.Column{
		Pack, ClockName, ClockProcess, ClockAddressedTo, ClockFrom, ClockUntil, ClockMinutes, ClockHours, ClockResponsible, ValidFrom, ValidTo, RuleIDs, ClockSource,
		pipeline.FromFile, pipeline.FromRow,
	},
	Key: []pipeline.Column{Pack, ClockName, ValidFrom},
	Input: &pipeline.Input{
		Report: "reference table service_clocks", Zone: "Europe/Moscow", Seed: "service_clocks.csv",
		Fields: []pipeline.Field{
			{Column: Pack, Need: pipeline.Required},
			{Column: ClockName, Need: pipeline.Required},
			{Column: ClockProcess, Need: pipeline.Present},
			{Column: ClockAddressedTo, Need: pipeline.Present},
			{Column: ClockFrom, Need: pipeline.Required},
			{Column: ClockUntil, Need: pipeline.Required},
			{Column: ClockMinutes, Need: pipeline.Present},
			{Column: ClockHours, Need: pipeline.Required},
			{Column: ClockResponsible, Need: pipeline.Required},
			{Column: ValidFrom, Need: pipeline.Present},
			{Column: ValidTo, Need: pipeline.Present},
			{Column: RuleIDs, Need: pipeline.Present},
			{Column: ClockSource, Need: pipeline.Present},
		},
	},
}
