package main

import (
	"fmt"
	"slices"
	"strings"
	"text/tabwriter"

	"github.com/spf13/cobra"

	"ozpayout/pipeline"
	"ozpayout/stages"
)

func newPolicyCommand(a *app) *cobra.Command {
	cmd := &cobra.Command{
		Use:   "policy",
		Short: "Show, compare and check the dated rules that judge",
		Long: `Every threshold, due-date rule, carrier, fee and published figure is a row of a
dated reference table. A policy pack is a named set of them; "ozpayout run
--policy" chooses one. A file of the same header among the inputs adds rows, and
its row takes the place of the shipped one with the same key: "ozpayout template"
prints the headers.

` + exitHelp(exitOK, exitUsage, exitInput, exitOutput),
		Example: `  ozpayout policy show
  ozpayout policy show due_rules --policy ozon-help-2023
  ozpayout policy diff article-2024 ozon-help-2023
  ozpayout policy check --in shop/in`,
		Args: commandName,
		RunE: func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	cmd.AddCommand(newPolicyShowCommand(a), newPolicyDiffCommand(a), newPolicyCheckCommand(a))
	return cmd
}

func newPolicyShowCommand(a *app) *cobra.Command {
	packs := policyPacks()
	pack := choice{packs[0], packs}
	var on dateValue
	var in string
	cmd := &cobra.Command{
		Use:   "show [TABLE]",
		Short: "Print the rows of a reference table, or list the tables",
		Example: `  ozpayout policy show
  ozpayout policy show tiers --on 2024-08-31
  ozpayout policy show policy_values --in shop/in`,
		Long:              "Print the rows that a batch of a pack would read, each with the file and row it\nstands in. Without a table, list the tables.\n\n" + exitHelp(exitOK, exitUsage, exitInput, exitOutput),
		Args:              arguments(cobra.MaximumNArgs(1)),
		ValidArgsFunction: oneOf(policyTableNames),
		RunE: func(cmd *cobra.Command, args []string) error {
			tables, err := readPolicy(cmd.Context(), in)
			if err != nil {
				return err
			}
			if len(args) == 0 {
				return a.listPolicy(tables, pack.value)
			}
			t, err := policyTableNamed(tables, args[0])
			if err != nil {
				return err
			}
			day := ""
			if on.day != nil {
				day = on.day.FormattedString()
			}
			return a.showPolicy(t, pack.value, day)
		},
	}
	cmd.Flags().Var(&pack, "policy", "pack of rules: "+strings.Join(packs, ", "))
	cmd.Flags().Var(&on, "on", "only rows that hold on this day, YYYY-MM-DD")
	cmd.Flags().StringVar(&in, "in", "", "`DIR` with your files of reference tables")
	return cmd
}

func (a *app) listPolicy(tables []policyTable, pack string) error {
	w := tabwriter.NewWriter(a.stdout, 0, 0, 2, ' ', 0)
	for _, t := range tables {
		rows := t.inForce(pack)
		theirs := 0
		for _, r := range rows {
			if !r.isShipped() {
				theirs++
			}
		}
		fmt.Fprintf(w, "%s\t%d rows\t%d of them yours\t%s\n", t.Name, len(rows), theirs, t.Doc)
	}
	return w.Flush()
}

func (a *app) showPolicy(t policyTable, pack, day string) error {
	w := tabwriter.NewWriter(a.stdout, 0, 0, 2, ' ', 0)
	columns := t.columns()
	for _, c := range columns {
		fmt.Fprintf(w, "%s\t", c.ColumnName())
	}
	fmt.Fprintln(w, "stands in")
	for _, r := range t.inForce(pack) {
		if day != "" && !r.holdsOn(day) {
			continue
		}
		for _, c := range columns {
			fmt.Fprintf(w, "%s\t", r.cells[c])
		}
		fmt.Fprintln(w, r.place())
	}
	return w.Flush()
}

func newPolicyDiffCommand(a *app) *cobra.Command {
	var in string
	cmd := &cobra.Command{
		Use:       "diff PACK PACK",
		Short:     "Tell where two packs differ",
		Long:      "Tell where two packs differ: rows that only one of them has, and cells that\ndiffer in rows with the same key.\n\n" + exitHelp(exitOK, exitUsage, exitInput, exitOutput),
		Example:   "  ozpayout policy diff article-2024 ozon-help-2023",
		Args:      arguments(cobra.ExactArgs(2)),
		ValidArgs: policyPacks(),
		RunE: func(cmd *cobra.Command, args []string) error {
			for _, name := range args {
				if packs := policyPacks(); !slices.Contains(packs, name) {
					return usagef("no pack %q: the packs are %s", name, strings.Join(packs, ", "))
				}
			}
			tables, err := readPolicy(cmd.Context(), in)
			if err != nil {
				return err
			}
			for _, t := range tables {
				if t.hasPacks() {
					a.diffPolicy(t, args[0], args[1])
				}
			}
			return nil
		},
	}
	cmd.Flags().StringVar(&in, "in", "", "`DIR` with your files of reference tables")
	return cmd
}

func (a *app) diffPolicy(t policyTable, left, right string) {
	others := map[string]policyRow{}
	for _, r := range t.inForce(right) {
		others[r.in(t.identity())] = r
	}
	for _, l := range t.inForce(left) {
		key := l.in(t.identity())
		r, ok := others[key]
		delete(others, key)
		if !ok {
			fmt.Fprintf(a.stdout, "%s %s: only in %s (%s)\n", t.Name, tidy(key), left, l.place())
			continue
		}
		for _, c := range t.columns() {
			if name := c.ColumnName(); name != "pack" && name != "source" && l.cells[c] != r.cells[c] {
				fmt.Fprintf(a.stdout, "%s %s: %s %q, %q\n", t.Name, tidy(key), name, l.cells[c], r.cells[c])
			}
		}
	}
	for _, r := range t.inForce(right) {
		if key := r.in(t.identity()); others[key].file != "" {
			fmt.Fprintf(a.stdout, "%s %s: only in %s (%s)\n", t.Name, tidy(key), right, r.place())
		}
	}
}

// tidy takes the holes of empty cells out of a key.
func tidy(key string) string { return strings.Join(strings.Fields(key), " ") }

func newPolicyCheckCommand(a *app) *cobra.Command {
	var in string
	cmd := &cobra.Command{
		Use:   "check",
		Short: "Check the reference tables and the user's rows in them",
		Long: `Check the reference tables: files of yours that are near to one and not read, cells
that cannot be read, rows that contradict each other, unknown packs, periods that
end before they begin, values that no rule reads, rows without a source; and where
there are none of these, rows at which a batch would stop. Anything found ends with
status 3.

` + exitHelp(exitOK, exitUsage, exitInput, exitOutput),
		Example: "  ozpayout policy check --in shop/in",
		Args:    arguments(cobra.NoArgs),
		RunE: func(cmd *cobra.Command, _ []string) error {
			references, findings, err := pipeline.ReadReferences(cmd.Context(), batch(), in)
			if err != nil {
				return err
			}
			defer releaseReferences(references)
			return a.checkPolicy(references, findings, in)
		},
	}
	cmd.Flags().StringVar(&in, "in", "", "`DIR` with your files of reference tables")
	return cmd
}

func (a *app) checkPolicy(references []pipeline.Reference, findings []pipeline.Finding, in string) error {
	problems, rows, theirs := 0, 0, 0
	for _, f := range findings {
		problems++
		if f.Row == 0 {
			fmt.Fprintf(a.stdout, "%s: %s\n", printable(f.File), printable(f.Message))
			continue
		}
		fmt.Fprintf(a.stdout, "%s, %s row %d, %s %q: %s\n", f.Dataset, printable(f.File), f.Row, printable(f.Column), f.Raw, f.Message)
	}
	tables, packs := policyTables(references), policyPacks()
	for _, t := range tables {
		for _, p := range t.problems(packs) {
			problems++
			fmt.Fprintf(a.stdout, "%s: %s\n", p.place, p.message)
		}
		rows += len(t.rows)
		for _, r := range t.rows {
			if !r.isShipped() {
				theirs++
			}
		}
	}
	if problems == 0 {
		for _, stop := range stages.CheckPolicy(references, packs) {
			problems++
			fmt.Fprintln(a.stdout, printable(stop.Error()))
		}
	}
	switch {
	case problems == 1:
		return &pipeline.InputError{File: in, Reason: "1 problem in the reference tables"}
	case problems > 1:
		return &pipeline.InputError{File: in, Reason: fmt.Sprintf("%d problems in the reference tables", problems)}
	}
	fmt.Fprintf(a.stdout, "ok: %d tables, %d rows, %d of them yours\n", len(tables), rows, theirs)
	return nil
}
