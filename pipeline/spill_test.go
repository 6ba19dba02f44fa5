package pipeline

import (
	"errors"
	"io"
	"os"
	"slices"
	"testing"

	"github.com/apache/arrow/go/v17/arrow"
	"github.com/apache/arrow/go/v17/arrow/array"
	"github.com/apache/arrow/go/v17/arrow/ipc"
	"github.com/apache/arrow/go/v17/arrow/memory"
	gocmp "github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

// TestSpillFileIsAnArrowStream: Arrow's own reader finds in the file what is
// read from it by place.
func TestSpillFileIsAnArrowStream(t *testing.T) {
	folder := t.TempDir()
	rapid.Check(t, func(t *rapid.T) {
		mem := memory.NewCheckedAllocator(memory.NewGoAllocator())
		defer mem.AssertSize(t, 0)
		spill, err := createSpill(mem, folder, everyType)
		if err != nil {
			t.Fatal(err)
		}
		defer func() {
			if err := spill.remove(); err != nil {
				t.Fatal(err)
			}
		}()
		var extents []extent
		var written [][]string
		for range rapid.IntRange(0, 4).Draw(t, "blocks") {
			var batches []arrow.Record
			var ranges []rowRange
			var want []string
			for range rapid.IntRange(1, 3).Draw(t, "batches") {
				rec := drawBatch(t, mem, everyType)
				defer rec.Release()
				if rec.NumRows() == 0 {
					continue
				}
				complete(rec)
				from := rapid.IntRange(0, int(rec.NumRows())-1).Draw(t, "first")
				to := rapid.IntRange(from+1, int(rec.NumRows())).Draw(t, "end")
				batches, ranges = append(batches, rec), append(ranges, rowRange{from, to})
				want = append(want, texts(rec)[from:to]...)
			}
			if len(batches) == 0 {
				continue
			}
			at, err := spill.write(batches, ranges)
			if err != nil {
				t.Fatal(err)
			}
			extents, written = append(extents, at), append(written, want)
		}
		if err := spill.seal(); err != nil {
			t.Fatal(err)
		}
		for i, at := range extents {
			rec, err := spill.read(at)
			if err != nil {
				t.Fatal(err)
			}
			if diff := gocmp.Diff(written[i], texts(rec)); diff != "" {
				t.Errorf("block %d (-written +read):\n%s", i, diff)
			}
			rec.Release()
		}
		if diff := gocmp.Diff(slices.Concat(written...), streamTexts(t, spill)); diff != "" {
			t.Errorf("(-written +read by Arrow):\n%s", diff)
		}
	})
}

// streamTexts returns the rows that Arrow's reader finds in a spill file.
func streamTexts(t *rapid.T, s *spillFile) (out []string) {
	if _, err := s.file.Seek(0, io.SeekStart); err != nil {
		t.Fatal(err)
	}
	stream, err := ipc.NewReader(s.file)
	if err != nil {
		t.Fatal(err)
	}
	defer stream.Release()
	for stream.Next() {
		rec := stream.Record()
		columns := slices.Clone(rec.Columns())
		for i, dictionary := range s.dictionaries {
			if dictionary != nil {
				columns[i] = array.NewDictionaryArray(CodeType.Arrow(), columns[i], dictionary)
				defer columns[i].Release()
			}
		}
		named := array.NewRecord(s.schema, columns, rec.NumRows())
		out = append(out, texts(named)...)
		named.Release()
	}
	if err := stream.Err(); err != nil {
		t.Fatal(err)
	}
	return out
}

func TestADamagedSpillFileIsAnError(t *testing.T) {
	spill, at := spillOne(t)
	defer spill.remove()
	for _, test := range []struct {
		name   string
		offset int64
		bytes  []byte
	}{
		{"size of the head", 4, []byte{255, 255, 255, 127}},
		{"root of the head", 8, []byte{255, 255, 255, 127}},
		{"whole head", 8, make([]byte, 64)},
	} {
		t.Run(test.name, func(t *testing.T) {
			sound := make([]byte, at.size)
			if _, err := spill.file.ReadAt(sound, at.at); err != nil {
				t.Fatal(err)
			}
			if _, err := spill.file.WriteAt(test.bytes, at.at+test.offset); err != nil {
				t.Fatal(err)
			}
			var internal *InternalError
			if _, err := spill.read(at); !errors.As(err, &internal) {
				t.Errorf("error %v, want an internal error", err)
			}
			if _, err := spill.file.WriteAt(sound, at.at); err != nil {
				t.Fatal(err)
			}
		})
	}
	if err := os.Truncate(spill.file.Name(), at.at+1); err != nil {
		t.Fatal(err)
	}
	var disk *OutputError
	if _, err := spill.read(at); !errors.As(err, &disk) {
		t.Errorf("error %v of a file that was cut, want an output error", err)
	}
}

func spillOne(t *testing.T) (*spillFile, extent) {
	mem := memory.NewGoAllocator()
	spill, err := createSpill(mem, t.TempDir(), rawParcels)
	if err != nil {
		t.Fatal(err)
	}
	b := NewBuilder(mem, rawParcels)
	toyPosting.To(b).Append("1-2-3")
	toyArrived.To(b).Append(1)
	if err := FromFile.To(b).AppendString("a"); err != nil {
		t.Fatal(err)
	}
	FromRow.To(b).Append(2)
	at, err := spill.write([]arrow.Record{b.Record()}, []rowRange{{0, 1}})
	if err != nil {
		t.Fatal(err)
	}
	if err := spill.seal(); err != nil {
		t.Fatal(err)
	}
	return spill, at
}

// BenchmarkSpill writes a batch of many rows for each of 64 partitions, joined
// out of 16 batches, and reads them back.
func BenchmarkSpill(b *testing.B) {
	const parts, perPart, count = 64, 1024, 16
	mem := memory.NewGoAllocator()
	rows := NewBuilder(mem, rawParcels)
	for i := range parts * perPart {
		toyPosting.To(rows).Append("12345678-0001-1")
		toyArrived.To(rows).Append(arrow.Date32(i))
		if err := FromFile.To(rows).AppendString("a"); err != nil {
			b.Fatal(err)
		}
		FromRow.To(rows).Append(int64(i))
	}
	rec := rows.Record()
	batches := slices.Repeat([]arrow.Record{rec}, count)
	for b.Loop() {
		spill, err := createSpill(mem, b.TempDir(), rawParcels)
		if err != nil {
			b.Fatal(err)
		}
		var extents []extent
		for part := range parts {
			at, err := spill.write(batches, slices.Repeat([]rowRange{{part * perPart, (part + 1) * perPart}}, count))
			if err != nil {
				b.Fatal(err)
			}
			extents = append(extents, at)
		}
		if err := spill.seal(); err != nil {
			b.Fatal(err)
		}
		for _, at := range extents {
			rec, err := spill.read(at)
			if err != nil {
				b.Fatal(err)
			}
			rec.Release()
		}
		if err := spill.remove(); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(count*rec.NumRows())*float64(b.N)/b.Elapsed().Seconds(), "rows/s")
}
