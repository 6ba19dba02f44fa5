package datasets

import "ozpayout/pipeline"

// Columns of the seed calendar.
var (
	CalendarCountry = &pipeline.Code{Name: "country", Doc: "ISO 3166 alpha-2 of the calendar"}
	CalendarDate    = &pipeline.Date{Name: "date", Doc: "the day"}
	CalendarKind    = &pipeline.Code{Name: "kind", Doc: "holiday or working-weekend"}
	CalendarName    = &pipeline.Text{Name: "name", Doc: "name of the day"}
	CalendarSource  = &pipeline.Text{Name: "source", Doc: "decree or notice"}
)

// Calendar is a shipped reference table; a user's file of the same header adds rows.
var Calendar = &pipeline.Dataset{
	Name: "calendar", Doc: "Working-day exceptions of the RU and CN calendars (C07, calendars.md).", Grain: "one row per country and day", Layer: pipeline.SeedLayer,
	Columns: []pipeline.Column{CalendarCountry, CalendarDate, CalendarKind, CalendarName, CalendarSource, pipeline.FromFile, pipeline.FromRow},
	Key:     []pipeline.Column{CalendarCountry, CalendarDate},
	Input: &pipeline.Input{
		Report: "reference table calendar", Zone: "Europe/Moscow", Seed: "calendar.csv",
		Fields: []pipeline.Field{
			{Column: CalendarCountry, Need: pipeline.Required},
			{Column: CalendarDate, Need: pipeline.Required},
			{Column: CalendarKind, Need: pipeline.Present},
			{Column: CalendarName, Need: pipeline.Present},
			{Column: CalendarSource}, // not in the header of formats.md 9.20
		},
	},
}
