package main

import (
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
)

// memoryGroup is a cgroup that counts the memory of one program and may hold it to a
// limit. Close and peak of a nil group do nothing.
type memoryGroup struct {
	path  string // a folder below that of its hierarchy
	home  string // the group that this process came from
	names fileNames
}

// fileNames are those of the kernel's files of a group.
type fileNames struct{ limit, peak string }

var (
	versionOne = fileNames{"memory.limit_in_bytes", "memory.max_usage_in_bytes"}
	versionTwo = fileNames{"memory.max", "memory.peak"} // the peak needs Linux 5.19
)

// enterMemoryGroup makes a group below or beside that of this process, wherever memory
// is counted, and moves this process into it, so that what it starts is there from its
// first byte. Bytes are the limit, page cache included, beyond which the kernel kills;
// 0 is none. It returns nil if there is no such place.
func enterMemoryGroup(bytes int64) *memoryGroup {
	own, err := os.ReadFile("/proc/self/cgroup")
	if err != nil {
		return nil
	}
	for line := range strings.Lines(string(own)) { // number:controllers:path
		cells := strings.SplitN(strings.TrimSpace(line), ":", 3)
		if len(cells) != 3 {
			continue
		}
		var roots []string
		var names fileNames
		switch {
		case cells[1] == "":
			roots, names = []string{"/sys/fs/cgroup", "/sys/fs/cgroup/unified"}, versionTwo
		case strings.Contains(","+cells[1]+",", ",memory,"):
			roots, names = []string{"/sys/fs/cgroup/" + cells[1]}, versionOne
		}
		for _, root := range roots {
			home := filepath.Join(root, cells[2])
			for _, parent := range []string{home, filepath.Dir(home)} {
				g := &memoryGroup{filepath.Join(parent, "ozpayout-measure-"+strconv.Itoa(os.Getpid())), home, names}
				if g.enter(bytes) == nil {
					return g
				}
			}
		}
	}
	return nil
}

// enter makes the group and moves this process into it; an error leaves both undone.
func (g *memoryGroup) enter(bytes int64) error {
	if err := os.Mkdir(g.path, 0o755); err != nil {
		return err
	}
	_, err := os.Stat(filepath.Join(g.path, g.names.limit)) // not there where memory is not counted
	if err == nil && bytes > 0 {
		err = g.write(g.names.limit, bytes)
	}
	if err == nil {
		err = g.write("cgroup.procs", int64(os.Getpid()))
	}
	if err != nil {
		_ = os.Remove(g.path)
	}
	return err
}

func (g *memoryGroup) write(name string, number int64) error {
	return os.WriteFile(filepath.Join(g.path, name), strconv.AppendInt(nil, number, 10), 0)
}

// peakMiB returns "-" where nothing was counted.
func (g *memoryGroup) peakMiB() string {
	if g == nil {
		return "-"
	}
	text, err := os.ReadFile(filepath.Join(g.path, g.names.peak))
	if err != nil {
		return "-"
	}
	bytes, err := strconv.ParseInt(strings.TrimSpace(string(text)), 10, 64)
	if err != nil {
		return "-"
	}
	return fmt.Sprintf("%.1f", float64(bytes)/(1<<20))
}

// leave moves this process back and removes the group; the program must have ended.
func (g *memoryGroup) leave() {
	if g == nil {
		return
	}
	back := memoryGroup{path: g.home}
	_ = back.write("cgroup.procs", int64(os.Getpid()))
	_ = os.Remove(g.path)
}
