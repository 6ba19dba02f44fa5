package main

import (
	"fmt"
	"runtime"
	"runtime/debug"

	"github.com/spf13/cobra"
)

func newVersionCommand(a *app) *cobra.Command {
	return &cobra.Command{
		Use:     "version",
		Short:   "Print the version of the program",
		Long:    "Print the version of the program, with its commit, and the Go version it was built\nwith.\n\n" + exitHelp(exitOK, exitUsage, exitOutput),
		Example: "  ozpayout version",
		Args:    arguments(cobra.NoArgs),
		RunE: func(*cobra.Command, []string) error {
			_, err := fmt.Fprintln(a.stdout, "ozpayout", buildVersion(), runtime.Version())
			return err
		},
	}
}

// buildVersion returns the module version, which names the commit and whether the
// checkout was changed. It is part of the identity of a run.
func buildVersion() string {
	if info, ok := debug.ReadBuildInfo(); ok && info.Main.Version != "" {
		return info.Main.Version
	}
	return "(devel)"
}
