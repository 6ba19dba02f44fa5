package parquetio

import (
	"encoding/binary"
	"math/bits"

	"github.com/klauspost/compress/huff0"
	"github.com/klauspost/compress/zstd"
)

// Ids that do not repeat, such as order numbers, are texts in which a compressor finds
// nothing but that some characters are more frequent than others. What repeats in a page
// of them is the length that stands before each. An [idCompressor] says just that: it
// makes a zstd frame (RFC 8878) of which each sequence is "the characters of an id as
// literals, then a match of four bytes: the length, as before the last id". The general
// compressor looks for more matches, takes four times as long, and pays more for a match of
// six digits than the digits cost.

// An idCompressor makes frames of pages of texts that all have one length.
type idCompressor struct {
	general  *zstd.Encoder // for what stands before the second text
	start    []byte        // buffer: a frame of that
	huffman  huff0.Scratch
	literals []byte // buffer: the characters of the ids of a block
}

const (
	// lengthBytes stand before each text of a page.
	lengthBytes = 4
	// blockBytes is the most that a block of a zstd frame may stand for (RFC 8878,
	// 3.1.1.2.4).
	blockBytes = 128 << 10
	// fewestIDs is how many ids a page must have: enough for blocks whose literals huff0
	// cuts into four streams.
	fewestIDs = 2048
	// longestID is the length of the longest id in bytes: longer texts are words.
	longestID = 63
)

// Types of blocks, of literals and of the codes of a table, RFC 8878, 3.1.1.
const (
	repeatedBlock     = 1 // a byte, and how often
	compressedBlock   = 2
	rawLiterals       = 0
	huffmanLiterals   = 2
	treelessLiterals  = 3    // by the tree of the block before
	oneCodeEach       = 0x54 // each of the three tables has one code, which is always meant
	matchOfLength     = 1    // code of a match of lengthBytes
	offsetBefore      = 0    // code of the offset of the sequence before
	singleSegmentSize = 0xA0 // the frame needs no window, its size takes four bytes
	frameMagic        = 0xFD2FB528
)

// append appends the frame of a page: of head bytes, then of at least fewestIDs texts of the
// given length, each with its length before it. It is false if the page does not get
// smaller; what it has appended then is of no use.
func (c *idCompressor) append(dst, page []byte, head, length int) ([]byte, bool) {
	row := lengthBytes + length
	dst = binary.LittleEndian.AppendUint32(dst, frameMagic)
	dst = append(dst, singleSegmentSize)
	dst = binary.LittleEndian.AppendUint32(dst, uint32(len(page)))

	first := head + row // the head and the first text
	dst, ok := c.appendStart(dst, page[:first], row)
	if !ok {
		return dst, false
	}
	c.huffman.Reuse = huff0.ReusePolicyNone
	rest := page[first+lengthBytes:] // text, then length and text of the others
	for perBlock := rowsPerBlock((len(page)-head)/row, row); len(rest) > 0; {
		part := rest[:min(perBlock*row, len(rest))]
		rest = rest[len(part):]
		if dst, ok = c.appendBlock(dst, part, length, len(rest) == 0); !ok {
			return dst, false
		}
	}
	return dst, len(dst) < len(page)
}

// rowsPerBlock spreads rows of the given size evenly over as few blocks as may stand for
// them, and returns how many each stands for, but the last one, which may have fewer.
func rowsPerBlock(rows, size int) int {
	most := blockBytes / size
	blocks := (rows + most - 1) / most
	return (rows + blocks - 1) / blocks
}

// appendStart appends the blocks of what stands before the second text, and one of a single
// sequence: the length of the second text, which is that of the first. By it the offset
// of all further sequences is known.
func (c *idCompressor) appendStart(dst, start []byte, row int) ([]byte, bool) {
	c.start = c.general.EncodeAll(start, c.start[:0])
	dst, ok := appendBlocks(dst, c.start)
	if !ok {
		return dst, false
	}
	offset := uint(row + 3) // a smaller number stands for an offset used before
	code := bits.Len(offset) - 1
	sequence := newSequences(1, 0, code)
	sequence = appendRepeated(sequence, 1, offset-1<<code, code)
	dst = appendBlockHeader(dst, compressedBlock, 1+len(sequence), false)
	dst = append(dst, rawLiterals)
	return append(dst, sequence...), true
}

// appendBlock appends the block of a part of the page that begins with a text. It is false
// if the characters are all the same, or all as frequent as any other.
func (c *idCompressor) appendBlock(dst, part []byte, length int, isLast bool) ([]byte, bool) {
	row := lengthBytes + length
	c.literals = c.literals[:0]
	for from := 0; from < len(part); from += row {
		c.literals = append(c.literals, part[from:from+length]...)
	}
	literals, reused, err := huff0.Compress4X(c.literals, &c.huffman)
	if err != nil {
		return dst, false
	}
	c.huffman.Reuse = huff0.ReusePolicyAllow
	header := uint64(huffmanLiterals)
	if reused {
		header = treelessLiterals
	}
	header |= 3<<2 | uint64(len(c.literals))<<4 | uint64(len(literals))<<22 // four streams, two sizes of 18 bits

	code, extra, width := literalsCode(length)
	sequences := newSequences(len(part)/row, code, offsetBefore) // the last text of all has none
	sequences = appendRepeated(sequences, len(part)/row, extra, width)
	dst = appendBlockHeader(dst, compressedBlock, 5+len(literals)+len(sequences), isLast)
	dst = append(binary.LittleEndian.AppendUint32(dst, uint32(header)), byte(header>>32))
	dst = append(dst, literals...)
	return append(dst, sequences...), true
}

// appendBlocks appends the blocks of a frame, none of them marked as the last one. It is
// false if the frame cannot be read.
func appendBlocks(dst, frame []byte) ([]byte, bool) {
	var header zstd.Header
	if err := header.Decode(frame); err != nil {
		return dst, false
	}
	for blocks := frame[header.HeaderSize:]; len(blocks) > 0; {
		size := 3 + (int(blocks[0])|int(blocks[1])<<8|int(blocks[2])<<16)>>3
		if blocks[0]>>1&3 == repeatedBlock {
			size = 4
		}
		dst = append(dst, blocks[0]&^1)
		dst = append(dst, blocks[1:size]...)
		blocks = blocks[size:]
	}
	return dst, true
}

// appendBlockHeader appends the header of a block of size bytes.
func appendBlockHeader(dst []byte, kind, size int, isLast bool) []byte {
	header := kind<<1 | size<<3
	if isLast {
		header |= 1
	}
	return append(dst, byte(header), byte(header>>8), byte(header>>16))
}

// newSequences returns the header of a section of count sequences that all have the same
// codes.
func newSequences(count, literalsCode, offsetCode int) []byte {
	var section []byte
	switch {
	case count < 128:
		section = append(section, byte(count))
	case count < 0x7F00:
		section = append(section, byte(count>>8)+128, byte(count))
	default:
		count -= 0x7F00
		section = append(section, 255, byte(count), byte(count>>8))
	}
	return append(section, oneCodeEach, byte(literalsCode), byte(offsetCode), matchOfLength)
}

// appendRepeated appends value, of width bits, as often as there are sequences, and the bit
// that ends them.
func appendRepeated(section []byte, times int, value uint, width int) []byte {
	var held uint64
	filled := 0
	for range times {
		held |= uint64(value) << filled
		for filled += width; filled >= 8; filled -= 8 {
			section = append(section, byte(held))
			held >>= 8
		}
	}
	return append(section, byte(held|1<<filled))
}

// literalsCode returns the code of a literals length, at most longestID, and its extra bits
// and their number (RFC 8878, 3.1.1.3.2.1.1).
func literalsCode(count int) (code int, extra uint, width int) {
	switch {
	case count < 16:
		return count, 0, 0
	case count < 24:
		width = 1
		code = 16 + (count-16)>>1
	case count < 32:
		width = 2
		code = 20 + (count-24)>>2
	case count < 48:
		width = 3
		code = 22 + (count-32)>>3
	default:
		width = 4
		code = 24
	}
	return code, uint(count) & (1<<width - 1), width
}
