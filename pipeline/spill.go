package pipeline

import (
	"encoding/binary"
	"errors"
	"os"
	"path/filepath"
	"slices"

	"ozpayout/pipeline/internal/pack"
)

// A spillFile is a private file that holds packed rows of one dataset which do
// not fit memory, as they are: what is packed shrinks too little to be compressed.
type spillFile struct {
	file *os.File
	size int64 // written so far
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

// Write appends to the file.
func (s *spillFile) Write(blocks []byte) (int, error) {
	n, err := s.file.Write(blocks)
	s.size += int64(n)
	if err != nil {
		return n, &OutputError{Path: s.file.Name(), Err: err}
	}
	return n, nil
}

// spilledHead is the size of what stands before a spilled block: the number of its batch
// among those spilled together, and its length, 4 bytes each, little endian.
const spilledHead = 8

func appendHead(dst []byte, batch, length int) []byte {
	dst = binary.LittleEndian.AppendUint32(dst, uint32(batch))
	return binary.LittleEndian.AppendUint32(dst, uint32(length))
}

// cutBlock returns the block of a batch and [pack.Slack] behind it if it is the first of blocks,
// nil if another is, and the blocks that are left. It panics if the head is damaged.
func cutBlock(blocks []byte, batch uint32) (block, rest []byte) {
	if len(blocks) <= pack.Slack || binary.LittleEndian.Uint32(blocks) != batch {
		return nil, blocks
	}
	end := spilledHead + int(binary.LittleEndian.Uint32(blocks[4:]))
	return blocks[spilledHead : end+pack.Slack], blocks[end:]
}

// read returns what lies between two places of the file in the room of dst, with
// [pack.Slack] behind it. Several goroutines may read at once.
func (s *spillFile) read(from, to int64, dst []byte) ([]byte, error) {
	size := int(to - from)
	dst = slices.Grow(dst[:0], size+pack.Slack)[:size+pack.Slack]
	if _, err := s.file.ReadAt(dst[:size], from); err != nil {
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
