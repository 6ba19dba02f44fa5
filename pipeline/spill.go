package pipeline

import (
	"bufio"
	"errors"
	"os"
	"path/filepath"
)

// A spillFile is a private file that holds packed rows of one dataset which do
// not fit memory.
type spillFile struct {
	file   *os.File
	buffer *bufio.Writer
	size   int64
}

// An extent is where the blocks of a partition are in a spill file. One of size 0
// holds none.
type extent struct{ at, size int64 }

// createSpill makes the spill file of a dataset and the folder it lies in.
func createSpill(folder string, d *Dataset) (*spillFile, error) {
	if err := os.MkdirAll(folder, 0o700); err != nil {
		return nil, &OutputError{Path: folder, Err: err}
	}
	path := filepath.Join(folder, d.Name+".rows")
	file, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return nil, &OutputError{Path: path, Err: err}
	}
	return &spillFile{file: file, buffer: bufio.NewWriterSize(file, 1<<18)}, nil
}

// write appends bytes.
func (s *spillFile) write(b []byte) error {
	n, err := s.buffer.Write(b)
	s.size += int64(n)
	if err != nil {
		return &OutputError{Path: s.file.Name(), Err: err}
	}
	return nil
}

// seal ends writing; the file can be read from then on.
func (s *spillFile) seal() error {
	if err := s.buffer.Flush(); err != nil {
		return &OutputError{Path: s.file.Name(), Err: err}
	}
	return nil
}

// read fills dst with the bytes of an extent. Several goroutines may read at once.
func (s *spillFile) read(e extent, dst []byte) error {
	if _, err := s.file.ReadAt(dst, e.at); err != nil {
		return &OutputError{Path: s.file.Name(), Err: err}
	}
	return nil
}

// remove closes and deletes the file.
func (s *spillFile) remove() error {
	if err := errors.Join(s.file.Close(), os.Remove(s.file.Name())); err != nil {
		return &OutputError{Path: s.file.Name(), Err: err}
	}
	return nil
}
