package tabular

import (
	"bufio"
	"os"
)

// A ScratchError says that a scratch file could not be written or read.
type ScratchError struct {
	Folder string
	Err    error
}

func (e *ScratchError) Error() string { return "scratch file in " + e.Folder + ": " + e.Err.Error() }

func (e *ScratchError) Unwrap() error { return e.Err }

// A stringSpill holds groups of a [stringTable] in a file without a name: it is
// gone with the process, however that ends.
type stringSpill struct {
	folder string
	file   *os.File
	buffer *bufio.Writer

	// Groups that were read, each in the slot of its number: texts that are
	// referred to often are not read from the file each time.
	slots [spillSlots]spillSlot
	large spillSlot // the last group that is larger than slotBytes
}

const (
	spillSlots = 1 << 10
	slotBytes  = 4 << 10 // most bytes of a group in a slot
)

type spillSlot struct {
	group int // number + 1
	bytes []byte
}

// createStringSpill makes the file and the folder it lies in.
func createStringSpill(folder string) (*stringSpill, error) {
	if err := os.MkdirAll(folder, 0o700); err != nil {
		return nil, &ScratchError{folder, err}
	}
	file, err := os.CreateTemp(folder, "strings-")
	if err != nil {
		return nil, &ScratchError{folder, err}
	}
	s := &stringSpill{folder: folder, file: file, buffer: bufio.NewWriterSize(file, 1<<18)}
	if err := os.Remove(file.Name()); err != nil {
		file.Close()
		return nil, &ScratchError{folder, err}
	}
	return s, nil
}

func (s *stringSpill) write(group []byte) error {
	if _, err := s.buffer.Write(group); err != nil {
		return &ScratchError{s.folder, err}
	}
	return nil
}

// seal ends writing.
func (s *stringSpill) seal() error {
	if err := s.buffer.Flush(); err != nil {
		return &ScratchError{s.folder, err}
	}
	s.buffer = nil
	return nil
}

// read returns the group of a number, which is good until the next call.
func (s *stringSpill) read(group int, at int64, size int) ([]byte, error) {
	slot := &s.large
	if size <= slotBytes {
		slot = &s.slots[group%spillSlots]
	}
	if slot.group == group+1 {
		return slot.bytes, nil
	}
	if cap(slot.bytes) < size {
		slot.bytes = make([]byte, size)
	}
	slot.group, slot.bytes = 0, slot.bytes[:size]
	if _, err := s.file.ReadAt(slot.bytes, at); err != nil {
		return nil, &ScratchError{s.folder, err}
	}
	slot.group = group + 1
	return slot.bytes, nil
}

func (s *stringSpill) close() error {
	if err := s.file.Close(); err != nil {
		return &ScratchError{s.folder, err}
	}
	return nil
}
