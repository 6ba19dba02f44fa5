package tabular

import (
	"bytes"
	"unicode/utf8"

	"golang.org/x/sys/cpu"
)

// match sets bit i%64 of masks[i/64] for each byte i of b that is value, and clears
// it for the others. The length of b is a multiple of 64; value is ASCII.
func match(b []byte, value byte, masks []uint64) {
	blocks := len(b) / 64
	if !cpu.X86.HasAVX2 || blocks == 0 {
		matchWords(b, value, masks)
		return
	}
	matchAVX2(&b[0], blocks, value, &masks[:blocks][0])
}

// hasVBMI2 says that the processor has what cutCellsVBMI2 takes.
var hasVBMI2 = cpu.X86.HasAVX512VBMI2 && cpu.X86.HasAVX512F && cpu.X86.HasAVX512BW && cpu.X86.HasBMI2 && cpu.X86.HasPOPCNT

// cutCells is [cutCellsWords].
func cutCells(cells []span, rest, base uint32, separators, behind []uint64) (count int, next uint32) {
	if !hasVBMI2 || len(separators) == 0 {
		return cutCellsWords(cells, rest, base, separators, behind)
	}
	_, _ = cells[64*len(separators)+cutSlack-1], behind[len(separators)-1]
	return cutCellsVBMI2(&cells[0], rest, base, len(separators), &separators[0], &behind[0], &cutting)
}

//go:noescape
func cutCellsVBMI2(cells *span, rest, base uint32, words int, separators, behind *uint64, table *cutTable) (count int, next uint32)

// A cutTable is what cutCellsVBMI2 looks up.
type cutTable struct {
	places    [64]byte   // 0 to 63: of the bytes of a word
	low, high [16]uint32 // which of 16 starts, and 16 ends behind them, make eight cells
}

var cutting = func() (t cutTable) {
	for i := range t.places {
		t.places[i] = byte(i)
	}
	for i := range uint32(8) {
		t.low[2*i], t.low[2*i+1] = i, 16+i
		t.high[2*i], t.high[2*i+1] = 8+i, 24+i
	}
	return t
}()

// inspect is [inspectWords].
func inspect(b []byte) (isUTF8, hasNUL bool) {
	from := 0 // behind whole characters of three bytes or more
	for from < len(b) && from < 3 {
		r, size := utf8.DecodeRune(b[from:])
		if r == utf8.RuneError && size == 1 {
			return false, bytes.IndexByte(b, 0) >= 0
		}
		from += size
	}
	blocks := (len(b) - from) / 32
	if !cpu.X86.HasAVX2 || blocks == 0 {
		return inspectWords(b)
	}
	isInvalid, hasNUL := inspectAVX2(&b[from], blocks, &utf8Errors)
	hasNUL = hasNUL || bytes.IndexByte(b[:from], 0) >= 0
	last := from + 32*blocks - 1 // its character may go on behind the blocks
	for !isInvalid && !utf8.RuneStart(b[last]) {
		last--
	}
	return !isInvalid && utf8.Valid(b[last:]), hasNUL || bytes.IndexByte(b[last:], 0) >= 0
}

//go:noescape
func matchAVX2(b *byte, blocks int, value byte, masks *uint64)

// inspectAVX2 reports whether blocks of 32 bytes hold what UTF-8 does not allow, and a NUL.
// Before b there must be three bytes, which end a character; one at the end of the
// blocks may be unfinished.
//
// After Keiser and Lemire, "Validating UTF-8 In Less Than One Instruction Per Byte"
// (2021): three tables tell which errors the halves of two bytes in a row leave
// possible, and an error that all three leave possible has happened.
//
//go:noescape
func inspectAVX2(b *byte, blocks int, errors *utf8Table) (isInvalid, hasNUL bool)

// A utf8Table is what inspectAVX2 looks up.
type utf8Table struct {
	firstHigh, firstLow, secondHigh [16]byte // errors by halves of two bytes in a row
	lowHalf, lead3, lead4, highBit  byte
}

// Errors of two bytes in a row.
const (
	tooShort  = 1 << iota // a lead without a continuation
	tooLong               // a continuation after ASCII
	overlong3             // E0 80 to E0 9F
	tooLarge              // F4 90 and above
	surrogate             // ED A0 to ED BF
	overlong2             // C0, C1
	overlong4             // F0 80 to F0 8F; also F5 80 and above
	twoFollow             // two continuations: right after some leads
)

// anyLow are the errors for which the low half of the first byte does not matter.
const anyLow = tooShort | tooLong | twoFollow

var utf8Errors = utf8Table{
	firstHigh: [16]byte{
		tooLong, tooLong, tooLong, tooLong, tooLong, tooLong, tooLong, tooLong,
		twoFollow, twoFollow, twoFollow, twoFollow,
		tooShort | overlong2, tooShort, tooShort | overlong3 | surrogate, tooShort | tooLarge | overlong4,
	},
	firstLow: [16]byte{
		anyLow | overlong2 | overlong3 | overlong4, anyLow | overlong2, anyLow, anyLow,
		anyLow | tooLarge, anyLow | tooLarge | overlong4, anyLow | tooLarge | overlong4, anyLow | tooLarge | overlong4,
		anyLow | tooLarge | overlong4, anyLow | tooLarge | overlong4, anyLow | tooLarge | overlong4, anyLow | tooLarge | overlong4,
		anyLow | tooLarge | overlong4, anyLow | tooLarge | overlong4 | surrogate, anyLow | tooLarge | overlong4, anyLow | tooLarge | overlong4,
	},
	secondHigh: [16]byte{
		tooShort, tooShort, tooShort, tooShort, tooShort, tooShort, tooShort, tooShort,
		tooLong | twoFollow | overlong2 | overlong3 | overlong4,
		tooLong | twoFollow | overlong2 | overlong3 | tooLarge,
		tooLong | twoFollow | overlong2 | surrogate | tooLarge,
		tooLong | twoFollow | overlong2 | surrogate | tooLarge,
		tooShort, tooShort, tooShort, tooShort,
	},
	lowHalf: 0x0f, lead3: 0xe0 - 0x80, lead4: 0xf0 - 0x80, highBit: 0x80,
}
