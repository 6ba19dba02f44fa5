package pipeline

import (
	"os"
	"slices"
	"testing"

	"github.com/apache/arrow/go/v17/arrow"
	"github.com/apache/arrow/go/v17/arrow/memory"
	gocmp "github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

func storeTexts(t *rapid.T, s *store, d *Dataset, part int) []string {
	var out []string
	for rec, err := range s.read(d, part) {
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, texts(rec)...)
	}
	return out
}

func TestStoreGivesBackWhatItGot(t *testing.T) {
	folder := t.TempDir()
	rapid.Check(t, func(t *rapid.T) {
		mem := memory.NewCheckedAllocator(memory.NewGoAllocator())
		defer mem.AssertSize(t, 0)
		s := spreading{uint8(rapid.IntRange(0, 4).Draw(t, "bits"))}
		// The same batches, in another order, kept in memory and not.
		roomy := newStore(mem, s, 1<<30, folder+"/roomy")
		tight := newStore(mem, s, int64(rapid.IntRange(0, 4000).Draw(t, "budget")), folder+"/tight")
		var batches []arrow.Record
		var all []string
		for range rapid.IntRange(0, 6).Draw(t, "batches") {
			rec := drawBatch(t, mem, everyType)
			defer rec.Release()
			batches = append(batches, rec)
			all = append(all, texts(rec)...)
		}
		order := make([]int, len(batches))
		for i := range order {
			order[i] = i
		}
		for i, rec := range batches {
			if err := roomy.addSpread(everyType, place{major: i}, rec); err != nil {
				t.Fatal(err)
			}
		}
		for _, i := range rapid.Permutation(order).Draw(t, "order") {
			if err := tight.addSpread(everyType, place{major: i}, batches[i]); err != nil {
				t.Fatal(err)
			}
		}
		for _, store := range []*store{roomy, tight} {
			store.seal(everyType)
		}
		var parts []string
		for p := range s.parts() {
			got := storeTexts(t, roomy, everyType, p)
			parts = append(parts, got...)
			if diff := gocmp.Diff(got, storeTexts(t, tight, everyType, p)); diff != "" {
				t.Fatalf("partition %d (-in memory +spilled):\n%s", p, diff)
			}
		}
		whole := storeTexts(t, tight, everyType, shared)
		slices.Sort(all)
		slices.Sort(parts)
		slices.Sort(whole)
		if diff := gocmp.Diff(all, parts); diff != "" {
			t.Fatalf("by partition (-added +read):\n%s", diff)
		}
		if diff := gocmp.Diff(all, whole); diff != "" {
			t.Fatalf("as a whole (-added +read):\n%s", diff)
		}
		for _, store := range []*store{roomy, tight} {
			if err := store.close(); err != nil {
				t.Fatal(err)
			}
			if store.used != 0 {
				t.Fatalf("%d bytes are still counted", store.used)
			}
		}
	})
	for _, name := range []string{"/roomy", "/tight"} {
		if left, err := os.ReadDir(folder + name); err == nil && len(left) > 0 {
			t.Errorf("%d spill files are left", len(left))
		}
	}
}

func TestSmallRowsNeverTouchTheDisk(t *testing.T) {
	folder := t.TempDir() + "/spill"
	s := newStore(memory.NewGoAllocator(), spreading{2}, 1<<20, folder)
	b := NewBuilder(s.mem, toySums)
	if err := toyCurrency.To(b).AppendString("RUB"); err != nil {
		t.Fatal(err)
	}
	toyCount.To(b).Append(1)
	toyTotal.To(b).Append(1)
	rec := b.Record()
	if err := s.addSpread(toySums, place{}, rec); err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(folder); err == nil {
		t.Error("the spill folder was made")
	}
	for p := range 4 {
		rows := 0
		for rec, err := range s.read(toySums, p) {
			if err != nil {
				t.Fatal(err)
			}
			rows += int(rec.NumRows())
		}
		if rows != 1 {
			t.Errorf("partition %d sees %d rows of a table without partition keys, want 1", p, rows)
		}
	}
}

func TestAFullDiskStopsTheSpill(t *testing.T) {
	s := newStore(memory.NewGoAllocator(), spreading{2}, 0, "/dev/full/spill")
	b := NewBuilder(s.mem, rawParcels)
	toyPosting.To(b).Append("1-2-3")
	toyArrived.To(b).Append(1)
	if err := FromFile.To(b).AppendString("a"); err != nil {
		t.Fatal(err)
	}
	FromRow.To(b).Append(2)
	err := s.addSpread(rawParcels, place{}, b.Record())
	if _, ok := err.(*OutputError); !ok {
		t.Errorf("got %v, want an output error", err)
	}
}
