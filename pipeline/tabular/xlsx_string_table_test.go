package tabular

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"pgregory.net/rapid"
)

// tableOf returns a sealed table in memory.
func tableOf(t rapid.TB, texts ...string) *stringTable {
	t.Helper()
	table := newStringTable(0, 0, "")
	for _, text := range texts {
		if err := table.add([]byte(text)); err != nil {
			t.Fatal(err)
		}
	}
	if err := table.seal(); err != nil {
		t.Fatal(err)
	}
	return table
}

// Texts come back by number in any order and again, wherever they are held.
func TestStringTable(t *testing.T) {
	scratch := t.TempDir()
	text := rapid.OneOf(
		rapid.SampledFrom([]string{"", "Ozon", "0097024354-0145-3", strings.Repeat("я", 64), strings.Repeat("long", 2000)}),
		rapid.StringN(0, 200, -1),
	)
	rapid.Check(t, func(t *rapid.T) {
		want := rapid.SliceOfN(text, 1, 200).Draw(t, "texts")
		table := newStringTable(rapid.Int64Range(0, 1<<20).Draw(t, "expected"), rapid.IntRange(0, 1<<16).Draw(t, "bound"), scratch)
		for _, text := range want {
			if err := table.add([]byte(text)); err != nil {
				t.Fatal(err)
			}
		}
		if err := table.seal(); err != nil {
			t.Fatal(err)
		}
		for _, i := range rapid.SliceOfN(rapid.IntRange(0, len(want)-1), 0, 400).Draw(t, "numbers") {
			got, err := table.at(i)
			if err != nil || string(got) != want[i] {
				t.Fatalf("text %d is %q, %v, want %q", i, got, err, want[i])
			}
		}
		if len(table.memory) > table.bound {
			t.Fatalf("%d bytes in memory, at most %d wanted", len(table.memory), table.bound)
		}
		if err := table.close(); err != nil {
			t.Fatal(err)
		}
	})
	wantEmpty(t, scratch)
}

// Groups that fall into one slot of the cache do not get mixed up.
func TestStringTableSlots(t *testing.T) {
	table := newStringTable(0, 0, t.TempDir())
	const texts = (spillSlots + 2) * groupStrings
	for i := range texts {
		if err := table.add(fmt.Append(nil, i)); err != nil {
			t.Fatal(err)
		}
	}
	if err := table.seal(); err != nil {
		t.Fatal(err)
	}
	defer table.close()
	for _, i := range []int{0, texts - 2*groupStrings, 1, texts - 1, 3*groupStrings - 1, 0, groupStrings} {
		if got, err := table.at(i); err != nil || string(got) != fmt.Sprint(i) {
			t.Errorf("text %d is %q, %v", i, got, err)
		}
	}
}

// A scratch file that cannot be written or read is no damage of the workbook.
func TestStringTableScratchFails(t *testing.T) {
	path := accrualsBook{rows: 100, shared: true}.write(t)
	lim := Limits{StringBytes: 100, Scratch: filepath.Join(path, "folder in a file")}
	var scratch *ScratchError
	if _, err := openWhole(path, nothing, lim); !errors.As(err, &scratch) || !errors.Is(err, syscall.ENOTDIR) {
		t.Errorf("got %v, want an error of the scratch file", err)
	}

	table := newStringTable(0, 0, t.TempDir())
	for range groupStrings {
		if err := table.add([]byte("text")); err != nil {
			t.Fatal(err)
		}
	}
	if err := errors.Join(table.seal(), table.spill.file.Truncate(3)); err != nil {
		t.Fatal(err)
	}
	defer table.close()
	for range 2 {
		if text, err := table.at(0); !errors.As(err, &scratch) {
			t.Errorf("text %q and error %v, want an error of the scratch file", text, err)
		}
	}
}

func wantEmpty(t testing.TB, folder string) {
	t.Helper()
	if left, err := os.ReadDir(folder); err != nil || len(left) > 0 {
		t.Errorf("the scratch folder holds %v, %v, want nothing", left, err)
	}
}
