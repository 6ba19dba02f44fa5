package policy

import (
	"fmt"

	"ozpayout/datasets"
	"ozpayout/pipeline"
	"ozpayout/stages/internal/calendar"
)

// Calendar reads the working days of a country, RU or CN, from
// [datasets.Calendar]. A country without days is an error.
func Calendar(t *pipeline.Task, country string) (*calendar.Calendar, error) {
	rows := table[calendar.Day, calendar.Exception]{name: datasets.Calendar.Name}
	err := each(t, datasets.Calendar, func(c cursor, at place) error {
		if c.Code(datasets.CalendarCountry) != country {
			return nil
		}
		day := c.Date(datasets.CalendarDate)
		if day == nil {
			return fmt.Errorf("date is empty")
		}
		exception := calendar.Exception{Day: calendar.Day(*day)}
		switch kind := c.Code(datasets.CalendarKind); kind {
		case "holiday":
			exception.Kind = calendar.Holiday
		case "working-weekend":
			exception.Kind = calendar.WorkingWeekend
		default:
			return fmt.Errorf("kind %q is neither holiday nor working-weekend", kind)
		}
		return rows.add(exception.Day, exception, at)
	})
	if err != nil {
		return nil, err
	}
	return calendar.New(country, rows.values())
}

// Workdays reads the working days of Russia, for a stage that counts them up to the as-of
// date. A calendar that does not know its year is a *[pipeline.AsOfError]: how long
// anything has been open could not be told (D16).
func Workdays(t *pipeline.Task) (*calendar.Calendar, error) {
	ru, err := Calendar(t, "RU")
	if err == nil && !ru.Covers(calendar.Day(t.AsOf)) {
		return nil, &pipeline.AsOfError{AsOf: t.AsOf, Reason: "the RU calendar does not know its year: give another as-of date, or add the year to the table calendar"}
	}
	return ru, err
}

// Calendars reads the calendars of Russia, by which due dates are counted, and of
// China, which matters for the last leg only (C07).
func Calendars(t *pipeline.Task) (ru, cn *calendar.Calendar, err error) {
	if ru, err = Calendar(t, "RU"); err != nil {
		return nil, nil, err
	}
	if cn, err = Calendar(t, "CN"); err != nil {
		return nil, nil, err
	}
	return ru, cn, nil
}
