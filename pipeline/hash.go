package pipeline

import (
	"context"
	"encoding/hex"
	"hash"
	"io"
	"os"
	"sync"
)

// A hashedFile is a file whose checksum is asked for.
type hashedFile struct {
	path string
	size int64  // bytes: as listed, and once it was read as read
	sum  string // hexadecimal, when it is known
}

// hashFiles reads files, workers at a time, fills in their sizes and sums, and tells done
// the size of each, from several goroutines.
func hashFiles(ctx context.Context, files []hashedFile, workers int, newHash func() hash.Hash, done func(size int64)) error {
	return atOnce(ctx, workers, files, func(i int, f hashedFile) (err error) {
		h := newHash()
		if f.size, err = copyFile(untilDone{ctx, h}, f.path); err != nil {
			return err
		}
		f.sum = hex.EncodeToString(h.Sum(nil))
		files[i] = f
		done(f.size)
		return nil
	})
}

// copyFile writes what a file holds to w and returns its size.
func copyFile(w io.Writer, path string) (size int64, err error) {
	f, err := os.Open(path)
	if err != nil {
		return 0, err
	}
	defer f.Close()
	buffer := copyBuffers.Get().(*[128 << 10]byte)
	defer copyBuffers.Put(buffer)
	return io.CopyBuffer(w, struct{ io.Reader }{f}, buffer[:]) // the file itself would bring a buffer of its own
}

// copyBuffers are what files are read into: two fit the second cache of a processor.
var copyBuffers = sync.Pool{New: func() any { return new([128 << 10]byte) }}

// An untilDone writes until its context is done.
type untilDone struct {
	ctx context.Context
	w   io.Writer
}

func (u untilDone) Write(p []byte) (int, error) {
	if err := u.ctx.Err(); err != nil {
		return 0, err
	}
	return u.w.Write(p)
}
