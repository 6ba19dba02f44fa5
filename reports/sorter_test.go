package reports

import (
	"cmp"
	"fmt"
	"os"
	"slices"
	"testing"

	"github.com/apache/arrow/go/v17/arrow"
	"github.com/apache/arrow/go/v17/arrow/memory"
	gocmp "github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"ozpayout/pipeline"
)

var (
	sortedSeller = &pipeline.Code{Name: "seller", Doc: "code of the key"}
	sortedPayout = &pipeline.Text{Name: "payout", Doc: "text of the key"}
	sortedLine   = &pipeline.Int{Name: "line", Doc: "number of the key"}
	sortedOn     = &pipeline.Date{Name: "on", Doc: "date of the key"}
	sortedPlace  = &pipeline.Int{Name: "place", Doc: "place at which the row came"}
)

var sortedTable = &sheet{Key: "sorted", Dataset: &pipeline.Dataset{
	Name: "sorted", Columns: []pipeline.Column{sortedSeller, sortedPayout, sortedLine, sortedOn, sortedPlace},
	Key: []pipeline.Column{sortedSeller, sortedPayout, sortedLine, sortedOn},
}}

// A sortedRow is a row with nil for null.
type sortedRow struct {
	seller, payout *string
	line, on       *int64
}

// compareRows compares keys value by value, nulls first.
func compareRows(a, b sortedRow) int {
	return cmp.Or(compareNullable(a.seller, b.seller), compareNullable(a.payout, b.payout), compareNullable(a.line, b.line), compareNullable(a.on, b.on))
}

func compareNullable[T cmp.Ordered](a, b *T) int {
	switch {
	case a == nil || b == nil:
		return cmp.Compare(truth(a != nil), truth(b != nil))
	default:
		return cmp.Compare(*a, *b)
	}
}

func truth(yes bool) int {
	if yes {
		return 1
	}
	return 0
}

// TestSorter: rows come back as a stable sort by value arranges them, whatever
// the batches, and however few rows fit memory.
func TestSorter(t *testing.T) {
	root := t.TempDir()
	rapid.Check(t, func(t *rapid.T) {
		folder, err := os.MkdirTemp(root, "")
		if err != nil {
			t.Fatal(err)
		}
		mem := memory.NewCheckedAllocator(memory.NewGoAllocator())
		text := rapid.Ptr(rapid.SampledFrom([]string{"", "a", "a\x00", "a\x00b", "a\x01", "b", "я"}), true)
		number := rapid.Ptr(rapid.Int64Range(-2, 2), true)
		rows := rapid.SliceOfN(rapid.Custom(func(t *rapid.T) sortedRow {
			return sortedRow{text.Draw(t, "seller"), text.Draw(t, "payout"), number.Draw(t, "line"), number.Draw(t, "on")}
		}), 0, 40).Draw(t, "rows")
		s := &sorter{mem: mem, folder: folder, limit: int64(rapid.IntRange(1, 50).Draw(t, "limit")), dataset: sortedTable.Dataset, keyOf: sortedTable.keyOf}
		for from := 0; from < len(rows); {
			to := min(len(rows), from+rapid.IntRange(1, 10).Draw(t, "batch"))
			if err := s.add(sortedBatch(mem, rows[from:to], from)); err != nil {
				t.Fatal(err)
			}
			from = to
		}
		sorted, err := s.sorted()
		if err != nil {
			t.Fatal(err)
		}
		want := make([]int64, len(rows))
		for i := range want {
			want[i] = int64(i)
		}
		slices.SortStableFunc(want, func(i, j int64) int { return compareRows(rows[i], rows[j]) })
		for range 2 { // two workbooks read the rows
			if diff := gocmp.Diff(want, placesOf(t, sorted, rapid.Int64Range(1, 50).Draw(t, "read")), equalWhenEmpty); diff != "" {
				t.Errorf("-want +got:\n%s", diff)
			}
		}
		if err := sorted.close(); err != nil {
			t.Error(err)
		}
		if left, err := os.ReadDir(folder); err != nil || len(left) > 0 {
			t.Errorf("left behind: %v (%v)", left, err)
		}
		// Arrow's reader of files does not release all it took; the collector has it.
		if held := mem.CurrentAlloc(); len(sorted.runs) == 0 && held != 0 {
			t.Errorf("%d bytes are still held", held)
		}
	})
}

var equalWhenEmpty = gocmp.Transformer("text", func(places []int64) string { return fmt.Sprint(places) })

func sortedBatch(mem memory.Allocator, rows []sortedRow, place int) arrow.Record {
	b := pipeline.NewBuilder(mem, sortedTable.Dataset)
	defer b.Release()
	for i, row := range rows {
		appendOr(row.seller, func(v string) { _ = sortedSeller.To(b).AppendString(v) }, sortedSeller.To(b).AppendNull)
		appendOr(row.payout, sortedPayout.To(b).Append, sortedPayout.To(b).AppendNull)
		appendOr(row.line, sortedLine.To(b).Append, sortedLine.To(b).AppendNull)
		appendOr(row.on, func(v int64) { sortedOn.To(b).Append(arrow.Date32(v)) }, sortedOn.To(b).AppendNull)
		sortedPlace.To(b).Append(int64(place + i))
	}
	return b.Record()
}

func appendOr[T any](v *T, value func(T), null func()) {
	if v == nil {
		null()
		return
	}
	value(*v)
}

// placesOf reads sorted rows, at most some at a time.
func placesOf(t *rapid.T, rows *sortedRows, limit int64) []int64 {
	cursor, err := rows.cursor()
	if err != nil {
		t.Fatal(err)
	}
	var out []int64
	for left := rows.count; left > 0; {
		rec, err := cursor.next(min(limit, left))
		if err != nil {
			t.Fatal(err)
		}
		if rec.NumRows() != min(limit, left) {
			t.Errorf("%d rows instead of %d", rec.NumRows(), min(limit, left))
		}
		left -= rec.NumRows()
		out = append(out, sortedPlace.In(rec).Int64Values()...)
		rec.Release()
	}
	if err := cursor.close(); err != nil {
		t.Fatal(err)
	}
	return out
}
