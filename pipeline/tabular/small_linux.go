package tabular

import (
	"io/fs"
	"syscall"
)

// readListed fills to with a file that has as many bytes, and reports whether the file is
// still what was listed. Of the system it asks for nothing else: package os, which is meant
// for files that last, would ask whether it can be woken when there is more to read, and have
// the collector close what is forgotten.
func readListed(path string, listed fs.FileInfo, to []byte) bool {
	before, ok := listed.Sys().(*syscall.Stat_t)
	if !ok || !listed.Mode().IsRegular() {
		return false
	}
	// A pipe that took its place must not be waited for.
	file, err := syscall.Open(path, syscall.O_RDONLY|syscall.O_NONBLOCK|syscall.O_CLOEXEC, 0)
	if err != nil {
		return false
	}
	defer func() { _ = syscall.Close(file) }()
	n, err := syscall.Read(file, to)
	if err != nil || n < len(to) {
		return false
	}
	var now syscall.Stat_t
	err = syscall.Fstat(file, &now)
	return err == nil && now.Size == before.Size && now.Mtim == before.Mtim && now.Ino == before.Ino && now.Dev == before.Dev
}
