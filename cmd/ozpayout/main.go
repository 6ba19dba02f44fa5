// Command ozpayout tells cross-border sellers on Ozon when each payout was due,
// whether it came in time, and what held it up: start with "ozpayout demo", then
// "ozpayout run".
package main

import (
	"cmp"
	"context"
	"io"
	"os"
	"runtime/debug"
	_ "time/tzdata" // zones of exports, whatever the machine has

	"ozpayout/pipeline"
)

func main() {
	os.Exit(Main(interruptible(context.Background()), os.Args[1:], os.Stdin, os.Stdout, os.Stderr))
}

// Main runs the command line and returns the exit status (see exitMeanings).
// The cause of a cancelled ctx may be a [signalError].
func Main(ctx context.Context, args []string, stdin io.Reader, stdout, stderr io.Writer) (status int) {
	a := &app{stdout: &outputWriter{w: stdout}, stderr: stderr}
	defer func() {
		if p := recover(); p != nil {
			a.report(&pipeline.InternalError{Err: &pipeline.PanicError{Value: p, Stack: debug.Stack()}}, exitFailed)
			status = exitFailed
		}
	}()
	root := newRootCommand(a)
	root.SetArgs(args)
	root.SetIn(stdin)
	root.SetErr(stderr)
	err := root.ExecuteContext(ctx)
	if err == nil {
		err = cmp.Or(a.noHelp, a.stdout.err)
	}
	status = exitStatus(ctx, err)
	if status == exitInterrupted || status == exitTerminated {
		err = context.Cause(ctx)
	}
	if err != nil {
		a.report(err, status)
	}
	return status
}
