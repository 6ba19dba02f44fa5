package nullable_test

import (
	"fmt"
	"math"
	"math/big"
	"testing"

	"github.com/apache/arrow/go/v17/arrow"
	"github.com/apache/arrow/go/v17/arrow/memory"
	"github.com/google/go-cmp/cmp"

	"ozpayout/pipeline"
	"ozpayout/pipeline/stagetest"
	"ozpayout/stages/internal/nullable"
)

var (
	code  = &pipeline.Code{Name: "code", Doc: "a code"}
	text  = &pipeline.Text{Name: "text", Doc: "a text"}
	share = &pipeline.Share{Name: "share", Doc: "a share"}
	lines = &pipeline.Int{Name: "lines", Doc: "a number"}
	price = &pipeline.Money{Name: "price", Doc: "an amount", Unit: "RUB"}
	days  = &pipeline.Days{Name: "days", Doc: "days", Unit: "calendar days"}
	on    = &pipeline.Date{Name: "paid_on", Doc: "a day"}
	table = &pipeline.Dataset{Name: "rows", Doc: "Rows.", Grain: "one row", Columns: []pipeline.Column{code, text, share, lines, price, days, on}}
)

func TestWriter(t *testing.T) {
	mem := memory.NewCheckedAllocator(memory.NewGoAllocator())
	defer mem.AssertSize(t, 0)
	w := nullable.NewWriter(&pipeline.Task{Mem: mem}, table)
	defer w.Release()
	count, minor, n, day := int64(7), int64(-1), int32(3), arrow.Date32(0)
	for _, row := range []struct {
		text  string
		share float64
		lines *int64
		price *int64
		days  *int32
		on    *arrow.Date32
	}{
		{"a", 0.5, &count, &minor, &n, &day},
		{"", math.NaN(), nil, nil, nil, nil},
		{"a", math.Inf(1), nil, &minor, nil, &day},
	} {
		w.Code(code, row.text)
		w.Text(text, row.text)
		w.Share(share, row.share)
		w.IntOrNull(lines, row.lines)
		w.Money(price, row.price)
		w.Days(days, row.days)
		w.Date(on, row.on)
	}
	rec, err := w.Rows()
	if err != nil {
		t.Fatal(err)
	}
	defer rec.Release()
	want := []string{",,,,,,", "a,a,,,-0.01,,1970-01-01", "a,a,0.5,7,-0.01,3,1970-01-01"}
	if diff := cmp.Diff(want, stagetest.Lines(table, []arrow.Record{rec})); diff != "" {
		t.Errorf("rows (-want +got):\n%s", diff)
	}
	for row, want := range []string{"a", "", "a"} {
		if got := nullable.Code(code.In(rec), row); got != want {
			t.Errorf("code %d: %q, want %q", row, got, want)
		}
		if got := nullable.Text(text.In(rec), row); got != want {
			t.Errorf("text %d: %q, want %q", row, got, want)
		}
	}
	for row, want := range []*int32{&n, nil, nil} {
		if diff := cmp.Diff(want, nullable.Value(days.In(rec), row)); diff != "" {
			t.Errorf("days %d (-want +got):\n%s", row, diff)
		}
	}
}

// Rows that are handed on before the last are those that would be at the end, and words of
// one batch mean the same in the next.
func TestFlushMany(t *testing.T) {
	mem := memory.NewCheckedAllocator(memory.NewGoAllocator())
	defer mem.AssertSize(t, 0)
	var batches []arrow.Record
	task := &pipeline.Task{Mem: mem, Write: func(_ *pipeline.Dataset, rows arrow.Record) error {
		rows.Retain()
		batches = append(batches, rows)
		return nil
	}}
	d := &pipeline.Dataset{Name: "rows", Doc: "Rows.", Grain: "one row", Columns: []pipeline.Column{code, lines}}
	w := nullable.NewWriter(task, d)
	defer w.Release()
	const rows = 40_000
	var want []string
	for i := range int64(rows) {
		word := fmt.Sprint("w", i/9000)
		w.Code(code, word)
		w.Int(lines, i)
		want = append(want, fmt.Sprint(word, ",", i))
		if err := w.FlushMany(); err != nil {
			t.Fatal(err)
		}
	}
	if held := w.Builder.Len(); held > rows/4 {
		t.Errorf("%d rows of %d are held", held, rows)
	}
	if err := w.Flush(); err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, rec := range batches {
		for row := range int(rec.NumRows()) {
			got = append(got, fmt.Sprint(nullable.Code(code.In(rec), row), ",", lines.In(rec).Value(row)))
		}
		rec.Release()
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("rows (-want +got):\n%s", diff)
	}
}

func TestMinor(t *testing.T) {
	for text, want := range map[string]int64{"999999999999999999": 999_999_999_999_999_999, "-999999999999999999": -999_999_999_999_999_999, "0": 0} {
		amount, _ := new(big.Int).SetString(text, 10)
		if got := nullable.Minor(amount); got == nil || *got != want {
			t.Errorf("Minor(%s) = %v, want %d", text, got, want)
		}
	}
	for _, text := range []string{"1000000000000000000", "-1000000000000000000", "99999999999999999999999"} {
		amount, _ := new(big.Int).SetString(text, 10)
		if got := nullable.Minor(amount); got != nil {
			t.Errorf("Minor(%s) = %d, want none", text, *got)
		}
	}
}

func TestWriterOfRatesAndFlags(t *testing.T) {
	mem := memory.NewCheckedAllocator(memory.NewGoAllocator())
	defer mem.AssertSize(t, 0)
	rate, flag := &pipeline.Rate{Name: "rate", Doc: "a rate"}, &pipeline.Flag{Name: "flag", Doc: "a flag"}
	d := &pipeline.Dataset{Name: "rows", Doc: "Rows.", Grain: "one row", Columns: []pipeline.Column{rate, flag}}
	w := nullable.NewWriter(&pipeline.Task{Mem: mem}, d)
	defer w.Release()
	scaled, yes := int64(126_400_000_000), true
	w.Rate(rate, &scaled)
	w.Flag(flag, &yes)
	w.Rate(rate, nil)
	w.Flag(flag, nil)
	rec, err := w.Rows()
	if err != nil {
		t.Fatal(err)
	}
	defer rec.Release()
	if diff := cmp.Diff([]string{",", "12.64,true"}, stagetest.Lines(d, []arrow.Record{rec})); diff != "" {
		t.Errorf("rows (-want +got):\n%s", diff)
	}
}
