package main

import (
	"github.com/spf13/cobra"

	"ozpayout/pipeline"
)

func newGraphCommand(a *app) *cobra.Command {
	var format string
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
			f := pipeline.GraphFormat(format)
			switch f {
			case pipeline.TextGraph, pipeline.MermaidGraph, pipeline.DotGraph:
				return pipeline.Graph(a.stdout, batch().Stages, f)
			}
			return usagef("--format %q is none of text, mermaid, dot", format)
		},
	}
	cmd.Flags().StringVar(&format, "format", string(pipeline.TextGraph), "text, mermaid or dot")
	return cmd
}
