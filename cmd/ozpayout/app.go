package main

import (
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"

	"github.com/vbauerster/mpb/v8/cwriter"

	"ozpayout/pipeline"
)

// An app is what all commands share: where they print.
type app struct {
	stdout *outputWriter
	stderr io.Writer
	logger *slog.Logger // set by commands that log; the others just print errors
	noHelp error        // asked for the help of a command that there is not
}

// report tells why the program ends; of a panic also where it was, for who mends it.
func (a *app) report(err error, status int) {
	var panicked *pipeline.PanicError
	isPanic := errors.As(err, &panicked)
	switch {
	case a.logger != nil && isPanic:
		a.logger.Error(err.Error(), "exit_status", status, "stack", string(panicked.Stack))
	case a.logger != nil:
		a.logger.Error(err.Error(), "exit_status", status)
	default:
		fmt.Fprintf(a.stderr, "ozpayout: %s\n", printable(err.Error()))
		if isPanic {
			fmt.Fprintf(a.stderr, "\n%s", panicked.Stack)
		}
	}
}

// An outputWriter remembers the first error, a [pipeline.OutputError], so that output
// that was cut short never looks like success.
type outputWriter struct {
	w   io.Writer
	err error
}

func (o *outputWriter) Write(b []byte) (int, error) {
	if o.err != nil {
		return 0, o.err
	}
	n, err := o.w.Write(b)
	if err != nil {
		o.err = &pipeline.OutputError{Path: "standard output", Err: reasonOfPath(err)}
	}
	return n, o.err
}

func isTerminal(w io.Writer) bool {
	f, ok := w.(*os.File)
	return ok && cwriter.IsTerminal(int(f.Fd()))
}

// newLogger returns a logger to w, of errors only if quiet. The format is text,
// json, or empty: text on a terminal and JSON elsewhere.
func newLogger(w io.Writer, format string, quiet bool) *slog.Logger {
	level := slog.LevelInfo
	if quiet {
		level = slog.LevelError
	}
	if format == "" && !isTerminal(w) {
		format = "json"
	}
	options := &slog.HandlerOptions{Level: level}
	if format == "json" {
		return slog.New(slog.NewJSONHandler(w, options))
	}
	options.ReplaceAttr = func(groups []string, a slog.Attr) slog.Attr {
		if len(groups) == 0 && a.Key == slog.TimeKey {
			return slog.Attr{} // a person sees the time pass
		}
		return a
	}
	return slog.New(slog.NewTextHandler(w, options))
}
