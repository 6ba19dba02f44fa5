package main

import (
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
)

// memoryGroup is a cgroup v2 that counts the memory of one program. All methods
// of a nil group do nothing.
type memoryGroup struct {
	path   string
	folder *os.File
}

// newMemoryGroup makes a group below or beside that of this process, wherever
// the memory controller is handed down. It returns nil if there is no such place.
func newMemoryGroup() *memoryGroup {
	own, err := os.ReadFile("/proc/self/cgroup")
	if err != nil {
		return nil
	}
	for line := range strings.Lines(string(own)) {
		path, isUnified := strings.CutPrefix(strings.TrimSpace(line), "0::")
		if !isUnified {
			continue
		}
		for _, root := range []string{"/sys/fs/cgroup", "/sys/fs/cgroup/unified"} {
			for _, parent := range []string{path, filepath.Dir(path)} {
				if group := makeMemoryGroup(filepath.Join(root, parent)); group != nil {
					return group
				}
			}
		}
	}
	return nil
}

// makeMemoryGroup returns nil if the parent is no group or counts no memory in
// those below it.
func makeMemoryGroup(parent string) *memoryGroup {
	if handed, err := os.ReadFile(filepath.Join(parent, "cgroup.subtree_control")); err != nil || !strings.Contains(string(handed), "memory") {
		return nil
	}
	path := filepath.Join(parent, "ozpayout-measure-"+strconv.Itoa(os.Getpid()))
	if os.Mkdir(path, 0o755) != nil {
		return nil
	}
	folder, err := os.Open(path)
	if err != nil {
		_ = os.Remove(path)
		return nil
	}
	return &memoryGroup{path, folder}
}

func (g *memoryGroup) attributes() *syscall.SysProcAttr {
	if g == nil {
		return nil
	}
	return &syscall.SysProcAttr{UseCgroupFD: true, CgroupFD: int(g.folder.Fd())}
}

// peakMiB returns "-" where nothing was counted (memory.peak needs Linux 5.19).
func (g *memoryGroup) peakMiB() string {
	if g == nil {
		return "-"
	}
	text, err := os.ReadFile(filepath.Join(g.path, "memory.peak"))
	if err != nil {
		return "-"
	}
	bytes, err := strconv.ParseInt(strings.TrimSpace(string(text)), 10, 64)
	if err != nil {
		return "-"
	}
	return fmt.Sprintf("%.1f", float64(bytes)/(1<<20))
}

// remove works once the program and its children have ended.
func (g *memoryGroup) remove() {
	if g == nil {
		return
	}
	g.folder.Close()
	_ = os.Remove(g.path)
}
