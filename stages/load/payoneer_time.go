package load

import (
	"regexp"
	"strconv"
	"strings"
	"time"
)

// A dateOrder says in which order a date is written.
type dateOrder string

// The orders; unknownOrder where no date of a file tells day from month.
const (
	unknownOrder dateOrder = ""
	monthFirst   dateOrder = "mdy"
	dayFirst     dateOrder = "dmy"
	yearFirst    dateOrder = "ymd"
)

var writtenDate = regexp.MustCompile(`^(\d{1,4})[-/.](\d{1,2})[-/.](\d{1,4})$`)

// orderOf tells the order of dates that are all written alike: a year in front, or
// a first or second number that can be no month. Dates that contradict each other
// have no order.
func orderOf(dates []string) dateOrder {
	found := unknownOrder
	for _, date := range dates {
		parts := writtenDate.FindStringSubmatch(date)
		if parts == nil {
			continue
		}
		one, two := digits(parts[1]), digits(parts[2])
		order := unknownOrder
		switch {
		case len(parts[1]) == 4:
			order = yearFirst
		case one > 12 && two <= 12:
			order = dayFirst
		case two > 12 && one <= 12:
			order = monthFirst
		}
		switch {
		case order == unknownOrder:
		case found == unknownOrder:
			found = order
		case found != order:
			return unknownOrder
		}
	}
	return found
}

// digits returns the value of digits.
func digits(text string) int {
	n, err := strconv.Atoi(text)
	if err != nil {
		return 0
	}
	return n
}

// layouts are how times of day are written.
var layouts = []string{"15:04:05", "15:04", "3:04:05 PM", "3:04 PM"}

// momentOf joins date, time of day and offset. ok is false for what is no moment.
func momentOf(order dateOrder, date, clock, zone string) (at time.Time, ok bool) {
	parts := writtenDate.FindStringSubmatch(date)
	if parts == nil {
		return time.Time{}, false
	}
	year, month, day := digits(parts[3]), digits(parts[1]), digits(parts[2])
	switch order {
	case dayFirst:
		month, day = day, month
	case yearFirst:
		year, month, day = digits(parts[1]), digits(parts[2]), digits(parts[3])
	case monthFirst:
	default:
		return time.Time{}, false
	}
	offset, ok := offsetOf(zone)
	if !ok || year < 2000 {
		return time.Time{}, false
	}
	midnight := time.Date(year, time.Month(month), day, 0, 0, 0, 0, time.FixedZone("", offset))
	if midnight.Day() != day || int(midnight.Month()) != month {
		return time.Time{}, false
	}
	for _, layout := range layouts {
		if read, err := time.Parse(layout, strings.ToUpper(clock)); err == nil {
			return midnight.Add(read.Sub(read.Truncate(24 * time.Hour))), true
		}
	}
	return time.Time{}, false
}

var writtenOffset = regexp.MustCompile(`^(?:UTC|GMT)?\s*(?:([+-])\s*(\d{1,2})(?::?(\d{2}))?)?$`)

// offsetOf reads an offset in seconds east of UTC: "UTC", "GMT+8", "+08:00". Names
// of zones are not read: many mean several.
func offsetOf(zone string) (seconds int, ok bool) {
	parts := writtenOffset.FindStringSubmatch(strings.ToUpper(zone))
	if parts == nil || zone == "" {
		return 0, false
	}
	seconds = digits(parts[2])*3600 + digits(parts[3])*60
	if seconds > 14*3600 {
		return 0, false
	}
	if parts[1] == "-" {
		seconds = -seconds
	}
	return seconds, true
}
