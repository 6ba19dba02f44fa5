package main

import (
	"bytes"
	"crypto/sha256"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"

	"ozpayout/cmd/ozpayout/internal/shop"
)

// makeShop writes a small shop and returns its input folder and business date.
func makeShop(t *testing.T, orders, seed int) (in, asOf string) {
	t.Helper()
	root := t.TempDir()
	summary, err := shop.Write(t.Context(), root, shop.Options{
		Orders: int64(orders), Seed: uint64(seed), From: time.Date(2024, 7, 1, 0, 0, 0, 0, time.UTC), Days: 45,
	})
	if err != nil {
		t.Fatal(err)
	}
	return filepath.Join(root, "in"), summary.AsOf.Format(time.DateOnly)
}

// program returns the program as a process of its own, with variables added to
// the environment.
func program(t testing.TB, folder string, variables []string, args ...string) *exec.Cmd {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), "ozpayout", args...)
	cmd.Dir = folder
	cmd.Env = append(os.Environ(), variables...)
	return cmd
}

// runProgram runs the program to its good end.
func runProgram(t testing.TB, folder string, variables []string, args ...string) {
	t.Helper()
	var stderr bytes.Buffer
	cmd := program(t, folder, variables, args...)
	cmd.Stderr = &stderr
	if err := cmd.Run(); err != nil {
		t.Fatalf("%v: %v\n%s", args, err, &stderr)
	}
}

// folderTree returns a line for every file, link and folder below a folder: name,
// kind and content. Left out is the lock, which names the last process.
func folderTree(t *testing.T, root string) []string {
	t.Helper()
	var lines []string
	err := filepath.WalkDir(root, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || path == root || entry.Name() == ".lock" {
			return err
		}
		name, err := filepath.Rel(root, path)
		if err != nil {
			return err
		}
		var content []byte
		switch {
		case entry.Type().IsRegular():
			content, err = os.ReadFile(path)
		case entry.Type()&fs.ModeSymlink != 0:
			var target string
			target, err = os.Readlink(path)
			content = []byte(target)
		}
		lines = append(lines, fmt.Sprintf("%s %s %x", name, entry.Type(), sha256.Sum256(content)))
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return lines
}
