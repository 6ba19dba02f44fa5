package reports

import (
	"regexp"
	"slices"
	"strings"

	"github.com/apache/arrow/go/v17/arrow"
	"github.com/apache/arrow/go/v17/arrow/memory"

	"ozpayout/pipeline"
)

// The columns of the definitions.
var (
	definedKind    = &pipeline.Text{Name: "kind", Doc: "column or code"}
	definedWhere   = &pipeline.Text{Name: "where", Doc: "sheet of the column, kind of the code"}
	definedCode    = &pipeline.Text{Name: "code", Doc: "name in the warehouse tables and in defined names, equal in all languages"}
	definedLabel   = &pipeline.Text{Name: "label", Doc: "heading or text in this workbook"}
	definedUnit    = &pipeline.Text{Name: "unit", Doc: "unit of the column"}
	definedMeaning = &pipeline.Text{Name: "meaning", Doc: "what the column says, in English"}
	definedTable   = &pipeline.Text{Name: "table", Doc: "warehouse table of the column"}
	definedFrom    = &pipeline.Text{Name: "made_from", Doc: "columns it is computed from"}
	definedRules   = &pipeline.Text{Name: "rules", Doc: "rules of the rule book"}
)

var definedNames = &pipeline.Dataset{
	Name: "definitions", Doc: "Columns and codes of the workbook.", Grain: "one row per column of a sheet and per code",
	Columns: []pipeline.Column{definedKind, definedWhere, definedCode, definedLabel, definedUnit, definedMeaning, definedTable, definedFrom, definedRules},
}

// definitions explains every column and every code of the workbook; its rows
// come from the declarations.
var definitions = &sheet{
	Key: "definitions", Dataset: definedNames, Frozen: 3, Rows: definitionRows,
	Columns: []column{
		{Of: definedKind},
		{Of: definedWhere, Wide: true},
		{Of: definedCode, Wide: true},
		{Of: definedLabel, Wide: true},
		{Of: definedUnit},
		{Of: definedMeaning, Wide: true},
		{Of: definedTable},
		{Of: definedFrom, Wide: true},
		{Of: definedRules, Wide: true},
	},
}

// ruleID is an id of the rule book or of a decision: B05, D31.
var ruleID = regexp.MustCompile(`\b[A-DR][0-9]{2}\b`)

func definitionRows(b *book) (arrow.Record, error) {
	rows := pipeline.NewBuilder(memory.NewGoAllocator(), definedNames)
	defer rows.Release()
	add := func(texts ...string) {
		for i, c := range definedNames.Columns {
			c.(*pipeline.Text).To(rows).Append(texts[i])
		}
	}
	column, code := b.labels.text("text.column"), b.labels.text("text.code")
	for _, s := range b.sheets {
		for i := range s.Columns {
			c := &s.Columns[i]
			var from []string
			if c.Of != nil {
				for _, f := range c.Of.About().From {
					from = append(from, f.ColumnName())
				}
			}
			add(column, b.name(s, 1), c.key(), b.labels.heading(s, c), b.labels.unit(c), docOf(c), s.Dataset.Name,
				strings.Join(from, " "), strings.Join(rulesIn(docOf(c)+" "+s.Dataset.Doc), " "))
		}
	}
	for _, c := range b.labels.codes {
		add(code, c.kind, c.code, c.label, "", "", "", "", c.rules)
	}
	return rows.Record(), nil
}

// rulesIn returns the rule ids that a text names, sorted.
func rulesIn(text string) []string {
	ids := ruleID.FindAllString(text, -1)
	slices.Sort(ids)
	return slices.Compact(ids)
}
