package pipeline

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"github.com/klauspost/compress/s2"
)

// A spillFile is a private file that holds packed rows of one dataset which do
// not fit memory, compressed: to less than a half, faster than most disks write.
type spillFile struct {
	file   *os.File
	buffer []byte // not yet in the file
	size   int64  // written so far, the buffer included
}

// spillBuffer is how much is written at a time.
const spillBuffer = 1 << 20

// An extent is where the blocks of a partition are in a spill file. One of size 0
// holds none.
type extent struct {
	at, size int64
	plain    int // bytes of the blocks
}

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

// write appends the blocks of a partition.
func (s *spillFile) write(blocks []byte) (extent, error) {
	if len(blocks) == 0 {
		return extent{}, nil
	}
	begin := len(s.buffer)
	room := s2.MaxEncodedLen(len(blocks))
	if room < 0 {
		return extent{}, fmt.Errorf("%d bytes of one partition are more than can be written at once", len(blocks))
	}
	s.buffer = extended(s.buffer, room)
	packed := s2.Encode(s.buffer[begin:], blocks)
	s.buffer = s.buffer[:begin+len(packed)]
	e := extent{at: s.size, size: int64(len(packed)), plain: len(blocks)}
	s.size += e.size
	if len(s.buffer) < spillBuffer {
		return e, nil
	}
	return e, s.flush()
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

// read returns the blocks of an extent in the room of dst; scratch is for what the
// file holds. Several goroutines may read at once.
func (s *spillFile) read(e extent, dst []byte, scratch *[]byte) ([]byte, error) {
	*scratch = extended((*scratch)[:0], int(e.size))
	if _, err := s.file.ReadAt(*scratch, e.at); err != nil {
		return nil, &OutputError{Path: s.file.Name(), Err: err}
	}
	dst = extended(dst[:0], e.plain+slack)
	blocks, err := s2.Decode(dst, *scratch)
	if err != nil || len(blocks) != e.plain {
		return nil, &InternalError{Reason: s.file.Name(), Err: fmt.Errorf("damaged extent of %d bytes: %w", e.size, err)}
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
