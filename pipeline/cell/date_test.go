package cell_test

import (
	"strconv"
	"testing"
	"time"

	"pgregory.net/rapid"

	"ozpayout/pipeline/cell"
)

// dayOf is the oracle of days: package time counts the seconds.
func dayOf(t time.Time) cell.Day {
	midnight := time.Date(t.Year(), t.Month(), t.Day(), 0, 0, 0, 0, time.UTC)
	return cell.Day(midnight.Unix() / (24 * 60 * 60))
}

func TestDate(t *testing.T) {
	const june7 = 19881 // 2024-06-07
	for _, test := range []struct {
		text   string
		day    cell.Day
		reason cell.Reason
	}{
		{"2024-06-07", june7, ""},
		{"07.06.2024", june7, ""},
		{"2024/06/07", june7, ""},
		{"2024/6/7", june7, ""},
		{"2024/06/7 ", june7, ""},
		{"2024/6/07", june7, ""},
		{"2024/6/7 9:05", june7, ""},
		{"2024/12/31", june7 + 207, ""},
		{"2024年6月7日", june7, ""},
		{"2024年06月07日", june7, ""},
		{" 2024-06-07\u00a0", june7, ""},
		{"1970-01-01", 0, ""},
		{"1900-01-01", -25567, ""},
		{"9999-12-31", 2932896, ""},
		{"2024-02-29", 19782, ""},

		// instants are cut, after an offset is applied
		{"2024-06-07 16:30", june7, ""},
		{"2024-06-07 23:59:59", june7, ""},
		{"2024-06-07T23:59:59.999999999", june7, ""},
		{"07.06.2024 16:30:00", june7, ""},
		{"2024年6月7日 16:30", june7, ""},
		{"2024-06-07T20:59:59Z", june7, ""},
		{"2024-06-07T21:00:00Z", june7 + 1, ""},
		{"2024-06-08T01:00:00+08:00", june7, ""},
		{"2024-06-07T00:00:00+03:00", june7, ""},
		{"2024-06-07 18:20:00+03:00", june7, ""},

		{"06/07/2024", 0, cell.AmbiguousDate},
		{"25/12/2024", 0, cell.AmbiguousDate},
		{"6/7/24", 0, cell.AmbiguousDate},
		{"9/23/23 16:44", 0, cell.AmbiguousDate},
		{"06-07-2024", 0, cell.AmbiguousDate},
		{"11-30-23", 0, cell.AmbiguousDate},
		{"07.06.24", 0, cell.AmbiguousDate},

		{"2024-02-30", 0, cell.ImpossibleDate},
		{"29.02.2023", 0, cell.ImpossibleDate},
		{"1900-02-29", 0, cell.ImpossibleDate},
		{"2024-13-01", 0, cell.ImpossibleDate},
		{"2024-00-10", 0, cell.ImpossibleDate},
		{"2024年6月31日", 0, cell.ImpossibleDate},
		{"2024-06-07 24:00", 0, cell.ImpossibleTime},
		{"1899-12-31", 0, cell.OutOfRange},
		{"0001-01-01T00:00:00Z", 0, cell.OutOfRange},

		{"2024-6-7", 0, cell.NotADate},
		{"2024/6/", 0, cell.NotADate},
		{"2024/6", 0, cell.NotADate},
		{"2024//6/7", 0, cell.NotADate},
		{"2024/6/7/", 0, cell.NotADate},
		{"2024/6/123", 0, cell.NotADate},
		{"2024/6-7", 0, cell.NotADate},
		{"2024/6/7T9:05", 0, cell.NotADate},
		{"2024/13/7", 0, cell.ImpossibleDate},
		{"2024/6/31", 0, cell.ImpossibleDate},
		{"12/6/2024", 0, cell.AmbiguousDate},
		{"7.6.2024", 0, cell.NotADate},
		{"2024.06.07", 0, cell.NotADate},
		{"2024-06/07", 0, cell.NotADate},
		{"2024-06", 0, cell.NotADate},
		{"20240607", 0, cell.NotADate},
		{"45450", 0, cell.NotADate},
		{"7 июня 2024", 0, cell.NotADate},
		{"2024-O6-07", 0, cell.NotADate},
		{"２０２４-06-07", 0, cell.NotADate},
		{"2024年6月7", 0, cell.NotADate},
		{"2024年123月7日", 0, cell.NotADate},
		{"2024-06-07x", 0, cell.NotADate},
		{"2024-06-07 ,", 0, cell.NotADate},
		{"\u200b2024-06-07", 0, cell.NotADate},
		{"-", 0, cell.Placeholder},
		{"null", 0, cell.Placeholder},
		{"#VALUE!", 0, cell.ExcelError},
		{"##########", 0, cell.ExcelError},
		{"", 0, cell.NoValue},
	} {
		day, reason := cell.Date([]byte(test.text), moscow)
		if day != test.day || reason != test.reason {
			t.Errorf("Date(%q) = %d, %q, want %d, %q", test.text, day, reason, test.day, test.reason)
		}
	}
}

func TestDateReadsEveryDay(t *testing.T) {
	first := time.Date(1900, 1, 1, 0, 0, 0, 0, time.UTC)
	for date := first; date.Year() < 2101; date = date.AddDate(0, 0, 1) {
		for _, layout := range []string{"2006-01-02", "02.01.2006", "2006/1/2", "2006年1月2日"} {
			text := date.Format(layout)
			if day, reason := cell.Date([]byte(text), cell.Zone{}); day != dayOf(date) || reason != "" {
				t.Fatalf("Date(%q) = %d, %q, want %d", text, day, reason, dayOf(date))
			}
		}
	}
}

func TestMonth(t *testing.T) {
	for _, test := range []struct {
		text        string
		year, month int
		reason      cell.Reason
	}{
		{"2024-06", 2024, 6, ""},
		{"06.2024", 2024, 6, ""},
		{"2024年6月", 2024, 6, ""},
		{"2024年12月", 2024, 12, ""},
		{"2024年06月 ", 2024, 6, ""},
		{"2024-13", 0, 0, cell.ImpossibleDate},
		{"00.2024", 0, 0, cell.ImpossibleDate},
		{"1812-06", 0, 0, cell.OutOfRange},
		{"2024/06", 0, 0, cell.NotAMonth},
		{"06/2024", 0, 0, cell.NotAMonth},
		{"2024-6", 0, 0, cell.NotAMonth},
		{"2024-06-07", 0, 0, cell.NotAMonth},
		{"2024年6月7日", 0, 0, cell.NotAMonth},
		{"June 2024", 0, 0, cell.NotAMonth},
		{"abcd-ef", 0, 0, cell.NotAMonth},
		{"—", 0, 0, cell.Placeholder},
		{"", 0, 0, cell.NoValue},
	} {
		year, month, reason := cell.Month([]byte(test.text))
		if year != test.year || month != test.month || reason != test.reason {
			t.Errorf("Month(%q) = %d, %d, %q, want %d, %d, %q",
				test.text, year, month, reason, test.year, test.month, test.reason)
		}
	}
}

var dateLayouts = []string{"2006-01-02", "02.01.2006", "2006/1/2", "2006年1月2日"}

func FuzzDate(f *testing.F) {
	for _, seed := range []string{
		"2024-06-07", "07.06.2024", "2024/06/07", "2024/6/7", "2024年6月7日", "06/07/2024", "9/23/23 16:44", "2024-02-30",
		"2024-06-07T18:20:00+03:00", "2024-06-07 16:30:00", "\u200b2024-06-07", "45450", "1.23E+13", "нет", "",
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		utc := cell.Zone{}
		day, reason := cell.Date([]byte(text), utc)
		want, found := readBy(text, dateLayouts, time.UTC)
		if found && want.Year() >= 1900 && (reason != "" || day != dayOf(want)) {
			t.Fatalf("Date(%q) = %d, %q, want %s", text, day, reason, want)
		}
		if !found && reason == "" {
			at, reason := cell.Instant([]byte(text), utc, false)
			if reason != "" || utc.Day(at) != day {
				t.Fatalf("Date(%q) = %d, but Instant is %d, %q", text, day, at, reason)
			}
		}
		if reason != "" && (day != 0 || reason.Explain() == "") {
			t.Fatalf("Date(%q) = %d, %q", text, day, reason)
		}
	})
}

func TestSerialDate(t *testing.T) {
	day := func(text string) cell.Day {
		d, err := time.Parse(time.DateOnly, text)
		if err != nil {
			t.Fatal(err)
		}
		return dayOf(d)
	}
	for _, test := range []struct {
		text     string
		date1904 bool
		day      cell.Day
		reason   cell.Reason
	}{
		{"45260", false, day("2023-11-30"), ""}, // pair from a workbook of the Bank of Russia
		{"45260.6875", false, day("2023-11-30"), ""},
		{"45260.99999999999", false, day("2023-11-30"), ""},
		{"4.526E4", false, day("2023-11-30"), ""},
		{"1", false, day("1900-01-01"), ""},
		{"59", false, day("1900-02-28"), ""},
		{"60", false, 0, cell.ImpossibleDate},
		{"60.5", false, 0, cell.ImpossibleDate},
		{"61", false, day("1900-03-01"), ""},
		{"2958465", false, day("9999-12-31"), ""},
		{"2958466", false, 0, cell.OutOfRange},
		{"0", false, 0, cell.OutOfRange},
		{"0.5", false, 0, cell.OutOfRange},
		{"-1", false, 0, cell.OutOfRange},
		{"1E30", false, 0, cell.OutOfRange},
		{"1E-30", false, 0, cell.OutOfRange},
		{"0", true, day("1904-01-01"), ""},
		{"43798", true, day("2023-11-30"), ""}, // 1462 days less than in the other system
		{"2957003", true, day("9999-12-31"), ""},
		{"2957004", true, 0, cell.OutOfRange},
		{"2023-11-30", false, 0, cell.NotADate},
		{"11/30/23", false, 0, cell.AmbiguousDate},
		{"#N/A", false, 0, cell.ExcelError},
		{"", false, 0, cell.NoValue},
	} {
		got, reason := cell.SerialDate([]byte(test.text), test.date1904)
		if got != test.day || reason != test.reason {
			t.Errorf("SerialDate(%q, %t) = %d, %q, want %d, %q", test.text, test.date1904, got, reason, test.day, test.reason)
		}
	}
}

func TestSerialDateCountsDays(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		serial := rapid.IntRange(61, 2958465).Draw(t, "serial")
		want := time.Date(1899, 12, 30, 0, 0, 0, 0, time.UTC).AddDate(0, 0, serial)
		if day, reason := cell.SerialDate(strconv.AppendInt(nil, int64(serial), 10), false); day != dayOf(want) || reason != "" {
			t.Fatalf("SerialDate(%d) = %d, %q, want %s", serial, day, reason, want)
		}
	})
}
