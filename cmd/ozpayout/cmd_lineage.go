package main

import (
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"ozpayout/pipeline"
	"ozpayout/pipeline/catalog"
)

func newLineageCommand(a *app) *cobra.Command {
	return &cobra.Command{
		Use:   "lineage TABLE.COLUMN",
		Short: "Walk a column back to the columns of the exports",
		Long: `Walk a column back to the columns of the exports it is made of. Each line is
followed, one step further in, by the columns it comes from: "=" carries a column
through unchanged, "<" makes it from others.

` + exitHelp(exitOK, exitUsage, exitOutput),
		Example: `  ozpayout lineage payout_facts.due_on
  ozpayout lineage delay_causes.shapley_days`,
		Args: arguments(cobra.ExactArgs(1)),
		RunE: func(_ *cobra.Command, args []string) error {
			return a.lineage(args[0])
		},
	}
}

func (a *app) lineage(name string) error {
	table, columnName, ok := strings.Cut(name, ".")
	if !ok {
		return usagef("%q: expected TABLE.COLUMN, such as payout_facts.due_on", name)
	}
	p := batch()
	d, err := datasetNamed(append(catalog.Datasets(p.Stages), pipeline.Findings, pipeline.ControlTotals, pipeline.SourceFiles), table)
	if err != nil {
		return err
	}
	at := slices.IndexFunc(d.Columns, func(c pipeline.Column) bool { return c.ColumnName() == columnName })
	if at < 0 {
		return usagef("%s has no column %q: its columns are %s", d.Name, columnName, columnNames(d))
	}
	for _, step := range catalog.Lineage(p.Stages, d, d.Columns[at]) {
		sign := "< "
		switch {
		case step.Depth == 0:
			sign = ""
		case step.Carried:
			sign = "= "
		}
		by := "from files"
		if step.Stage != nil {
			by = "by " + step.Stage.Name
		}
		fmt.Fprintf(a.stdout, "%s%s%s.%s  (%s)\n", strings.Repeat("  ", step.Depth), sign, step.Dataset.Name, step.Column.ColumnName(), by)
	}
	return nil
}

// datasetNamed finds a dataset by its name, with or without "raw_". Of a source
// and the staging table of the same short name the latter is meant.
func datasetNamed(datasets []*pipeline.Dataset, name string) (*pipeline.Dataset, error) {
	for _, want := range []string{name, "raw_" + name} {
		if i := slices.IndexFunc(datasets, func(d *pipeline.Dataset) bool { return d.Name == want }); i >= 0 {
			return datasets[i], nil
		}
	}
	names := make([]string, len(datasets))
	for i, d := range datasets {
		names[i] = d.Name
	}
	slices.Sort(names)
	return nil, usagef("no table %q: the tables are %s", name, strings.Join(names, ", "))
}

func columnNames(d *pipeline.Dataset) string {
	names := make([]string, len(d.Columns))
	for i, c := range d.Columns {
		names[i] = c.ColumnName()
	}
	return strings.Join(names, ", ")
}
