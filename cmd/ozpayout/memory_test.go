package main

import (
	"testing"

	"ozpayout/pipeline"
)

func TestIsOverrun(t *testing.T) {
	const mib = 1 << 20
	for _, test := range []struct {
		taken, planned int64
		want           bool
	}{
		{0, 256 * mib, false}, // the system does not tell
		{300 * mib, 256 * mib, false},
		{390 * mib, 256 * mib, false},
		{391 * mib, 256 * mib, true},
		{300 * mib, 1 * mib, false}, // no run takes less
		{2560 * mib, 2048 * mib, false},
		{2561 * mib, 2048 * mib, true},
	} {
		if got := isOverrun(test.taken, test.planned); got != test.want {
			t.Errorf("%d MiB with %d: %v", test.taken/mib, test.planned/mib, got)
		}
	}
}

// Payment history has more rows, but is spread over partitions; provider fees are few.
func TestLargestWhole(t *testing.T) {
	of := func(file, dataset string, rows int64) pipeline.ControlTotal {
		return pipeline.ControlTotal{File: file, Dataset: dataset, RowsLoaded: rows}
	}
	few := []pipeline.ControlTotal{of("a.csv", "raw_payment_history", 9_000_000), of("f.csv", "raw_provider_fees", 10_000)}
	if got := largestWhole(batch(), few); got.File != "" || got.RowsLoaded != 0 {
		t.Errorf("few rows: %+v", got)
	}
	many := append(few, of("t.csv", "raw_tickets", 20_000), of("u.csv", "raw_tickets", 30_000), of("r.csv", "raw_risk_events", 25_000))
	if got := largestWhole(batch(), many); got.File != "u.csv" {
		t.Errorf("many rows: %+v", got)
	}
}

// What a process had in memory is told on Linux, and is at least what it holds.
func TestPeakMemory(t *testing.T) {
	before := peakMemory()
	if before == 0 {
		t.Skip("the system does not tell")
	}
	held := make([]byte, 64<<20)
	for i := 0; i < len(held); i += 4096 {
		held[i] = 1
	}
	if after := peakMemory(); after < 64<<20 || after < before {
		t.Errorf("%d bytes after %d and %d more", after, before, len(held))
	}
}
