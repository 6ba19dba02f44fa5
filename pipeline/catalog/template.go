package catalog

import (
	"encoding/csv"
	"fmt"
	"io"
	"strings"
	"text/tabwriter"

	"ozpayout/pipeline"
)

// Template prints an input file of a dataset as CSV: the header, and the example
// row if the dataset has one. Cells that would be dropped while reading are left
// out. A dataset that is read from no file is an error.
func Template(w io.Writer, d *pipeline.Dataset) error {
	if d.Input == nil {
		return fmt.Errorf("%s is not read from files", d.Name)
	}
	if n := len(d.Input.Example); n > 0 && n != len(d.Input.Fields) {
		return fmt.Errorf("%s: the example has %d cells for %d fields", d.Name, n, len(d.Input.Fields))
	}
	var header, example []string
	for i, f := range d.Input.Fields {
		if f.Form == pipeline.Secret || f.Column == nil {
			continue
		}
		header = append(header, f.Column.ColumnName())
		if len(d.Input.Example) > 0 {
			example = append(example, d.Input.Example[i])
		}
	}
	out := csv.NewWriter(w)
	if err := out.Write(header); err != nil {
		return err
	}
	if len(example) > 0 {
		if err := out.Write(example); err != nil {
			return err
		}
	}
	out.Flush()
	return out.Error()
}

// marks are the signs of needs in a template.
var marks = [...]string{pipeline.Optional: "", pipeline.Present: "c", pipeline.Required: "!"}

// TemplateHelp prints what the columns of a template hold: need, name, type,
// meaning, the other headers that are understood, and the codes of a word column
// with the words for each. A dataset that is read from no file is an error.
func TemplateHelp(w io.Writer, d *pipeline.Dataset) error {
	if d.Input == nil {
		return fmt.Errorf("%s is not read from files", d.Name)
	}
	var b strings.Builder
	fmt.Fprintf(&b, "# %s: %s\n# %s\n#\n", d.Name, d.Input.Report, d.Grain)
	b.WriteString("# !  filled in every row\n# c  the column must be there, its cells may be empty\n#    others may be left out\n")
	b.WriteString("# a = b, c  the words a, b and c mean the code a\n#\n")
	columns := tabwriter.NewWriter(&b, 0, 0, 2, ' ', 0)
	for _, f := range d.Input.Fields {
		if f.Form == pipeline.Secret || f.Column == nil {
			continue
		}
		about := f.Column.About()
		meaning := about.Doc
		if about.Unit != "" {
			meaning += ", " + about.Unit
		}
		fmt.Fprintf(columns, "# %1s  %s\t%v\t%s\n", marks[f.Need], f.Column.ColumnName(), f.Column.Type(), meaning)
		if also := append(append([]string{}, f.Headers...), f.Exact...); len(also) > 0 {
			fmt.Fprintf(columns, "#\t\talso %s\n", strings.Join(also, ", "))
		}
		if f.Words == nil {
			continue
		}
		for code, words := range f.Words.All() {
			fmt.Fprintf(columns, "#\t\t%s\n", strings.TrimSuffix(code+" = "+strings.Join(words, ", "), " = "))
		}
	}
	if err := columns.Flush(); err != nil {
		return err
	}
	_, err := io.WriteString(w, b.String())
	return err
}
