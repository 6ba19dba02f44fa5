package layout

import (
	"strings"
	"unsafe"

	"github.com/apache/arrow/go/v17/arrow/memory"
)

// alignment is that of arrow's own allocators.
const alignment = 64

// Uncleared returns size bytes that may hold anything, for memory whose every byte is
// written: clearing it first is an eighth of unpacking. They come from a [strings.Builder],
// which unlike make does not clear its memory.
func Uncleared(size int) []byte {
	var owner strings.Builder
	owner.Grow(size + alignment)
	owner.WriteByte(0) // an empty text may be anywhere
	begin := unsafe.StringData(owner.String())
	shift := -uintptr(unsafe.Pointer(begin)) % alignment
	return unsafe.Slice(begin, size+alignment)[shift:][:size:size]
}

// unclearing is arrow's allocator of Go's memory without the clearing. Builders of rows do
// not get it, as parts of arrow rely on zeros.
type unclearing struct{ *memory.GoAllocator }

func (unclearing) Allocate(size int) []byte { return Uncleared(size) }
