package tabular

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

// Files that are read into the same buffers are what each is alone.
func TestSmallFiles(t *testing.T) {
	var paths []string
	for i, content := range []string{
		"", "order_id,name,amount\n", "order_id,name,amount\n1,a,2\n", "order_id;name;amount\n2;\"b\n\"\"c\"\"\";3\n", `[{"order_id":1}]`, "%PDF-1.7",
		"order_id,name,amount\n" + strings.Repeat("3,c,4\n", 900), "order_id,name,amount\n" + strings.Repeat("5,d,6\n", 9000),
	} {
		packed := gzipped(t, []byte(content))
		paths = append(paths, writeFile(t, []byte(content)), writeFile(t, packed), writeFile(t, packed[:len(packed)-1-i]))
	}
	paths = append(paths, t.TempDir())
	listed := make([]fs.FileInfo, len(paths))
	for i, path := range paths {
		info, err := os.Lstat(path)
		if err != nil {
			t.Fatal(err)
		}
		listed[i] = info
	}
	opener := &Opener{Known: knownHeaders}
	look := func(i int, b *Buffers) any {
		f, err := opener.Look(paths[i], listed[i], b)
		if err != nil {
			return err.Error()
		}
		var rows []string
		err = f.Scan(t.Context(), f.Splits(0, 0)[0], nil, func(c *Chunk) error {
			for row := range c.Len() {
				rows = append(rows, string(c.Cell(row, c.Width-1)))
			}
			return nil
		})
		return []any{f.Form, f.Encoding, f.Delimiter, f.Compression, f.Repairs, f.Sheets, f.Sums, rows, fmt.Sprint(err)}
	}
	want := make([]any, len(paths))
	for i := range paths {
		want[i] = look(i, nil)
	}
	rapid.Check(t, func(t *rapid.T) {
		b := &Buffers{}
		file := rapid.IntRange(0, len(paths)-1)
		for range 5 {
			next := file.Draw(t, "next")
			if diff := cmp.Diff(want[next], look(next, b)); diff != "" {
				t.Fatalf("%s: %s", paths[next], diff)
			}
		}
	})
}

// A small file that is not any more what was listed is found when it is looked at.
func TestSmallFileThatChanges(t *testing.T) {
	for name, change := range map[string]func(path string) error{
		"grown":      func(path string) error { return os.WriteFile(path, []byte("order_id,name,amount\n1,a,2\n3"), 0o600) },
		"cut":        func(path string) error { return os.WriteFile(path, []byte("order_id"), 0o600) },
		"written to": func(path string) error { return os.Chtimes(path, time.Unix(1, 0), time.Unix(1, 0)) },
		"replaced": func(path string) error {
			return errors.Join(os.WriteFile(path+"2", nil, 0o600), os.Rename(path+"2", path))
		},
		"taken away":  os.Remove,
		"made a link": func(path string) error { return errors.Join(os.Remove(path), os.Symlink(os.Args[0], path)) },
	} {
		content := []byte("order_id,name,amount\n1,a,2\n")
		path := writeFile(t, content)
		listed, err := os.Lstat(path)
		if err != nil {
			t.Fatal(err)
		}
		if err := change(path); err != nil {
			t.Fatal(err)
		}
		_, err = (&Opener{Known: knownHeaders}).Look(path, listed, &Buffers{})
		var damage *DamageError
		if isChanged := errors.As(err, &damage) && damage.IsChanged; !isChanged && !errors.Is(err, fs.ErrNotExist) {
			t.Errorf("%s: got %v", name, err)
		}
	}
}

// What is gathered of small files is what a scan finds in each, and what is not gathered is
// left to a scan.
func TestGather(t *testing.T) {
	folder, tries := t.TempDir(), 0
	cell := rapid.SampledFrom([]string{"1", "ab", "", " ", `"c"`, `"d""e"`, `"f,\ng"`, "ж", "\x00", "\xff", `h"`, `"i`, "j,k", "\n"})
	opener := &Opener{Known: knownHeaders}
	rapid.Check(t, func(t *rapid.T) {
		b := &Buffers{}
		type rows struct {
			numbers []int64
			cells   []string
		}
		add := func(to *rows, c *Chunk) {
			to.numbers = append(to.numbers, c.Rows...)
			for row := range c.Len() {
				for col := range c.Width {
					to.cells = append(to.cells, string(c.Cell(row, col)))
				}
			}
		}
		var want, got rows
		var records []int
		wanted := []string{"amount", "order_id"}
		ending := rapid.SampledFrom([]string{"\n", "\r\n"}).Draw(t, "line end")
		odd := rapid.IntRange(0, 3).Draw(t, "odd cells") > 0
		for range rapid.IntRange(1, 5).Draw(t, "files") {
			var text strings.Builder
			text.WriteString(rapid.SampledFrom([]string{"", "\ufeff"}).Draw(t, "mark") + "order_id,name,amount" + ending)
			for range rapid.IntRange(0, 40).Draw(t, "rows") {
				name := "x"
				if odd && rapid.IntRange(0, 30).Draw(t, "odd") == 0 {
					name = cell.Draw(t, "cell")
				}
				if odd && rapid.IntRange(0, 60).Draw(t, "blank") == 0 {
					text.WriteString(" , ,\"\"" + ending)
				}
				text.WriteString("1," + name + `,"2` + rapid.SampledFrom([]string{"", `""`}).Draw(t, "quotes") + `"` + ending)
			}
			tries++
			path := filepath.Join(folder, fmt.Sprint(tries))
			if err := os.WriteFile(path, []byte(text.String()), 0o600); err != nil {
				t.Fatal(err)
			}
			listed, err := os.Lstat(path)
			if err != nil {
				t.Fatal(err)
			}
			f, err := opener.Look(path, listed, b)
			if err != nil {
				continue // nothing of it is used
			}
			split := f.Splits(0, 0)[0]
			var alone rows
			isPlain := true
			scan := func(b *Buffers) {
				alone = rows{}
				if err := b.Scan(t.Context(), f, split, wanted, func(c *Chunk) error {
					isPlain = isPlain && c.NotData == 0 && len(c.Faults) == 0
					add(&alone, c)
					return nil
				}); err != nil {
					t.Fatal(err)
				}
			}
			n, ok := b.Gather(f, split, wanted)
			if ok {
				records = append(records, n)
				f, err = opener.Look(path, listed, nil)
				if err != nil {
					t.Fatal(err)
				}
				scan(&Buffers{})
				want.numbers, want.cells = append(want.numbers, alone.numbers...), append(want.cells, alone.cells...)
			} else {
				scan(b)
				left := alone
				f, err = opener.Look(path, listed, nil)
				if err != nil {
					t.Fatal(err)
				}
				scan(&Buffers{})
				if diff := cmp.Diff(alone, left, cmp.AllowUnexported(rows{})); diff != "" {
					t.Fatalf("left to a scan: %s", diff)
				}
			}
			if ok != isPlain {
				t.Fatalf("gathered: %v, all plain: %v", ok, isPlain)
			}
			if os.Remove(path) != nil {
				t.Fatal(path)
			}
		}
		c, from := b.Gathered(), 0
		for _, n := range records {
			part := c.Part(from, from+n)
			add(&got, &part)
			from += n
		}
		if len(records) > 0 && c.Len() != from {
			t.Fatalf("%d records, want %d", c.Len(), from)
		}
		if diff := cmp.Diff(want, got, cmp.AllowUnexported(rows{})); diff != "" {
			t.Fatal(diff)
		}
	})
}
