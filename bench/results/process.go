package main

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// process is one measured run of a program.
type process struct {
	group    int // round, or orders
	who, job string
	cost     cost
	cgroup   string // MiB, "-" if not counted
}

// cost is what a run took: seconds, seconds, MiB. It also holds ratios of two.
type cost struct{ wall, cpu, rss float64 }

func (c cost) over(d cost) cost {
	return cost{c.wall / d.wall, c.cpu / d.cpu, c.rss / d.rss}
}

// parseProcesses reads what measure wrote.
func parseProcesses(text string) ([]process, error) {
	var processes []process
	for line := range strings.Lines(text) {
		cells := strings.Split(strings.TrimSuffix(line, "\n"), "\t")
		if len(cells) != 7 {
			return nil, fmt.Errorf("%d cells instead of 7: %q", len(cells), line)
		}
		group, err := strconv.Atoi(cells[0])
		if err != nil {
			return nil, err
		}
		var figures [3]float64
		for i := range figures {
			if figures[i], err = strconv.ParseFloat(cells[3+i], 64); err != nil {
				return nil, err
			}
		}
		processes = append(processes, process{group, cells[1], cells[2], cost{figures[0], figures[1], figures[2]}, cells[6]})
	}
	return processes, nil
}

// memoryNote says what the figures of memory are.
func memoryNote(processes []process) string {
	if slices.ContainsFunc(processes, func(p process) bool { return p.cgroup != "-" }) {
		return "- RSS: peak resident set of the process (getrusage); cgroup: peak of a cgroup of its own, page cache and children included\n"
	}
	return "- RSS: peak resident set of the process (getrusage); a cgroup that counts memory could not be made here\n"
}

// medianCost returns the median of each figure on its own.
func medianCost(costs []cost) cost {
	pick := func(figure func(cost) float64) float64 {
		values := make([]float64, len(costs))
		for i, c := range costs {
			values[i] = figure(c)
		}
		return median(values)
	}
	return cost{
		pick(func(c cost) float64 { return c.wall }),
		pick(func(c cost) float64 { return c.cpu }),
		pick(func(c cost) float64 { return c.rss }),
	}
}

// median returns the middle value, or the mean of the two in the middle; values
// must not be empty.
func median(values []float64) float64 {
	sorted := slices.Sorted(slices.Values(values))
	middle := len(sorted) / 2
	if len(sorted)%2 == 1 {
		return sorted[middle]
	}
	return (sorted[middle-1] + sorted[middle]) / 2
}
