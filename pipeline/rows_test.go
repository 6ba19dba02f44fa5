package pipeline

import (
	"bytes"
	"cmp"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/apache/arrow/go/v17/arrow"
	"github.com/apache/arrow/go/v17/arrow/array"
	"github.com/apache/arrow/go/v17/arrow/memory"
	gocmp "github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

// everyType has a column of each type that a batch may hold.
var everyType = &Dataset{Name: "every_type", Doc: "d", Grain: "g", Columns: []Column{
	toyPosting, toyStatus, toyFactor, &Days{Name: "days", Doc: "d", Unit: "calendar days"}, toySoldOn,
	&Instant{Name: "at", Doc: "d"}, toyAmount, &Rate{Name: "rate", Doc: "d"}, toyOnTime, toyPart, toyCurrency, toyOrder,
}, Partition: toyByOrder}

// drawBatch returns a batch of everyType, now and then cut out of a larger one,
// so that columns begin in the middle of their buffers.
func drawBatch(t *rapid.T, mem memory.Allocator, d *Dataset) arrow.Record {
	rows := rapid.IntRange(0, 40).Draw(t, "rows")
	b := NewBuilder(mem, d)
	defer b.Release()
	text := rapid.SampledFrom([]string{"", "1-2-3", "1-2-4", "1-2", "7-7-7", "9", "ёж", "12345678-0001-1"})
	areCuts := rapid.Bool().Draw(t, "are cuts")
	for range rows {
		written := map[Column]string{}
		for i, c := range d.Columns {
			if rapid.IntRange(0, 3).Draw(t, "null") == 0 {
				b.Field(i).AppendNull()
				continue
			}
			value := fmt.Sprint(rapid.IntRange(-3, 3).Draw(t, "value"))
			switch c.Type() {
			case TextType, CodeType:
				value = text.Draw(t, "text")
				if begins := c.About().Begins; begins != nil && areCuts {
					value = written[begins]
					value = value[:len(value)-rapid.IntRange(0, min(len(value), 2)).Draw(t, "cut")]
				}
				written[c] = value
			case FlagType:
				value = fmt.Sprint(value > "1")
			case DateType:
				value = "2026-03-0" + strings.TrimPrefix(value+"1", "-")[:1]
				if strings.HasSuffix(value, "0") {
					value = "2026-03-09"
				}
			case InstantType:
				value = "2026-03-01T00:00:0" + strings.TrimPrefix(value, "-")
			}
			if err := b.Field(i).AppendValueFromString(value); err != nil {
				t.Fatal(err)
			}
		}
	}
	rec := b.Record()
	if rows < 3 || rapid.Bool().Draw(t, "whole") {
		return rec
	}
	defer rec.Release()
	from := rapid.IntRange(0, rows-1).Draw(t, "from")
	return rec.NewSlice(int64(from), int64(rapid.IntRange(from, rows).Draw(t, "to")))
}

// texts returns the rows of a batch, nulls told from empty texts.
func texts(rec arrow.Record) []string {
	var out []string
	for row := range int(rec.NumRows()) {
		var b strings.Builder
		for _, c := range rec.Columns() {
			if c.IsNull(row) {
				b.WriteString("null|")
			} else {
				fmt.Fprintf(&b, "%q|", c.ValueStr(row))
			}
		}
		out = append(out, b.String())
	}
	return out
}

func TestTakeIsAnyChoiceOfRows(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		mem := memory.NewCheckedAllocator(memory.NewGoAllocator())
		defer mem.AssertSize(t, 0)
		rec := drawBatch(t, mem, everyType)
		defer rec.Release()
		rows := texts(rec)
		indices := rapid.SliceOf(rapid.Int32Range(-1, int32(len(rows)-1))).Draw(t, "indices")
		if rapid.Bool().Draw(t, "in order") { // so that there are runs
			indices = indices[:0]
			for from := 0; from < len(rows); {
				to := rapid.IntRange(from, len(rows)).Draw(t, "to")
				for ; from < to; from++ {
					indices = append(indices, int32(from))
				}
				from += rapid.IntRange(1, 3).Draw(t, "gap")
			}
		}
		var want []string
		for _, i := range indices {
			if i < 0 {
				want = append(want, strings.Repeat("null|", int(rec.NumCols())))
			} else {
				want = append(want, rows[i])
			}
		}
		got := Take(mem, rec, indices)
		defer got.Release()
		if diff := gocmp.Diff(want, texts(got)); diff != "" {
			t.Fatalf("-want +got:\n%s", diff)
		}
	})
}

// TestCopyTextCopies: what copyText writes in words are the bytes that copy writes, and
// nothing before them or behind the end of what it is given.
func TestCopyTextCopies(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		from := rapid.SliceOfN(rapid.Byte(), 0, 60).Draw(t, "from")
		n := rapid.IntRange(0, len(from)).Draw(t, "bytes")
		memory := bytes.Repeat([]byte{0xa5}, 100)
		at, room := 10, n+rapid.IntRange(0, 30).Draw(t, "room behind")
		copyText(memory[at:at+room:at+room], from, n)
		if !bytes.Equal(memory[at:at+n], from[:n]) {
			t.Errorf("%x, want %x", memory[at:at+n], from[:n])
		}
		if outside := slices.Concat(memory[:at], memory[at+room:]); bytes.Count(outside, []byte{0xa5}) != len(outside) {
			t.Errorf("%d bytes with room for %d wrote outside of it: %x", n, room, memory)
		}
	})
}

// TestTakeOfTooMuchText: texts that are taken so often that their offsets would not fit
// 31 bits are refused by name.
func TestTakeOfTooMuchText(t *testing.T) {
	texts := array.NewStringBuilder(memory.DefaultAllocator)
	defer texts.Release()
	texts.Append(strings.Repeat("x", 1<<20))
	column := texts.NewArray()
	defer column.Release()
	defer func() {
		if v := fmt.Sprint(recover()); !strings.Contains(v, "2147483648 bytes of text are more than a batch can hold") {
			t.Errorf("recovered %s", v)
		}
	}()
	TakeColumn(memory.DefaultAllocator, column, make([]int32, 1<<11)).Release()
}

func TestSpreadKeepsOrdersTogether(t *testing.T) {
	var r spreader // its memory is used again and again
	rapid.Check(t, func(t *rapid.T) {
		mem := memory.NewCheckedAllocator(memory.NewGoAllocator())
		defer mem.AssertSize(t, 0)
		rec := drawBatch(t, mem, everyType)
		defer rec.Release()
		s := spreading{uint8(rapid.IntRange(0, 8).Draw(t, "bits"))}
		order, offsets := r.order(s, everyType, rec)
		out := Take(mem, rec, order)
		defer out.Release()
		if len(offsets) != s.parts()+1 || offsets[0] != 0 || int64(offsets[s.parts()]) != rec.NumRows() || !slices.IsSorted(offsets) {
			t.Fatalf("offsets %v of %d rows", offsets, rec.NumRows())
		}
		partOf := map[string]int{}
		before := texts(rec)
		after := texts(out)
		for p := range s.parts() {
			last := -1
			for row := offsets[p]; row < offsets[p+1]; row++ {
				// The order of a posting, by another way than orderOfPosting.
				order := ""
				if c := toyPosting.In(out); c.IsValid(int(row)) {
					order = c.Value(int(row))
				}
				if pieces := strings.Split(order, "-"); len(pieces) > 2 {
					order = strings.Join(pieces[:len(pieces)-1], "-")
				}
				if have, ok := partOf[order]; ok && have != p {
					t.Fatalf("order %q is in partitions %d and %d", order, have, p)
				}
				partOf[order] = p
				at := slices.Index(before[last+1:], after[row])
				if at < 0 {
					t.Fatalf("row %d of partition %d is not in its old order", row, p)
				}
				last += at + 1
			}
		}
		slices.Sort(before)
		slices.Sort(after)
		if diff := gocmp.Diff(before, after); diff != "" {
			t.Fatalf("rows changed (-before +after):\n%s", diff)
		}
	})
}

func TestOrderOfPosting(t *testing.T) {
	for posting, want := range map[string]string{
		"": "", "-": "-", "12345678": "12345678", "12345678-0001": "12345678-0001",
		"12345678-0001-1": "12345678-0001", "12345678-0001-10": "12345678-0001", "a-b-c-d": "a-b-c", "--": "-",
	} {
		if got := string(orderOfPosting([]byte(posting))); got != want {
			t.Errorf("order of %q is %q, want %q", posting, got, want)
		}
	}
}

func TestSpreadingFor(t *testing.T) {
	const mib = 1 << 20
	for _, test := range []struct {
		input, memory int64
		want          int
		why           string
	}{
		{0, 384 * mib, 1, "nothing to spread"},
		{32 * mib, 384 * mib, 2, "16 MiB each, to keep workers busy"},
		{48 * mib, 384 * mib, 4, "a power of two"},
		{200 * mib, 384 * mib, 8, "busy, and still small enough"},
		{700 * mib, 384 * mib, 32, "32 MiB each"},
		{700 * mib, 256 * mib, 128, "small memory has small partitions"},
		{10 << 30, 1200 * mib, 256, "a 24th of the memory each"},
		{100 << 30, 2048 * mib, 1024, "larger ones, so that there are no more"},
		{100 << 30, 384 * mib, maxPartitions, "memory for no larger ones"},
		{1 << 50, 384 * mib, maxPartitions, "no more than that"},
	} {
		if got := spreadingFor(test.input, test.memory).parts(); got != test.want {
			t.Errorf("%d bytes, memory %d: %d partitions, want %d (%s)", test.input, test.memory, got, test.want, test.why)
		}
	}
}

func TestFinerSpreadingsSplitCoarserOnes(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		hash := rapid.Uint64().Draw(t, "hash")
		bits := uint8(rapid.IntRange(0, 11).Draw(t, "bits"))
		if coarse, fine := (spreading{bits}).of(hash), (spreading{bits + 1}).of(hash); fine/2 != coarse {
			t.Fatalf("partition %d of %d bits, %d of one more", coarse, bits, fine)
		}
	})
}

func TestSortedIsTheOrderOfTheKey(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		mem := memory.NewCheckedAllocator(memory.NewGoAllocator())
		defer mem.AssertSize(t, 0)
		rec := drawBatch(t, mem, everyType)
		defer rec.Release()
		key := rapid.Permutation(everyType.Columns).Draw(t, "columns")[:rapid.IntRange(0, 4).Draw(t, "key")]
		d := changed(everyType, func(d *Dataset) { d.Key = key })
		var hashes []uint64
		if rapid.Bool().Draw(t, "hashed") {
			hashes = PartitionHashes(d, rec)
		}
		rows := texts(rec)
		order := make([]int, len(rows))
		for i := range order {
			order[i] = i
		}
		slices.SortStableFunc(order, func(i, j int) int {
			if hashes != nil && hashes[i] != hashes[j] {
				return cmp.Compare(hashes[i], hashes[j])
			}
			for _, c := range slices.Concat(d.Key, d.Columns) {
				a := rec.Column(d.Index(c))
				if a.IsNull(i) != a.IsNull(j) {
					return map[bool]int{true: -1, false: 1}[a.IsNull(i)]
				}
				if a.IsNull(i) {
					continue
				}
				x, y := a.ValueStr(i), a.ValueStr(j)
				switch c.Type() {
				case IntType, DaysType, MoneyType, RateType, ShareType:
					x, y = fmt.Sprint(2000+number(x)), fmt.Sprint(2000+number(y))
				}
				if x != y {
					return strings.Compare(x, y)
				}
			}
			return 0
		})
		var want []string
		for _, i := range order {
			want = append(want, rows[i])
		}
		got := rec
		if order := sortedRows(d, rec, hashes); order != nil {
			got = Take(mem, rec, order)
			defer got.Release()
		}
		if diff := gocmp.Diff(want, texts(got)); diff != "" {
			t.Fatalf("by %v (-want +got):\n%s", d.Key, diff)
		}
	})
}

// The order is all pieces of a posting number but the last.
func TestOrderOfPostingDropsTheLastPiece(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		posting := string(rapid.SliceOfN(rapid.SampledFrom([]byte("---,.1\x00\x2c\xad\xff")), 0, 20).Draw(t, "posting"))
		want := posting
		if pieces := strings.Split(posting, "-"); len(pieces) > 2 {
			want = strings.Join(pieces[:len(pieces)-1], "-")
		}
		if got := string(orderOfPosting([]byte(posting))); got != want {
			t.Fatalf("order of %q is %q, want %q", posting, got, want)
		}
	})
}
