package pipeline

import (
	"errors"
	"math"
	"strings"
	"testing"

	"github.com/apache/arrow/go/v17/arrow/memory"
	"github.com/google/go-cmp/cmp"
)

func TestLedgerChecks(t *testing.T) {
	for _, test := range []struct {
		name    string
		entries []Entry
		scanned scanTotals
		want    string // part of the error, "" for none
	}{
		{"nothing read, nothing settled", nil, scanTotals{}, ""},
		{"every class", []Entry{
			{"a", "d", "RUB", Loaded, 2, 300},
			{"a", "d", "RUB", Duplicate, 1, 100},
			{"a", "d", "RUB", Superseded, 1, -50},
			{"a", "d", "CNY", Quarantined, 1, 7},
			{"a", "d", "", NotData, 3, 0},
		}, scanTotals{rows: 8, amounts: map[string]int64{"RUB": 350, "CNY": 7}}, ""},
		{"a row too few", []Entry{{"a", "d", "", Loaded, 7, 0}}, scanTotals{rows: 8}, "a, dataset d: 8 rows were read, 7 are accounted for (loaded 7, "},
		{"a row too many", []Entry{{"a", "d", "", Loaded, 9, 0}}, scanTotals{rows: 8}, "8 rows were read, 9 are"},
		{"a kopeck too few", []Entry{{"a", "d", "RUB", Loaded, 1, 99}}, scanTotals{rows: 1, amounts: map[string]int64{"RUB": 100}}, "100 minor units were read, 99 are"},
		{"another currency", []Entry{{"a", "d", "USD", Loaded, 1, 100}}, scanTotals{rows: 1, amounts: map[string]int64{"RUB": 100}}, `currency "RUB"`},
		{"a file that was not read", []Entry{{"b", "d", "", Loaded, 1, 0}}, scanTotals{}, "b, dataset d: 0 rows were read, 1 are"},
		{
			"an amount beyond 64 bits",
			[]Entry{{"a", "d", "RUB", Loaded, 1, math.MaxInt64}, {"a", "d", "RUB", Loaded, 1, 1}},
			scanTotals{rows: 2, amounts: map[string]int64{"RUB": math.MaxInt64}},
			"beyond",
		},
	} {
		t.Run(test.name, func(t *testing.T) {
			l := newLedger()
			l.settle(test.entries)
			err := errors.Join(l.read("a", "d", test.scanned), l.check())
			var internal *InternalError
			switch {
			case test.want == "" && err != nil:
				t.Error(err)
			case test.want != "" && (!errors.As(err, &internal) || !strings.Contains(err.Error(), test.want)):
				t.Errorf("got %v, want %q", err, test.want)
			}
		})
	}
}

// TestAmountsWhoseSumsDoNotFit: the sizes of amounts decide, over all files of a table
// and for each currency alone, so that no order of them and no part of them goes beyond.
func TestAmountsWhoseSumsDoNotFit(t *testing.T) {
	l := newLedger()
	for _, s := range []struct {
		file, dataset, currency string
		size                    int64
	}{{"a", "d", "RUB", mostMinor - 1}, {"b", "d", "RUB", 1}, {"b", "d", "CNY", mostMinor}, {"b", "e", "RUB", mostMinor}} {
		if err := l.read(s.file, s.dataset, scanTotals{rows: 1, amounts: map[string]int64{s.currency: -s.size}, sizes: map[string]int64{s.currency: s.size}}); err != nil {
			t.Fatalf("%+v: %v", s, err)
		}
	}
	err := l.read("c", "d", scanTotals{rows: 2, amounts: map[string]int64{"RUB": 0}, sizes: map[string]int64{"RUB": 2}})
	var input *InputError
	if !errors.As(err, &input) || input.File != "c" || !strings.Contains(err.Error(), "9999999999999999.99 RUB") {
		t.Errorf("error %v", err)
	}
}

func TestQuarantineLimitIsOfDataRows(t *testing.T) {
	l := newLedger()
	if err := errors.Join(l.read("a", "d", scanTotals{rows: 150}), l.read("b", "d", scanTotals{rows: 1000})); err != nil {
		t.Fatal(err)
	}
	l.settle([]Entry{{"a", "d", "", NotData, 50, 0}, {"a", "d", "", Quarantined, 2, 0}})
	l.settle([]Entry{{"b", "d", "", Quarantined, 2, 0}})
	if got := l.quarantined(0.02); got != nil {
		t.Errorf("2 of 100 rows are more than 2 %%: %v", got)
	}
	if diff := cmp.Diff([]QuarantinedFile{{"a", 100, 2}}, l.quarantined(0.019)); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
}

func TestControlSums(t *testing.T) {
	fee := &Money{Name: "fee", Doc: "d", Unit: "USD"}
	settled := &Code{Name: "settled_currency", Doc: "d"}
	d := &Dataset{
		Name: "d", Columns: []Column{toyAmount, fee, settled, toyCurrency, FromFile},
		Control: []Control{{Amount: toyAmount, Currencies: []*Code{settled, toyCurrency}}, {Amount: fee, Unless: []Column{settled}}},
	}
	b := NewBuilder(memory.NewGoAllocator(), d)
	for _, row := range [][]string{
		{"100", "1", "CNY", "RUB", "a"}, // the first amount, its first currency
		{"200", "", "", "RUB", "a"},     // the first that is filled
		{"-50", "", "", "RUB", "b"},
		{"7", "", "", "", "b"},    // no currency
		{"", "9", "", "RUB", "b"}, // the second amount, of a fixed currency
		{"", "9", "CNY", "", "b"}, // the second amount does not count beside that column
		{"", "", "", "RUB", "b"},  // no amount
		{"3", "", "", "RUB", ""},  // no file
	} {
		for i, text := range row {
			if text == "" {
				b.Field(i).AppendNull()
			} else if err := b.Field(i).AppendValueFromString(text); err != nil {
				t.Fatal(err)
			}
		}
	}
	rec := b.Record()
	got := map[[2]string][2]int64{}
	for s := range controlSums(d, rec, nil, FromFile) {
		got[[2]string{s.file, s.currency}] = [2]int64{s.rows, s.amount}
	}
	want := map[[2]string][2]int64{
		{"a", "CNY"}: {1, 100}, {"a", "RUB"}: {1, 200}, {"b", "RUB"}: {1, -50}, {"b", ""}: {3, 7}, {"b", "USD"}: {1, 9}, {"", "RUB"}: {1, 3},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
}
