package layout

import (
	"strings"
	"unsafe"

	"github.com/apache/arrow/go/v17/arrow/memory"
)

// Uncleared allocates memory that may hold anything, for columns whose
// every byte is written: clearing it first is an eighth of unpacking. Builders of rows
// do not get it, as parts of arrow rely on zeros.
type Uncleared struct{ memory.Allocator }

// alignment is that of arrow's own allocators.
const alignment = 64

// Allocate returns size bytes. They come from a [strings.Builder], which unlike make does
// not clear its memory.
func (Uncleared) Allocate(size int) []byte {
	var owner strings.Builder
	owner.Grow(size + alignment)
	owner.WriteByte(0) // an empty text may be anywhere
	begin := unsafe.StringData(owner.String())
	shift := -uintptr(unsafe.Pointer(begin)) % alignment
	return unsafe.Slice(begin, size+alignment)[shift:][:size:size]
}
