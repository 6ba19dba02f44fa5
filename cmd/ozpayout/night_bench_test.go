package main

import (
	"bytes"
	"path/filepath"
	"strconv"
	"testing"
)

// BenchmarkNight is the whole batch without workbooks.
func BenchmarkNight(b *testing.B) {
	const orders = 200_000
	shop := b.TempDir()
	// A process of its own, which a profile does not see.
	runProgram(b, "", nil, "demo", "--orders", strconv.Itoa(orders), "--seed", "1", "--from", "2024-07-01", "--days", "365", shop)
	b.ReportAllocs()
	for b.Loop() {
		var stderr bytes.Buffer
		args := []string{"run", "--in", filepath.Join(shop, "in"), "--out", b.TempDir(), "--lang", "none", "--quiet"}
		if status := Main(b.Context(), args, nil, b.Output(), &stderr); status != exitOK {
			b.Fatalf("exit status %d: %s", status, &stderr)
		}
	}
	b.ReportMetric(orders*float64(b.N)/b.Elapsed().Seconds(), "orders/s")
}
