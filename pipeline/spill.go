package pipeline

import (
	"errors"
	"os"
	"path/filepath"
)

// A spillFile is a private file that holds packed rows of one dataset which do
// not fit memory, as they are: what is packed shrinks too little to be compressed.
type spillFile struct {
	file   *os.File
	buffer []byte // not yet in the file
	size   int64  // written so far, the buffer included
}

// spillBuffer is how much is written at a time.
const spillBuffer = 1 << 20

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
	return &spillFile{file: file}, nil
}

// write appends a block.
func (s *spillFile) write(block []byte) error {
	s.buffer = append(s.buffer, block...)
	s.size += int64(len(block))
	if len(s.buffer) < spillBuffer {
		return nil
	}
	return s.flush()
}

// flush puts what was written into the file, which can be read from then on.
func (s *spillFile) flush() error {
	_, err := s.file.Write(s.buffer)
	s.buffer = s.buffer[:0]
	if err != nil {
		return &OutputError{Path: s.file.Name(), Err: err}
	}
	return nil
}

// seal ends writing.
func (s *spillFile) seal() error {
	err := s.flush()
	s.buffer = nil
	return err
}

// read returns the blocks of an extent in the room of dst, with [slack] behind them.
// Several goroutines may read at once.
func (s *spillFile) read(e extent, dst []byte) ([]byte, error) {
	dst = extended(dst[:0], int(e.size)+slack)
	if _, err := s.file.ReadAt(dst[:e.size], e.at); err != nil {
		return nil, &OutputError{Path: s.file.Name(), Err: err}
	}
	return dst, nil
}

// remove closes and deletes the file.
func (s *spillFile) remove() error {
	if err := errors.Join(s.file.Close(), os.Remove(s.file.Name())); err != nil {
		return &OutputError{Path: s.file.Name(), Err: err}
	}
	return nil
}
