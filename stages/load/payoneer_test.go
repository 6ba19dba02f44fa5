package load

import (
	"testing"
	"time"
)

func TestPayoneerDateOrder(t *testing.T) {
	for _, test := range []struct {
		dates []string
		want  dateOrder
	}{
		{[]string{"06/07/2024", "06/20/2024"}, monthFirst},
		{[]string{"06/07/2024", "20/06/2024"}, dayFirst},
		{[]string{"2024-06-07"}, yearFirst},
		{[]string{"06/07/2024", "07/06/2024"}, unknownOrder},
		{[]string{"20/06/2024", "06/20/2024"}, unknownOrder},
		{nil, unknownOrder},
	} {
		var of orders
		for _, date := range test.dates {
			of.add(date)
		}
		if got := of.one(); got != test.want {
			t.Errorf("%q: %q, want %q", test.dates, got, test.want)
		}
	}
}

func TestPayoneerMoment(t *testing.T) {
	for _, test := range []struct {
		order             dateOrder
		date, clock, zone string
		want              string // RFC 3339 in UTC, "" for no moment
	}{
		{monthFirst, "06/20/2024", "11:05:00", "UTC+8", "2024-06-20T03:05:00Z"},
		{dayFirst, "20.06.2024", "11:05", "+03:00", "2024-06-20T08:05:00Z"},
		{yearFirst, "2024-06-20", "11:05:00 pm", "GMT", "2024-06-20T23:05:00Z"},
		{monthFirst, "06/20/2024", "12:30 AM", "UTC-5:30", "2024-06-20T06:00:00Z"},
		{monthFirst, "02/30/2024", "11:05:00", "UTC", ""},
		{monthFirst, "20/06/2024", "11:05:00", "UTC", ""},
		{monthFirst, "06/20/2024", "11:05:00", "EST", ""},
		{monthFirst, "06/20/2024", "11:05:00", "", ""},
		{monthFirst, "06/20/2024", "25:05:00", "UTC", ""},
		{unknownOrder, "06/20/2024", "11:05:00", "UTC", ""},
		{monthFirst, "20 June 2024", "11:05:00", "UTC", ""},
	} {
		at, ok := momentOf(test.order, test.date, test.clock, test.zone)
		got := ""
		if ok {
			got = at.UTC().Format(time.RFC3339)
		}
		if got != test.want {
			t.Errorf("%s %s %s: %q, want %q", test.date, test.clock, test.zone, got, test.want)
		}
	}
}

func FuzzPayoneerMoment(f *testing.F) {
	f.Add("06/20/2024", "11:05:00", "UTC+8")
	f.Add("2024-06-20", "1:05 PM", "GMT-3:30")
	f.Fuzz(func(t *testing.T, date, clock, zone string) {
		for _, order := range []dateOrder{monthFirst, dayFirst, yearFirst} {
			if at, ok := momentOf(order, date, clock, zone); ok && (at.Year() < 1999 || at.Year() > 10000) {
				t.Errorf("%s %s %s: %v", date, clock, zone, at)
			}
		}
	})
}
