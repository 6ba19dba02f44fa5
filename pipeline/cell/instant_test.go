package cell_test

import (
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"
	_ "time/tzdata"

	"pgregory.net/rapid"

	"ozpayout/pipeline/cell"
)

var moscow = cell.NewZone(location("Europe/Moscow"))

func location(name string) *time.Location {
	l, err := time.LoadLocation(name)
	if err != nil {
		panic(err)
	}
	return l
}

func TestInstant(t *testing.T) {
	shanghai := cell.NewZone(location("Asia/Shanghai"))
	plus5 := cell.NewZone(time.FixedZone("GMT +5", 5*60*60))
	for _, test := range []struct {
		text string
		zone cell.Zone
		want string // RFC 3339, or the reason
	}{
		{"2024-06-07T18:20:00+03:00", moscow, "2024-06-07T15:20:00Z"},
		{"2024-06-07T18:20:00-03:30", moscow, "2024-06-07T21:50:00Z"},
		{"2024-06-07T18:20:00-00:00", moscow, "2024-06-07T18:20:00Z"},
		{"2024-06-07T18:20:00Z", moscow, "2024-06-07T18:20:00Z"},
		{"2024-06-07t18:20:00z", moscow, "2024-06-07T18:20:00Z"},
		{"2024-06-07 18:20:00Z", moscow, "2024-06-07T18:20:00Z"},
		{"2024-06-07T06:15:48.998146Z", moscow, "2024-06-07T06:15:48.998146Z"},
		{"2024-06-07T23:59:59.999999900Z", moscow, "2024-06-07T23:59:59.999999Z"},
		{"2024-06-07T09:12:10.239Z", moscow, "2024-06-07T09:12:10.239Z"},

		{"2024-06-07 16:30", moscow, "2024-06-07T13:30:00Z"},
		{"2024-06-07 16:30:05", shanghai, "2024-06-07T08:30:05Z"},
		{"2024-06-07 16:30:05", plus5, "2024-06-07T11:30:05Z"},
		{"2024-06-07 16:30:05", cell.Zone{}, "2024-06-07T16:30:05Z"},
		{"2024-06-07 16:30:05", cell.NewZone(time.UTC), "2024-06-07T16:30:05Z"},
		{"2024-06-07T16:30:05.5", moscow, "2024-06-07T13:30:05.5Z"},
		{"2024-06-07T16:30", moscow, "2024-06-07T13:30:00Z"},
		{"07.06.2024 16:30", moscow, "2024-06-07T13:30:00Z"},
		{"07.06.2024 16:30:59", moscow, "2024-06-07T13:30:59Z"},
		{"2024/06/07 16:30", moscow, "2024-06-07T13:30:00Z"},
		{"2024/6/7 9:05", shanghai, "2024-06-07T01:05:00Z"},
		{"07.06.2024 9:05:07", moscow, "2024-06-07T06:05:07Z"},
		{"2024-06-07 9:30", moscow, "2024-06-07T06:30:00Z"},
		{"2024年6月7日 16:30:00", shanghai, "2024-06-07T08:30:00Z"},
		{"1900-01-01 00:00:00", plus5, "1899-12-31T19:00:00Z"},

		// Moscow: +4 all year from 2011-03-27, +3 since 2014-10-26
		{"2014-06-07 16:30", moscow, "2014-06-07T12:30:00Z"},
		{"2014-10-26 00:59:59", moscow, "2014-10-25T20:59:59Z"},
		{"2014-10-26 01:30", moscow, "ambiguous_time"},
		{"2014-10-26 02:00", moscow, "2014-10-25T23:00:00Z"},
		{"2011-03-27 02:30", moscow, "impossible_time"},
		{"2010-07-01 12:00", moscow, "2010-07-01T08:00:00Z"},
		{"1990-07-01 12:00", shanghai, "1990-07-01T03:00:00Z"},

		{"2024-06-07", moscow, "time_missing"},
		{"07.06.2024", moscow, "time_missing"},
		{"2024-06-07 24:00:00", moscow, "impossible_time"},
		{"2024-06-07 16:60", moscow, "impossible_time"},
		{"2024-06-07T23:59:60Z", moscow, "impossible_time"},
		{"2024-06-07T23:59:00+24:00", moscow, "impossible_time"},
		{"2024-02-30 16:30", moscow, "impossible_date"},
		{"0001-01-01T00:00:00Z", moscow, "out_of_range"},
		{"06/07/2024 16:30", moscow, "ambiguous_date"},
		{"9/23/23 16:44", moscow, "ambiguous_date"},
		{"2024-06-07T16:30Z", moscow, "not_an_instant"}, // RFC 3339 has seconds
		{"2024-06-07T16:30:00+0300", moscow, "not_an_instant"},
		{"2024-06-07T16:30:00 +03:00", moscow, "not_an_instant"},
		{"2024-06-07T16:30:00,5", moscow, "not_an_instant"},
		{"2024-06-07T16:30:00.", moscow, "not_an_instant"},
		{"2024-06-07T9:30", moscow, "not_an_instant"},
		{"2024-06-07 9:3", moscow, "not_an_instant"},
		{"2024-06-07 9:", moscow, "not_an_instant"},
		{"2024-06-07 :30", moscow, "not_an_instant"},
		{"2024-06-07 009:30", moscow, "not_an_instant"},
		{"2024/6/7 9:30 AM", moscow, "not_an_instant"},
		{"2024-06-07  16:30", moscow, "not_an_instant"},
		{"2024-06-07_16:30", moscow, "not_an_instant"},
		{"2024-06-07 4:30 PM", moscow, "not_an_instant"},
		{"07.06.2024T16:30", moscow, "not_an_instant"},
		{"07.06.2024 16:30:00+03:00", moscow, "not_an_instant"},
		{"2024-06-07 16", moscow, "not_an_instant"},
		{"2024-06-07 16:3x", moscow, "not_an_instant"},
		{"1717777200", moscow, "not_an_instant"},
		{"N/A", moscow, "placeholder"},
		{"", moscow, "empty"},
	} {
		at, reason := cell.Instant([]byte(test.text), test.zone, false)
		got := string(reason)
		if reason == "" {
			got = time.UnixMicro(int64(at)).UTC().Format(time.RFC3339Nano)
		}
		if got != test.want {
			t.Errorf("Instant(%q) = %s, want %s", test.text, got, test.want)
		}
	}
}

func TestInstantOfBareDate(t *testing.T) {
	at, reason := cell.Instant([]byte("2024-06-07"), moscow, true)
	want := time.Date(2024, 6, 6, 21, 0, 0, 0, time.UTC).UnixMicro()
	if int64(at) != want || reason != "" {
		t.Errorf("Instant = %d, %q, want %d", at, reason, want)
	}
}

// A time on the clock is read as the moments, found by trying every quarter of
// an hour as offset, at which the clock shows it: one, none or two.
func TestInstantWhereClocksChange(t *testing.T) {
	for _, name := range []string{"Europe/Moscow", "Asia/Shanghai", "Europe/Berlin", "America/St_Johns", "Asia/Yekaterinburg", "UTC"} {
		zoneLocation := location(name)
		zone := cell.NewZone(zoneLocation)
		var changes []time.Time
		for at, end := time.Date(1985, 1, 1, 0, 0, 0, 0, time.UTC), 2030; at.Year() < end; {
			_, until := at.In(zoneLocation).ZoneBounds()
			if until.IsZero() {
				break
			}
			changes = append(changes, until.UTC())
			at = until
		}
		changes = append(changes, time.Date(2024, 6, 7, 0, 0, 0, 0, time.UTC))
		rapid.Check(t, func(t *rapid.T) {
			minutes := rapid.IntRange(-18*60, 18*60).Draw(t, "minutes")
			shown := rapid.SampledFrom(changes).Draw(t, "change").Add(time.Duration(minutes) * time.Minute)
			var moments []int64
			for quarter := -15 * 4; quarter <= 15*4; quarter++ {
				at := shown.Add(time.Duration(-quarter) * 15 * time.Minute)
				if _, offset := at.In(zoneLocation).Zone(); offset == quarter*15*60 {
					moments = append(moments, at.UnixMicro())
				}
			}
			at, reason := cell.Instant([]byte(shown.Format(time.DateTime)), zone, false)
			switch {
			case len(moments) == 1 && (int64(at) != moments[0] || reason != ""),
				len(moments) == 0 && reason != cell.ImpossibleTime,
				len(moments) == 2 && reason != cell.AmbiguousTime:
				t.Fatalf("%s: Instant(%s) = %d, %q, want one of %d", name, shown.Format(time.DateTime), at, reason, moments)
			}
			if day := zone.Day(cell.Micros(shown.UnixMicro())); day != dayOf(shown.In(zoneLocation)) {
				t.Fatalf("%s: Day(%s) = %d, want %d", name, shown, day, dayOf(shown.In(zoneLocation)))
			}
		})
	}
}

func TestInstantReadsWhatIsPrinted(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		want := rapid.Int64Range(-2208988800e6, 253402300799e6).Draw(t, "microseconds")
		layout := rapid.SampledFrom([]string{time.RFC3339Nano, "2006-01-02T15:04:05.000000Z07:00", "2006-01-02 15:04:05.999999Z07:00"}).Draw(t, "layout")
		offset := rapid.IntRange(-14*60, 14*60).Draw(t, "offset")
		moment := time.UnixMicro(want).In(time.FixedZone("", offset*60))
		text := moment.Format(layout)
		at, reason := cell.Instant([]byte(text), moscow, true)
		if moment.Year() < 1900 || moment.Year() > 9999 {
			if reason == "" {
				t.Fatalf("Instant(%q) = %d, want a refusal", text, at)
			}
			return
		}
		if int64(at) != want || reason != "" {
			t.Fatalf("Instant(%q) = %d, %q, want %d", text, at, reason, want)
		}
	})
}

func TestSerialInstant(t *testing.T) {
	for _, test := range []struct {
		text     string
		date1904 bool
		zone     cell.Zone
		want     string
	}{
		{"45260", false, moscow, "2023-11-29T21:00:00Z"},
		{"45260.6875", false, moscow, "2023-11-30T13:30:00Z"},
		{"45260.6875", false, cell.Zone{}, "2023-11-30T16:30:00Z"},
		{"43798.6875", true, cell.Zone{}, "2023-11-30T16:30:00Z"},
		{"45260.333333333336", false, cell.Zone{}, "2023-11-30T08:00:00Z"},
		{"45260.999999999", false, cell.Zone{}, "2023-12-01T00:00:00Z"},
		{"45260.000001", false, cell.Zone{}, "2023-11-30T00:00:00Z"},
		{"0.5", true, cell.Zone{}, "1904-01-01T12:00:00Z"},
		{"1E-30", true, cell.Zone{}, "1904-01-01T00:00:00Z"},
		{"0.5", false, moscow, "out_of_range"},
		{"60.5", false, moscow, "impossible_date"},
		{"59.9999999", false, moscow, "impossible_date"},
		{"1E30", false, moscow, "out_of_range"},
		{"-0.5", false, moscow, "out_of_range"},
		{"16:30", false, moscow, "not_an_instant"},
		{"", false, moscow, "empty"},
	} {
		at, reason := cell.SerialInstant([]byte(test.text), test.date1904, test.zone)
		got := string(reason)
		if reason == "" {
			got = time.UnixMicro(int64(at)).UTC().Format(time.RFC3339Nano)
		}
		if got != test.want {
			t.Errorf("SerialInstant(%q, %t) = %s, want %s", test.text, test.date1904, got, test.want)
		}
	}
}

// A float64 of days keeps every second of a workbook's range.
func TestSerialInstantFindsTheSecond(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		days, seconds := rapid.Int64Range(61, 2958465).Draw(t, "days"), rapid.Int64Range(0, 86399).Draw(t, "seconds")
		text := strconv.FormatFloat(float64(days)+float64(seconds)/86400, 'G', rapid.SampledFrom([]int{-1, 15, 17}).Draw(t, "digits"), 64)
		want := time.Date(1899, 12, 30, 0, 0, int(seconds), 0, time.UTC).AddDate(0, 0, int(days)).UnixMicro()
		at, reason := cell.SerialInstant([]byte(text), false, cell.Zone{})
		if int64(at) != want || reason != "" {
			t.Fatalf("SerialInstant(%q) = %d, %q, want %d", text, at, reason, want)
		}
	})
}

// readBy reads text by the first layout of package time that fits.
func readBy(text string, layouts []string, in *time.Location) (time.Time, bool) {
	for _, layout := range layouts {
		if at, err := time.ParseInLocation(layout, strings.TrimSpace(text), in); err == nil {
			return at, true
		}
	}
	return time.Time{}, false
}

func FuzzInstant(f *testing.F) {
	for _, seed := range []string{
		"2024-06-07T18:20:00+03:00", "2024-06-07T06:15:48.998146Z", "2024-06-07 16:30", "07.06.2024 16:30:00",
		"2024-06-07T23:59:59.999999900Z", "9/23/23 16:44", "2024-06-07", "2014-10-26 01:30", "2024年6月7日 16:30",
		"\u00a02024-06-07 16:30", "2024-06-07\u200b16:30", "0001-01-01T00:00:00Z", "",
	} {
		f.Add(seed)
	}
	var layouts []string
	for _, date := range dateLayouts {
		layouts = append(layouts, date+" 15:04", date+" 15:04:05")
	}
	layouts = slices.Concat(layouts, dateLayouts, []string{
		time.RFC3339, "2006-01-02 15:04:05Z07:00", "2006-01-02T15:04", "2006-01-02T15:04:05",
	})
	zoneLocation := time.FixedZone("", 3*60*60)
	zone := cell.NewZone(zoneLocation)
	f.Fuzz(func(t *testing.T, text string) {
		at, reason := cell.Instant([]byte(text), zone, true)
		if reason != "" {
			if at != 0 || reason.Explain() == "" {
				t.Fatalf("Instant(%q) = %d, %q", text, at, reason)
			}
			return
		}
		want, ok := readBy(strings.NewReplacer("t", "T", "z", "Z").Replace(text), layouts, zoneLocation)
		if !ok || want.UnixMicro() != int64(at) {
			t.Fatalf("Instant(%q) = %d, want %s", text, at, want)
		}
	})
}
