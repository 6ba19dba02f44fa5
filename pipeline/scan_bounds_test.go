package pipeline

import (
	"context"
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/apache/arrow/go/v17/arrow"
	"github.com/apache/arrow/go/v17/arrow/memory"
	"github.com/google/go-cmp/cmp"
)

// D16, D42: a day that no calendar can cover does not stop the batch: it takes its row
// away where every row needs one, and is null with a warning elsewhere. An arrival may
// be to come.
func TestD16DaysOutOfRange(t *testing.T) {
	var (
		name = &Text{Name: "name", Doc: "name"}
		sent = &Date{Name: "sent_on", Doc: "day"}
		seen = &Instant{Name: "seen_at", Doc: "moment"}
		back = &Date{Name: "back_on", Doc: "day"}
		d    = &Dataset{
			Name: "raw_days", Doc: "Days.", Grain: "one row per name", Layer: SourceLayer,
			Columns: []Column{name, sent, seen, back, FromFile, FromSheet, FromRow},
			Input: &Input{
				Report: "days", Zone: "Europe/Moscow",
				Fields: []Field{{Column: name, Need: Required}, {Column: sent, Need: Required}, {Column: seen}, {Column: back}},
				Latest: []Column{sent, seen, back}, Bounded: []Bound{{Column: sent}, {Column: seen}, {Column: back, MayBeLate: true}},
			},
		}
	)
	path := filepath.Join(t.TempDir(), "days.csv")
	if err := os.WriteFile(path, []byte(`name,sent_on,seen_at,back_on
a,2024-06-07,2024-06-07 10:00:00,2042-01-01
b,2042-01-01,,
c,1925-01-01,,
d,2025-12-31,2026-01-02 10:00:00,1970-01-01
e,1998-01-01,1970-01-01 00:00:00,
`), 0o600); err != nil {
		t.Fatal(err)
	}
	found, _, err := NewRecogniser([]*Dataset{d}, nil, nil).Recognise(path, "days.csv")
	if err != nil || len(found) != 1 {
		t.Fatal(err, found)
	}
	asOf := arrow.Date32(19_900) // in 2024
	const since = 10_227         // 1998-01-01
	for _, test := range []struct {
		asOf           *arrow.Date32
		rows, findings []string
		latest         string
	}{
		{
			&asOf,
			[]string{"a 2024-06-07 2024-06-07 07:00:00Z 2042-01-01", "d 2025-12-31 (null) (null)", "e 1998-01-01 (null) (null)"},
			[]string{"sent_on 1925-01-01 fault", "sent_on 2042-01-01 fault", "seen_at 1970-01-01 00:00:00 warning", "seen_at 2026-01-02 10:00:00 warning", "back_on 1970-01-01 warning"},
			"2042-01-01",
		},
		{
			nil,
			[]string{"a 2024-06-07 2024-06-07 07:00:00Z 2042-01-01", "b 2042-01-01 (null) (null)", "d 2025-12-31 2026-01-02 07:00:00Z (null)", "e 1998-01-01 (null) (null)"},
			[]string{"sent_on 1925-01-01 fault", "seen_at 1970-01-01 00:00:00 warning", "back_on 1970-01-01 warning"},
			"2042-01-01",
		},
	} {
		var rows, findings []string
		s := scanner{
			mem: memory.DefaultAllocator, settle: func(Entry) {}, days: daysOf(since, test.asOf),
			reject: func(f Finding) {
				if f.Code != "out_of_range" {
					t.Errorf("finding %+v", f)
				}
				if isLate := f.Raw > "2025"; isLate != strings.Contains(f.Message, "no later than 2025-12-31, the end of the year after the as-of date (--as-of)") ||
					isLate == strings.Contains(f.Message, "no calendar covers one before 1998-01-01") {
					t.Errorf("finding %+v", f)
				}
				findings = append(findings, f.Column+" "+f.Raw+" "+string(f.Severity))
			},
		}
		got, err := s.scan(context.Background(), found[0], found[0].File.Splits(0, math.MaxInt32)[0], func(rec arrow.Record) error {
			for row := range int(rec.NumRows()) {
				rows = append(rows, name.In(rec).Value(row)+" "+sent.In(rec).ValueStr(row)+" "+seen.In(rec).ValueStr(row)+" "+back.In(rec).ValueStr(row))
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(test.rows, rows); diff != "" {
			t.Errorf("rows (-want +got):\n%s", diff)
		}
		if diff := cmp.Diff(test.findings, findings); diff != "" {
			t.Errorf("findings (-want +got):\n%s", diff)
		}
		if latest := got.latest.FormattedString(); latest != test.latest {
			t.Errorf("latest day %s, want %s", latest, test.latest)
		}
	}
}

// Formats.md 9.1, D42: an amount below what its column holds is a bad cell. What goes with
// its row still counts to the amount that was read, and is settled as quarantined.
func TestD42AmountsOutOfBounds(t *testing.T) {
	var (
		name  = &Text{Name: "name", Doc: "name"}
		paid  = &Money{Name: "paid", Doc: "paid", Unit: "CNY"}
		fee   = &Money{Name: "fee", Doc: "fee", Unit: "CNY"}
		delta = &Money{Name: "delta", Doc: "any amount", Unit: "CNY"}
		d     = &Dataset{
			Name: "raw_fees", Doc: "Fees.", Grain: "one row per name", Layer: SourceLayer,
			Columns: []Column{name, paid, fee, delta, FromFile, FromSheet, FromRow}, Control: []Control{{Amount: paid}},
			Input: &Input{
				Report: "fees", Zone: "Europe/Moscow",
				Fields: []Field{{Column: name, Need: Required}, {Column: paid, Need: Required, Form: Positive}, {Column: fee, Form: NotNegative}, {Column: delta}},
			},
		}
	)
	path := filepath.Join(t.TempDir(), "fees.csv")
	if err := os.WriteFile(path, []byte("name,paid,fee,delta\na,0.01,0,-1.00\nb,0.00,,\nc,-5.00,-1.00,\nd,7.00,-0.01,\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	found, _, err := NewRecogniser([]*Dataset{d}, nil, nil).Recognise(path, "fees.csv")
	if err != nil || len(found) != 1 {
		t.Fatal(err, found)
	}
	var rows, findings []string
	var quarantined int64
	s := scanner{
		mem: memory.DefaultAllocator,
		settle: func(e Entry) {
			if e.Class == Quarantined {
				quarantined += e.Amount
			}
		},
		reject: func(f Finding) {
			findings = append(findings, f.Column+" "+f.Code+" "+f.Raw+" "+string(f.Severity))
		},
	}
	got, err := s.scan(context.Background(), found[0], found[0].File.Splits(0, math.MaxInt32)[0], func(rec arrow.Record) error {
		for row := range int(rec.NumRows()) {
			rows = append(rows, name.In(rec).Value(row)+" "+paid.In(rec).ValueStr(row)+" "+fee.In(rec).ValueStr(row)+" "+delta.In(rec).ValueStr(row))
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]string{"a 1 0 -100", "d 700 (null) (null)"}, rows); diff != "" {
		t.Errorf("rows (-want +got):\n%s", diff)
	}
	want := []string{"paid not_positive 0.00 fault", "paid not_positive -5.00 fault", "fee negative_amount -1.00 warning", "fee negative_amount -0.01 warning"}
	if diff := cmp.Diff(want, findings); diff != "" {
		t.Errorf("findings (-want +got):\n%s", diff)
	}
	if quarantined != -500 || got.amounts["CNY"] != 201 {
		t.Errorf("%d of %d quarantined", quarantined, got.amounts["CNY"])
	}
}
