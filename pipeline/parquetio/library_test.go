package parquetio

import (
	"bytes"
	"errors"
	"io"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"github.com/apache/arrow/go/v17/arrow"
	"github.com/apache/arrow/go/v17/arrow/array"
	"github.com/apache/arrow/go/v17/arrow/memory"
	"github.com/google/go-cmp/cmp"
	"github.com/parquet-go/parquet-go"
	"github.com/parquet-go/parquet-go/compress/zstd"
	"github.com/parquet-go/parquet-go/deprecated"
	"github.com/parquet-go/parquet-go/format"

	"ozpayout/pipeline"
)

// TestFilesOfTheLibrary compares our file with the one that parquet-go's own
// writer makes of the same rows, ordered before: its reader must find the same values and the
// same statistics in both, and we must read both alike.
func TestFilesOfTheLibrary(t *testing.T) {
	mixed := slices.Concat(many(GroupRows+500), edges)
	mixed[1], mixed[GroupRows-1] = mixed[GroupRows-1], mixed[1]
	rows := byKey(mixed)
	rec := recordOf(memory.DefaultAllocator, rows)
	defer rec.Release()
	theirs := libraryFile(t, lines, rec)
	dir := filepath.Join(t.TempDir(), "theirs")
	if err := os.Mkdir(dir, 0o777); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, "part-00000.parquet"), theirs, 0o666); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(rows, read(t, dir)); diff != "" {
		t.Errorf("their file reads wrong (-written +read):\n%.2000s", diff)
	}
	ours, err := os.ReadFile(filepath.Join(write(t, mixed, 9999, Options{}), "part-00000.parquet"))
	if err != nil {
		t.Fatal(err)
	}
	want, got := openLibrary(t, theirs), openLibrary(t, ours)
	for _, c := range lines.Columns {
		compareColumn(t, c, want, got)
	}
}

// TestEncodings: a column chunk has a dictionary if its cells repeat.
func TestEncodings(t *testing.T) {
	file, err := os.ReadFile(filepath.Join(write(t, many(3000), 3000, Options{}), "part-00000.parquet"))
	if err != nil {
		t.Fatal(err)
	}
	meta := openLibrary(t, file).Metadata()
	for _, test := range []struct {
		column pipeline.Column
		want   format.Encoding
	}{
		{lineID, format.Plain},          // each another
		{shop, format.RLEDictionary},    // seven codes
		{posting, format.RLEDictionary}, // a text three times
		{amount, format.Plain},
		{rate, format.RLEDictionary}, // ninety numbers, far from each other
		{late, format.RLEDictionary}, // forty numbers, near each other
		{isPaid, format.Plain},
		{cost, format.RLEDictionary}, // a share three times
	} {
		for _, c := range meta.RowGroups[0].Columns {
			if c.MetaData.PathInSchema[0] != test.column.ColumnName() {
				continue
			}
			stats := c.MetaData.EncodingStats
			if got := stats[len(stats)-1]; got.PageType != format.DataPage || got.Encoding != test.want {
				t.Errorf("%s: data pages are %v, want %v", test.column.ColumnName(), got, test.want)
			}
		}
	}
}

func openLibrary(t *testing.T, file []byte) *parquet.File {
	t.Helper()
	f, err := parquet.OpenFile(bytes.NewReader(file), int64(len(file)))
	if err != nil {
		t.Fatal(err)
	}
	return f
}

func compareColumn(t *testing.T, c pipeline.Column, want, got *parquet.File) {
	t.Helper()
	name := c.ColumnName()
	wantLeaf, ok := want.Schema().Lookup(name)
	gotLeaf, found := got.Schema().Lookup(name)
	if !ok || !found {
		t.Errorf("%s: no such column", name)
		return
	}
	if w, g := wantLeaf.Node.String(), gotLeaf.Node.String(); w != g || wantLeaf.Node.ID() != gotLeaf.Node.ID() {
		t.Errorf("%s: node is %s with id %d, want %s with id %d", name, g, gotLeaf.Node.ID(), w, wantLeaf.Node.ID())
	}
	if len(got.RowGroups()) != len(want.RowGroups()) {
		t.Fatalf("%d row groups, want %d", len(got.RowGroups()), len(want.RowGroups()))
	}
	for i := range got.RowGroups() {
		wantValues := valuesOf(t, want.RowGroups()[i].ColumnChunks()[wantLeaf.ColumnIndex])
		gotValues := valuesOf(t, got.RowGroups()[i].ColumnChunks()[gotLeaf.ColumnIndex])
		if len(gotValues) != len(wantValues) {
			t.Errorf("%s, row group %d: %d values, want %d", name, i, len(gotValues), len(wantValues))
			continue
		}
		for row := range gotValues {
			if !parquet.DeepEqual(gotValues[row].Level(0, 0, 0), wantValues[row].Level(0, 0, 0)) {
				t.Errorf("%s, row group %d, row %d: %+v, want %+v", name, i, row, gotValues[row], wantValues[row])
				break
			}
		}
		w := bounded(c, want.Metadata().RowGroups[i].Columns[wantLeaf.ColumnIndex].MetaData.Statistics)
		g := got.Metadata().RowGroups[i].Columns[gotLeaf.ColumnIndex].MetaData.Statistics
		if diff := cmp.Diff(w, g); diff != "" {
			t.Errorf("%s, row group %d: statistics differ (-theirs +ours):\n%s", name, i, diff)
		}
	}
}

// bounded changes what we do otherwise on purpose: long texts are no bounds, and
// a zero as the least share is the negative one, as the format asks.
func bounded(c pipeline.Column, s format.Statistics) format.Statistics {
	if c.Type() == pipeline.ShareType && bytes.Equal(s.MinValue, make([]byte, 8)) {
		s.MinValue[7] = 0x80
	}
	if len(s.MinValue) > longestBound {
		s.MinValue = nil
	}
	if len(s.MaxValue) > longestBound {
		s.MaxValue = nil
	}
	return s
}

func valuesOf(t *testing.T, c parquet.ColumnChunk) []parquet.Value {
	t.Helper()
	reader := parquet.NewColumnChunkValueReader(c)
	defer reader.Close()
	var all []parquet.Value
	buffer := make([]parquet.Value, 1000)
	for {
		n, err := reader.ReadValues(buffer)
		for _, v := range buffer[:n] {
			all = append(all, v.Clone())
		}
		if errors.Is(err, io.EOF) {
			return all
		}
		if err != nil {
			t.Fatal(err)
		}
	}
}

// libraryFile writes a batch with parquet-go's own column writers.
func libraryFile(t testing.TB, d *pipeline.Dataset, rec arrow.Record) []byte {
	var file bytes.Buffer
	writeLibrary(t, &file, d, libraryColumns(d, rec))
	return file.Bytes()
}

// libraryColumns returns the cells of a batch, by column, as parquet-go wants
// them; its columns are in the order of their names.
func libraryColumns(d *pipeline.Dataset, rec arrow.Record) [][]parquet.Value {
	schema := librarySchema(d)
	columns := make([][]parquet.Value, len(d.Columns))
	for i, c := range d.Columns {
		leaf, _ := schema.Lookup(c.ColumnName())
		level := 1
		if isKey(d, c) {
			level = 0
		}
		columns[leaf.ColumnIndex] = libraryValues(rec.Column(i), leaf.ColumnIndex, level)
	}
	return columns
}

func librarySchema(d *pipeline.Dataset) *parquet.Schema {
	group := parquet.Group{}
	for i, c := range d.Columns {
		node := map[pipeline.Type]func() parquet.Node{
			pipeline.TextType:    func() parquet.Node { return parquet.Encoded(parquet.String(), &parquet.Plain) },
			pipeline.CodeType:    func() parquet.Node { return parquet.Encoded(parquet.String(), &parquet.RLEDictionary) },
			pipeline.IntType:     func() parquet.Node { return parquet.Leaf(bare{parquet.Int64Type}) },
			pipeline.DaysType:    func() parquet.Node { return parquet.Leaf(bare{parquet.Int32Type}) },
			pipeline.DateType:    parquet.Date,
			pipeline.InstantType: func() parquet.Node { return parquet.Timestamp(parquet.Microsecond) },
			pipeline.MoneyType:   func() parquet.Node { return parquet.Decimal(2, 18, parquet.Int64Type) },
			pipeline.RateType:    func() parquet.Node { return parquet.Decimal(10, 18, parquet.Int64Type) },
			pipeline.FlagType:    func() parquet.Node { return parquet.Leaf(parquet.BooleanType) },
			pipeline.ShareType:   func() parquet.Node { return parquet.Leaf(parquet.DoubleType) },
		}[c.Type()]()
		if !isKey(d, c) {
			node = parquet.Optional(node)
		}
		group[c.ColumnName()] = parquet.FieldID(node, i+1)
	}
	return parquet.NewSchema(d.Name, group)
}

func writeLibrary(t testing.TB, file io.Writer, d *pipeline.Dataset, columns [][]parquet.Value) {
	w := parquet.NewGenericWriter[any](file, librarySchema(d), parquet.Compression(&zstd.Codec{Level: zstd.SpeedFastest}), parquet.DataPageVersion(1))
	for from := 0; from < len(columns[0]); from += GroupRows {
		writers := w.BeginRowGroup()
		for i, c := range columns {
			for values := c[from:min(from+GroupRows, len(c))]; len(values) > 0; {
				n := min(len(values), 4096)
				if _, err := writers.ColumnWriters()[i].WriteRowValues(values[:n]); err != nil {
					t.Fatal(err)
				}
				values = values[n:]
			}
		}
		if _, err := writers.Commit(); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
}

// bare is an integer type without the annotation that says it is a signed
// integer.
type bare struct{ parquet.Type }

func (bare) LogicalType() *format.LogicalType         { return nil }
func (bare) ConvertedType() *deprecated.ConvertedType { return nil }

func libraryValues(cells arrow.Array, column, level int) []parquet.Value {
	values := make([]parquet.Value, cells.Len())
	for i := range values {
		if cells.IsNull(i) {
			values[i] = parquet.NullValue().Level(0, 0, column)
			continue
		}
		switch cells := cells.(type) {
		case *array.String:
			values[i] = parquet.ByteArrayValue([]byte(cells.Value(i)))
		case *array.Dictionary:
			values[i] = parquet.ByteArrayValue([]byte(cells.Dictionary().(*array.String).Value(cells.GetValueIndex(i))))
		case *array.Int64:
			values[i] = parquet.Int64Value(cells.Value(i))
		case *array.Int32:
			values[i] = parquet.Int32Value(cells.Value(i))
		case *array.Date32:
			values[i] = parquet.Int32Value(int32(cells.Value(i)))
		case *array.Timestamp:
			values[i] = parquet.Int64Value(int64(cells.Value(i)))
		case *array.Boolean:
			values[i] = parquet.BooleanValue(cells.Value(i))
		case *array.Float64:
			values[i] = parquet.DoubleValue(cells.Value(i))
		}
		values[i] = values[i].Level(0, level, column)
	}
	return values
}
