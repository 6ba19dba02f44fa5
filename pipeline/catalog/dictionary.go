package catalog

import (
	"fmt"
	"io"
	"strings"

	"ozpayout/pipeline"
)

// Dictionary prints the data dictionary in Markdown, a section for each dataset
// in the order given.
func Dictionary(w io.Writer, datasets []*pipeline.Dataset) error {
	var b strings.Builder
	for i, d := range datasets {
		if i > 0 {
			b.WriteByte('\n')
		}
		dictionarySection(&b, d)
	}
	_, err := io.WriteString(w, b.String())
	return err
}

func dictionarySection(b *strings.Builder, d *pipeline.Dataset) {
	fmt.Fprintf(b, "## %s\n\n%s\n\n", d.Name, d.Doc)
	fmt.Fprintf(b, "- layer: %v\n- grain: %s\n", d.Layer, d.Grain)
	if len(d.Key) > 0 {
		fmt.Fprintf(b, "- key: %s\n", codeNames(d.Key))
	}
	if len(d.Partition) > 0 {
		keys := make([]pipeline.Column, len(d.Partition))
		for i, k := range d.Partition {
			keys[i] = k.Column
		}
		fmt.Fprintf(b, "- spread by: %s\n", codeNames(keys))
	}
	b.WriteString("\n| column | type | unit | meaning | made from |\n|---|---|---|---|---|\n")
	for _, c := range d.Columns {
		about := c.About()
		fmt.Fprintf(b, "| `%s` | %v | %s | %s | %s |\n",
			c.ColumnName(), c.Type(), markdownCell(unitOf(about)), markdownCell(about.Doc), codeNames(about.From))
	}
}

// unitOf returns the unit of a column; that of an amount may be another column.
func unitOf(about pipeline.About) string {
	if about.Unit == "" && about.Currency != nil {
		return "`" + about.Currency.Name + "`"
	}
	return about.Unit
}

func codeNames(columns []pipeline.Column) string {
	names := make([]string, len(columns))
	for i, c := range columns {
		names[i] = "`" + c.ColumnName() + "`"
	}
	return strings.Join(names, ", ")
}

// markdownCell keeps a text within its cell of a table.
func markdownCell(text string) string {
	return strings.NewReplacer("|", `\|`, "\n", " ").Replace(text)
}
