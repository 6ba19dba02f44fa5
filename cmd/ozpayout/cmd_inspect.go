package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"ozpayout/pipeline"
)

func newInspectCommand(a *app) *cobra.Command {
	var configPath string
	var asJSON bool
	cmd := &cobra.Command{
		Use:   "inspect PATH...",
		Short: "Tell what files are and how their columns are read",
		Long: `Tell what each file is, or each file below a folder: which report and which
version of it, form and encoding, which header feeds which column, which headers
nobody reads, which personal columns are dropped, how many rows there are and what
was tolerated. Of a file that is not used, tell why, and what it comes closest to.

` + exitHelp(exitOK, exitUsage, exitInput, exitOutput, exitInterrupted, exitTerminated) + `

A file that is refused by name ends with 0, one that cannot be read with 3.`,
		Example: `  ozpayout inspect shop/in/payment_history.csv
  ozpayout inspect --json shop/in | jq '.[] | select(.refused)'`,
		Args: arguments(cobra.MinimumNArgs(1)),
		RunE: func(cmd *cobra.Command, args []string) error {
			c, err := readConfig(cmd.Context(), configPath)
			if err != nil {
				return err
			}
			return a.inspect(cmd.Context(), args, c, asJSON)
		},
	}
	cmd.Flags().StringVar(&configPath, "config", "", "configuration `FILE` with rules for files")
	cmd.Flags().BoolVar(&asJSON, "json", false, "print a JSON array of files")
	return cmd
}

// inspect tells what the files at the paths are. It tells of all of them before
// it returns an error about one.
func (a *app) inspect(ctx context.Context, paths []string, c *config, asJSON bool) error {
	plan := batch()
	rules, err := c.fileRules(plan)
	if err != nil {
		return err
	}
	files, err := listInspected(paths)
	if err != nil {
		return err
	}
	inspector := &inspector{pipeline.NewRecogniser(plan.Sources(), plan.NotInputs, rules), personalHeaders(plan)}
	inspector.recogniser.SpillTo(os.TempDir())
	reports := []*fileReport{}
	var unreadable error
	for i, f := range files {
		report, err := inspector.inspect(ctx, f)
		if err != nil {
			return err
		}
		if report.Refused != nil && report.Refused.Damaged && unreadable == nil {
			unreadable = &pipeline.InputError{File: f.path, Reason: report.Refused.Reason}
		}
		if asJSON {
			reports = append(reports, report)
			continue
		}
		if i > 0 {
			fmt.Fprintln(a.stdout)
		}
		report.print(a.stdout)
	}
	if asJSON {
		encoder := json.NewEncoder(a.stdout)
		encoder.SetIndent("", "  ")
		if err := encoder.Encode(reports); err != nil {
			return err
		}
	}
	return unreadable
}

// An inspected file has a path to open it by and the name that rules match: the
// path below the folder that was asked for.
type inspected struct{ path, name string }

// listInspected lists files and the regular files below folders, by name.
// Hidden files and lock files of office programs are left out of folders. A folder
// without files is an [pipeline.InputError].
func listInspected(paths []string) ([]inspected, error) {
	var out []inspected
	for _, root := range paths {
		info, err := os.Stat(root)
		if err != nil {
			return nil, &pipeline.InputError{File: root, Reason: "cannot be opened", Err: reasonOfPath(err)}
		}
		if !info.IsDir() {
			out = append(out, inspected{root, filepath.Base(root)})
			continue
		}
		before := len(out)
		err = filepath.WalkDir(root, func(path string, entry fs.DirEntry, err error) error {
			if err != nil {
				return &pipeline.InputError{File: path, Reason: "cannot be listed", Err: reasonOfPath(err)}
			}
			hidden := path != root && (strings.HasPrefix(entry.Name(), ".") || strings.HasPrefix(entry.Name(), "~$"))
			switch {
			case entry.IsDir() && hidden:
				return filepath.SkipDir
			case hidden || !entry.Type().IsRegular():
				return nil
			}
			name, err := filepath.Rel(root, path)
			out = append(out, inspected{path, filepath.ToSlash(name)})
			return err
		})
		switch {
		case err != nil:
			return nil, err
		case len(out) == before:
			return nil, &pipeline.InputError{File: root, Reason: "no file to read in this folder"}
		}
	}
	slices.SortStableFunc(out, func(a, b inspected) int { return strings.Compare(a.path, b.path) })
	return out, nil
}

// reasonOfPath returns what the system says, without the path: it is told
// already.
func reasonOfPath(err error) error {
	var path *fs.PathError
	if errors.As(err, &path) {
		return path.Err
	}
	return err
}
