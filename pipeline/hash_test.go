package pipeline

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"testing"
)

// TestHashFiles holds files of many lengths against their hash in one go.
func TestHashFiles(t *testing.T) {
	folder := t.TempDir()
	const piece = 128 << 10
	var files []hashedFile
	var contents [][]byte
	want := int64(0)
	for i, size := range []int{0, 1, piece - 1, piece, piece + 1, 3*piece + 100, 5, 0} {
		content, path := bytes.Repeat([]byte{byte(i + 1)}, size), filepath.Join(folder, strconv.Itoa(i))
		if err := os.WriteFile(path, content, 0o600); err != nil {
			t.Fatal(err)
		}
		files, contents, want = append(files, hashedFile{path: path}), append(contents, content), want+int64(size)
	}
	for _, workers := range []int{1, 3} {
		told := make(chan int64, len(files))
		if err := hashFiles(t.Context(), files, workers, sha256.New, func(size int64) { told <- size }); err != nil {
			t.Fatal(err)
		}
		close(told)
		total := int64(0)
		for size := range told {
			total += size
		}
		if total != want {
			t.Errorf("told of %d bytes, want %d", total, want)
		}
		for i, f := range files {
			sum := sha256.Sum256(contents[i])
			if f.size != int64(len(contents[i])) || f.sum != hex.EncodeToString(sum[:]) {
				t.Errorf("%d bytes: got %d and %s", len(contents[i]), f.size, f.sum)
			}
		}
	}
}

// A file that is not there, and a run that is stopped, are errors.
func TestHashFilesFails(t *testing.T) {
	files := []hashedFile{{path: filepath.Join(t.TempDir(), "none")}}
	if err := hashFiles(t.Context(), files, 2, sha256.New, func(int64) {}); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("got %v", err)
	}
	ctx, stop := context.WithCancel(t.Context())
	stop()
	if err := hashFiles(ctx, files, 2, sha256.New, func(int64) {}); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
	if _, err := copyFile(untilDone{ctx, sha256.New()}, os.Args[0]); !errors.Is(err, context.Canceled) {
		t.Errorf("within a file: got %v", err)
	}
}
