package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"ozpayout/datasets"
	"ozpayout/pipeline"
)

// explainOptions are the flags of explain.
type explainOptions struct {
	out, in, config string
	limit           int
}

func newExplainCommand(a *app) *cobra.Command {
	o := explainOptions{}
	cmd := &cobra.Command{
		Use:   "explain NUMBER --out DIR",
		Short: "Walk a payout line back to rules, rates and the cells of the export",
		Long: `Explain the payout lines of a posting, an order or a payout from the published run:
the amount and the rate that converted it, the clock and the due date with its rule,
the arrival, the late days, and each cause with its days in three attributions and
the row that shows it. With --in, the cells of those rows are shown as exported.
Personal columns are never shown.

` + exitHelp(exitOK, exitUsage, exitInput, exitOutput, exitInterrupted, exitTerminated) + `

A number that the run does not have ends with 3.`,
		Example: `  ozpayout explain 38502961-0300-1 --out out
  ozpayout explain P-20240708-104233-02 --out out --in shop/in --limit 5`,
		Args: arguments(cobra.ExactArgs(1)),
		RunE: func(cmd *cobra.Command, args []string) error {
			switch {
			case o.out == "":
				return usagef("--out is missing: name the output folder of a run")
			case o.limit < 1:
				return usagef("--limit %d: expected a number from 1", o.limit)
			}
			return a.explain(cmd.Context(), args[0], o)
		},
	}
	cmd.Flags().StringVar(&o.out, "out", "", "output folder `DIR` of a run (required)")
	cmd.Flags().StringVar(&o.in, "in", "", "input folder `DIR` of that run, to show cells of the exports")
	cmd.Flags().StringVar(&o.config, "config", "", "configuration `FILE` of that run, if it has rules for files")
	cmd.Flags().IntVar(&o.limit, "limit", 20, "explain `N` payout lines at most")
	return cmd
}

// notFound says that a run has no line of a number, and that one of the rows which were
// not used may have had it: they stand in its findings without their other cells.
func notFound(out, number string, m *pipeline.Manifest) error {
	reason := fmt.Sprintf("no payout line of %q in run %s: give a posting, order or payout number", number, m.ID)
	if rows := rowsOf(m.Totals, pipeline.Quarantined); rows > 0 {
		reason += fmt.Sprintf("; rows that were not used: %d, told in the table findings", rows)
	}
	return &pipeline.InputError{File: out, Reason: reason}
}

// needTables complains about a run that was to make other tables only.
func needTables(out string, m *pipeline.Manifest, tables ...*pipeline.Dataset) error {
	var missing []string
	for _, d := range tables {
		if !slices.ContainsFunc(m.Datasets, func(made pipeline.ManifestDataset) bool { return made.Name == d.Name }) {
			missing = append(missing, d.Name)
		}
	}
	if len(missing) == 0 {
		return nil
	}
	return &pipeline.InputError{File: out, Reason: fmt.Sprintf("run %s was made with --select and without %s: run again with all marts, or with these, too", m.ID, strings.Join(missing, " and "))}
}

func (a *app) explain(ctx context.Context, number string, o explainOptions) error {
	c, err := readConfig(ctx, o.config)
	if err != nil {
		return err
	}
	plan := batch()
	rules, err := c.fileRules(plan)
	if err != nil {
		return err
	}
	if info, err := os.Stat(o.in); o.in != "" && (err != nil || !info.IsDir()) {
		return &pipeline.InputError{File: o.in, Reason: "expected the folder of exports"}
	}
	m, manifest, err := currentRun(o.out)
	if err != nil {
		return err
	}
	if err := needTables(o.out, manifest, datasets.PayoutFacts, datasets.DelayCauses, datasets.FXRates); err != nil {
		return err
	}
	found, more, err := m.linesOf(ctx, number, o.limit)
	if err != nil {
		return err
	}
	if len(found) == 0 {
		return notFound(o.out, number, manifest)
	}
	causes, err := m.causesOf(ctx, found)
	if err != nil {
		return err
	}
	rates, err := m.ratesOf(ctx, found)
	if err != nil {
		return err
	}
	recogniser := pipeline.NewRecogniser(plan.Sources(), plan.NotInputs, rules)
	recogniser.SpillTo(os.TempDir())
	e := &explanation{
		app: a, manifest: manifest, causes: causes, rates: rates,
		evidence: &evidence{
			in: o.in, manifest: manifest, recogniser: recogniser, opened: map[string]*openedFile{},
		},
	}
	fmt.Fprintf(a.stdout, "run %s as of %s, policy %s\n", manifest.ID, manifest.AsOf, manifest.Pack)
	for _, line := range found {
		if err := errors.Join(ctx.Err(), e.print(ctx, line)); err != nil {
			return err
		}
	}
	if o.in == "" {
		fmt.Fprintln(a.stdout, "\n--in DIR shows the cells of the rows named above")
	}
	if more > 0 {
		fmt.Fprintf(a.stdout, "\n%d more lines: see --limit\n", more)
	}
	return nil
}
