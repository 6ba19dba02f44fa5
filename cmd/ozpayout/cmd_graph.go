package main

import (
	"strings"

	"github.com/spf13/cobra"

	"ozpayout/pipeline/catalog"
)

func newGraphCommand(a *app) *cobra.Command {
	format := choice{string(catalog.TextGraph), []string{string(catalog.TextGraph), string(catalog.MermaidGraph), string(catalog.DotGraph)}}
	cmd := &cobra.Command{
		Use:   "graph",
		Short: "Print which stage reads and writes which table",
		Long: `Print the stages with the tables that they read and write: as text, as a Mermaid
flowchart for Markdown, or in the language of Graphviz.

` + exitHelp(exitOK, exitUsage, exitOutput),
		Example: `  ozpayout graph
  ozpayout graph --format dot | dot -Tsvg > batch.svg`,
		Args: arguments(cobra.NoArgs),
		RunE: func(*cobra.Command, []string) error {
			return catalog.Graph(a.stdout, batch().Stages, catalog.GraphFormat(format.value))
		},
	}
	cmd.Flags().Var(&format, "format", strings.Join(format.of, ", "))
	return cmd
}
