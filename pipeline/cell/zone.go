package cell

import "time"

// Micros counts microseconds since 1970-01-01T00:00:00Z.
type Micros int64

const (
	second Micros = 1e6
	minute        = 60 * second
	hour          = 60 * minute
	day           = 24 * hour
)

func micros(d Day, sinceMidnight Micros) Micros { return Micros(d)*day + sinceMidnight }

// A Zone is a time zone that is fast where its offset no longer changes: in
// Europe/Moscow since 2014-10-26, in Asia/Shanghai since 1991. Zone{} is UTC.
type Zone struct {
	location *time.Location
	offset   Micros // in force after the last change
	// After these moments, by UTC and by the clock of the zone, the offset is in
	// force for good and no time of the clock is doubtful.
	steadyUTC, steadyClock Micros
}

// afterAllChanges lies after every change of zones that have given up summer
// time; the others have changes for ever.
var afterAllChanges = time.Date(lastYear, 12, 31, 0, 0, 0, 0, time.UTC)

// NewZone prepares a location for reading.
func NewZone(location *time.Location) Zone {
	zone := Zone{location: location, steadyUTC: endOfTime, steadyClock: endOfTime}
	since, until := afterAllChanges.In(location).ZoneBounds()
	if !until.IsZero() {
		return zone
	}
	zone.offset = offsetAt(afterAllChanges, location)
	if since.IsZero() {
		zone.steadyUTC, zone.steadyClock = -endOfTime, -endOfTime
		return zone
	}
	before := offsetAt(since.Add(-time.Nanosecond), location)
	zone.steadyUTC = Micros(since.UnixMicro())
	zone.steadyClock = zone.steadyUTC + max(before, zone.offset)
	return zone
}

const endOfTime = Micros(1<<63 - 1)

func offsetAt(t time.Time, location *time.Location) Micros {
	_, seconds := t.In(location).Zone()
	return Micros(seconds) * second
}

// Day returns the day of an instant by the clock of the zone.
func (z Zone) Day(at Micros) Day {
	offset := z.offset
	if z.location != nil && at < z.steadyUTC {
		offset = offsetAt(time.UnixMicro(int64(at)), z.location)
	}
	clock := at + offset
	d := clock / day
	if clock%day < 0 {
		d--
	}
	return Day(d)
}

// instant returns the moment at which the clock of the zone shows a time.
func (z Zone) instant(clock Micros) (Micros, Reason) {
	if z.location == nil || clock >= z.steadyClock {
		return clock - z.offset, ""
	}
	// Offsets in force a day before and after differ where the clock is changed
	// between; each that shows the time on the clock is an answer.
	earlier := clock - offsetAt(time.UnixMicro(int64(clock-day)), z.location)
	later := clock - offsetAt(time.UnixMicro(int64(clock+day)), z.location)
	isEarlier, isLater := z.shows(earlier, clock), z.shows(later, clock)
	switch {
	case isEarlier && isLater && earlier != later:
		return 0, AmbiguousTime
	case isEarlier:
		return earlier, ""
	case isLater:
		return later, ""
	}
	return 0, ImpossibleTime
}

func (z Zone) shows(at, clock Micros) bool {
	return at+offsetAt(time.UnixMicro(int64(at)), z.location) == clock
}
