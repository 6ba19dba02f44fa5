package parquetio

import (
	"bytes"
	"encoding/binary"
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"github.com/parquet-go/parquet-go/encoding/thrift"
	"github.com/parquet-go/parquet-go/format"

	"ozpayout/pipeline"
)

// readAll reads a file as the only part of lines in dir.
func readAll(t testing.TB, dir string, file []byte) ([]line, error) {
	t.Helper()
	if err := os.WriteFile(filepath.Join(dir, "part-00000.parquet"), file, 0o666); err != nil {
		t.Fatal(err)
	}
	r, err := Open(dir, lines)
	if err != nil {
		return nil, err
	}
	defer r.Close()
	rows := []line{}
	for rec, err := range r.Batches() {
		if err != nil {
			return nil, err
		}
		rows = append(rows, linesOf(rec)...)
	}
	return rows, nil
}

func edgesFile(t testing.TB) []byte {
	t.Helper()
	file, err := os.ReadFile(filepath.Join(write(t, edges, 1, Options{}), "part-00000.parquet"))
	if err != nil {
		t.Fatal(err)
	}
	return file
}

// TestDamageIsAnError flips each byte and cuts at each byte. The footer has no
// checksum, so some of its bytes may change unseen; rows never do.
func TestDamageIsAnError(t *testing.T) {
	whole, dir := edgesFile(t), t.TempDir()
	for i := range whole {
		if _, err := readAll(t, dir, whole[:i]); err == nil {
			t.Errorf("a file cut after %d of %d bytes is read", i, len(whole))
		}
		flipped := append([]byte{}, whole...)
		flipped[i] ^= 0x55
		rows, err := readAll(t, dir, flipped)
		if err == nil && !cmp.Equal(rows, edges, cmpopts.EquateEmpty()) {
			t.Errorf("byte %d of %d flipped: other rows are read without an error", i, len(whole))
		}
	}
}

func TestOpenRefuses(t *testing.T) {
	written := func(d *pipeline.Dataset) string {
		dir := filepath.Join(t.TempDir(), d.Name)
		w, err := Create(dir, d, Options{})
		if err != nil {
			t.Fatal(err)
		}
		if _, err := w.Close(); err != nil {
			t.Fatal(err)
		}
		return dir
	}
	bare := &pipeline.Dataset{Name: "bare", Columns: lines.Columns[:1], Key: lines.Key}
	for _, test := range []struct {
		name, dir, want string
	}{
		{"missing folder", filepath.Join(t.TempDir(), "none"), "no such file or directory"},
		{"empty folder", t.TempDir(), "no part-*.parquet in it"},
		{"missing column", written(bare), `no column "shop"`},
		{"int for money", written(&pipeline.Dataset{Name: "ints", Columns: []pipeline.Column{
			lineID, shop, posting, currency, &pipeline.Int{Name: "amount"},
		}, Key: lines.Key}), `column "amount" is INT64, want INT64 DECIMAL(18,2)`},
		{"rate for money", written(&pipeline.Dataset{Name: "rates", Columns: []pipeline.Column{
			lineID, shop, posting, currency, &pipeline.Rate{Name: "amount"},
		}, Key: lines.Key}), `column "amount" is INT64 DECIMAL(18,10), want INT64 DECIMAL(18,2)`},
		{"optional key", written(&pipeline.Dataset{Name: "keyless", Columns: lines.Columns}), `column "line_id" is OPTIONAL, want REQUIRED`},
	} {
		t.Run(test.name, func(t *testing.T) {
			r, err := Open(test.dir, lines)
			if err == nil {
				r.Close()
				t.Fatal("opened")
			}
			if !strings.Contains(err.Error(), test.want) {
				t.Errorf("error %q, want one with %q", err, test.want)
			}
		})
	}
}

// TestSizesAreChecked reads files that say they are much larger than they are.
func TestSizesAreChecked(t *testing.T) {
	whole := edgesFile(t)
	footer := append([]byte{}, whole...)
	binary.LittleEndian.PutUint32(footer[len(footer)-8:], math.MaxUint32)
	if _, err := readAll(t, t.TempDir(), footer); err == nil || !strings.Contains(err.Error(), "footer of 4294967295 bytes") {
		t.Errorf("huge footer: error %v", err)
	}

	page := func(compressed, uncompressed, values int32) []byte {
		header, err := thrift.Marshal(new(thrift.CompactProtocol), &format.PageHeader{
			CompressedPageSize: compressed, UncompressedPageSize: uncompressed,
			DataPageHeader: thrift.New(format.DataPageHeader{NumValues: values}),
		})
		if err != nil {
			t.Fatal(err)
		}
		return append(header, make([]byte, 100)...)
	}
	for _, test := range []struct {
		name string
		file []byte
		meta format.ColumnMetaData
		want string
	}{
		{"sound", page(100, 100, 5), format.ColumnMetaData{}, ""},
		{"compressed", page(101, 100, 5), format.ColumnMetaData{}, "page of 101 bytes"},
		{"negative", page(-1, 100, 5), format.ColumnMetaData{}, "page of -1 bytes"},
		{"uncompressed", page(100, maxPageBytes+1, 5), format.ColumnMetaData{}, "uncompressed"},
		{"values", page(100, 100, 6), format.ColumnMetaData{}, "page of 6 values"},
		{"beyond the file", page(100, 100, 5), format.ColumnMetaData{DataPageOffset: 1}, "pages at 1 to"},
		{"before the file", page(100, 100, 5), format.ColumnMetaData{DictionaryPageOffset: -1}, "pages at -1 to"},
	} {
		t.Run(test.name, func(t *testing.T) {
			test.meta.TotalCompressedSize = int64(len(test.file))
			err := checkPages(bytes.NewReader(test.file), int64(len(test.file)), test.meta, 5)
			if test.want == "" && err != nil || test.want != "" && (err == nil || !strings.Contains(err.Error(), test.want)) {
				t.Errorf("error %v, want one with %q", err, test.want)
			}
		})
	}
}

func FuzzRead(f *testing.F) {
	f.Add(edgesFile(f))
	f.Add([]byte("PAR1PAR1"))
	f.Fuzz(func(t *testing.T, file []byte) {
		if len(file) > 1<<16 {
			t.Skip()
		}
		readAll(t, t.TempDir(), file) // must return
	})
}
