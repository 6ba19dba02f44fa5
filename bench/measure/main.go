//go:build unix

// Command measure runs a program and appends one line to a file: label, wall
// seconds, CPU seconds (user and system), peak resident MiB and peak MiB of its
// cgroup, split by tabs.
//
//	measure FILE LABEL PROGRAM [ARGUMENT ...]
//
// Times and resident memory are those that the kernel keeps for the finished
// process and the children it waited for. Where this process may make a cgroup v2
// with the memory controller, the program runs in one of its own, and the last
// figure is what was charged to it at most: page cache and all children count too.
// Elsewhere it is "-". A label may hold tabs. The exit code is that of the program.
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
	group := newMemoryGroup()
	defer group.remove()
	started := time.Now()
	command, err := start(args[2:], group)
	if err != nil && group != nil { // made, but may not be entered
		group.remove()
		group = nil
		command, err = start(args[2:], nil)
	}
	if err != nil {
		return 1, err
	}
	err = command.Wait()
	wall := time.Since(started)
	usage, ok := command.ProcessState.SysUsage().(*syscall.Rusage)
	if !ok {
		return 1, errors.New("the system tells no usage of processes")
	}
	file, openErr := os.OpenFile(args[0], os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o644)
	if openErr != nil {
		return 1, openErr
	}
	cpu := command.ProcessState.UserTime() + command.ProcessState.SystemTime()
	_, writeErr := fmt.Fprintf(file, "%s\t%.3f\t%.3f\t%.1f\t%s\n", args[1], wall.Seconds(), cpu.Seconds(), residentMiB(usage), group.peakMiB())
	return command.ProcessState.ExitCode(), errors.Join(err, writeErr, file.Close())
}

// start runs the program in the group, or in that of this process if it is nil.
func start(program []string, group *memoryGroup) (*exec.Cmd, error) {
	command := exec.Command(program[0], program[1:]...)
	command.Stdin, command.Stdout, command.Stderr = os.Stdin, os.Stdout, os.Stderr
	command.SysProcAttr = group.attributes()
	return command, command.Start()
}

// residentMiB returns the peak: Linux counts in KiB, macOS in bytes.
func residentMiB(usage *syscall.Rusage) float64 {
	if runtime.GOOS == "darwin" {
		return float64(usage.Maxrss) / (1 << 20)
	}
	return float64(usage.Maxrss) / (1 << 10)
}
