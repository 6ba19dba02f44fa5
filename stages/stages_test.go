package stages

import (
	"bytes"
	"cmp"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"ozpayout/pipeline"
	"ozpayout/pipeline/catalog"
)

var update = flag.Bool("update", false, "rewrite the printed documentation")

func TestPlanIsValid(t *testing.T) {
	if err := pipeline.Validate(Plan()); err != nil {
		t.Error(err)
	}
}

// TestEveryMartCanBeSelected selects each mart alone, with what it needs.
func TestEveryMartCanBeSelected(t *testing.T) {
	for _, d := range Plan().Marts() {
		if slices.Contains([]*pipeline.Dataset{pipeline.Findings, pipeline.ControlTotals, pipeline.SourceFiles}, d) {
			continue // every run writes them
		}
		part, err := Plan().Select([]string{d.Name})
		if err == nil {
			err = pipeline.Validate(part)
		}
		if err != nil {
			t.Errorf("%s: %v", d.Name, err)
		}
	}
}

// TestLineage: every column of every mart goes back to a column of a file.
func TestLineage(t *testing.T) {
	for _, d := range Plan().Marts() {
		for _, c := range d.Columns {
			if slices.Contains([]*pipeline.Dataset{pipeline.Findings, pipeline.ControlTotals, pipeline.SourceFiles}, d) {
				continue // what a run says of itself comes from the executor
			}
			steps := catalog.Lineage(All, d, c)
			if !slices.ContainsFunc(steps, func(s catalog.LineageStep) bool { return s.Dataset.Input != nil }) {
				t.Errorf("%s.%s comes from no file", d.Name, c.ColumnName())
			}
		}
	}
}

// TestDocs: what is printed from the declarations is what lies in the
// repository. Run with -update to print it anew.
func TestDocs(t *testing.T) {
	root := ".."
	for file, print := range map[string]func() (string, error){
		"docs/dictionary.md": dictionary,
		"docs/stages.md":     stageDocs,
		"docs/graph.md":      graphPage,
	} {
		text, err := print()
		if err != nil {
			t.Fatal(err)
		}
		compare(t, filepath.Join(root, file), text)
	}
	for _, readme := range []string{"README.md", "README.zh-CN.md"} {
		path := filepath.Join(root, readme)
		old, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		text, err := between(string(old), "<!-- marts -->", "<!-- /marts -->", martTable())
		if err != nil {
			t.Fatalf("%s: %v", readme, err)
		}
		compare(t, path, text)
	}
}

func compare(t *testing.T, path, want string) {
	t.Helper()
	have, err := os.ReadFile(path)
	if err != nil && !os.IsNotExist(err) {
		t.Fatal(err)
	}
	if string(have) == want {
		return
	}
	if !*update {
		t.Errorf("%s is stale: run go test ./stages -run TestDocs -update", path)
		return
	}
	if err := os.WriteFile(path, []byte(want), 0o644); err != nil {
		t.Fatal(err)
	}
}

// between replaces what stands between two marks.
func between(text, from, to, middle string) (string, error) {
	start, end := strings.Index(text, from), strings.Index(text, to)
	if start < 0 || end < start {
		return "", fmt.Errorf("no marks %s ... %s", from, to)
	}
	return text[:start+len(from)] + "\n" + middle + "\n" + text[end:], nil
}

func dictionary() (string, error) {
	b := &bytes.Buffer{}
	b.WriteString("# Data dictionary\n\nPrinted from the declarations in datasets/; do not edit. Marts come first: they are what a run publishes.\n\n")
	var tables []*pipeline.Dataset
	add := func(d *pipeline.Dataset) {
		if !slices.Contains(tables, d) {
			tables = append(tables, d)
		}
	}
	for _, d := range Plan().Marts() {
		add(d)
	}
	for _, s := range All {
		for _, d := range s.Outputs {
			add(d)
		}
	}
	for _, d := range Plan().Sources() {
		add(d)
	}
	err := catalog.Dictionary(b, tables)
	return b.String(), err
}

func stageDocs() (string, error) {
	b := &bytes.Buffer{}
	b.WriteString("# Stages\n\nPrinted from stages.All in the order of the batch; do not edit. What the ids of rules mean: [ARCHITECTURE.md](../ARCHITECTURE.md#what-the-ids-mean).\n\n")
	err := catalog.Stages(b, All)
	return b.String(), err
}

func graphPage() (string, error) {
	b := &bytes.Buffer{}
	b.WriteString("# Who reads what\n\nPrinted from the declarations; do not edit.\n\n```mermaid\n")
	err := catalog.Graph(b, All, catalog.MermaidGraph)
	b.WriteString("```\n")
	return b.String(), err
}

// martTable lists what a run publishes: table, grain, and the stages that write it.
func martTable() string {
	var b strings.Builder
	b.WriteString("| table | grain | written by |\n|---|---|---|\n")
	for _, d := range Plan().Marts() {
		var writers []string
		for _, s := range All {
			if slices.Contains(s.Outputs, d) {
				writers = append(writers, "`"+s.Name+"`")
			}
		}
		fmt.Fprintf(&b, "| `%s` | %s | %s |\n", d.Name, d.Grain, cmp.Or(strings.Join(writers, ", "), "the run itself"))
	}
	return strings.TrimSuffix(b.String(), "\n")
}
