package main

import (
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"ozpayout/pipeline/catalog"
)

var ddlDialects = []string{
	string(catalog.DuckDB), string(catalog.Postgres), string(catalog.Snowflake), string(catalog.BigQuery), string(catalog.ClickHouse),
}

func newDDLCommand(a *app) *cobra.Command {
	return &cobra.Command{
		Use:   "ddl DIALECT [MART...]",
		Short: "Print CREATE TABLE statements for a warehouse",
		Long: `Print the statements that make the published tables in a warehouse, with types
that the Parquet files load into, keys and comments: of all marts, or of those
named. Dialects: ` + strings.Join(ddlDialects, ", ") + `.

` + exitHelp(exitOK, exitUsage, exitOutput),
		Example: `  ozpayout ddl duckdb > marts.sql
  ozpayout ddl bigquery payout_facts delay_causes`,
		Args:      arguments(cobra.MinimumNArgs(1)),
		ValidArgs: ddlDialects,
		RunE: func(_ *cobra.Command, args []string) error {
			return a.ddl(args[0], args[1:])
		},
	}
}

func (a *app) ddl(dialect string, names []string) error {
	if !slices.Contains(ddlDialects, dialect) {
		return usagef("no dialect %q: choose from %s", dialect, strings.Join(ddlDialects, ", "))
	}
	marts := batch().Marts()
	chosen := marts
	if len(names) > 0 {
		chosen = nil
	}
	for _, name := range names {
		d, err := datasetNamed(marts, name)
		if err != nil {
			return err
		}
		chosen = append(chosen, d)
	}
	for i, d := range chosen {
		if i > 0 {
			if _, err := a.stdout.Write([]byte("\n")); err != nil {
				return err
			}
		}
		if err := catalog.DDL(a.stdout, d, catalog.Dialect(dialect)); err != nil {
			return err
		}
	}
	return nil
}
