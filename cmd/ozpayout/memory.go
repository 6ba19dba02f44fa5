package main

import (
	"os"
	"runtime/debug"
	"strconv"
	"strings"

	"ozpayout/pipeline"
)

const (
	// programMemory is what a process keeps beside its heap: most of it is the pages of
	// the program that are in use.
	programMemory = 32 << 20
	// leastHeap is the lowest limit of the collector: below it a run would do little
	// else but collect.
	leastHeap = 280 << 20
	// encoderShare is the memory for which there may be one more encoder of Parquet row
	// groups: each takes up to 30 MB.
	encoderShare = 192 << 20
)

// planMemory returns the memory to plan with, by default more for more bytes of input:
// rows then go to disk in larger pieces, and more rarely. It also sets the limit of the
// collector, which is lazy while there is memory (see [app.run]) and works harder near the
// limit.
func (o *runOptions) planMemory(inputBytes int64) int64 {
	const least, most, share = 416 << 20, 2 << 30, 8
	if o.memory == 0 {
		o.memory = byteSize(min(max(inputBytes/share, least), most)) &^ (1<<20 - 1) // whole MiB
	}
	debug.SetMemoryLimit(max(int64(o.memory)-programMemory, leastHeap))
	return int64(o.memory)
}

// isOverrun reports whether a peak is well above what a plan allows: a quarter above, as
// the collector reaches its aim only roughly.
func isOverrun(taken, planned int64) bool {
	return taken > max(planned, programMemory+leastHeap)/4*5
}

// largestWhole returns the total of the file with the most rows of a table that is not
// spread over partitions: stages hold such a table whole, so its rows have no bound. One
// that has few is not what took the memory; then the total is empty.
func largestWhole(plan *pipeline.Plan, totals []pipeline.ControlTotal) pipeline.ControlTotal {
	const few = 10_000 // rows
	isWhole := make(map[string]bool)
	for _, d := range plan.Sources() {
		isWhole[d.Name] = len(d.Partition) == 0
	}
	largest := pipeline.ControlTotal{RowsLoaded: few}
	for _, t := range totals {
		if isWhole[t.Dataset] && t.RowsLoaded > largest.RowsLoaded {
			largest = t
		}
	}
	if largest.File == "" {
		return pipeline.ControlTotal{}
	}
	return largest
}

// peakMemory returns the most bytes that this process had in memory so far, 0 where the
// system does not tell: only Linux does without what the process had before it was this
// program.
func peakMemory() int64 {
	status, err := os.ReadFile("/proc/self/status")
	if err != nil {
		return 0
	}
	for line := range strings.Lines(string(status)) {
		if fields := strings.Fields(line); len(fields) == 3 && fields[0] == "VmHWM:" {
			kib, err := strconv.ParseInt(fields[1], 10, 64)
			if err != nil {
				return 0
			}
			return kib << 10
		}
	}
	return 0
}

func wholeMiB(bytes int64) string { return strconv.FormatInt(bytes>>20, 10) + "MiB" }
