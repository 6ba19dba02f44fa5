package main

import (
	"errors"
	"slices"
	"strconv"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
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
	cmd.SetFlagErrorFunc(func(_ *cobra.Command, err error) error { return flagError(err) })
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
	cmd.SetHelpCommand(newHelpCommand())
	cmd.SetOut(a.stdout) // the next line takes it
	cmd.InitDefaultCompletionCmd()
	if completion, _, err := cmd.Find([]string{"completion"}); err == nil {
		finishCompletion(completion)
	}
	completeFlags(cmd)
	a.refuseHelpOfNothing(cmd)
	return cmd
}

// refuseHelpOfNothing keeps --help behind a mistyped command from explaining the command
// above it. The library asks for help before it looks at names, and takes no error.
func (a *app) refuseHelpOfNothing(root *cobra.Command) {
	for _, c := range append(root.Commands(), root) {
		c.InitDefaultHelpFlag() // a name behind a flag that is not known is taken for its value
	}
	explain := root.HelpFunc()
	root.SetHelpFunc(func(cmd *cobra.Command, args []string) {
		if cmd.HasSubCommands() {
			a.noHelp = commandName(cmd, cmd.Flags().Args())
		}
		if a.noHelp == nil {
			explain(cmd, args)
		}
	})
}

func newHelpCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "help [COMMAND]",
		Short: "Explain a command",
		RunE: func(cmd *cobra.Command, args []string) error {
			asked, rest, err := cmd.Root().Find(args)
			if err == nil {
				err = commandName(asked, rest)
			}
			if err != nil {
				return err
			}
			asked.InitDefaultHelpFlag()
			return asked.Help()
		},
	}
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
// was expected. An empty one is a variable of a script that was not set.
func arguments(check cobra.PositionalArgs) cobra.PositionalArgs {
	return func(cmd *cobra.Command, args []string) error {
		found := "nothing"
		switch {
		case slices.Contains(args, ""):
			found = "an empty argument"
		case check(cmd, args) == nil:
			return nil
		case len(args) > 0:
			found = strings.Join(args, " ")
		}
		return usagef("found %s beside the flags: expected %s", found, cmd.UseLine())
	}
}

// flagError makes a complaint about flags a usage error in the words of people.
func flagError(err error) error {
	var invalid *pflag.InvalidValueError
	if errors.As(err, &invalid) {
		return usagef("invalid argument %q for --%s: %w", invalid.GetValue(), invalid.GetFlag().Name, reasonOf(err))
	}
	return &usageError{err}
}

// reasonOf returns what was expected of a value that a flag refused.
func reasonOf(err error) error {
	var invalid *pflag.InvalidValueError
	if errors.As(err, &invalid) {
		err = invalid.Unwrap()
	}
	var syntax *strconv.NumError
	switch {
	case !errors.As(err, &syntax):
		return err
	case syntax.Func == "ParseBool":
		return errors.New("expected true or false")
	case syntax.Func == "ParseUint":
		return errors.New("expected a whole number from 0")
	}
	return errors.New("expected a whole number")
}
