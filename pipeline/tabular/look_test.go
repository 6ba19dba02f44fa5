package tabular

import (
	"bytes"
	"encoding/hex"
	"errors"
	"io"
	"math/rand/v2"
	"os"
	"strings"
	"syscall"
	"testing"

	"github.com/google/go-cmp/cmp"

	"ozpayout/pipeline/digest"
)

// lookedAt are CSV files of which Look reads all or the beginning.
var lookedAt = map[string]string{
	"small":       "order_id,name,amount\n1,a,2\n2,\"b\n\"\"c\"\"\",3\n",
	"large":       "order_id,name,amount\n" + strings.Repeat("1,Чехол,2\n2,\"b\nc\",3\n", 50_000),
	"late quote":  "order_id,name,amount\n" + strings.Repeat("1,a,2\n", 50_000) + "2,5\" disk,3\n" + strings.Repeat("3,\"b;\",4\n", 1000),
	"with mark":   byteOrderMark + "order_id,name,amount\r\n" + strings.Repeat("1,a,2\r\n", 5_000) + "1",
	"late header": strings.Repeat("preamble\n", 10) + "order_id,name,amount\n" + strings.Repeat("1,a,2\n", 5_000),
	"long header": strings.Repeat("preamble;", BeginBytes/8) + "\norder_id,name,amount\n1,2,3\n",
	"late text":   "order_id,name,amount\n" + strings.Repeat("1,a,2\n", 5_000) + "2,\xff,3\n\x00,,\n",
	"CR":          "order_id,name,amount\r" + strings.Repeat("1,a,2\r", 5_000),
	"unknown":     "a,b\n" + strings.Repeat("1,2\n", 10_000),
}

func lookAt(t *testing.T, path string, b *Buffers) (*File, error) {
	t.Helper()
	listed, err := os.Lstat(path)
	if err != nil {
		t.Fatal(err)
	}
	return (&Opener{Known: knownHeaders}).Look(path, listed, b)
}

// A file that was looked at is, when it is scanned or finished, what openWhole makes of it.
func TestLookAndScanIsOpen(t *testing.T) {
	contents := map[string][]byte{"windows-1251": []byte(windows1251(t, "Номер заказа;Название;Сумма\n"+strings.Repeat("1;Чехол;2\n", 20_000)))}
	for name, content := range lookedAt {
		contents[name] = []byte(content)
	}
	for _, name := range []string{"small", "late quote", "CR", "windows-1251"} {
		contents[name+" in gzip"] = gzipped(t, contents[name])
		contents[name+" in zstd"] = zstandard(t, contents[name])
	}
	other := writeFile(t, []byte("order_id,name,amount\n"+strings.Repeat("7,x,8\n", 1000)))
	contents["two frames"] = append(zstandard(t, contents["with mark"]), zstandard(t, []byte(",a,2\r\n"))...)
	for name, content := range contents {
		t.Run(name, func(t *testing.T) {
			path := writeFile(t, content)
			opened, err := openWhole(path, knownHeaders, Limits{})
			if err != nil {
				t.Fatal(err)
			}
			want := scanAll(t, opened, opened.Splits(0, 0), nil)
			compare := func(f *File) {
				t.Helper()
				if f.Sums != digest.Of(content) {
					t.Error("not the checksum of the content")
				}
				if diff := cmp.Diff(opened.Sheets, f.Sheets); diff != "" {
					t.Error(diff)
				}
			}
			compare(opened)
			for _, of := range []struct {
				b      *Buffers
				isLast bool // that they looked at
			}{{nil, true}, {&Buffers{}, true}, {&Buffers{}, false}} {
				b := of.b
				f, err := lookAt(t, path, b)
				if err != nil {
					t.Fatal(err)
				}
				if !of.isLast {
					if _, err := lookAt(t, other, b); err != nil {
						t.Fatal(err)
					}
				}
				for range 2 { // what was kept in memory is kept for one scan
					splits := f.Splits(0, 1)
					if diff := cmp.Diff(want, scanAll(t, f, splits, nil)); diff != "" {
						t.Fatal(diff)
					}
					compare(f)
				}
				if f, err = lookAt(t, path, b); err == nil {
					err = f.Finish()
				}
				if err != nil {
					t.Fatal(err)
				}
				compare(f)
				if diff := cmp.Diff(opened.Splits(0, 1000), f.Splits(0, 1000)); diff != "" {
					t.Error(diff)
				}
			}
		})
	}
}

// What buffers remember of one file changes nothing of what it says of the next.
func TestFilesThatBeginAlike(t *testing.T) {
	var paths []string
	for _, header := range []string{
		"order_id,name,amount", "order_id;name;amount", `"order_id","name","amount"`, `"order_id";"name";"amount"`,
		"order_id\tname\tamount", byteOrderMark + "order_id,name,amount", `"order_id";"na;me`, `order_id,"name",amount`,
	} {
		for _, rest := range []string{"", "\n", "\r\n", "\n1,2,3\n", "\r\n1;2;3\r\n", "\r1,2,3\r", `";"amount"` + "\n1;2;3\n", "\n\"1\n\",\xff,3\n", "x\n1,2,3\n"} {
			paths = append(paths, writeFile(t, []byte(header+rest)))
		}
	}
	opener, other := &Opener{Known: knownHeaders}, &Opener{Known: func(header []string) bool { return len(header) == 3 }}
	look := func(o *Opener, b *Buffers, path string) any {
		t.Helper()
		listed, err := os.Lstat(path)
		if err != nil {
			t.Fatal(err)
		}
		f, err := o.Look(path, listed, b)
		if err != nil {
			return err.Error()
		}
		return []any{f.Encoding, f.Delimiter, f.Repairs, f.Sheets, f.Sums, f.Splits(0, 1), scanAll(t, f, f.Splits(0, 0), nil)}
	}
	for _, after := range paths {
		want := look(opener, nil, after)
		for _, before := range paths {
			for _, o := range []*Opener{opener, other} {
				b := &Buffers{}
				look(o, b, before)
				if diff := cmp.Diff(want, look(opener, b, after)); diff != "" {
					t.Fatalf("%s after %s: %s", after, before, diff)
				}
			}
		}
	}
}

// A scan that does not go to the end knows no checksum, and one of a file that was
// changed since it was looked at is an error.
func TestScanOfLookedAt(t *testing.T) {
	path := writeFile(t, []byte(lookedAt["large"]))
	look := func() *File {
		f, err := lookAt(t, path, nil)
		if err != nil {
			t.Fatal(err)
		}
		return f
	}
	f := look()
	err := f.Scan(t.Context(), f.Splits(0, 0)[0], nil, func(*Chunk) error { return io.ErrClosedPipe })
	if err != io.ErrClosedPipe || f.Sums != (digest.Sums{}) {
		t.Errorf("%v, checksums %x", err, f.Sums)
	}
	if err := f.Finish(); err != nil || f.Sums != digest.Of([]byte(lookedAt["large"])) {
		t.Errorf("%v, checksums %x", err, f.Sums)
	}
	for _, finish := range []bool{true, false} {
		f := look()
		content := bytes.Replace([]byte(lookedAt["large"]), []byte("2\n"), []byte("\n"), 1)
		if err := os.WriteFile(path, content, 0o600); err != nil {
			t.Fatal(err)
		}
		if finish {
			err = f.Finish()
		} else {
			err = f.Scan(t.Context(), f.Splits(0, 0)[0], nil, func(*Chunk) error { return nil })
		}
		var damage *DamageError
		if !errors.As(err, &damage) || damage.Reason != "file changed while reading" {
			t.Errorf("got %v", err)
		}
		if err := os.WriteFile(path, []byte(lookedAt["large"]), 0o600); err != nil {
			t.Fatal(err)
		}
	}
}

// What is behind the beginning of a packed file is found by the scan, if it is damaged.
func TestScanOfDamagedAndLookedAt(t *testing.T) {
	random := make([]byte, 1<<20) // which packs badly, so that the beginning is not all
	source := rand.NewChaCha8([32]byte{})
	if _, err := source.Read(random); err != nil {
		t.Fatal(err)
	}
	content := "order_id,name,amount\n" + strings.Repeat("1,a,2\n", 100_000) + hex.EncodeToString(random) + "\n"
	whole := gzipped(t, []byte(content))
	frames := zstandard(t, []byte(content))
	for name, damaged := range map[string][]byte{
		"cut gzip": whole[:len(whole)-9], "cut zstd": frames[:len(frames)-9],
		"rubbish after gzip": append(bytes.Clone(whole), "rubbish"...), "rubbish after zstd": append(bytes.Clone(frames), "rubbish"...),
	} {
		f, err := lookAt(t, writeFile(t, damaged), nil)
		if err != nil {
			t.Errorf("%s: %v: the beginning is whole", name, err)
			continue
		}
		var scanned, finished *DamageError
		if err := f.Scan(t.Context(), f.Splits(0, 0)[0], nil, func(*Chunk) error { return nil }); !errors.As(err, &scanned) {
			t.Errorf("%s: scan: %v", name, err)
		}
		if err := f.Finish(); !errors.As(err, &finished) || scanned == nil || finished.Reason != scanned.Reason {
			t.Errorf("%s: scan: %v, finish: %v", name, scanned, err)
		}
	}
}

// A pipe that took the place of a file since it was listed is found and not waited for.
func TestPipeInPlaceOfListed(t *testing.T) {
	path := writeFile(t, []byte(lookedAt["small"]))
	listed, err := os.Lstat(path)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.Remove(path); err != nil {
		t.Fatal(err)
	}
	if err := syscall.Mkfifo(path, 0o600); err != nil {
		t.Skip(err)
	}
	_, err = (&Opener{Known: knownHeaders}).Look(path, listed, nil)
	var damage *DamageError
	if !errors.As(err, &damage) || damage.Reason != "file changed while reading" {
		t.Errorf("got %v", err)
	}
}
