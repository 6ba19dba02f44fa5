package ozpayout_test

import (
	"go/parser"
	"go/token"
	"io/fs"
	"path"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
)

// rooms says what each room may import of ours, the longest prefix first. What
// the compiler checks (internal) and what the linter checks (outside packages)
// is not repeated here.
var rooms = []struct {
	room  string
	knows []string
}{
	{"pipeline/cell", nil},
	{"pipeline/digest", nil},
	{"pipeline/tabular", []string{"pipeline/digest"}},
	{"pipeline/parquetio", []string{"pipeline"}},
	{"pipeline/catalog", []string{"pipeline"}},
	{"pipeline/stagetest", []string{"pipeline", "pipeline/cell"}},
	{"pipeline/internal", []string{"pipeline/internal"}},
	{"pipeline", []string{"pipeline/cell", "pipeline/digest", "pipeline/internal", "pipeline/tabular"}},
	{"datasets/seeds", nil},
	{"datasets", []string{"pipeline", "pipeline/cell"}},
	{"stages/internal", []string{"pipeline", "pipeline/cell", "datasets", "datasets/seeds", "stages/internal"}},
	{"stages/*", []string{"pipeline", "pipeline/cell", "pipeline/tabular", "datasets", "stages/internal"}},
	{"stages", []string{"pipeline", "datasets", "datasets/seeds", "stages/*", "stages/internal"}},
	{"reports", []string{"pipeline", "pipeline/cell", "datasets", "datasets/seeds"}},
	{"cmd", []string{"pipeline", "pipeline/catalog", "pipeline/cell", "pipeline/tabular", "pipeline/parquetio", "datasets", "datasets/seeds", "stages", "reports", "cmd"}},
	{"bench", []string{"pipeline", "datasets", "stages", "cmd"}},
	{".", nil},
}

func TestRooms(t *testing.T) {
	err := filepath.WalkDir(".", func(file string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if entry.IsDir() && (strings.HasPrefix(entry.Name(), ".") && file != "." || entry.Name() == "node_modules" || strings.HasPrefix(entry.Name(), "_")) {
			return fs.SkipDir
		}
		// Tests may look at their subject from outside: a parser's oracle, a whole run.
		if !strings.HasSuffix(file, ".go") || strings.HasSuffix(file, "_test.go") {
			return nil
		}
		parsed, err := parser.ParseFile(token.NewFileSet(), file, nil, parser.ImportsOnly)
		if err != nil {
			return err
		}
		dir := filepath.ToSlash(filepath.Dir(file))
		for _, spec := range parsed.Imports {
			imported, _ := strconv.Unquote(spec.Path.Value)
			if ours, ok := strings.CutPrefix(imported, "ozpayout/"); ok && !mayImport(dir, ours) {
				t.Errorf("%s imports %s: room %s may not know it", file, imported, roomOf(dir))
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

// roomOf returns the room of a folder: the first of the table that it lies in.
func roomOf(dir string) string {
	for _, r := range rooms {
		if isIn(dir, r.room) {
			return r.room
		}
	}
	return "."
}

func isIn(dir, room string) bool {
	if prefix, ok := strings.CutSuffix(room, "/*"); ok {
		return strings.HasPrefix(dir, prefix+"/") && path.Dir(dir) == prefix
	}
	return dir == room || strings.HasPrefix(dir, room+"/")
}

func mayImport(dir, imported string) bool {
	from := roomOf(dir)
	for _, r := range rooms {
		if r.room != from {
			continue
		}
		for _, known := range r.knows {
			if roomOf(imported) == known {
				return true
			}
		}
	}
	return false
}
