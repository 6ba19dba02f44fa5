package parquetio

import (
	"cmp"
	"math/rand/v2"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/apache/arrow/go/v17/arrow/memory"
	gocmp "github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"ozpayout/pipeline"
)

// byKey is what arrange does in many steps for speed: it returns lines as they
// are written, ordered by their key within row groups.
func byKey(rows []line) []line {
	rows = slices.Clone(rows)
	for group := range slices.Chunk(rows, GroupRows) {
		slices.SortStableFunc(group, func(a, b line) int {
			return cmp.Or(cmp.Compare(a.ID, b.ID), strings.Compare(a.Shop, b.Shop))
		})
	}
	return rows
}

// TestRowsAreOrderedWithinGroups: no row leaves its row group, none is lost, and
// lines of one key stay as they came.
func TestRowsAreOrderedWithinGroups(t *testing.T) {
	rows := many(2*GroupRows + 500)
	random := rand.New(rand.NewPCG(3, 4))
	random.Shuffle(len(rows), func(i, j int) { rows[i], rows[j] = rows[j], rows[i] })
	for i := range rows {
		rows[i].ID %= GroupRows / 2
	}
	dirs := []string{write(t, rows, 7000, Options{}), write(t, rows, len(rows), Options{Encoders: encoders(t, 2)})}
	if diff := gocmp.Diff(byKey(rows), read(t, dirs[0])); diff != "" {
		t.Errorf("rows read are not those written in order (-want +read):\n%.2000s", diff)
	}
	if diff := gocmp.Diff(contents(t, dirs[0]), contents(t, dirs[1])); diff != "" {
		t.Error("bytes depend on the batches or on the workers")
	}
}

// TestOrderOfBatch: rows in an order are written as if they stood in it, whatever
// row groups they go to.
func TestOrderOfBatch(t *testing.T) {
	rows := many(GroupRows + GroupRows/2)
	for i := range rows {
		rows[i].ID %= GroupRows / 4
	}
	random := rand.New(rand.NewPCG(5, 6))
	dir := filepath.Join(t.TempDir(), "lines")
	w, err := Create(dir, lines, Options{})
	if err != nil {
		t.Fatal(err)
	}
	for some := range slices.Chunk(rows, GroupRows/3+1) {
		order := make([]int32, len(some))
		shuffled := make([]line, len(some))
		for i, row := range random.Perm(len(some)) {
			order[i] = int32(row)
			shuffled[row] = some[i]
		}
		rec := recordOf(memory.DefaultAllocator, shuffled)
		err := w.Write(rec, order)
		rec.Release()
		if err != nil {
			t.Fatal(err)
		}
	}
	if _, err := w.Close(); err != nil {
		t.Fatal(err)
	}
	if diff := gocmp.Diff(contents(t, write(t, rows, 7000, Options{})), contents(t, dir)); diff != "" {
		t.Error("bytes depend on the order in which rows stand in their batch")
	}
}

// drawnOrder draws an order of so many rows.
func drawnOrder(t *rapid.T, rows int) []int32 {
	order := make([]int32, rows)
	for i := range order {
		order[i] = int32(i)
	}
	return rapid.Permutation(order).Draw(t, "order")
}

// TestArrange: the order by any key of required columns is the obvious one.
func TestArrange(t *testing.T) {
	var g gatherer // its buffers are used again and again
	words := rapid.OneOf(rapid.SampledFrom([]string{"", "A", "B", "a long text, a longer one", "a long text, a longer two"}), rapid.String())
	whens := rapid.OneOf(rapid.Int64Range(-3, 3), rapid.Int64())
	days := rapid.OneOf(rapid.Int32Range(-3, 3), rapid.Int32())
	rapid.Check(t, func(t *rapid.T) {
		rows := rapid.SliceOfN(rapid.Custom(func(t *rapid.T) line {
			return line{
				Shop: words.Draw(t, "shop"), Posting: new(words.Draw(t, "posting")), Accepted: new(whens.Draw(t, "accepted")),
				PaidOn: new(days.Draw(t, "paid on")), IsPaid: new(rapid.Bool().Draw(t, "is paid")),
			}
		}), 1, 100).Draw(t, "rows")
		flag := map[bool]int{true: 1}
		order := map[pipeline.Column]func(a, b line) int{
			shop:       func(a, b line) int { return strings.Compare(a.Shop, b.Shop) },
			posting:    func(a, b line) int { return strings.Compare(*a.Posting, *b.Posting) },
			acceptedAt: func(a, b line) int { return cmp.Compare(*a.Accepted, *b.Accepted) },
			paidOn:     func(a, b line) int { return cmp.Compare(*a.PaidOn, *b.PaidOn) },
			isPaid:     func(a, b line) int { return cmp.Compare(flag[*a.IsPaid], flag[*b.IsPaid]) },
		}
		key := rapid.SliceOfNDistinct(rapid.SampledFrom([]pipeline.Column{shop, posting, acceptedAt, paidOn, isPaid}), 0, 3, rapid.ID).Draw(t, "key")
		cut := rapid.IntRange(0, len(rows)).Draw(t, "cut")
		first, second := drawnOrder(t, cut), drawnOrder(t, len(rows)-cut)
		want := slices.Clone(first)
		for _, row := range second {
			want = append(want, row+int32(cut))
		}
		slices.SortStableFunc(want, func(a, b int32) int {
			for _, c := range key {
				if by := order[c](rows[a], rows[b]); by != 0 {
					return by
				}
			}
			return 0
		})
		rec := recordOf(memory.DefaultAllocator, rows)
		defer rec.Release()
		d := &pipeline.Dataset{Name: "keyed", Columns: lines.Columns, Key: key}
		if err := g.arrange(d, []batch{{rec.NewSlice(0, int64(cut)), first}, {rec.NewSlice(int64(cut), rec.NumRows()), second}}); err != nil {
			t.Fatal(err)
		}
		if !slices.Equal(want, g.order) {
			t.Fatalf("order is %v, want %v", g.order, want)
		}
	})
}
