package main

import (
	"os"
	"strconv"
	"strings"

	"ozpayout/pipeline"
)

// warnMemory tells that a run took much more memory than it was to plan with, and which
// file is the first to look at: the next night may need more than the machine has.
func (a *app) warnMemory(o *runOptions, plan *pipeline.Plan, totals []pipeline.ControlTotal) {
	taken := peakMemory()
	if !isOverrun(taken, int64(o.memory)) {
		return
	}
	about := []any{"taken", wholeMiB(taken), "memory", o.memory.String()}
	if t := largestWhole(plan, totals); t.RowsLoaded > 0 {
		about = append(about, "held_whole", t.File, "table", strings.TrimPrefix(t.Dataset, "raw_"), "rows", t.RowsLoaded)
	}
	a.logger.Warn("more memory was taken than was planned with", about...)
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
