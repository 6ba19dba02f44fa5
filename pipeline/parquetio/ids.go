package parquetio

import (
	"encoding/binary"
	"math/bits"

	"github.com/klauspost/compress/huff0"
	"github.com/klauspost/compress/zstd"
)

// Ids that do not repeat, such as order numbers, are digits in which there is
// nothing to find but that some characters are more frequent than others. What
// repeats in a page of them is the length that stands before each. An
// [idCompressor] says just that: it makes a zstd frame (RFC 8878) of which all
// sequences are "the characters of an id, then the four bytes of the length,
// which are those of the id before". The general compressor looks for more, takes
// four times as long, and pays more for a repetition of six digits than the
// digits cost.

// An idCompressor makes frames of pages of texts that are all as long.
type idCompressor struct {
	general  *zstd.Encoder // for what stands before the second text
	start    []byte
	huffman  huff0.Scratch
	literals []byte
}

const (
	// lengthBytes stand before each text of a page.
	lengthBytes = 4
	// blockBytes is the most that a block of a zstd frame may stand for.
	blockBytes = 128 << 10
	// fewestIDs is from where on there are frames of ids: enough for blocks that
	// huff0 cuts into four streams.
	fewestIDs = 2048
	// longestID bounds ids: longer texts are words.
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
	matchOfLength     = 1    // code of a match of four bytes
	offsetBefore      = 0    // code of the offset of the sequence before
	singleSegmentSize = 0xA0 // the frame needs no window, its size takes four bytes
	frameMagic        = 0xFD2FB528
)

// append appends the frame of a page to to: of some bytes, then of at least
// fewestIDs texts of the given length, each with its length before it. It is
// false if the page does not get smaller.
func (c *idCompressor) append(to, page []byte, head, length int) ([]byte, bool) {
	row := lengthBytes + length
	rows := (len(page) - head) / row
	to = binary.LittleEndian.AppendUint32(to, frameMagic)
	to = append(to, singleSegmentSize)
	to = binary.LittleEndian.AppendUint32(to, uint32(len(page)))

	first := head + row
	c.start = c.general.EncodeAll(page[:first], c.start[:0])
	to, ok := appendBlocks(to, c.start)
	if !ok {
		return to, false
	}
	// The length of the second text is that of the first: by it the offset is known.
	offset := uint(row + 3) // a smaller number stands for an offset used before
	code := bits.Len(offset) - 1
	sequence := newSequences(1, 0, code)
	sequence = appendRepeated(sequence, 1, offset-1<<code, code)
	to = appendBlockHeader(to, compressedBlock, 1+len(sequence), false)
	to = append(to, rawLiterals)
	to = append(to, sequence...)

	c.huffman.Reuse = huff0.ReusePolicyNone
	rest := page[first+lengthBytes:] // text, then length and text of the others
	most := blockBytes / row         // whole ids that a block may stand for
	blocks := (rows + most - 1) / most
	perBlock := (rows + blocks - 1) / blocks
	for len(rest) > 0 {
		part := rest[:min(perBlock*row, len(rest))]
		rest = rest[len(part):]
		c.literals = c.literals[:0]
		for from := 0; from < len(part); from += row {
			c.literals = append(c.literals, part[from:from+length]...)
		}
		literals, reused, err := huff0.Compress4X(c.literals, &c.huffman)
		if err != nil { // all characters are the same, or all as frequent as any
			return to, false
		}
		c.huffman.Reuse = huff0.ReusePolicyAllow
		header := uint64(huffmanLiterals)
		if reused {
			header = treelessLiterals
		}
		header |= 3<<2 | uint64(len(c.literals))<<4 | uint64(len(literals))<<22 // four streams, two sizes of 18 bits

		lengthCode, extra, width := literalsCode(length)
		sequences := newSequences(len(part)/row, lengthCode, offsetBefore) // the last text of all has none
		sequences = appendRepeated(sequences, len(part)/row, extra, width)
		to = appendBlockHeader(to, compressedBlock, 5+len(literals)+len(sequences), len(rest) == 0)
		to = append(binary.LittleEndian.AppendUint32(to, uint32(header)), byte(header>>32))
		to = append(to, literals...)
		to = append(to, sequences...)
	}
	return to, len(to) < len(page)
}

// appendBlocks appends the blocks of a frame, none as the last one.
func appendBlocks(to, frame []byte) ([]byte, bool) {
	var header zstd.Header
	if err := header.Decode(frame); err != nil {
		return to, false
	}
	for blocks := frame[header.HeaderSize:]; len(blocks) > 0; {
		size := 3 + (int(blocks[0])|int(blocks[1])<<8|int(blocks[2])<<16)>>3
		if blocks[0]>>1&3 == repeatedBlock {
			size = 4
		}
		to = append(to, blocks[0]&^1)
		to = append(to, blocks[1:size]...)
		blocks = blocks[size:]
	}
	return to, true
}

func appendBlockHeader(to []byte, kind, size int, last bool) []byte {
	header := kind<<1 | size<<3
	if last {
		header |= 1
	}
	return append(to, byte(header), byte(header>>8), byte(header>>16))
}

// newSequences returns the start of a section of so many sequences, all with the
// same codes.
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

// appendRepeated appends the bits that all sequences have, and the one that ends
// them.
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

// literalsCode returns the code for so many literals, at most longestID, and the
// bits that say more.
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
