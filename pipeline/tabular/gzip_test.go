package tabular

import (
	"bytes"
	"io"
	"testing"
	"testing/iotest"

	"pgregory.net/rapid"
)

// The members of a gzip stream are read as one text, empty ones included.
func TestGzipMembersAreOneText(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		var plain, packed []byte
		for _, text := range rapid.SliceOfN(rapid.SliceOfN(rapid.Byte(), 0, 9000), 1, 4).Draw(r, "texts") {
			plain, packed = append(plain, text...), append(packed, gzipped(t, text)...)
		}
		members, err := newGzipMembers(bytes.NewReader(packed))
		if err != nil {
			r.Fatal(err)
		}
		got, err := io.ReadAll(iotest.OneByteReader(members))
		if err != nil || !bytes.Equal(got, plain) {
			r.Fatalf("%d bytes, %v; want %d", len(got), err, len(plain))
		}
	})
}
