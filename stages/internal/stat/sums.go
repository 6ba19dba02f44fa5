package stat

import (
	"math"
	"math/bits"
	"slices"
)

// An adder sums samples of clusters, each of which is a row of numbers. Rows were
// given to it in order.
type adder interface {
	// add sets sums to what the drawn clusters, given by their positions, have
	// together, number by number.
	add(sums []float64, drawn []uint32)
}

// adderOf returns the quickest way to add up clusters, which are in order.
func adderOf(ordered [][]float64) adder {
	if p, ok := pack(ordered); ok {
		return p
	}
	return kindsOf(ordered)
}

// A packing holds clusters of whole numbers, many to a word, so that one addition
// adds several of them. No sum reaches into the next: sums are exact.
type packing struct{ blocks []block }

// A block is a part of the numbers of all clusters.
type block struct {
	words  [][wordsOfBlock]uint64 // of each cluster
	first  []uint64               // of each cluster, if the others are not needed
	fields []field
}

// wordsOfBlock is how many words are added while one cluster is looked up, unless
// one is enough.
const wordsOfBlock = 4

// A field is where a sum stands in the words of a block.
type field struct {
	sum   int
	word  int
	shift int
	mask  uint64
	unit  uint64 // what all its numbers are multiples of
}

// pack packs clusters unless they have fractions, negative numbers, or numbers so
// large that a float64 would not hold every sum of as many as there are.
func pack(clusters [][]float64) (*packing, bool) {
	largest, units := make([]uint64, len(clusters[0])), make([]uint64, len(clusters[0]))
	limit := float64(1<<53) / float64(len(clusters))
	for _, numbers := range clusters {
		for i, value := range numbers {
			if !(value >= 0 && value <= limit) || value != math.Trunc(value) {
				return nil, false
			}
			largest[i] = max(largest[i], uint64(value))
			units[i] = greatestDivisor(units[i], uint64(value))
		}
	}
	p := &packing{}
	bit := 0 // where the next field begins, if a word has room for it
	for i, value := range largest {
		unit := max(units[i], 1)
		width := bits.Len64(value / unit * uint64(len(clusters)))
		if bit%64+width > 64 {
			bit = (bit/64 + 1) * 64
		}
		if bit/64/wordsOfBlock == len(p.blocks) {
			p.blocks = append(p.blocks, block{words: make([][wordsOfBlock]uint64, len(clusters))})
		}
		b := &p.blocks[len(p.blocks)-1]
		f := field{sum: i, word: bit / 64 % wordsOfBlock, shift: bit % 64, mask: 1<<width - 1, unit: unit}
		b.fields = append(b.fields, f)
		bit += width
		for at, numbers := range clusters {
			b.words[at][f.word] |= uint64(numbers[i]) / unit << f.shift
		}
	}
	if last := &p.blocks[len(p.blocks)-1]; last.fields[len(last.fields)-1].word == 0 {
		for _, words := range last.words {
			last.first = append(last.first, words[0])
		}
	}
	return p, true
}

// greatestDivisor returns the greatest common divisor; that of 0 and b is b.
func greatestDivisor(a, b uint64) uint64 {
	for a != 0 {
		a, b = b%a, a
	}
	return b
}

func (p *packing) add(sums []float64, drawn []uint32) {
	for i := range p.blocks {
		b := &p.blocks[i]
		words := b.add(drawn)
		for _, f := range b.fields {
			sums[f.sum] = float64(int64(words[f.word] >> f.shift & f.mask * f.unit))
		}
	}
}

func (b *block) add(drawn []uint32) [wordsOfBlock]uint64 {
	var first, second, third, fourth uint64
	if b.first != nil {
		for _, at := range drawn {
			first += b.first[at]
		}
		return [wordsOfBlock]uint64{first}
	}
	for _, at := range drawn {
		words := &b.words[at]
		first += words[0]
		second += words[1]
		third += words[2]
		fourth += words[3]
	}
	return [...]uint64{first, second, third, fourth}
}

// Kinds are the different clusters, of which the sums of a sample take as many as
// were drawn of each kind. Many batches are alike, and sums over kinds are shorter
// than sums over clusters.
type kinds struct {
	of    []uint32 // which kind each cluster is
	parts []part   // of all kinds, in their order
	ends  []int    // of the parts of each kind
	times []uint32 // how often each kind was drawn
}

// A part is what a kind adds to a sum. Most clusters have nothing of most sums, so
// zeros are left out.
type part struct {
	sum   int
	value float64
}

func kindsOf(ordered [][]float64) *kinds {
	k := &kinds{}
	for i, numbers := range ordered {
		if i == 0 || !slices.Equal(numbers, ordered[i-1]) {
			for sum, value := range numbers {
				if value != 0 {
					k.parts = append(k.parts, part{sum, value})
				}
			}
			k.ends = append(k.ends, len(k.parts))
		}
		k.of = append(k.of, uint32(len(k.ends)-1))
	}
	k.times = make([]uint32, len(k.ends))
	return k
}

func (k *kinds) add(sums []float64, drawn []uint32) {
	clear(k.times)
	for _, cluster := range drawn {
		k.times[k.of[cluster]]++
	}
	clear(sums)
	from := 0
	for kind, end := range k.ends {
		if n := float64(k.times[kind]); n != 0 {
			for _, part := range k.parts[from:end] {
				sums[part.sum] += n * part.value
			}
		}
		from = end
	}
}
