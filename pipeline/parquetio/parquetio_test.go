package parquetio

import (
	"errors"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/apache/arrow/go/v17/arrow"
	"github.com/apache/arrow/go/v17/arrow/array"
	"github.com/apache/arrow/go/v17/arrow/memory"
	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"ozpayout/pipeline"
)

// A dataset with a column of every type, and its key.
var (
	lineID     = &pipeline.Int{Name: "line_id", Doc: "number of the line"}
	shop       = &pipeline.Code{Name: "shop", Doc: "where it was sold"}
	posting    = &pipeline.Text{Name: "posting_number", Doc: "the posting"}
	currency   = &pipeline.Code{Name: "currency_code", Doc: "currency of amount"}
	amount     = &pipeline.Money{Name: "amount", Doc: "what is paid", Currency: currency}
	rate       = &pipeline.Rate{Name: "rate", Doc: "roubles for one unit"}
	paidOn     = &pipeline.Date{Name: "paid_on", Doc: "day of payment; null = not yet"}
	acceptedAt = &pipeline.Instant{Name: "accepted_at", Doc: "when the parcel was taken over"}
	late       = &pipeline.Days{Name: "late_days", Doc: "days after the due date", Unit: "business days"}
	isPaid     = &pipeline.Flag{Name: "is_paid", Doc: "whether the money came"}
	cost       = &pipeline.Share{Name: "cost", Doc: "cost of the route", Unit: "share 0..1"}

	lines = &pipeline.Dataset{
		Name: "lines", Doc: "Lines of a test.", Grain: "one row per line",
		Columns: []pipeline.Column{lineID, shop, posting, currency, amount, rate, paidOn, acceptedAt, late, isPaid, cost},
		Key:     []pipeline.Column{lineID, shop},
	}
)

// A line is a row of lines; nil is null.
type line struct {
	ID       int64
	Shop     string
	Posting  *string
	Currency *string
	Amount   *int64
	Rate     *int64
	PaidOn   *int32
	Accepted *int64
	Late     *int32
	IsPaid   *bool
	Cost     *float64
}

//go:fix inline
func ptr[T any](v T) *T { return new(v) }

func add[T any](value *T, full func(T), null func()) {
	if value == nil {
		null()
		return
	}
	full(*value)
}

func recordOf(mem memory.Allocator, rows []line) arrow.Record {
	b := pipeline.NewBuilder(mem, lines)
	defer b.Release()
	code := func(to *array.BinaryDictionaryBuilder) func(string) {
		return func(s string) {
			if err := to.AppendString(s); err != nil {
				panic(err)
			}
		}
	}
	for _, r := range rows {
		lineID.To(b).Append(r.ID)
		code(shop.To(b))(r.Shop)
		add(r.Posting, posting.To(b).Append, posting.To(b).AppendNull)
		add(r.Currency, code(currency.To(b)), currency.To(b).AppendNull)
		add(r.Amount, amount.To(b).Append, amount.To(b).AppendNull)
		add(r.Rate, rate.To(b).Append, rate.To(b).AppendNull)
		add(r.PaidOn, func(v int32) { paidOn.To(b).Append(arrow.Date32(v)) }, paidOn.To(b).AppendNull)
		add(r.Accepted, func(v int64) { acceptedAt.To(b).Append(arrow.Timestamp(v)) }, acceptedAt.To(b).AppendNull)
		add(r.Late, late.To(b).Append, late.To(b).AppendNull)
		add(r.IsPaid, isPaid.To(b).Append, isPaid.To(b).AppendNull)
		add(r.Cost, cost.To(b).Append, cost.To(b).AppendNull)
	}
	return b.Record()
}

func cell[T any](column arrow.Array, i int, value func(int) T) *T {
	if column.IsNull(i) {
		return nil
	}
	return new(value(i))
}

func word(column *array.Dictionary) func(int) string {
	return func(i int) string {
		return strings.Clone(column.Dictionary().(*array.String).Value(column.GetValueIndex(i)))
	}
}

func linesOf(rec arrow.Record) []line {
	rows := make([]line, rec.NumRows())
	for i := range rows {
		rows[i] = line{
			ID:       lineID.In(rec).Value(i),
			Shop:     word(shop.In(rec))(i),
			Posting:  cell(posting.In(rec), i, func(i int) string { return strings.Clone(posting.In(rec).Value(i)) }),
			Currency: cell(currency.In(rec), i, word(currency.In(rec))),
			Amount:   cell(amount.In(rec), i, amount.In(rec).Value),
			Rate:     cell(rate.In(rec), i, rate.In(rec).Value),
			PaidOn:   cell(paidOn.In(rec), i, func(i int) int32 { return int32(paidOn.In(rec).Value(i)) }),
			Accepted: cell(acceptedAt.In(rec), i, func(i int) int64 { return int64(acceptedAt.In(rec).Value(i)) }),
			Late:     cell(late.In(rec), i, late.In(rec).Value),
			IsPaid:   cell(isPaid.In(rec), i, isPaid.In(rec).Value),
			Cost:     cell(cost.In(rec), i, cost.In(rec).Value),
		}
	}
	return rows
}

// edges are the rows at which Parquet libraries go wrong, in the order of the key.
var edges = []line{
	{
		ID: -4, Shop: "", Posting: new("номер\u200b 1"), Currency: new("CNY"), Amount: new(int64(-1850000)), Rate: new(int64(-1)),
		PaidOn: new(int32(-3653)) /* 1960-01-01 */, Accepted: new(int64(-1)), Late: new(int32(-7)), IsPaid: new(true), Cost: new(math.Inf(-1)),
	},
	{
		ID: 1, Shop: "everything", Posting: new("0012345678-0001-1"), Currency: new("RUB"), Amount: new(int64(123456)), Rate: new(int64(923652000000)),
		PaidOn: new(int32(20517)) /* 2026-03-05 */, Accepted: new(int64(1772668800000000)), Late: new(int32(3)), IsPaid: new(true), Cost: new(0.25),
	},
	{ID: 2, Shop: "nothing"},
	{
		ID: 3, Shop: "zeros", Posting: new(""), Currency: new(""), Amount: new(int64(0)), Rate: new(int64(0)),
		PaidOn: new(int32(0)), Accepted: new(int64(0)), Late: new(int32(0)), IsPaid: new(false), Cost: new(0.0),
	},
	{
		ID: math.MaxInt64, Shop: "far", Posting: new(strings.Repeat("ы", 4000)), Currency: new("RUB"), Amount: new(int64(999_999_999_999_999_999)), Rate: new(int64(-999_999_999_999_999_999)),
		PaidOn: ptr(int32(math.MinInt32)), Accepted: ptr(int64(math.MinInt64)), Late: ptr(int32(math.MaxInt32)), IsPaid: new(false), Cost: ptr(math.MaxFloat64),
	},
}

func encoders(t testing.TB, n int) *Encoders {
	t.Helper()
	all, err := NewEncoders(n)
	if err != nil {
		t.Fatal(err)
	}
	return all
}

// write writes rows in batches of size rows and returns the folder.
func write(t testing.TB, rows []line, size int, o Options) string {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "lines")
	w, err := Create(dir, lines, o)
	if err != nil {
		t.Fatal(err)
	}
	for from := 0; from < len(rows); from += size {
		rec := recordOf(memory.DefaultAllocator, rows[from:min(from+size, len(rows))])
		err := w.Write(rec, nil)
		rec.Release()
		if err != nil {
			t.Fatal(err)
		}
	}
	n, err := w.Close()
	if err != nil {
		t.Fatal(err)
	}
	if n != int64(len(rows)) {
		t.Fatalf("Close says %d rows, %d were written", n, len(rows))
	}
	return dir
}

func read(t testing.TB, dir string) []line {
	t.Helper()
	r, err := Open(dir, lines)
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	var rows []line
	for rec, err := range r.Batches() {
		if err != nil {
			t.Fatal(err)
		}
		rows = append(rows, linesOf(rec)...)
	}
	return rows
}

func TestEdgesComeBack(t *testing.T) {
	if diff := cmp.Diff(edges, read(t, write(t, edges, len(edges), Options{}))); diff != "" {
		t.Errorf("rows read differ from rows written (-written +read):\n%s", diff)
	}
}

func TestNoRowsAreAnEmptyTable(t *testing.T) {
	if rows := read(t, write(t, nil, 1, Options{})); len(rows) != 0 {
		t.Errorf("got %d rows of an empty dataset", len(rows))
	}
}

func TestRowsComeBack(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		rows := rapid.SliceOfN(drawnLine(), 0, 300).Draw(t, "rows")
		size := rapid.IntRange(1, 400).Draw(t, "batch size")
		dir, err := os.MkdirTemp("", "parquetio")
		if err != nil {
			t.Fatal(err)
		}
		defer os.RemoveAll(dir)
		mem := memory.NewCheckedAllocator(memory.NewGoAllocator())
		w, err := Create(dir, lines, Options{})
		if err != nil {
			t.Fatal(err)
		}
		for from := 0; from < len(rows); from += size {
			rec := recordOf(mem, rows[from:min(from+size, len(rows))])
			if err := w.Write(rec, nil); err != nil {
				t.Fatal(err)
			}
			rec.Release()
		}
		if _, err := w.Close(); err != nil {
			t.Fatal(err)
		}
		r, err := Open(dir, lines)
		if err != nil {
			t.Fatal(err)
		}
		defer r.Close()
		r.mem = mem
		back := []line{}
		for rec, err := range r.Batches() {
			if err != nil {
				t.Fatal(err)
			}
			back = append(back, linesOf(rec)...)
		}
		if diff := cmp.Diff(byKey(rows), back); diff != "" {
			t.Fatalf("rows read differ from rows written (-written +read):\n%s", diff)
		}
		if n := mem.CurrentAlloc(); n != 0 {
			t.Fatalf("%d bytes are not released", n)
		}
	})
}

// drawnLine draws rows with repeated and with unique values in every column.
func drawnLine() *rapid.Generator[line] {
	texts := rapid.OneOf(rapid.SampledFrom([]string{"", "A", "B"}), rapid.String())
	return rapid.Custom(func(t *rapid.T) line {
		return line{
			ID:       rapid.OneOf(rapid.Int64Range(-2, 2), rapid.Int64()).Draw(t, "id"),
			Shop:     texts.Draw(t, "shop"),
			Posting:  rapid.Ptr(texts, true).Draw(t, "posting"),
			Currency: rapid.Ptr(texts, true).Draw(t, "currency"),
			Amount:   rapid.Ptr(rapid.OneOf(rapid.Int64Range(-3, 3), rapid.Int64()), true).Draw(t, "amount"),
			Rate:     rapid.Ptr(rapid.Int64(), true).Draw(t, "rate"),
			PaidOn:   rapid.Ptr(rapid.OneOf(rapid.Int32Range(20000, 20010), rapid.Int32()), true).Draw(t, "paid on"),
			Accepted: rapid.Ptr(rapid.Int64(), true).Draw(t, "accepted"),
			Late:     rapid.Ptr(rapid.Int32Range(-5, 60), true).Draw(t, "late"),
			IsPaid:   rapid.Ptr(rapid.Bool(), true).Draw(t, "is paid"),
			Cost:     rapid.Ptr(rapid.Float64(), true).Draw(t, "cost"),
		}
	})
}

// many returns n rows that repeat and vary like those of a mart.
func many(n int) []line {
	rows := make([]line, n)
	for i := range rows {
		rows[i] = line{
			ID: int64(i), Shop: fmt.Sprintf("shop-%d", i%7),
			Posting: new(fmt.Sprintf("%08d-%04d-1", i/3*7919%100_000_000, i/3%10_000)),
			Amount:  new(int64(i) * 104_729 % 1_000_000), Rate: new(int64(i%90) * 1_000_000),
			PaidOn: new(int32(20_000 + i%400)), Accepted: new(int64(i) * 977_000_000),
			Late: new(int32(i%40 - 5)), IsPaid: new(i%3 == 0), Cost: new(float64(i%1000) / 1000),
		}
		if i%5 == 0 {
			rows[i].PaidOn, rows[i].Late, rows[i].Amount, rows[i].Posting = nil, nil, nil, nil
		}
		if i%2 == 0 {
			rows[i].Currency = new([]string{"RUB", "CNY", "USD"}[i/2%3])
		}
	}
	return rows
}

func contents(t *testing.T, dir string) map[string]string {
	t.Helper()
	files, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	found := make(map[string]string)
	for _, f := range files {
		b, err := os.ReadFile(filepath.Join(dir, f.Name()))
		if err != nil {
			t.Fatal(err)
		}
		found[f.Name()] = string(b)
	}
	return found
}

func TestWritersShareEncoders(t *testing.T) {
	rows, other := many(2*GroupRows+5000), many(GroupRows+77)
	shared := Options{Encoders: encoders(t, 2)}
	var together sync.WaitGroup
	for range 3 {
		for _, some := range [][]line{rows, other} {
			want := contents(t, write(t, some, len(some), Options{}))
			together.Go(func() {
				if diff := cmp.Diff(want, contents(t, write(t, some, 4096, shared))); diff != "" {
					t.Errorf("%d rows: other bytes than with an encoder of their own", len(some))
				}
			})
		}
	}
	together.Wait()
}

func TestBytesDependOnRowsAlone(t *testing.T) {
	rows := many(2*GroupRows + 5000)
	want := contents(t, write(t, rows, len(rows), Options{RowsPerFile: GroupRows}))
	if len(want) != 3 {
		t.Errorf("%d parts, want one for each of the three row groups", len(want))
	}
	for _, try := range []struct{ size, encoders int }{{1000, 1}, {4096, 3}, {GroupRows, 2}, {GroupRows + 1, 2}} {
		got := contents(t, write(t, rows, try.size, Options{RowsPerFile: GroupRows, Encoders: encoders(t, try.encoders)}))
		for name := range want {
			if got[name] != want[name] {
				t.Errorf("batches of %d rows, %d encoders: %s has other bytes", try.size, try.encoders, name)
			}
		}
		if len(got) != len(want) {
			t.Errorf("batches of %d rows, %d encoders: %d parts, want %d", try.size, try.encoders, len(got), len(want))
		}
	}
}

func TestManyRowsComeBack(t *testing.T) {
	rows := many(GroupRows + 77)
	if diff := cmp.Diff(rows, read(t, write(t, rows, 50_000, Options{Encoders: encoders(t, 2)}))); diff != "" {
		t.Errorf("rows read differ from rows written (-written +read):\n%.2000s", diff)
	}
}

// What panics while rows are encoded is an error of the writer, and no end of the process.
func TestMistakeWhileEncoding(t *testing.T) {
	rec := recordOf(memory.DefaultAllocator, []line{{ID: 1}})
	defer rec.Release()
	w, err := Create(t.TempDir(), lines, Options{})
	if err != nil {
		t.Fatal(err)
	}
	if err := w.Write(rec, []int32{7}); err != nil { // a row that the batch does not have
		t.Fatal(err)
	}
	_, err = w.Close()
	var mistake *pipeline.InternalError
	var panicked *pipeline.PanicError
	if !errors.As(err, &mistake) || !errors.As(err, &panicked) || mistake.Reason != lines.Name {
		t.Errorf("got error %v, want a panic of %s", err, lines.Name)
	}
}

func TestKeyMayNotBeNull(t *testing.T) {
	b := pipeline.NewBuilder(memory.DefaultAllocator, lines)
	defer b.Release()
	for i, field := range lines.Columns {
		b.Field(i).AppendEmptyValue()
		if field == shop {
			b.Field(i).AppendNull()
		} else {
			b.Field(i).AppendEmptyValue()
		}
	}
	rec := b.Record()
	defer rec.Release()
	w, err := Create(t.TempDir(), lines, Options{})
	if err != nil {
		t.Fatal(err)
	}
	err = w.Write(rec, nil)
	if want := "lines: key column shop is null in row 2"; err == nil || err.Error() != want {
		t.Errorf("got error %v, want %s", err, want)
	}
	if _, closing := w.Close(); closing != err {
		t.Errorf("Close returns %v, want the error of Write", closing)
	}
}

func TestPartsAreNotOverwritten(t *testing.T) {
	dir := write(t, edges, 1, Options{})
	if w, err := Create(dir, lines, Options{}); !os.IsExist(err) {
		t.Errorf("Create over a dataset: %v, %v; want a file that exists", w, err)
	}
}

// TestFoldersWithPatternCharacters: the name of a folder is no pattern.
func TestFoldersWithPatternCharacters(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "out [2026]*?")
	if err := os.Rename(write(t, edges, 1, Options{}), dir); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(edges, read(t, dir)); diff != "" {
		t.Errorf("rows read differ from rows written (-written +read):\n%s", diff)
	}
}

func TestChosenColumns(t *testing.T) {
	r, err := Open(write(t, edges, 2, Options{}), lines)
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	for rec, err := range r.Batches(amount, shop) {
		if err != nil {
			t.Fatal(err)
		}
		if rec.NumCols() != 2 || amount.In(rec).Value(0) != -1850000 || word(shop.In(rec))(2) != "nothing" {
			t.Errorf("got %v", rec)
		}
	}
	stranger := &pipeline.Int{Name: "stranger"}
	for _, err := range r.Batches(stranger) {
		if err == nil {
			t.Error("a column of another dataset is read")
		}
	}
}
