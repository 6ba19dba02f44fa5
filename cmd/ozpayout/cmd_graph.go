package main

import (
	"strings"

	"github.com/spf13/cobra"

	"ozpayout/pipeline"
)

func newGraphCommand(a *app) *cobra.Command {
	format := choice{string(pipeline.TextGraph), []string{string(pipeline.TextGraph), string(pipeline.MermaidGraph), string(pipeline.DotGraph)}}
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
			return pipeline.Graph(a.stdout, batch().Stages, pipeline.GraphFormat(format.value))
		},
	}
	cmd.Flags().Var(&format, "format", strings.Join(format.of, ", "))
	return cmd
}
