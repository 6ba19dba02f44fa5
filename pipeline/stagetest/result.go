package stagetest

import (
	"maps"
	"math/big"
	"slices"
	"strconv"
	"strings"

	"golang.org/x/tools/txtar"

	"ozpayout/pipeline"
)

// ledger is the form in which entries are compared: rows and amounts of one
// file, dataset, currency and class are summed.
var ledger = &pipeline.Dataset{
	Name: "ledger", Doc: "Entries of the ledger.", Grain: "one row per file, dataset, currency and class",
	Columns: []pipeline.Column{
		pipeline.FileName, pipeline.DatasetName, pipeline.ControlCurrency,
		&pipeline.Code{Name: "class", Doc: "what became of the rows"},
		&pipeline.Int{Name: "rows", Doc: "number of rows", Unit: "rows"},
		&pipeline.Money{Name: "amount", Doc: "sum of the control amount", Currency: pipeline.ControlCurrency},
	},
}

// A printed table is the rows of a dataset as text.
type printed struct {
	dataset *pipeline.Dataset
	rows    [][]field
}

// A result is everything a run wrote and reported, by table name.
type result map[string]printed

func resultOf(s *pipeline.Stage, done Outcome) result {
	r := make(result)
	for _, d := range s.Outputs {
		r[d.Name] = printed{d, fieldsOf(d, done.Outputs[d])}
	}
	r["findings"] = printed{pipeline.Findings, findingRows(done.Findings)}
	r["ledger"] = printed{ledger, entryRows(done.Entries)}
	return r
}

// lines returns the rows with the columns asked for, sorted.
func (p printed) lines(columns []pipeline.Column) []string {
	return linesOf(p.dataset, p.rows, columns)
}

// all prints every table with all its columns.
func (r result) all() string {
	var b strings.Builder
	for _, name := range slices.Sorted(maps.Keys(r)) {
		p := r[name]
		b.WriteString("-- " + name + " --\n" + p.text(p.dataset.Columns))
	}
	return b.String()
}

// text prints the table as a want file.
func (p printed) text(columns []pipeline.Column) string {
	return strings.Join(append([]string{headerLine(columns)}, p.lines(columns)...), "\n") + "\n"
}

// findingRows prints findings in the columns of pipeline.Findings.
func findingRows(findings []pipeline.Finding) [][]field {
	var rows [][]field
	for _, f := range findings {
		rows = append(rows, fields(f.File, f.Sheet, strconv.FormatInt(f.Row, 10), f.Column, f.Code, f.Raw,
			string(f.Severity), f.Message, f.Dataset))
	}
	return rows
}

// entryRows sums entries and prints them in the columns of ledger.
func entryRows(entries []pipeline.Entry) [][]field {
	type sum struct {
		rows   int64
		amount big.Int
	}
	sums := make(map[pipeline.Entry]*sum)
	for _, e := range entries {
		key := e
		key.Rows, key.Amount = 0, 0
		if sums[key] == nil {
			sums[key] = new(sum)
		}
		sums[key].rows += e.Rows
		sums[key].amount.Add(&sums[key].amount, big.NewInt(e.Amount))
	}
	var rows [][]field
	for key, s := range sums {
		amount := new(big.Rat).SetFrac(&s.amount, big.NewInt(100))
		rows = append(rows, fields(key.File, key.Dataset, key.Currency, key.Class.String(),
			strconv.FormatInt(s.rows, 10), amount.FloatString(2)))
	}
	return rows
}

// fields makes a row of texts; what is empty is null.
func fields(texts ...string) []field {
	row := make([]field, len(texts))
	for i, text := range texts {
		row[i] = field{text: text, null: text == ""}
	}
	return row
}

// rewrite replaces the want files of a case by what the stage does, with the
// columns that they name. A case without one gets a file for each output.
func rewrite(c *testCase, archive *txtar.Archive, got result) {
	if len(c.want) == 0 {
		for _, d := range c.stage.Outputs {
			archive.Files = append(archive.Files, txtar.File{
				Name: "want/" + d.Name + ".csv",
				Data: []byte(got[d.Name].text(d.Columns)),
			})
		}
		return
	}
	for _, w := range c.want {
		at := slices.IndexFunc(archive.Files, func(f txtar.File) bool { return f.Name == w.file })
		archive.Files[at].Data = []byte(got[w.name].text(w.columns))
	}
}
