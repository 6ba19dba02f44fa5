package parquetio

import (
	"cmp"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/apache/arrow/go/v17/arrow"
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
	dirs := []string{write(t, rows, 7000, Options{}), write(t, rows, len(rows), Options{Workers: 2})}
	if diff := gocmp.Diff(byKey(rows), read(t, dirs[0])); diff != "" {
		t.Errorf("rows read are not those written in order (-want +read):\n%.2000s", diff)
	}
	if diff := gocmp.Diff(contents(t, dirs[0]), contents(t, dirs[1])); diff != "" {
		t.Error("bytes depend on the batches or on the workers")
	}
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
		want := make([]int32, len(rows))
		for i := range want {
			want[i] = int32(i)
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
		cut := rapid.Int64Range(0, rec.NumRows()).Draw(t, "cut")
		d := &pipeline.Dataset{Name: "keyed", Columns: lines.Columns, Key: key}
		if err := g.arrange(d, []arrow.Record{rec.NewSlice(0, cut), rec.NewSlice(cut, rec.NumRows())}); err != nil {
			t.Fatal(err)
		}
		if len(g.order) == 0 && slices.IsSorted(want) {
			return
		}
		if !slices.Equal(want, g.order) {
			t.Fatalf("order is %v, want %v", g.order, want)
		}
	})
}
