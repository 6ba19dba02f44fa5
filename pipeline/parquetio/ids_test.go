package parquetio

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"testing"

	"github.com/klauspost/compress/zstd"
	"pgregory.net/rapid"
)

// TestFrameOfIDs: any zstd reader gets the page back.
func TestFrameOfIDs(t *testing.T) {
	reader, err := zstd.NewReader(nil)
	if err != nil {
		t.Fatal(err)
	}
	defer reader.Close()
	e, err := newEncoder()
	if err != nil {
		t.Fatal(err)
	}
	c := &e.ids // its buffers are used again and again
	rapid.Check(t, func(t *rapid.T) {
		length := rapid.IntRange(1, longestID).Draw(t, "length")
		characters := rapid.StringOfN(rapid.RuneFrom([]rune("0123456789-ABCDEF")), 1, 16, 16).Draw(t, "characters")
		random := rand.New(rand.NewPCG(rapid.Uint64().Draw(t, "seed"), 0))
		ids := make([]string, rapid.IntRange(fewestIDs, 3*pageRows/2).Draw(t, "rows"))
		for i := range ids {
			id := make([]byte, length)
			for j := range id {
				id[j] = characters[random.IntN(len(characters))]
			}
			ids[i] = string(id)
		}
		shift := rapid.IntRange(24, 32).Draw(t, "bits that the head has not")
		head := make([]byte, rapid.IntRange(0, 6000).Draw(t, "head"))
		for i := range head {
			head[i] = byte(random.Uint32() >> shift)
		}
		page := joinedTexts(ids).appendTo(bytes.Clone(head), 0, len(ids))
		frame, ok := c.append([]byte("before"), page, len(head), length)
		if !ok {
			if length > 4 && len(characters) > 1 && bytes.ContainsFunc([]byte(characters), func(r rune) bool { return byte(r) != characters[0] }) {
				t.Errorf("no frame of %d ids of %d characters out of %q", len(ids), length, characters)
			}
			return
		}
		got, err := reader.DecodeAll(frame[len("before"):], nil)
		if err != nil {
			t.Fatal(err)
		}
		if !bytes.Equal(page, got) {
			t.Fatal("another page comes back")
		}
	})
}

// TestFrameOfIDsThatNearlyFillBlocks: whatever the length and the number of ids, no block
// stands for more than RFC 8878 allows. Ids of 16 and of 36 characters (a UUID) once did.
func TestFrameOfIDsThatNearlyFillBlocks(t *testing.T) {
	reader, err := zstd.NewReader(nil)
	if err != nil {
		t.Fatal(err)
	}
	defer reader.Close()
	e, err := newEncoder()
	if err != nil {
		t.Fatal(err)
	}
	random := rand.New(rand.NewPCG(3, 4))
	ids := make([]string, pageRows)
	for i := range ids {
		ids[i] = fmt.Sprintf("%021d%021d%021d", random.Int64(), random.Int64(), random.Int64())
	}
	short := make([]string, len(ids))
	for _, length := range []int{8, 16, 20, 36, 44, 46, 56, longestID} {
		for i, id := range ids {
			short[i] = id[:length]
		}
		for _, blocks := range []int{1, 2, 3, 4, 7, 15} {
			// So many rows fill the blocks to the last byte, and then some rows around that.
			full := blocks * blockBytes / (lengthBytes + length)
			for _, rows := range []int{full - blocks, full - 1, full, full + 1} {
				if rows < fewestIDs || rows > pageRows {
					continue
				}
				page := joinedTexts(short[:rows]).appendTo(nil, 0, rows)
				frame, ok := e.ids.append(nil, page, 0, length)
				if !ok {
					continue // the page takes the general compressor
				}
				if got, err := reader.DecodeAll(frame, nil); err != nil || !bytes.Equal(page, got) {
					t.Errorf("%d ids of length %d do not come back: %v", rows, length, err)
				}
			}
		}
	}
}

// TestIDsAreChosen: texts of which the compressor finds more than that their
// lengths repeat are no ids.
func TestIDsAreChosen(t *testing.T) {
	e, err := newEncoder()
	if err != nil {
		t.Fatal(err)
	}
	random := rand.New(rand.NewPCG(1, 2))
	for format, want := range map[string]int{"%012d": 12, "%08d-0001-1": 0, "https://example.org/a/long/path/%08d": 0, "%x": 0} {
		ids := make([]string, 3*fewestIDs)
		for i := range ids {
			ids[i] = fmt.Sprintf(format, random.IntN(1_000_000_000_000))
		}
		if got := e.lengthOfIDs(joinedTexts(ids)); got != want {
			t.Errorf("%s: ids of length %d, want %d", format, got, want)
		}
	}
}
