package pipeline

import (
	"bytes"
	"errors"
	"os"
	"testing"

	"github.com/apache/arrow/go/v17/arrow"
	"github.com/apache/arrow/go/v17/arrow/memory"
)

func TestADamagedSpillFileIsAnError(t *testing.T) {
	s, part := spilledOne(t)
	table := s.tables[rawParcels]
	read := func() error {
		for rec, err := range s.read(rawParcels, part) {
			if err != nil {
				return err
			}
			if rec.NumRows() != 1 {
				t.Fatalf("%d rows", rec.NumRows())
			}
		}
		return nil
	}
	if err := read(); err != nil {
		t.Fatal(err)
	}
	block, err := os.ReadFile(table.spill.file.Name())
	if err != nil {
		t.Fatal(err)
	}
	for name, damaged := range map[string][]byte{
		"batch":          replaced(block, 0, 1),
		"length":         replaced(block, 4, 255, 255, 255),
		"number of rows": bytes.Repeat([]byte{255}, len(block)),
		"more rows":      replaced(block, spilledHead, 200, 1),
		"shape":          replaced(block, spilledHead+1, 8), // texts longer than the block
	} {
		if _, err := table.spill.file.WriteAt(damaged, 0); err != nil {
			t.Fatal(err)
		}
		var internal *InternalError
		if err := read(); !errors.As(err, &internal) {
			t.Errorf("%s: error %v, want an internal error", name, err)
		}
	}
	if err := os.Truncate(table.spill.file.Name(), 1); err != nil {
		t.Fatal(err)
	}
	var disk *OutputError
	if err := read(); !errors.As(err, &disk) {
		t.Errorf("error %v of a file that was cut, want an output error", err)
	}
}

// replaced returns a copy of block with other bytes from a place on.
func replaced(block []byte, at int, with ...byte) []byte {
	block = bytes.Clone(block)
	copy(block[at:], with)
	return block
}

// spilledOne returns a store with a row on disk, and its partition.
func spilledOne(t *testing.T) (s *store, part int) {
	s = newStore(memory.NewGoAllocator(), spreading{2}, 0, t.TempDir())
	b := NewBuilder(s.mem, rawParcels)
	toyPosting.To(b).Append("1-2-3")
	toyArrived.To(b).Append(1)
	if err := FromFile.To(b).AppendString("a"); err != nil {
		t.Fatal(err)
	}
	FromRow.To(b).Append(2)
	rec := b.Record()
	if err := s.addSpread(rawParcels, place{}, rec); err != nil {
		t.Fatal(err)
	}
	s.seal(rawParcels)
	return s, s.spread.of(PartitionHashes(rawParcels, rec)[0])
}

// BenchmarkStore adds batches of rows of 64 partitions and reads them back.
func BenchmarkStore(b *testing.B) {
	const rows, count = 1 << 16, 16
	mem := memory.NewGoAllocator()
	builder := NewBuilder(mem, rawParcels)
	for i := range rows {
		toyPosting.To(builder).Append(string(rune('a'+i%26)) + "2345678-0001-1")
		toyArrived.To(builder).Append(arrow.Date32(i))
		if err := FromFile.To(builder).AppendString("a"); err != nil {
			b.Fatal(err)
		}
		FromRow.To(builder).Append(int64(i))
	}
	rec := builder.Record()
	for name, budget := range map[string]int64{"in memory": 1 << 40, "spilled": 0} {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				s := newStore(mem, spreading{6}, budget, b.TempDir())
				for i := range count {
					if err := s.addSpread(rawParcels, place{batch: i}, rec); err != nil {
						b.Fatal(err)
					}
				}
				s.seal(rawParcels)
				for part := range s.spread.parts() {
					for _, err := range s.read(rawParcels, part) {
						if err != nil {
							b.Fatal(err)
						}
					}
				}
				if err := s.close(); err != nil {
					b.Fatal(err)
				}
			}
			b.ReportMetric(float64(rows*count)*float64(b.N)/b.Elapsed().Seconds(), "rows/s")
		})
	}
}
