package main

import (
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
)

func TestMeasure(t *testing.T) {
	file := filepath.Join(t.TempDir(), "measured.tsv")
	for _, program := range []string{"exit 0", "exit 3"} {
		code, err := measure([]string{file, "a\tlabel", "sh", "-c", program}, 0)
		if want := int(program[5] - '0'); code != want || err != nil && want == 0 {
			t.Errorf("%s: code %d, %v", program, code, err)
		}
	}
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	lines := strings.Split(strings.TrimSpace(string(text)), "\n")
	if len(lines) != 2 {
		t.Fatalf("not a line for each run: %q", text)
	}
	for _, line := range lines {
		cells := strings.Split(line, "\t")
		if len(cells) != 6 || cells[0] != "a" || cells[1] != "label" {
			t.Fatalf("cells of %q", line)
		}
		for i, cell := range cells[2:] {
			if n, err := strconv.ParseFloat(cell, 64); err != nil && (i < 3 || cell != "-") || n < 0 {
				t.Errorf("figure %d of %q", i, line)
			}
		}
	}
}

// What needs more than its limit is killed, or is not begun where no limit can be set.
func TestMeasureLimit(t *testing.T) {
	file := filepath.Join(t.TempDir(), "measured.tsv")
	const hoard = "head -c 200000000 /dev/zero | tail -c 150000000 | wc -c" // tail holds them
	code, err := measure([]string{file, "label", "sh", "-c", "test $(" + hoard + ") = 150000000"}, 64<<20)
	if code == 0 {
		t.Errorf("150 MB were held in 64 MiB (%v)", err)
	}
	if _, statErr := os.Stat(file); os.IsNotExist(statErr) {
		t.Skip("no limit can be set here: ", err)
	}
	if code, err = measure([]string{file, "label", "sh", "-c", "test $(" + hoard + ") = 150000000"}, 512<<20); code != 0 {
		t.Errorf("150 MB were not held in 512 MiB: %v", err)
	}
}

func TestMemoryGroup(t *testing.T) {
	parent := t.TempDir() // no hierarchy of the kernel, so memory is not counted in what is made in it
	g := &memoryGroup{filepath.Join(parent, "group"), parent, versionTwo}
	if g.enter(0) == nil {
		t.Fatal("entered a folder that is no group")
	}
	if _, err := os.Stat(g.path); !os.IsNotExist(err) {
		t.Errorf("the folder is left behind: %v", err)
	}
	if got := g.peakMiB(); got != "-" {
		t.Errorf("peak of no group: %s", got)
	}
	if err := os.Mkdir(g.path, 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(g.path, "memory.peak"), []byte("3145728\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	if got := g.peakMiB(); got != "3.0" {
		t.Errorf("peak %s MiB, want 3.0", got)
	}
}
