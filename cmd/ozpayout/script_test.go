package main

import (
	"crypto/sha256"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/gofrs/flock"
	"github.com/rogpeppe/go-internal/testscript"
	"golang.org/x/text/encoding/charmap"
)

func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){"ozpayout": main})
}

// TestScripts runs the program as people do. Besides the commands of testscript:
//
//	status N COMMAND...  the command must end with exit status N
//	lock DIR             hold the lock of an output folder until the script ends
//	windows-1251 FILE    rewrite a file in that encoding
//	tree DIR FILE        write names and checksums of the files of a folder to a file
//	page FILE            copy a page from the top of the repository
func TestScripts(t *testing.T) {
	testscript.Run(t, testscript.Params{
		Dir: "testdata/script",
		Setup: func(env *testscript.Env) error {
			env.Vars = append(env.Vars, "TZ=Asia/Shanghai", "LANG=C")
			return nil
		},
		Cmds: map[string]func(*testscript.TestScript, bool, []string){
			"status": status, "lock": lock, "windows-1251": windows1251, "tree": tree, "page": page,
		},
	})
}

func status(ts *testscript.TestScript, _ bool, args []string) {
	err := ts.Exec(args[1], args[2:]...)
	got := "0"
	if err != nil {
		got = strings.TrimPrefix(err.Error(), "exit status ")
	}
	if got != args[0] {
		ts.Fatalf("exit status %s, want %s", got, args[0])
	}
}

func lock(ts *testscript.TestScript, _ bool, args []string) {
	dir := ts.MkAbs(args[0])
	ts.Check(os.MkdirAll(dir, 0o755))
	held := flock.New(filepath.Join(dir, ".lock"))
	taken, err := held.TryLock()
	ts.Check(err)
	if !taken {
		ts.Fatalf("%s is locked already", dir)
	}
	ts.Defer(func() { held.Close() })
}

func windows1251(ts *testscript.TestScript, _ bool, args []string) {
	encoded, err := charmap.Windows1251.NewEncoder().String(ts.ReadFile(args[0]))
	ts.Check(err)
	ts.Check(os.WriteFile(ts.MkAbs(args[0]), []byte(encoded), 0o644))
}

func tree(ts *testscript.TestScript, _ bool, args []string) {
	var b strings.Builder
	root := ts.MkAbs(args[0])
	ts.Check(filepath.WalkDir(root, func(path string, entry os.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		var data []byte
		if entry.Type().IsRegular() && entry.Name() != ".lock" { // the lock names the last process
			if data, err = os.ReadFile(path); err != nil {
				return err
			}
		}
		name, err := filepath.Rel(root, path)
		fmt.Fprintf(&b, "%x %s\n", sha256.Sum256(data), name)
		return err
	}))
	ts.Check(os.WriteFile(ts.MkAbs(args[1]), []byte(b.String()), 0o644))
}

func page(ts *testscript.TestScript, _ bool, args []string) {
	data, err := os.ReadFile(filepath.Join("..", "..", args[0]))
	ts.Check(err)
	ts.Check(os.WriteFile(ts.MkAbs(args[0]), data, 0o644))
}
