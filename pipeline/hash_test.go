package pipeline

import (
	"bytes"
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"testing"
)

// TestHashFiles holds files hashed two at a time against each by itself.
func TestHashFiles(t *testing.T) {
	folder := t.TempDir()
	sizes := []int{0, 1, hashPiece - 1, hashPiece, hashPiece + 1, 3*hashPiece + 100, 5, 0, 1000, 2 * hashPiece}
	for count := range sizes {
		for _, workers := range []int{1, 3} {
			var files []hashedFile
			var want, told int64
			for i, size := range sizes[:count] {
				path := filepath.Join(folder, strconv.Itoa(i))
				if err := os.WriteFile(path, bytes.Repeat([]byte{byte(i + 1)}, size), 0o600); err != nil {
					t.Fatal(err)
				}
				files = append(files, hashedFile{path: path})
				want += int64(size)
			}
			sizesOf := make(chan int64, len(sizes))
			if err := hashFiles(t.Context(), files, workers, func(size int64) { sizesOf <- size }); err != nil {
				t.Fatal(err)
			}
			close(sizesOf)
			for size := range sizesOf {
				told += size
			}
			if told != want {
				t.Errorf("%d files: told of %d bytes, want %d", count, told, want)
			}
			for _, f := range files {
				size, sum, err := hashFile(f.path)
				if err != nil || f.size != size || f.sum != sum {
					t.Errorf("%d files: got %d bytes and %s, want %d and %s (%v)", count, f.size, f.sum, size, sum, err)
				}
			}
		}
	}
}

// A file that is not there, and a run that is stopped, are errors.
func TestHashFilesFails(t *testing.T) {
	files := []hashedFile{{path: filepath.Join(t.TempDir(), "none")}}
	if err := hashFiles(t.Context(), files, 2, func(int64) {}); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("got %v", err)
	}
	ctx, stop := context.WithCancel(t.Context())
	stop()
	if err := hashFiles(ctx, files, 2, func(int64) {}); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
}
