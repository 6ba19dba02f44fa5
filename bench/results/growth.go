package main

import (
	"fmt"
	"math"
	"strings"
)

// growthSection shows what a run costs as the shop grows. The exponent is the
// slope of log CPU over log orders: 1 is linear.
func growthSection(options string, processes []process, facts string) section {
	var body strings.Builder
	title, subject := "", "default"
	if options != "" {
		title, subject = " with `"+options+"`", strings.Trim(strings.Join(strings.FieldsFunc(options, notWord), "-"), "-")
	}
	fmt.Fprintf(&body, "## Growth%s\n\n%s%s\n", title, facts, memoryNote(processes))
	body.WriteString("| who | orders | wall s | CPU s | RSS MiB | cgroup MiB | CPU s per million orders |\n|---|---|---|---|---|---|---|\n")
	for _, who := range names(processes) {
		var orders, cpu []float64
		for _, p := range processes {
			if p.who != who {
				continue
			}
			orders, cpu = append(orders, float64(p.group)), append(cpu, p.cost.cpu)
			fmt.Fprintf(&body, "| %s | %s | %s | %s | %.1f |\n", who, grouped(p.group), figures(p.cost), p.cgroup, p.cost.cpu/float64(p.group)*1e6)
		}
		if len(orders) > 1 {
			fmt.Fprintf(&body, "| **%s** | | | | | | CPU grows as orders^%.3f |\n", who, exponent(orders, cpu))
		}
	}
	return section{kind: "growth", subject: subject, body: body.String()}
}

// notWord says what may not stand in the name of a section.
func notWord(r rune) bool {
	return !('a' <= r && r <= 'z' || 'A' <= r && r <= 'Z' || '0' <= r && r <= '9')
}

// exponent returns the slope of the line through (log x, log y) with the least
// squares; NaN if all x are the same.
func exponent(xs, ys []float64) float64 {
	var sumX, sumY, sumXX, sumXY float64
	for i := range xs {
		x, y := math.Log(xs[i]), math.Log(ys[i])
		sumX, sumY, sumXX, sumXY = sumX+x, sumY+y, sumXX+x*x, sumXY+x*y
	}
	n := float64(len(xs))
	return (n*sumXY - sumX*sumY) / (n*sumXX - sumX*sumX)
}
