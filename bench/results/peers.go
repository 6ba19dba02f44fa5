package main

import (
	"fmt"
	"strconv"
	"strings"
)

// The runs that others are compared with.
const (
	whole    = "ozpayout"
	selected = "ozpayout selected"
)

// peersSection lists every run of every round, then the medians of figures and of
// ratios. A ratio is that of two runs of the same round: below 1, ozpayout needs less.
func peersSection(orders int, processes []process, facts string) section {
	var body strings.Builder
	fmt.Fprintf(&body, "## %s orders, with peers\n\n%s%s\n", grouped(orders), facts, memoryNote(processes))
	body.WriteString("| round | who | job | wall s | CPU s | RSS MiB | cgroup MiB | ozpayout / who: wall | CPU | RSS | ozpayout selected / who: wall | CPU | RSS |\n")
	body.WriteString("|---|---|---|---|---|---|---|---|---|---|---|---|---|\n")
	for _, p := range processes {
		fmt.Fprintf(&body, "| %d | %s | %s | %s | %s |%s%s\n", p.group, p.who, p.job, figures(p.cost), p.cgroup,
			ratios(roundRatios(processes, whole, p.who, p.group)), ratios(roundRatios(processes, selected, p.who, p.group)))
	}
	for _, who := range names(processes) {
		var costs []cost
		var job string
		for _, p := range processes {
			if p.who == who {
				costs, job = append(costs, p.cost), p.job
			}
		}
		fmt.Fprintf(&body, "| **median** | **%s** | %s | %s | |%s%s\n", who, job, figures(medianCost(costs)),
			ratios(roundRatios(processes, whole, who, 0)), ratios(roundRatios(processes, selected, who, 0)))
	}
	return section{kind: "peers", subject: strconv.Itoa(orders), body: body.String()}
}

// roundRatios returns what one needed over what the other needed, round by round
// (0 is every round). It is empty if one of them did not run or both are the same.
func roundRatios(processes []process, one, other string, round int) []cost {
	if one == other || other == whole {
		return nil
	}
	var found []cost
	for _, a := range processes {
		for _, b := range processes {
			if a.who == one && b.who == other && a.group == b.group && (round == 0 || a.group == round) {
				found = append(found, a.cost.over(b.cost))
			}
		}
	}
	return found
}

// ratios prints three cells with the medians, empty if there are none.
func ratios(found []cost) string {
	if len(found) == 0 {
		return " | | |"
	}
	m := medianCost(found)
	return fmt.Sprintf(" %.2f | %.2f | %.2f |", m.wall, m.cpu, m.rss)
}

func figures(c cost) string {
	return fmt.Sprintf("%.2f | %.2f | %.0f", c.wall, c.cpu, c.rss)
}

// names returns who ran, in the order of their first run.
func names(processes []process) []string {
	var found []string
	seen := map[string]bool{}
	for _, p := range processes {
		if !seen[p.who] {
			seen[p.who] = true
			found = append(found, p.who)
		}
	}
	return found
}

// grouped writes a number with a space between thousands.
func grouped(n int) string {
	text := strconv.Itoa(n)
	for i := len(text) - 3; i > 0; i -= 3 {
		text = text[:i] + " " + text[i:]
	}
	return text
}
