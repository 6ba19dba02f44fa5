//go:build unix

package tabular

import (
	"flag"
	"os"
	"os/exec"
	"runtime"
	"syscall"
	"testing"
	"time"
)

// BenchmarkMillionRows reads accruals reports of a million rows, each in a process
// of its own, and reports rows per second of processor time (of user and system,
// recognising the file included) and the peak of resident memory, which Linux
// never counts below that of the process that writes the workbooks.
func BenchmarkMillionRows(b *testing.B) {
	if testing.Short() {
		b.Skip("writes workbooks of 100 MB")
	}
	const rows = 1_000_000
	for _, test := range []struct {
		name string
		book accrualsBook
	}{
		{"inline", accrualsBook{rows: rows}},
		{"shared", accrualsBook{rows: rows, shared: true}},
		{"shuffled", accrualsBook{rows: rows, shared: true, shuffled: true}},
	} {
		b.Run(test.name, func(b *testing.B) {
			path, scratch := test.book.write(b), b.TempDir()
			program, err := os.Executable()
			if err != nil {
				b.Fatal(err)
			}
			var cpu time.Duration
			var peak int64
			for b.Loop() {
				reader := exec.Command(program, "-test.run=^TestReadGivenWorkbook$", path, scratch)
				if out, err := reader.CombinedOutput(); err != nil {
					b.Fatalf("%v\n%s", err, out)
				}
				cpu += reader.ProcessState.UserTime() + reader.ProcessState.SystemTime()
				peak = max(peak, reader.ProcessState.SysUsage().(*syscall.Rusage).Maxrss)
			}
			if runtime.GOOS != "darwin" {
				peak <<= 10 // Linux counts in KiB
			}
			b.ReportMetric(rows*float64(b.N)/cpu.Seconds(), "rows/cpu-s")
			b.ReportMetric(float64(peak)/(1<<20), "peak-MiB")
		})
	}
}

// TestReadGivenWorkbook is the process that [BenchmarkMillionRows] measures.
func TestReadGivenWorkbook(t *testing.T) {
	if flag.NArg() != 2 {
		t.Skip("reads the workbook of its first argument, with the scratch folder of its second")
	}
	f, err := openWhole(flag.Arg(0), headed(accrualsHeader[0]), Limits{Scratch: flag.Arg(1)})
	if err != nil {
		t.Fatal(err)
	}
	rows := 0
	err = f.Scan(t.Context(), f.Splits(0, 0)[0], nil, func(c *Chunk) error {
		rows += c.Len()
		return nil
	})
	if err != nil || rows != 1_000_000 {
		t.Fatalf("%d rows, %v", rows, err)
	}
}
