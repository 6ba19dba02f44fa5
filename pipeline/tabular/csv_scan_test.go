package tabular

import (
	"bytes"
	"context"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

// A scanned is all that the scan of a file gives, kept.
type scanned struct {
	Rows    []int64
	Cells   [][]string
	Faults  []Fault
	NotData int64
}

func scanAll(t testing.TB, f *File, splits []Split, want []string) scanned {
	t.Helper()
	var all scanned
	for _, split := range splits {
		err := f.Scan(context.Background(), split, want, func(c *Chunk) error {
			for r := range c.Len() {
				record := make([]string, c.Width)
				for col := range record {
					record[col] = string(c.Cell(r, col))
				}
				all.Cells = append(all.Cells, record)
			}
			all.Rows = append(all.Rows, c.Rows...)
			all.Faults = append(all.Faults, c.Faults...)
			all.NotData += c.NotData
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	return all
}

func mustOpen(t testing.TB, content string, known Probe, block int) *File {
	t.Helper()
	f, err := openCutting(writeFile(t, []byte(content)), known, Limits{RecordBytes: 1000, CellBytes: 100}.orDefaults(), block)
	if err != nil {
		t.Fatal(err)
	}
	return f
}

// FuzzCSV holds the scanner against encoding/csv: where that accepts a file with
// equally many fields in each record, the records are the same, however the file
// is cut; and where it does not, cutting changes nothing either.
func FuzzCSV(f *testing.F) {
	for _, seed := range []string{
		"a;b\n1;2\n", "a;b\r\n\"x;\"\"y\";\"z\r\nw\"\r\n\r\n;\n", "a,b\n\"1\",2", "a\tb\n\"\"\t\"\"\"\"\n", "a;b\n1;2;3\n4\n",
		"a;b\nx\"y;2\n\"p\"q;3\n4;5\n", "a;b\n1;\"2\n3;4\n", "a;b\r1;2\r\"3\r4\";5\r", "a;b\n\"1\"\r;2\n\"3\";\"4\"\r",
		"a;b\n\x00;1\n\xff;2\n\xd0;\x90\nж;я\n", "a;b\n" + strings.Repeat("\"Доставлен\";\"a\"\"b\"\n", 20), "a;b\n" + strings.Repeat("x", 1200) + ";2\n3;4\n",
	} {
		f.Add([]byte(seed), uint16(3), uint16(7))
	}
	f.Fuzz(func(t *testing.T, content []byte, block, size uint16) {
		header, _, _ := bytes.Cut(content, []byte("\n"))
		if len(header) > 500 || len(content) > 5000 {
			return
		}
		known := func(header []string) bool { return len(header) > 1 }
		lim := Limits{RecordBytes: 1000, CellBytes: 900}.orDefaults()
		whole, err := openCutting(writeFile(t, content), known, lim, 8192)
		if err != nil || whole.Form != CSV || !whole.Sheets[0].Known {
			return
		}
		want := scanAll(t, whole, whole.Splits(0, 0), nil)

		small, err := openCutting(whole.Path, known, lim, int(block)%100+1)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(want, scanAll(t, small, small.Splits(0, int64(size)%200+1), nil)); diff != "" {
			t.Fatalf("cut into splits (-whole +cut):\n%s", diff)
		}

		reader := whole.reader.(*csvReader)
		if reader.eol == '\r' || bytes.ContainsRune(content, 0) || !utf8.Valid(content) || whole.Encoding != "utf-8" {
			return // encoding/csv knows none of this
		}
		oracle := csv.NewReader(bytes.NewReader(content))
		oracle.Comma = rune(whole.Delimiter)
		oracle.FieldsPerRecord = -1
		records, err := oracle.ReadAll()
		if err != nil {
			return
		}
		head := slices.IndexFunc(records, func(r []string) bool { return len(r) == reader.width })
		var expected [][]string
		for _, record := range records[head+1:] {
			if len(record) != reader.width {
				return
			}
			if strings.Trim(strings.Join(record, ""), " ") == "" {
				continue // may be blank or quoted blanks: left out on both sides
			}
			expected = append(expected, record)
		}
		if len(want.Faults) > 0 {
			if !slices.ContainsFunc(want.Faults, func(f Fault) bool { return !strings.HasSuffix(f.Code, "_too_long") }) {
				return
			}
			t.Fatalf("encoding/csv reads it, but: %+v", want.Faults)
		}
		var got [][]string
		for _, record := range want.Cells {
			for i, cell := range record {
				record[i] = strings.ReplaceAll(cell, "\r\n", "\n") // encoding/csv does that inside quotes
			}
			if strings.Trim(strings.Join(record, ""), " ") != "" {
				got = append(got, record)
			}
		}
		if diff := cmp.Diff(expected, got); diff != "" {
			t.Fatalf("-encoding/csv +tabular:\n%s", diff)
		}
	})
}

// TestStructureAgreesWithWalker holds the fast reading against the slow one, and
// the indexer's verdict against the walker's, on bytes made of little else than
// punctuation.
func TestStructureAgreesWithWalker(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		parts := rapid.SliceOfN(rapid.SampledFrom([]string{`"`, `""`, ";", "\n", "\r\n", "\r", "x", `"a";`, `"ж"` + "\n", "0123456789", strings.Repeat("12;345\n", 400), strings.Repeat("\"1;2\";\"3\n4\"\"\"\r\n", 250)}), 0, 150).Draw(t, "parts")
		content := []byte(strings.Join(parts, ""))
		d := dialect{';', rapid.SampledFrom([]byte{'\n', '\r'}).Draw(t, "eol")}
		every := rapid.Int64Range(1, 100).Draw(t, "every")

		var slow, fast structure
		w := walker{dialect: d}
		w.walk(content, &slow, -1)
		x := newIndexer(d, 0, 1, every)
		if err := x.readAll(bytes.NewReader(content), int64(len(content)), func([]byte) error { return nil }); err != nil {
			t.Fatal(err)
		}
		if wellQuoted := len(slow.misquoted) == 0; x.wellQuoted != wellQuoted {
			t.Fatalf("well quoted: %t, walker: %t", x.wellQuoted, wellQuoted)
		}
		if got := fast.fill(content, 0, d); got != x.wellQuoted {
			t.Fatalf("well quoted: %t, by fill: %t", x.wellQuoted, got)
		}
		if !x.wellQuoted {
			return
		}
		if !slices.Equal(fast.cells, slow.cells) || !slices.Equal(fast.ends, slow.ends) || fast.rest != slow.rest || fast.open != slow.open {
			t.Fatalf("fill: %+v, walker: %+v", fast, slow)
		}
		if !slices.Equal(fast.doubled, slices.Compact(slow.doubled)) {
			t.Fatalf("quotes doubled in %v, walker: %v", fast.doubled, slow.doubled)
		}
		if x.row != int64(len(slow.ends))+1 {
			t.Fatalf("row %d after %d records", x.row, len(slow.ends))
		}
		begins := map[int64]int64{}
		for i, end := range slow.ends {
			begins[int64(end.at)+1] = int64(i) + 2
		}
		last := int64(0)
		for _, m := range x.marks {
			if begins[m.offset] != m.row || m.offset/every == last/every {
				t.Fatalf("mark %+v after %d; records begin at %v", m, last, begins)
			}
			last = m.offset
		}
		if n := len(slow.ends); n > 0 && every == 1 && len(x.marks) != n {
			t.Fatalf("%d marks for %d records", len(x.marks), n)
		}
	})
}

func TestFaults(t *testing.T) {
	long, veryLong := strings.Repeat("x", 101), strings.Repeat("y", 1001)
	for _, test := range []struct {
		name, body string
		rows       []int64
		faults     []Fault
		notData    int64
	}{
		{name: "good", body: "1;2\n3;4\n", rows: []int64{2, 3}},
		{name: "no last line end", body: "1;2\n3;4", rows: []int64{2, 3}},
		{name: "blank", body: "1;2\n\n  \n;\n3;4\n\n", rows: []int64{2, 6}, notData: 4},
		{name: "quoted blanks", body: "1;2\n\"\";\"\"\n\" \";\n\"\"\"\";\n\";\";\"\"\n3;4\n", rows: []int64{2, 5, 6, 7}, notData: 2},
		{
			name: "too few", body: "1\n3;4\n", rows: []int64{3},
			faults: []Fault{{2, -1, "ragged_record", "1", "2 fields expected, 1 found", 0}},
		},
		{
			name: "trailing delimiter", body: "1;2;\n3;4\n", rows: []int64{3},
			faults: []Fault{{2, -1, "ragged_record", "1;2;", "2 fields expected, 3 found", 0}},
		},
		{
			name: "bare quote", body: "5\" disk;2\n3;4\n", rows: []int64{3},
			faults: []Fault{{2, -1, "bare_quote", "5\" disk;2", "a quote inside an unquoted field", 0}},
		},
		{
			name: "text after quote", body: "\"1\"x;2\n3;4\n", rows: []int64{3},
			faults: []Fault{{2, -1, "bare_quote", "\"1\"x;2", "text after a closing quote", 0}},
		},
		{
			name: "open quote that meets the next one", body: "\"1;2\n\"3\";4\n5;6\n", rows: []int64{3},
			faults: []Fault{{2, -1, "bare_quote", "\"1;2\n\"3\";4", "text after a closing quote", 0}},
		},
		{
			name: "unclosed", body: "1;2\n3;\"4\n5;6\n", rows: []int64{2},
			faults: []Fault{{3, -1, "unclosed_quote", "3;\"4\n5;6\n", "a quote is opened and never closed: the last 9 bytes of the file are one record", 2}},
		},
		{
			name: "unclosed and long", body: "1;2\n3;\"" + strings.Repeat("z\n", 2000), rows: []int64{2},
			faults: []Fault{{
				3, -1, "unclosed_quote", ("3;\"" + strings.Repeat("z\n", 2000))[:200],
				"a quote is opened and never closed: the last 4003 bytes of the file are one record",
				2000,
			}},
		},
		{
			name: "NUL", body: "1;\x00\n3;4\n", rows: []int64{3},
			faults: []Fault{{2, -1, "nul_byte", "1;\x00", "a NUL at byte 3 of the record", 0}},
		},
		{
			name: "not UTF-8", body: "ж;2\nж;\xff\n3;4\n", rows: []int64{2, 4},
			faults: []Fault{{3, -1, "invalid_utf8", "ж;\xff", "byte 4 of the record is not UTF-8", 0}},
		},
		{
			name: "remark without a line end", body: "1;2\nOne row", rows: []int64{2},
			faults: []Fault{{3, -1, "ragged_record", "One row", "2 fields expected, 1 found", 0}},
		},
		{
			name: "long cell", body: "1;" + long + "\n3;4\n", rows: []int64{3},
			faults: []Fault{{2, 1, "cell_too_long", long, "101 bytes, at most 100 are read", 0}},
		},
		{name: "doubled quotes count once", body: "1;\"" + strings.Repeat(`""`, 100) + "\"\n3;4\n", rows: []int64{2, 3}},
		{
			name: "long record", body: veryLong + "\n3;4\n", rows: []int64{3},
			faults: []Fault{{2, -1, "record_too_long", veryLong[:200], "1001 bytes, at most 1000 are read", 0}},
		},
		{
			name: "longer than any buffer", body: strings.Repeat(veryLong, 9) + "\n3;4\n", rows: []int64{3},
			faults: []Fault{{2, -1, "record_too_long", veryLong[:200], "9009 bytes, at most 1000 are read", 0}},
		},
		{
			name: "long record at the end", body: "3;4\n" + veryLong, rows: []int64{2},
			faults: []Fault{{3, -1, "record_too_long", veryLong[:200], "1001 bytes, at most 1000 are read", 0}},
		},
	} {
		for _, block := range []int{1, 64, 1100, blockBytes} {
			t.Run(fmt.Sprintf("%s/block=%d", test.name, block), func(t *testing.T) {
				f := mustOpen(t, "Номер;b\n"+test.body, headedBy("Номер"), block)
				got := scanAll(t, f, f.Splits(0, 5), nil)
				want := scanned{Rows: test.rows, Cells: got.Cells, Faults: test.faults, NotData: test.notData}
				if diff := cmp.Diff(want, got); diff != "" {
					t.Error(diff)
				}
			})
		}
	}
}

// TestCutOff: a file whose last record has no line end and is not whole ended too early, and
// a file that did not stays data, whatever its last record is.
func TestCutOff(t *testing.T) {
	for _, test := range []struct{ name, body, where string }{
		{"in a field", "1;2;3\n4;5", "record 3 ends in field 2 of 3"},
		{"behind a delimiter", "1;2;3\n4;", "record 3 ends in field 2 of 3"},
		{"in the only record", "1;2", "record 2 ends in field 2 of 3"},
		{"within quotes", "1;2;3\n4;5;\"6", "record 3 ends within quotes"},
		{"within quotes of the first field", "1;2;3\n\"4", "record 3 ends within quotes"},
		{"within a letter", "1;2;3\n4;5;\xd0", "record 3 ends within a character"},
		{"NUL bytes", "1;2;3\n\x00\x00\x00", "record 3 ends in NUL bytes"},
		{"NUL bytes in a field", "1;2;3\n4;5;6\x00\x00", "record 3 ends in NUL bytes"},
		{"behind blank records", "1;2;3\n\n;;\n4;5", "record 5 ends in field 2 of 3"},
		{"whole", "1;2;3\n4;5;6", ""},
		{"blank", "1;2;3\n;", ""},
		{"too few, with a line end", "1;2;3\n4;5\n", ""},
		{"too many", "1;2;3\n4;5;6;7", ""},
		{"quote that is open since lines ago", "1;2;3\n4;\"5\n6;7;8", ""},
	} {
		for _, block := range []int{1, 64, blockBytes} {
			f := mustOpen(t, "Номер;b;c\n"+test.body, headedBy("Номер"), block)
			var damage *DamageError
			var err error
			for _, sp := range f.Splits(0, 5) {
				if err = f.Scan(t.Context(), sp, nil, func(*Chunk) error { return nil }); err != nil {
					break
				}
			}
			switch {
			case test.where == "" && err != nil:
				t.Errorf("%s, block %d: %v", test.name, block, err)
			case test.where != "" && (!errors.As(err, &damage) || damage.Reason != "cut off: "+test.where+", and the file with it"):
				t.Errorf("%s, block %d: got error %v, want %q", test.name, block, err, test.where)
			}
		}
	}
}

// TestSplits checks that a table is cut at all, that the cuts cover it, and that
// any cut gives the same rows.
func TestSplits(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		cell := rapid.SampledFrom([]string{"", "x", `"y"`, "\"new\nline\"", `"a""b"`, `";"`, "Доставлен"})
		var b strings.Builder
		b.WriteString("report \"of\" 5\" disks\nНомер;b\n")
		rows := rapid.IntRange(0, 60).Draw(rt, "rows")
		for r := range rows {
			fmt.Fprintf(&b, "%d;%s\n", r, cell.Draw(rt, "cell"))
		}
		f := mustOpen(t, b.String(), headedBy("Номер"), rapid.IntRange(1, 64).Draw(rt, "block"))
		whole := f.Splits(0, 0)
		want := scanAll(t, f, whole, nil)
		if len(whole) != 1 || len(want.Rows) != rows {
			rt.Fatalf("%d splits, %d rows of %d", len(whole), len(want.Rows), rows)
		}
		cut := f.Splits(0, rapid.Int64Range(1, 200).Draw(rt, "size"))
		end := whole[0].Start
		for _, split := range cut {
			if split.Start != end || split.End < split.Start {
				rt.Fatalf("splits %+v do not join", cut)
			}
			end = split.End
		}
		if end != f.Size {
			rt.Fatalf("splits %+v end before %d", cut, f.Size)
		}
		if diff := cmp.Diff(want, scanAll(t, f, cut, nil)); diff != "" {
			rt.Fatal(diff)
		}
	})
	f := mustOpen(t, "Номер;b\n"+strings.Repeat("1;2\n", 100), headedBy("Номер"), 16)
	if n := len(f.Splits(0, 40)); n != 9 { // the cuts are multiples of 16: 48 bytes each
		t.Errorf("400 bytes cut at 40 make %d splits", n)
	}
	broken := mustOpen(t, "Номер;b\n"+strings.Repeat("1;2\n", 100)+"5\" disk;6\n"+strings.Repeat("1;2\n", 100), headedBy("Номер"), 16)
	if n := len(broken.Splits(0, 40)); n != 9 {
		t.Errorf("a file whose first half is well quoted makes %d splits, want them cut there only", n)
	}
}

func TestScanColumns(t *testing.T) {
	f := mustOpen(t, "Номер;b;c\r\n1;\"x\"\"y\";\"\"\r\n2;;z\r\n", headedBy("Номер"), blockBytes)
	got := scanAll(t, f, f.Splits(0, 0), []string{"c", "b"})
	if diff := cmp.Diff([][]string{{"", `x"y`}, {"z", ""}}, got.Cells); diff != "" {
		t.Error(diff)
	}
	twice := mustOpen(t, "Номер;b;b\n1;2;3\n", headedBy("Номер"), blockBytes)
	if diff := cmp.Diff([][]string{{"2", "3", "1"}}, scanAll(t, twice, twice.Splits(0, 0), []string{"b", "b", "Номер"}).Cells); diff != "" {
		t.Error(diff)
	}
	again := mustOpen(t, "Номер;b;b\n1;2;\"\"\"\"\"3\"\"\"\n", headedBy("Номер"), blockBytes)
	if diff := cmp.Diff([][]string{{"2", `""3"`, `""3"`}}, scanAll(t, again, again.Splits(0, 0), []string{"b", "b", "b#2"}).Cells); diff != "" {
		t.Error(diff)
	}
	gaps := mustOpen(t, "Номер;b;c\n1;2\n3;4;5\n\n\xff;6;7\n\"8\";\"\"\"9\";\n;;\n1;2;3;4\n;0;\"\"", headedBy("Номер"), blockBytes)
	if diff := cmp.Diff([][]string{{"5", "3"}, {"", "8"}, {"", ""}}, scanAll(t, gaps, gaps.Splits(0, 0), []string{"c", "Номер"}).Cells); diff != "" {
		t.Error(diff)
	}
	err := f.Scan(context.Background(), f.Splits(0, 0)[0], []string{"d"}, func(*Chunk) error { return nil })
	if err == nil || !strings.Contains(err.Error(), `no column "d"`) {
		t.Errorf("unknown column: %v", err)
	}
	if err := f.Scan(context.Background(), f.Splits(0, 0)[0], nil, func(*Chunk) error { return io.ErrClosedPipe }); err != io.ErrClosedPipe {
		t.Errorf("yield's error became %v", err)
	}
	cancelled, cancel := context.WithCancel(context.Background())
	cancel()
	if err := f.Scan(cancelled, f.Splits(0, 0)[0], nil, func(*Chunk) error { return nil }); err != context.Canceled {
		t.Errorf("cancelled: %v", err)
	}
}
