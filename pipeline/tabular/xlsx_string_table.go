package tabular

import (
	"encoding/binary"
	"fmt"
)

// groupStrings is how many texts of a table share one place in its index.
const groupStrings = 16

// A stringTable holds texts by number. They stand one after another, each with
// its length before it, in groups; the index knows where each group begins. The
// first groups are in memory, the others in a file once there are too many.
//
// Texts are added, then the table is sealed, then they are read, by one
// goroutine.
type stringTable struct {
	count   int
	starts  []uint32 // of each group
	size    int64    // of all groups
	bound   int      // most bytes of groups in memory
	scratch string   // folder of the file; "" keeps all groups in memory
	memory  []byte
	group   []byte       // the group to which texts are added
	spill   *stringSpill // nil while all groups are in memory
}

// newStringTable makes a table for texts of about the given number of bytes in
// all.
func newStringTable(expected int64, bound int, scratch string) *stringTable {
	return &stringTable{bound: bound, scratch: scratch, memory: make([]byte, 0, min(expected, int64(bound)))}
}

// add adds the next text.
func (t *stringTable) add(text []byte) error {
	t.group = append(binary.AppendUvarint(t.group, uint64(len(text))), text...)
	if t.count++; t.count%groupStrings == 0 {
		return t.endGroup()
	}
	return nil
}

// seal ends adding.
func (t *stringTable) seal() error {
	if t.count%groupStrings > 0 {
		if err := t.endGroup(); err != nil {
			return err
		}
	}
	t.group = nil
	if t.spill == nil {
		return nil
	}
	return t.spill.seal()
}

func (t *stringTable) endGroup() error {
	if t.size > sharedStringBytes {
		return fmt.Errorf("the shared strings hold more than %d bytes", sharedStringBytes)
	}
	t.starts = append(t.starts, uint32(t.size))
	t.size += int64(len(t.group))
	if t.spill == nil && (t.scratch == "" || t.size <= int64(t.bound)) {
		t.memory = append(t.memory, t.group...)
	} else {
		if t.spill == nil {
			var err error
			if t.spill, err = createStringSpill(t.scratch); err != nil {
				return err
			}
		}
		if err := t.spill.write(t.group); err != nil {
			return err
		}
	}
	t.group = t.group[:0]
	return nil
}

// at returns text i, which must be below count. It is good until the next call.
func (t *stringTable) at(i int) ([]byte, error) {
	group, err := t.groupAt(i / groupStrings)
	if err != nil {
		return nil, err
	}
	for range i % groupStrings {
		size, n := textSize(group)
		group = group[n+size:]
	}
	size, n := textSize(group)
	return group[n : n+size], nil
}

// textSize returns the length of the text at the beginning of a group and how
// many bytes tell it.
func textSize(group []byte) (size, n int) {
	if group[0] < 0x80 {
		return int(group[0]), 1
	}
	long, n := binary.Uvarint(group)
	return int(long), n
}

func (t *stringTable) groupAt(g int) ([]byte, error) {
	start, end := int64(t.starts[g]), t.size
	if g+1 < len(t.starts) {
		end = int64(t.starts[g+1])
	}
	if inMemory := int64(len(t.memory)); start >= inMemory {
		return t.spill.read(g, start-inMemory, int(end-start))
	}
	return t.memory[start:end], nil
}

// close gives the table's file back.
func (t *stringTable) close() error {
	if t.spill == nil {
		return nil
	}
	return t.spill.close()
}
