package nullable_test

import (
	"errors"
	"fmt"
	"iter"
	"math"
	"testing"

	"github.com/apache/arrow/go/v17/arrow"
	"github.com/apache/arrow/go/v17/arrow/memory"
	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"ozpayout/pipeline"
	"ozpayout/stages/internal/nullable"
)

var (
	rate = &pipeline.Rate{Name: "rate", Doc: "a rate"}
	at   = &pipeline.Instant{Name: "paid_at", Doc: "a moment"}
	is   = &pipeline.Flag{Name: "is_paid", Doc: "a flag"}
	all  = &pipeline.Dataset{Name: "rows", Doc: "Rows.", Grain: "one row", Columns: append(table.Columns[:len(table.Columns):len(table.Columns)], rate, at, is)}
)

// cells are those of a row, by the ways in which they are read.
type cells struct {
	Code, Text      string
	Share           float64
	Int             int64
	Lines           *int64
	Money, Rate     *int64
	Days            *int32
	Date            *arrow.Date32
	Instant         *arrow.Timestamp
	Flag            *bool
	IsTrue, IsFalse bool
}

func read(r nullable.Row) cells {
	return cells{
		Code: r.Code(code), Text: r.Text(text), Share: r.Share(share), Int: r.Int(lines), Lines: r.IntOrNull(lines), Money: r.Money(price), Rate: r.Rate(rate),
		Days: r.Days(days), Date: r.Date(on), Instant: r.Instant(at), Flag: r.Flag(is), IsTrue: r.IsTrue(is), IsFalse: r.IsFalse(is),
	}
}

// batches returns a task whose stage reads what was written: a row that is filled and
// one that is not, each in a batch of its own, and then an error.
func batches(t *testing.T, mem memory.Allocator, broken error) *pipeline.Task {
	var written []arrow.Record
	for _, isFilled := range []bool{true, false} {
		w := nullable.NewWriter(&pipeline.Task{Mem: mem}, all)
		word := ""
		value := math.NaN()
		if isFilled {
			word, value = "a", 0.5
		}
		w.Code(code, word)
		w.Text(text, word)
		w.Share(share, value)
		w.IntOrNull(lines, nullable.If(isFilled, int64(7)))
		w.Money(price, nullable.If(isFilled, int64(-1)))
		w.Days(days, nullable.If(isFilled, int32(3)))
		w.Date(on, nullable.If(isFilled, arrow.Date32(9)))
		w.Rate(rate, nullable.If(isFilled, int64(11)))
		w.Instant(at, nullable.If(isFilled, arrow.Timestamp(13)))
		w.Flag(is, nullable.If(isFilled, false))
		rows, err := w.Rows()
		if err != nil {
			t.Fatal(err)
		}
		w.Release()
		written = append(written, rows)
	}
	return &pipeline.Task{Mem: mem, Read: func(*pipeline.Dataset) iter.Seq2[arrow.Record, error] {
		return func(yield func(arrow.Record, error) bool) {
			isWanted := true
			for _, rows := range written {
				isWanted = isWanted && yield(rows, nil)
				rows.Release()
			}
			if isWanted {
				yield(nil, broken)
			}
		}
	}}
}

// A row reads what a writer wrote, and what it returned is good when its batch is gone.
func TestRows(t *testing.T) {
	mem := memory.NewCheckedAllocator(memory.NewGoAllocator())
	defer mem.AssertSize(t, 0)
	broken := errors.New("broken")
	var got []cells
	var last error
	for r, err := range nullable.Rows(batches(t, mem, broken), all) {
		if last = err; err == nil {
			got = append(got, read(r))
		}
	}
	want := []cells{
		{
			Code: "a", Text: "a", Share: 0.5, Int: 7, Lines: new(int64(7)), Money: new(int64(-1)), Rate: new(int64(11)), Days: new(int32(3)),
			Date: new(arrow.Date32(9)), Instant: new(arrow.Timestamp(13)), Flag: new(false), IsFalse: true,
		},
		{Share: math.NaN()},
	}
	if diff := cmp.Diff(want, got, cmpopts.EquateNaNs()); diff != "" {
		t.Errorf("rows (-want +got):\n%s", diff)
	}
	if !errors.Is(last, broken) {
		t.Errorf("the last error is %v, want %v", last, broken)
	}
}

// A loop that is left early asks for no more.
func TestRowsUntil(t *testing.T) {
	mem := memory.NewCheckedAllocator(memory.NewGoAllocator())
	defer mem.AssertSize(t, 0)
	seen := 0
	for _, err := range nullable.Rows(batches(t, mem, fmt.Errorf("read on")), all) {
		if err != nil {
			t.Fatal(err)
		}
		seen++
		break
	}
	if seen != 1 {
		t.Errorf("%d rows were seen, want 1", seen)
	}
}
