package main

import (
	"context"
	"os"
	"path/filepath"
	"syscall"
	"testing"
)

// A configuration that is a pipe without a writer is waited for until the first signal.
func TestConfigPipeIsLeftAtSignal(t *testing.T) {
	pipe := filepath.Join(t.TempDir(), "pipe")
	if err := syscall.Mkfifo(pipe, 0o600); err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancelCause(t.Context())
	cancel(&signalError{syscall.SIGTERM})
	_, err := readConfig(ctx, pipe)
	if status := exitStatus(ctx, err); status != exitTerminated {
		t.Errorf("%v: exit status %d, want %d", err, status, exitTerminated)
	}
	writer, err := os.OpenFile(pipe, os.O_WRONLY, 0) // who still reads ends here and not with the program
	if err != nil {
		t.Fatal(err)
	}
	if err := writer.Close(); err != nil {
		t.Fatal(err)
	}
}
