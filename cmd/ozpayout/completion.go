package main

import (
	"slices"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"ozpayout/pipeline"
	"ozpayout/reports"
)

// finishCompletion gives the library's command what all others have.
func finishCompletion(completion *cobra.Command) {
	for _, c := range append(completion.Commands(), completion) {
		c.Args = arguments(cobra.NoArgs)
		c.Long = strings.TrimSpace(c.Long) + "\n\n" + exitHelp(exitOK, exitUsage, exitOutput)
		c.Example = "  ozpayout completion " + c.Name() + " > ozpayout." + c.Name()
	}
	completion.Args = commandName
	completion.RunE = func(cmd *cobra.Command, _ []string) error { return cmd.Help() }
	completion.Example = "  ozpayout completion bash > ozpayout.bash"
}

// completeFlags tells the shell the words that the flags of a command, and of those below
// it, take.
func completeFlags(cmd *cobra.Command) {
	for _, c := range cmd.Commands() {
		completeFlags(c)
	}
	cmd.LocalFlags().VisitAll(func(f *pflag.Flag) {
		var complete cobra.CompletionFunc
		switch v := f.Value.(type) {
		case *choice:
			complete = cobra.FixedCompletions(v.of, cobra.ShellCompDirectiveNoFileComp)
		case *languages:
			complete = listOf(func() []string { return append(reports.Languages[:], "none") })
		case *names:
			complete = listOf(func() []string { return namesOf(batch().Marts()) })
		default:
			if name, _ := pflag.UnquoteUsage(f); name == "DIR" {
				complete = cobra.FixedCompletions(nil, cobra.ShellCompDirectiveFilterDirs)
			}
		}
		if complete != nil {
			_ = cmd.RegisterFlagCompletionFunc(f.Name, complete) // fails for a flag that is not there, or is registered
		}
	})
}

// listOf completes the last of several words with commas between them.
func listOf(words func() []string) cobra.CompletionFunc {
	return func(_ *cobra.Command, _ []string, typed string) ([]string, cobra.ShellCompDirective) {
		before := typed[:strings.LastIndexByte(typed, ',')+1]
		out := words()
		for i, word := range out {
			out[i] = before + word
		}
		return out, cobra.ShellCompDirectiveNoFileComp | cobra.ShellCompDirectiveNoSpace
	}
}

// oneOf completes the only argument of a command.
func oneOf(words func() []string) cobra.CompletionFunc {
	return func(_ *cobra.Command, args []string, _ string) ([]string, cobra.ShellCompDirective) {
		if len(args) > 0 {
			return nil, cobra.ShellCompDirectiveNoFileComp
		}
		return words(), cobra.ShellCompDirectiveNoFileComp
	}
}

// templateNames are the arguments of template.
func templateNames() []string { return append(namesOf(tables(batch())), "config") }

// policyTableNames are the names of the reference tables.
func policyTableNames() []string {
	all := batch().Sources()
	return namesOf(slices.DeleteFunc(all, func(d *pipeline.Dataset) bool { return d.Input.Seed == "" }))
}

// namesOf returns the names of datasets for people.
func namesOf(all []*pipeline.Dataset) []string {
	out := make([]string, len(all))
	for i, d := range all {
		out[i] = tableName(d)
	}
	return out
}
