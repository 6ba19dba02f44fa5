//go:build unix

// Command measure runs a program and appends one line to a file: label, wall
// seconds, CPU seconds (user and system), peak resident MiB and peak MiB of its
// cgroup, split by tabs.
//
//	measure [-limit MiB] FILE LABEL PROGRAM [ARGUMENT ...]
//
// Times and resident memory are those that the kernel keeps for the finished
// process and the children it waited for. Where this process may make a cgroup with
// the memory controller, the program runs in one of its own, and the last figure is
// what was charged to it at most: page cache, all children and the few MiB of this
// process count too. Elsewhere it is "-". With a limit the kernel holds the group to it:
// it takes page cache away from a program that comes near, and kills one that needs more;
// where no group can be made nothing is run. A label may hold tabs. The exit code is that
// of the program, 255 if a signal ended it.
package main

import (
	"errors"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"runtime"
	"syscall"
	"time"
)

func main() {
	limit := flag.Int64("limit", 0, "hold the program's cgroup to so many `MiB`, page cache included")
	flag.Parse()
	code, err := measure(flag.Args(), *limit<<20)
	if err != nil {
		fmt.Fprintln(os.Stderr, "measure:", err)
	}
	os.Exit(code)
}

func measure(args []string, limit int64) (code int, err error) {
	if len(args) < 3 {
		return 2, errors.New("usage: measure [-limit MiB] FILE LABEL PROGRAM [ARGUMENT ...]")
	}
	group := enterMemoryGroup(limit)
	defer group.leave()
	if limit > 0 && group == nil {
		return 1, errors.New("no cgroup with a limit of memory can be made here")
	}
	command := exec.Command(args[2], args[3:]...)
	command.Stdin, command.Stdout, command.Stderr = os.Stdin, os.Stdout, os.Stderr
	started := time.Now()
	if err := command.Start(); err != nil {
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

// residentMiB returns the peak: Linux counts in KiB, macOS in bytes.
func residentMiB(usage *syscall.Rusage) float64 {
	if runtime.GOOS == "darwin" {
		return float64(usage.Maxrss) / (1 << 20)
	}
	return float64(usage.Maxrss) / (1 << 10)
}
