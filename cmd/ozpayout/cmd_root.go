package main

import (
	"strings"

	"github.com/spf13/cobra"
)

func newRootCommand(a *app) *cobra.Command {
	cmd := &cobra.Command{
		Use:   "ozpayout",
		Short: "Payout due dates, lateness and causes for sellers on Ozon",
		Long: `ozpayout reads a folder of exports (payment history, orders, tracking, returns,
invoices, accounts, Bank of Russia rates) and tells for every payout line when it
was due, whether it came in time, and what held it up.

Data and results go to standard output, logs and progress to standard error.
The examples of all commands read the made-up shop that the first one below writes.

` + exitHelp(),
		Example: `  ozpayout demo --orders 3000 shop
  ozpayout run --in shop/in --out out
  ozpayout explain 38502961-0300-1 --out out --in shop/in`,
		Args:          commandName,
		RunE:          func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
		SilenceErrors: true,
		SilenceUsage:  true,
	}
	cmd.SetFlagErrorFunc(func(_ *cobra.Command, err error) error { return &usageError{err} })
	cmd.AddCommand(
		newRunCommand(a),
		newInspectCommand(a),
		newExplainCommand(a),
		newVerifyCommand(a),
		newTemplateCommand(a),
		newPolicyCommand(a),
		newDemoCommand(a),
		newStagesCommand(a),
		newGraphCommand(a),
		newLineageCommand(a),
		newDocsCommand(a),
		newDDLCommand(a),
		newVersionCommand(a),
	)
	return cmd
}

// commandName complains about the name of a command that there is not.
func commandName(cmd *cobra.Command, args []string) error {
	if len(args) == 0 {
		return nil
	}
	cmd.SuggestionsMinimumDistance = 2
	hint := ""
	if near := cmd.SuggestionsFor(args[0]); len(near) > 0 {
		hint = ": did you mean " + strings.Join(near, " or ") + "?"
	}
	return usagef("no command %q%s", strings.TrimPrefix(cmd.CommandPath()+" "+args[0], "ozpayout "), hint)
}

// arguments makes a complaint about positional arguments a usage error that says what
// was expected.
func arguments(check cobra.PositionalArgs) cobra.PositionalArgs {
	return func(cmd *cobra.Command, args []string) error {
		if check(cmd, args) == nil {
			return nil
		}
		found := "nothing"
		if len(args) > 0 {
			found = strings.Join(args, " ")
		}
		return usagef("found %s beside the flags: expected %s", found, cmd.UseLine())
	}
}
