package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"strings"
	"syscall"
	"testing"

	"github.com/spf13/cobra"
	"github.com/vbauerster/mpb/v8"
	"go.uber.org/goleak"

	"ozpayout/pipeline"
)

func TestExitStatus(t *testing.T) {
	stopped := func(s syscall.Signal) context.Context {
		ctx, cancel := context.WithCancelCause(t.Context())
		cancel(&signalError{s})
		return ctx
	}
	for _, test := range []struct {
		name string
		ctx  context.Context
		err  error
		want int
	}{
		{"no error", t.Context(), nil, 0},
		{"no error after a signal", stopped(syscall.SIGINT), nil, 0},
		{"unknown error", t.Context(), io.ErrUnexpectedEOF, 1},
		{"stage", t.Context(), &pipeline.StageError{Stage: "load_orders", Err: io.EOF}, 1},
		{"internal", t.Context(), &pipeline.InternalError{Reason: "rows lost"}, 1},
		{"usage", t.Context(), usagef("no such flag"), 2},
		{"input", t.Context(), &pipeline.InputError{File: "a.csv"}, 3},
		{"quarantine", t.Context(), &pipeline.QuarantineError{}, 4},
		{"locked", t.Context(), &pipeline.LockedError{}, 5},
		{"output", t.Context(), &pipeline.OutputError{Path: "out", Err: syscall.ENOSPC}, 6},
		{"wrapped", t.Context(), fmt.Errorf("run: %w", &pipeline.OutputError{Path: "out", Err: syscall.EROFS}), 6},
		{"interrupted", stopped(syscall.SIGINT), fmt.Errorf("read: %w", context.Canceled), 130},
		{"terminated", stopped(syscall.SIGTERM), context.Canceled, 143},
		{"disk full while it stops", stopped(syscall.SIGTERM), &pipeline.OutputError{Path: "out", Err: syscall.ENOSPC}, 6},
		{"cancelled by nobody", t.Context(), context.Canceled, 1},
	} {
		if got := exitStatus(test.ctx, test.err); got != test.want {
			t.Errorf("%s: exit status %d, want %d", test.name, got, test.want)
		}
	}
}

// A writer that fails once is a full disk, however small the rest is.
type failingWriter struct{}

func (failingWriter) Write([]byte) (int, error) { return 0, syscall.ENOSPC }

func TestBrokenOutput(t *testing.T) {
	var stderr bytes.Buffer
	if got := Main(t.Context(), []string{"stages"}, strings.NewReader(""), failingWriter{}, &stderr); got != exitOutput {
		t.Errorf("exit status %d, want %d: %s", got, exitOutput, &stderr)
	}
}

// TestReportOfAPanic: a panic of a stage is told with the place where it was, on a terminal
// and in a log.
func TestReportOfAPanic(t *testing.T) {
	err := &pipeline.StageError{Stage: "load_orders", Partition: 3, Err: &pipeline.PanicError{Value: "boom", Stack: []byte("at orders.go:7")}}
	for name, format := range map[string]string{"printed": "", "text": "text", "json": "json"} {
		var stderr bytes.Buffer
		a := &app{stderr: &stderr}
		if format != "" {
			a.logger = newLogger(&stderr, format, true)
		}
		a.report(err, exitFailed)
		if got := stderr.String(); !strings.Contains(got, "stage load_orders, partition 3: panic: boom") || !strings.Contains(got, "at orders.go:7") {
			t.Errorf("%s: %s", name, got)
		}
	}
}

func TestEveryCommandExplainsItself(t *testing.T) {
	root := newRootCommand(&app{stdout: &outputWriter{w: io.Discard}, stderr: io.Discard})
	var visit func(*cobra.Command)
	visit = func(c *cobra.Command) {
		if c.Short == "" || !strings.Contains(c.Long, "EXIT STATUS") || !strings.Contains(c.Example, "ozpayout") {
			t.Errorf("%s lacks a short text, EXIT STATUS or an example", c.CommandPath())
		}
		for _, sub := range c.Commands() {
			visit(sub)
		}
	}
	visit(root)
	for _, e := range exitMeanings {
		if !strings.Contains(root.Long, e.meaning) {
			t.Errorf("the manual does not explain exit status %d", e.status)
		}
	}
}

func TestProgressDraws(t *testing.T) {
	defer goleak.VerifyNone(t)
	var terminal bytes.Buffer
	p := &barProgress{container: mpb.New(mpb.WithOutput(&terminal), mpb.WithAutoRefresh(), mpb.WithWidth(barWidth))}
	for _, phase := range []string{"recognise", "read\x1b[2J"} {
		p.Phase(phase, 10)
		for range 10 {
			p.Advance(1)
		}
	}
	p.stop()
	drawn := terminal.String()
	if !strings.Contains(drawn, "recognise") || !strings.Contains(drawn, `read\u001b[2J`) || !strings.Contains(drawn, "100 %") {
		t.Errorf("drawn: %q", drawn)
	}
}

func TestProgressElsewhereIsSilent(t *testing.T) {
	var stderr bytes.Buffer
	a := &app{stderr: &stderr}
	p := a.newProgress(&runOptions{})
	p.Phase("read", 1)
	p.Advance(1)
	p.stop()
	if stderr.Len() > 0 {
		t.Errorf("drawn on what is no terminal: %q", &stderr)
	}
}

func TestSignalError(t *testing.T) {
	var err error = fmt.Errorf("run: %w", &signalError{syscall.SIGTERM})
	var stop *signalError
	if !errors.As(err, &stop) || stop.status() != exitTerminated {
		t.Errorf("%v is no termination", err)
	}
}
