package main

import (
	"io/fs"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// TestSameBytesEverywhere: where and how the program runs leaves no trace in what
// it publishes. Workers, memory, zone, language, working folder, names of the
// folders above the input and file times all change; the run, its reports in
// three languages included, does not.
func TestSameBytesEverywhere(t *testing.T) {
	if testing.Short() {
		t.Skip("runs the program several times")
	}
	in, _ := makeShop(t, 250, 22)
	elsewhere := filepath.Join(t.TempDir(), "外部 with blanks", "данные")
	if err := os.CopyFS(elsewhere, os.DirFS(in)); err != nil {
		t.Fatal(err)
	}
	touch(t, elsewhere, time.Date(2001, 2, 3, 4, 5, 6, 7, time.UTC))

	var want []string
	for _, machine := range []struct {
		name      string
		folder    string // working folder
		in        string
		variables []string
		flags     []string
	}{
		{"one worker", "", in, []string{"TZ=UTC", "LANG=C"}, []string{"--workers", "1"}},
		{"two workers, Shanghai", filepath.Dir(in), "in", []string{"TZ=Asia/Shanghai", "LANG=zh_CN.UTF-8", "LC_ALL=zh_CN.UTF-8"}, []string{"--workers", "2"}},
		{"four workers, little memory, Newfoundland", elsewhere, ".", []string{"TZ=America/St_Johns", "LANG=ru_RU.CP1251", "LC_ALL=ru_RU.CP1251"}, []string{"--workers", "4", "--memory", "2MiB"}},
		{"one processor, Apia", t.TempDir(), elsewhere, []string{"TZ=Pacific/Apia", "GOMAXPROCS=1", "HOME=/nonexistent"}, nil},
	} {
		t.Run(machine.name, func(t *testing.T) {
			out := filepath.Join(t.TempDir(), "out")
			runProgram(t, machine.folder, machine.variables, append([]string{
				"run", "--in", machine.in, "--out", out, "--lang", "en,zh,ru", "--quarantine-limit", "1", "--quiet",
			}, machine.flags...)...)
			got := folderTree(t, out)
			if want == nil {
				want = got
			}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("other bytes (-one worker +%s):\n%s", machine.name, diff)
			}
		})
	}
}

// touch gives every file of a folder a time.
func touch(t *testing.T, folder string, at time.Time) {
	t.Helper()
	err := filepath.WalkDir(folder, func(path string, _ fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		return os.Chtimes(path, at, at)
	})
	if err != nil {
		t.Fatal(err)
	}
}
