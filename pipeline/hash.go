package pipeline

import (
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"io"
	"os"
	"slices"
	"sync/atomic"

	"golang.org/x/sync/errgroup"

	"ozpayout/pipeline/digest"
)

// hashFile returns the size and the SHA-256, in hexadecimal, of a file.
func hashFile(path string) (size int64, sum string, err error) {
	f, err := os.Open(path)
	if err != nil {
		return 0, "", err
	}
	defer f.Close()
	h := sha256.New()
	if size, err = io.Copy(h, f); err != nil {
		return 0, "", err
	}
	return size, hex.EncodeToString(h.Sum(nil)), nil
}

// A hashedFile is a file whose SHA-256 is asked for.
type hashedFile struct {
	path string
	size int64  // bytes: as listed, and once it was read as read
	sum  string // hexadecimal, when it is known
}

// hashFiles reads files, fills in their sizes and sums, and tells done the size of each,
// from several goroutines. Every worker reads two files at a time, the largest first:
// hashing two takes little longer than hashing one.
func hashFiles(ctx context.Context, files []hashedFile, workers int, done func(size int64)) error {
	order := make([]*hashedFile, len(files))
	for i := range files {
		order[i] = &files[i]
	}
	slices.SortStableFunc(order, func(a, b *hashedFile) int { return cmp.Compare(b.size, a.size) })
	var taken atomic.Int64
	next := func() *hashedFile {
		if i := int(taken.Add(1)) - 1; i < len(order) {
			return order[i]
		}
		return nil
	}
	group, ctx := errgroup.WithContext(ctx)
	for range min(workers, (len(files)+1)/2) {
		group.Go(func() error { return hashTwo(ctx, next, done) })
	}
	return group.Wait()
}

// hashTwo hashes files in two lanes until there is no next one.
func hashTwo(ctx context.Context, next func() *hashedFile, done func(size int64)) error {
	a, b := newHashLane(), newHashLane()
	defer a.close()
	defer b.close()
	for ctx.Err() == nil {
		p, err := a.read(next, done)
		if err != nil {
			return err
		}
		q, err := b.read(next, done)
		if err != nil {
			return err
		}
		if len(p)+len(q) == 0 {
			return nil
		}
		digest.WriteBoth(a.hash, b.hash, p, q)
	}
	return ctx.Err()
}

// hashPiece is how much of a file is read at a time: two pieces fit the second cache of a
// processor.
const hashPiece = 128 << 10

// A hashLane reads one file after the other.
type hashLane struct {
	of   *hashedFile
	file *os.File // nil between two files
	size int64    // of what was read
	hash *digest.Hash
	buf  []byte
}

func newHashLane() *hashLane { return &hashLane{hash: digest.New(), buf: make([]byte, hashPiece)} }

// read returns the next bytes to be hashed, none when there is no next file. At the end of
// a file it completes that file and goes on with the next.
func (l *hashLane) read(next func() *hashedFile, done func(size int64)) (piece []byte, err error) {
	for {
		if l.file == nil {
			if l.of = next(); l.of == nil {
				return nil, nil
			}
			if l.file, err = os.Open(l.of.path); err != nil {
				return nil, err
			}
			l.hash.Reset()
			l.size = 0
		}
		n, err := io.ReadFull(l.file, l.buf)
		l.size += int64(n)
		if n > 0 && (err == nil || err == io.ErrUnexpectedEOF) {
			return l.buf[:n], nil
		}
		if err != io.EOF {
			return nil, err
		}
		l.of.size, l.of.sum = l.size, hexHash(l.hash.Sum())
		done(l.size)
		l.close()
	}
}

func (l *hashLane) close() {
	if l.file != nil {
		l.file.Close()
		l.file = nil
	}
}

func hexHash(sum [32]byte) string { return hex.EncodeToString(sum[:]) }
