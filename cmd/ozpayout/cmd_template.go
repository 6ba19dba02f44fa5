package main

import (
	_ "embed"
	"fmt"
	"slices"
	"strings"
	"text/tabwriter"

	"github.com/spf13/cobra"

	"ozpayout/pipeline"
	"ozpayout/pipeline/catalog"
)

// configExample is a configuration file that explains every key.
//
//go:embed config_example.yaml
var configExample string

func newTemplateCommand(a *app) *cobra.Command {
	var list, help bool
	cmd := &cobra.Command{
		Use:   "template TABLE | config",
		Short: "Print an input table to fill in, or a configuration to start from",
		Long: `Print the header of an input table as CSV, with an example row; of a
reference table the header alone, since "ozpayout policy show" prints its rows. A
table in that form is recognised by "ozpayout run" under any name. --help-fields
explains the columns instead and names the other headers and the words that are
understood; --list names the tables. "config" prints a configuration file that
explains every key.

` + exitHelp(exitOK, exitUsage, exitOutput),
		Example: `  ozpayout template --list
  ozpayout template payment_history > payments.csv
  ozpayout template payment_history --help-fields
  ozpayout template config > ozpayout.yaml`,
		Args:              arguments(cobra.MaximumNArgs(1)),
		ValidArgsFunction: oneOf(templateNames),
		RunE: func(_ *cobra.Command, args []string) error {
			switch {
			case list && len(args) == 0:
				return a.listTemplates()
			case list:
				return usagef("--list takes no table")
			case len(args) == 0:
				return usagef("name a table, or see: ozpayout template --list")
			case args[0] == "config" && !help:
				_, err := fmt.Fprint(a.stdout, configExample)
				return err
			}
			return a.template(args[0], help)
		},
	}
	cmd.Flags().BoolVar(&list, "list", false, "list the tables")
	cmd.Flags().BoolVar(&help, "help-fields", false, "explain the columns of the table")
	return cmd
}

func (a *app) listTemplates() error {
	w := tabwriter.NewWriter(a.stdout, 0, 0, 2, ' ', 0)
	for _, d := range tables(batch()) {
		fmt.Fprintf(w, "%s\t%s\t%s\n", tableName(d), d.Input.Report, d.Grain)
	}
	return w.Flush()
}

func (a *app) template(name string, help bool) error {
	all := tables(batch())
	at := slices.IndexFunc(all, func(d *pipeline.Dataset) bool { return tableName(d) == strings.TrimPrefix(name, "raw_") })
	switch {
	case at < 0:
		return usagef("no template %q: see ozpayout template --list", name)
	case help:
		return catalog.TemplateHelp(a.stdout, all[at])
	}
	return catalog.Template(a.stdout, all[at])
}
