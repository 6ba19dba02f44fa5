package main

import (
	"fmt"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"runtime/metrics"
	"strings"
	"testing"
	"time"

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
	many := append(few, of("t.csv", "raw_seller_accounts", 20_000), of("u.csv", "raw_seller_accounts", 30_000), of("r.csv", "raw_risk_events", 25_000))
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

// Support tickets and what accounts at providers show are not held whole, however many
// rows there are.
func TestTicketsAndWithdrawalsAreBounded(t *testing.T) {
	if testing.Short() {
		t.Skip("runs the program on many rows")
	}
	const sellers, tickets, transactions, most = 100, 80_000, 240_000, 100 << 20
	in, _ := makeShop(t, 250, 22)
	writeLines(t, filepath.Join(in, "more_tickets.csv"), tickets,
		"seller_id,ticket_id,process,opened_at,assigned_at,diagnosed_at,closed_at,error_code,language,attachments", func(i int) string {
			day := fmt.Sprintf("2024-07-%02d", i%28+1)
			return fmt.Sprintf("%d,M-%d,binding_failure,%sT10:00:00+03:00,%[3]sT11:00:00+03:00,%[3]sT12:00:00+03:00,%[3]sT15:00:00+03:00,ERR_3021,en,seller_id|screenshot",
				70_000_000+i%sellers, i, day)
		})
	writeLines(t, filepath.Join(in, "more_withdrawals.csv"), transactions,
		"seller_id,provider,provider_account,txn_id,txn_type,created_at,completed_at,status,amount,currency,payout_id,order_id", func(i int) string {
			at := fmt.Sprintf("2024-07-%02dT10:00:00+08:00", i%28+1)
			return fmt.Sprintf("%d,lianlian,LL-%d,R-%d,%s,%s,%[5]s,completed,100.00,CNY,P-%[3]d,%08[3]d-0001",
				70_000_000+i%sellers, i%sellers, i, []string{"receipt", "receipt", "withdrawal"}[i%3], at)
		})
	var peak int64
	done, watched := make(chan struct{}), make(chan struct{})
	go func() {
		defer close(watched)
		for {
			select {
			case <-done:
				return
			case <-time.After(10 * time.Millisecond):
			}
			peak = max(peak, liveHeap())
		}
	}()
	args := []string{"run", "--in", in, "--out", filepath.Join(t.TempDir(), "out"), "--lang", "none", "--memory", "64MiB", "--workers", "2", "--quiet"}
	status := Main(t.Context(), args, nil, io.Discard, t.Output())
	close(done)
	<-watched
	if status != exitOK {
		t.Fatalf("exit status %d", status)
	}
	if peak > most {
		t.Errorf("%d MiB were held at once, want at most %d", peak>>20, most>>20)
	}
	t.Logf("%d MiB were held at once", peak>>20)
}

// liveHeap collects garbage and returns the bytes that were in use.
func liveHeap() int64 {
	runtime.GC()
	live := []metrics.Sample{{Name: "/gc/heap/live:bytes"}}
	metrics.Read(live)
	return int64(live[0].Value.Uint64())
}

func writeLines(t *testing.T, path string, count int, header string, line func(i int) string) {
	t.Helper()
	var text strings.Builder
	text.WriteString(header + "\n")
	for i := range count {
		text.WriteString(line(i) + "\n")
	}
	if err := os.WriteFile(path, []byte(text.String()), 0o600); err != nil {
		t.Fatal(err)
	}
}
