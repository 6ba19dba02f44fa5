package main

import (
	"fmt"
	"strings"

	"github.com/spf13/cobra"
)

func newStagesCommand(a *app) *cobra.Command {
	return &cobra.Command{
		Use:     "stages",
		Short:   "List the stages of the batch with their rules",
		Long:    "List the stages in the order in which they run, with what each does and the\nrules it follows.\n\n" + exitHelp(exitOK, exitUsage, exitOutput),
		Example: "  ozpayout stages",
		Args:    arguments(cobra.NoArgs),
		RunE: func(*cobra.Command, []string) error {
			for i, s := range batch().Stages {
				if i > 0 {
					fmt.Fprintln(a.stdout)
				}
				fmt.Fprintf(a.stdout, "%s (%v)\n", s.Name, s.Scope)
				for line := range strings.Lines(s.Doc) {
					if line = strings.TrimSpace(line); line != "" {
						line = "  " + line
					}
					fmt.Fprintln(a.stdout, line)
				}
			}
			return nil
		},
	}
}
