package main

import (
	"context"
	"fmt"
	"runtime"

	"github.com/spf13/cobra"

	"ozpayout/pipeline"
)

func newVerifyCommand(a *app) *cobra.Command {
	var out string
	cmd := &cobra.Command{
		Use:   "verify --out DIR",
		Short: "Check that the published run is as it was published",
		Long: `Read every file of the published run again and compare it with the manifest: none
is missing, changed or added. The control totals of the manifest are added up again.
A run that is not as it was published ends with 3, and is made again by the next run
of the same exports.

` + exitHelp(exitOK, exitUsage, exitInput, exitOutput, exitInterrupted, exitTerminated),
		Example: `  ozpayout verify --out out`,
		Args:    arguments(cobra.NoArgs),
		RunE: func(cmd *cobra.Command, _ []string) error {
			if out == "" {
				return usagef("--out is missing: name the output folder of a run")
			}
			return a.verify(cmd.Context(), out)
		},
	}
	cmd.Flags().StringVar(&out, "out", "", "output folder `DIR` of a run (required)")
	return cmd
}

func (a *app) verify(ctx context.Context, out string) error {
	dir, err := currentFolder(out)
	if err != nil {
		return err
	}
	m, err := pipeline.Verify(ctx, dir, runtime.GOMAXPROCS(0))
	if err != nil {
		return err
	}
	var size int64
	for _, f := range m.Outputs {
		size += f.Bytes
	}
	fmt.Fprintf(a.stdout, "run %s as of %s: %d files, %.1f MiB, are as they were published; the control totals of %d lines add up\n",
		m.ID, m.AsOf, len(m.Outputs), float64(size)/(1<<20), len(m.Totals))
	return nil
}
