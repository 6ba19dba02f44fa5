package policy

import (
	"fmt"
	"time"

	"ozpayout/stages/internal/calendar"
)

// TimeOfDay returns a value that is a time of day such as 09:00, since midnight;
// 24:00 is the end of the day. A name that the pack does not have on the day is an
// error.
func (v *ValueTable) TimeOfDay(name string, day calendar.Day) (time.Duration, error) {
	text, _, ok := v.At(name, day)
	if !ok {
		return 0, v.missing(name, day)
	}
	if text == "24:00" {
		return 24 * time.Hour, nil
	}
	at, err := time.Parse("15:04", text)
	if err != nil {
		return 0, fmt.Errorf("policy pack %s, %s: %w", v.pack, name, err)
	}
	return time.Duration(at.Hour())*time.Hour + time.Duration(at.Minute())*time.Minute, nil
}
