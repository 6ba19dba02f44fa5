package stagetest

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/apache/arrow/go/v17/arrow"
	"github.com/apache/arrow/go/v17/arrow/memory"
	"golang.org/x/tools/txtar"

	"ozpayout/pipeline"
)

// A testCase is a parsed archive.
type testCase struct {
	stage     *pipeline.Stage
	asOf      arrow.Date32
	pack      string
	in        map[*pipeline.Dataset]string
	want      []expectation
	wantError string
}

// An expectation is the rows of one want file, sorted.
type expectation struct {
	file    string
	name    string // dataset, "findings" or "ledger"
	columns []pipeline.Column
	lines   []string
}

func parseCase(s *pipeline.Stage, archive *txtar.Archive) (*testCase, error) {
	c := &testCase{stage: s, in: make(map[*pipeline.Dataset]string)}
	for _, f := range archive.Files {
		if err := c.parseFile(f); err != nil {
			return nil, fmt.Errorf("%s: %w", f.Name, err)
		}
	}
	return c, nil
}

func (c *testCase) parseFile(f txtar.File) error {
	text := string(f.Data)
	if f.Name == "task" {
		return c.parseTask(text)
	}
	if f.Name == "want/error" {
		c.wantError = strings.TrimSpace(text)
		return nil
	}
	if name, ok := tableName(f.Name, "in/"); ok {
		d := find(c.stage.Inputs, name)
		if d == nil {
			return fmt.Errorf("%s has no input %s", c.stage.Name, name)
		}
		c.in[d] = text
		return nil
	}
	if name, ok := tableName(f.Name, "want/"); ok {
		d := wanted(c.stage, name)
		if d == nil {
			return fmt.Errorf("%s has no output %s", c.stage.Name, name)
		}
		w, err := parseExpectation(d, text)
		w.file, w.name = f.Name, name
		c.want = append(c.want, w)
		return err
	}
	return errors.New("neither task, in/DATASET.csv, want/DATASET.csv nor want/error")
}

// tableName takes the name out of folder/NAME.csv.
func tableName(file, folder string) (string, bool) {
	name, inFolder := strings.CutPrefix(file, folder)
	name, isTable := strings.CutSuffix(name, ".csv")
	return name, inFolder && isTable
}

func find(datasets []*pipeline.Dataset, name string) *pipeline.Dataset {
	at := slices.IndexFunc(datasets, func(d *pipeline.Dataset) bool { return d.Name == name })
	if at < 0 {
		return nil
	}
	return datasets[at]
}

// wanted finds what a want file compares: an output, or one of the tables of
// reports.
func wanted(s *pipeline.Stage, name string) *pipeline.Dataset {
	return find(append(slices.Clone(s.Outputs), pipeline.Findings, ledger), name)
}

// parseExpectation reads a want file by way of a batch, so that a value is
// compared and not how it was written.
func parseExpectation(d *pipeline.Dataset, text string) (expectation, error) {
	t, err := parseTable(text)
	if err != nil {
		return expectation{}, err
	}
	columns, err := columnsOf(d, t.header)
	if err != nil {
		return expectation{}, err
	}
	if len(columns) == 0 {
		return expectation{}, errors.New("no header")
	}
	rec, err := parseRows(memory.DefaultAllocator, d, text)
	if err != nil {
		return expectation{}, err
	}
	defer rec.Release()
	return expectation{columns: columns, lines: Lines(d, []arrow.Record{rec}, columns...)}, nil
}

func (c *testCase) parseTask(text string) error {
	for line := range strings.SplitSeq(text, "\n") {
		word, value, _ := strings.Cut(strings.TrimSpace(line), " ")
		switch word {
		case "":
		case "as_of":
			day, err := parseDate(strings.TrimSpace(value))
			if err != nil {
				return err
			}
			c.asOf = day
		case "pack":
			c.pack = strings.TrimSpace(value)
		default:
			return fmt.Errorf("%q is neither as_of nor pack", word)
		}
	}
	return nil
}
