package main

import (
	"os"
	"path/filepath"
	"testing"
)

func TestMemoryGroup(t *testing.T) {
	parent := t.TempDir()
	if makeMemoryGroup(parent) != nil {
		t.Fatal("made a group in a folder that is none")
	}
	write(t, filepath.Join(parent, "cgroup.subtree_control"), "cpu pids\n")
	if makeMemoryGroup(parent) != nil {
		t.Fatal("made a group where no memory is counted")
	}
	write(t, filepath.Join(parent, "cgroup.subtree_control"), "cpu memory pids\n")
	group := makeMemoryGroup(parent)
	if group == nil {
		t.Fatal("made no group where memory is counted")
	}
	if got := group.peakMiB(); got != "-" {
		t.Errorf("peak of a kernel that keeps none: %s", got)
	}
	peak := filepath.Join(group.path, "memory.peak")
	write(t, peak, "3145728\n")
	if got := group.peakMiB(); got != "3.0" {
		t.Errorf("peak %s MiB, want 3.0", got)
	}
	if err := os.Remove(peak); err != nil { // the kernel's own files go with the group
		t.Fatal(err)
	}
	group.remove()
	if _, err := os.Stat(group.path); !os.IsNotExist(err) {
		t.Errorf("the group is left behind: %v", err)
	}
}

func write(t *testing.T, path, text string) {
	t.Helper()
	if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
}
