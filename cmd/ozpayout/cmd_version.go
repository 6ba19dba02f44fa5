package main

import (
	"fmt"
	"io"
	"os"
	"runtime"
	"runtime/debug"
	"strings"

	"github.com/spf13/cobra"
	"github.com/zeebo/xxh3"
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

// development is the version of a build that names no commit.
const development = "(devel)"

// buildVersion returns the module version, which names the commit and whether the
// checkout was changed.
func buildVersion() string {
	if info, ok := debug.ReadBuildInfo(); ok && info.Main.Version != "" {
		return info.Main.Version
	}
	return development
}

// runVersion is what a run takes for the version of the program: it is part of the
// run's identity. A build of a changed checkout has no version of its own, so the
// hash of the program stands for it.
func runVersion() (string, error) {
	version := buildVersion()
	if version != development && !strings.HasSuffix(version, "+dirty") {
		return version, nil
	}
	path, err := os.Executable()
	if err != nil {
		return "", fmt.Errorf("path of the program: %w", err)
	}
	file, err := os.Open(path)
	if err != nil {
		return "", fmt.Errorf("program: %w", err)
	}
	defer func() { _ = file.Close() }()
	hash := xxh3.New() // nobody forges a build of their own: a quick hash does
	if _, err := io.Copy(hash, file); err != nil {
		return "", fmt.Errorf("program: %w", err)
	}
	return fmt.Sprintf("%s %016x", version, hash.Sum64()), nil
}
