package stages

import (
	"encoding/csv"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"golang.org/x/tools/txtar"

	"ozpayout/datasets/seeds"
)

// Rules of the rule book that are no rules: what closes an article is told of, what
// advertises is not there at all.
var (
	closingLines   = []string{"A39", "B32"}
	advertisements = []string{"A40", "B33"}
)

// TestRulesAreThere: every rule of the two articles stands in the doc of a stage or
// in a seed row, and a test names it.
func TestRulesAreThere(t *testing.T) {
	told, tested := rulesTold(t), rulesTested(t)
	for _, id := range append(numbered("A", 40), numbered("B", 33)...) {
		switch {
		case slices.Contains(advertisements, id):
			if told[id] {
				t.Errorf("%s is an advertisement, and stands in a doc or a seed", id)
			}
		case !told[id]:
			t.Errorf("%s stands neither in the doc of a stage nor in a seed row", id)
		case !tested[id] && !slices.Contains(closingLines, id):
			t.Errorf("%s is named by no test", id)
		}
	}
}

// TestRowsOnOzonAreThere: what settles a contradiction of the articles (C), and what
// Ozon itself published (R), stands in the doc of a stage, in a seed row, or in the
// guide, which says why nothing is computed of it.
func TestRowsOnOzonAreThere(t *testing.T) {
	told := rulesTold(t)
	guide, err := os.ReadFile("../docs/guide.md")
	if err != nil {
		t.Fatal(err)
	}
	addRules(told, string(guide))
	for _, id := range append(numbered("C", 36), numbered("R", 13)...) {
		if !told[id] {
			t.Errorf("%s stands neither in the doc of a stage, nor in a seed row, nor in the guide", id)
		}
	}
}

func numbered(article string, last int) (ids []string) {
	for n := range last {
		ids = append(ids, fmt.Sprintf("%s%02d", article, n+1))
	}
	return ids
}

// ruleID finds rule ids in prose and in names: A08, TestA08Spaces, A08_spaces.txtar.
var ruleID = regexp.MustCompile(`(?:^|[^0-9A-Z])([ABCR]\d\d)(?:[^0-9]|$)`)

// addRules marks the rules that a text names; ids may stand wall to wall.
func addRules(ids map[string]bool, text string) {
	for at := ruleID.FindStringSubmatchIndex(text); at != nil; at = ruleID.FindStringSubmatchIndex(text) {
		ids[text[at[2]:at[3]]] = true
		text = text[at[3]:]
	}
}

// rulesTold returns the rules in docs of stages and in the rule columns of seeds.
func rulesTold(t *testing.T) map[string]bool {
	ids := map[string]bool{}
	for _, s := range All {
		addRules(ids, s.Doc)
	}
	files, err := fs.Glob(seeds.Files, "*.csv")
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range files {
		file, err := seeds.Files.Open(name)
		if err != nil {
			t.Fatal(err)
		}
		records, err := csv.NewReader(file).ReadAll()
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		for i, column := range records[0] {
			if column != "rule_id" && column != "rule_ids" {
				continue
			}
			for _, record := range records[1:] {
				addRules(ids, record[i])
			}
		}
	}
	return ids
}

// rulesTested returns the rules that the tests name: in the name of a test or of a
// case, or in what is said of them. Cells of a worksheet, as "B13", are data.
func rulesTested(t *testing.T) map[string]bool {
	ids := map[string]bool{}
	for _, room := range []string{"pipeline", "datasets", "stages", "reports", "cmd"} {
		err := filepath.WalkDir(filepath.Join("..", room), func(path string, entry fs.DirEntry, err error) error {
			switch {
			case err != nil || entry.IsDir() || entry.Name() == "rules_test.go":
				return err
			case strings.HasSuffix(path, "_test.go"):
				return addTestRules(ids, path)
			case filepath.Ext(path) == ".txtar":
				archive, err := txtar.ParseFile(path)
				if err != nil {
					return err
				}
				addRules(ids, entry.Name())
				addRules(ids, string(archive.Comment))
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	return ids
}

// addTestRules marks the rules in the comments and the names of functions of a file.
func addTestRules(ids map[string]bool, path string) error {
	file, err := parser.ParseFile(token.NewFileSet(), path, nil, parser.ParseComments|parser.SkipObjectResolution)
	if err != nil {
		return err
	}
	for _, comment := range file.Comments {
		addRules(ids, comment.Text())
	}
	for _, d := range file.Decls {
		if f, ok := d.(*ast.FuncDecl); ok {
			addRules(ids, f.Name.Name)
		}
	}
	return nil
}
