//go:build !linux

package tabular

import "io/fs"

// readListed fills to with a file that has as many bytes, and reports whether the file is
// still what was listed.
func readListed(path string, listed fs.FileInfo, to []byte) bool {
	file, err := openAsListed(path, listed)
	if err != nil {
		return false
	}
	defer file.Close()
	n, err := file.Read(to)
	return err == nil && n == len(to) && unchanged(file, listed) == nil
}
