package load

import (
	"maps"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"ozpayout/datasets"
	"ozpayout/pipeline"
	"ozpayout/stages/internal/nullable"
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

// orders are those of the dates of a file.
type orders struct{ isYear, isDay, isMonth bool } // what comes first in some of them

// add reads a date: a year in front, or a first or second number that can be no month.
func (o *orders) add(date string) {
	parts := writtenDate.FindStringSubmatch(date)
	if parts == nil {
		return
	}
	one, two := digits(parts[1]), digits(parts[2])
	switch {
	case len(parts[1]) == 4:
		o.isYear = true
	case one > 12 && two <= 12:
		o.isDay = true
	case two > 12 && one <= 12:
		o.isMonth = true
	}
}

// one returns the order of dates that are all written alike. Dates that contradict each
// other have none.
func (o orders) one() dateOrder {
	switch o {
	case orders{isYear: true}:
		return yearFirst
	case orders{isDay: true}:
		return dayFirst
	case orders{isMonth: true}:
		return monthFirst
	}
	return unknownOrder
}

// findDateOrders writes the order of the dates of each file.
func findDateOrders(t *pipeline.Task) error {
	written := make(map[string]*orders)
	for batch, err := range t.Read(datasets.RawPayoneer) {
		if err != nil {
			return err
		}
		files, dates := pipeline.FromFile.In(batch), datasets.PayoneerDate.In(batch)
		for row := range int(batch.NumRows()) {
			file := nullable.Code(files, row)
			of := written[file]
			if of == nil {
				of = &orders{}
				written[strings.Clone(file)] = of
			}
			of.add(dates.Value(row))
		}
	}
	w := nullable.NewWriter(t, datasets.PayoneerDateOrders)
	defer w.Release()
	for _, file := range slices.Sorted(maps.Keys(written)) {
		if order := written[file].one(); order != unknownOrder {
			w.Code(pipeline.FromFile, file)
			w.Code(datasets.FileDateOrder, string(order))
		}
	}
	return w.Flush()
}

// readDateOrders returns the order of the dates of the files that tell.
func readDateOrders(t *pipeline.Task) (map[string]dateOrder, error) {
	orders := make(map[string]dateOrder)
	for batch, err := range t.Read(datasets.PayoneerDateOrders) {
		if err != nil {
			return nil, err
		}
		files, found := pipeline.FromFile.In(batch), datasets.FileDateOrder.In(batch)
		for row := range int(batch.NumRows()) {
			orders[nullable.CopyCode(files, row)] = dateOrder(nullable.CopyCode(found, row))
		}
	}
	return orders, nil
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
