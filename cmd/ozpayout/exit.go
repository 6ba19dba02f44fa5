package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/signal"
	"slices"
	"strings"
	"syscall"

	"ozpayout/pipeline"
)

// Exit statuses. They are part of the interface and never change.
const (
	exitOK          = 0
	exitFailed      = 1
	exitUsage       = 2
	exitInput       = 3
	exitQuarantine  = 4
	exitLocked      = 5
	exitOutput      = 6
	exitInterrupted = 130
	exitTerminated  = 143
)

// exitMeanings explains the exit statuses, in the order of the manual.
var exitMeanings = []struct {
	status  int
	meaning string
	ofRun   string // what there is to add where something is published
}{
	{exitOK, "ok", "; rows quarantined below the limit are counted and warned of"},
	{exitFailed, "a stage or a check failed, or an internal error", ""},
	{exitUsage, "bad usage or configuration", ""},
	{exitInput, "input missing, damaged or unreadable", "; with --strict also not recognised"},
	{exitQuarantine, "quarantined rows above the limit; nothing was published", ""},
	{exitLocked, "locked by another run", ""},
	{exitOutput, "output could not be written: disk full, read-only, no permission", ""},
	{exitInterrupted, "interrupted (SIGINT)", "; what was published before is still there"},
	{exitTerminated, "terminated (SIGTERM)", "; what was published before is still there"},
}

// exitHelp returns the section EXIT STATUS of a command that can end with the
// given statuses. Without any it is that of run, which can end with all.
func exitHelp(statuses ...int) string {
	lines := []string{"EXIT STATUS"}
	for _, e := range exitMeanings {
		switch {
		case len(statuses) == 0:
			lines = append(lines, fmt.Sprintf("  %3d  %s%s", e.status, e.meaning, e.ofRun))
		case slices.Contains(statuses, e.status):
			lines = append(lines, fmt.Sprintf("  %3d  %s", e.status, e.meaning))
		}
	}
	return strings.Join(lines, "\n")
}

// A usageError says that the command line or the configuration is wrong.
type usageError struct{ err error }

func (e *usageError) Error() string { return e.err.Error() }

func (e *usageError) Unwrap() error { return e.err }

func usagef(format string, args ...any) error {
	return &usageError{fmt.Errorf(format, args...)}
}

// exitStatus maps what stopped the program to its exit status.
func exitStatus(ctx context.Context, err error) int {
	var (
		stop       *signalError
		usage      *usageError
		input      *pipeline.InputError
		quarantine *pipeline.QuarantineError
		locked     *pipeline.LockedError
		output     *pipeline.OutputError
	)
	switch {
	case err == nil:
		return exitOK
	case errors.Is(err, context.Canceled) && errors.As(context.Cause(ctx), &stop):
		return stop.status()
	case errors.As(err, &usage):
		return exitUsage
	case errors.As(err, &input):
		return exitInput
	case errors.As(err, &quarantine):
		return exitQuarantine
	case errors.As(err, &locked):
		return exitLocked
	case errors.As(err, &output):
		return exitOutput
	}
	return exitFailed
}

// A signalError is the cause of a context that a signal cancelled.
type signalError struct{ signal os.Signal }

func (e *signalError) Error() string { return "stopped by signal: " + e.signal.String() }

func (e *signalError) status() int {
	if e.signal == syscall.SIGTERM {
		return exitTerminated
	}
	return exitInterrupted
}

// interruptible returns a context that the first SIGINT or SIGTERM cancels. The
// second one ends the process at once.
func interruptible(ctx context.Context) context.Context {
	ctx, cancel := context.WithCancelCause(ctx)
	signals := make(chan os.Signal, 1)
	signal.Notify(signals, os.Interrupt, syscall.SIGTERM)
	go func() {
		s := <-signals
		signal.Stop(signals)
		cancel(&signalError{s})
	}()
	return ctx
}
