//go:build unix

// Command measure runs a program and appends one line to a file: label, wall
// seconds, CPU seconds (user and system) and peak resident MiB, split by tabs.
//
//	measure FILE LABEL PROGRAM [ARGUMENT ...]
//
// The figures are those that the kernel keeps for the finished process and the
// children it waited for. The exit code is that of the program.
package main

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"runtime"
	"syscall"
	"time"
)

func main() {
	code, err := measure(os.Args[1:])
	if err != nil {
		fmt.Fprintln(os.Stderr, "measure:", err)
	}
	os.Exit(code)
}

func measure(args []string) (code int, err error) {
	if len(args) < 3 {
		return 2, errors.New("usage: measure FILE LABEL PROGRAM [ARGUMENT ...]")
	}
	command := exec.Command(args[2], args[3:]...)
	command.Stdin, command.Stdout, command.Stderr = os.Stdin, os.Stdout, os.Stderr
	started := time.Now()
	err = command.Run()
	wall := time.Since(started)
	if command.ProcessState == nil {
		return 1, err
	}
	usage, ok := command.ProcessState.SysUsage().(*syscall.Rusage)
	if !ok {
		return 1, errors.New("the system tells no usage of processes")
	}
	file, openErr := os.OpenFile(args[0], os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o644)
	if openErr != nil {
		return 1, openErr
	}
	cpu := command.ProcessState.UserTime() + command.ProcessState.SystemTime()
	_, writeErr := fmt.Fprintf(file, "%s\t%.3f\t%.3f\t%.1f\n", args[1], wall.Seconds(), cpu.Seconds(), residentMiB(usage))
	return command.ProcessState.ExitCode(), errors.Join(err, writeErr, file.Close())
}

// residentMiB returns the peak: Linux counts in KiB, macOS in bytes.
func residentMiB(usage *syscall.Rusage) float64 {
	if runtime.GOOS == "darwin" {
		return float64(usage.Maxrss) / (1 << 20)
	}
	return float64(usage.Maxrss) / (1 << 10)
}
