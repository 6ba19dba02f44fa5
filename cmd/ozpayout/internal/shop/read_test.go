package shop

import (
	"bytes"
	"context"
	"encoding/csv"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// quarter is the shop of the demo with another number of orders.
func quarter(orders int64) Options {
	return Options{Orders: orders, Seed: 7, From: time.Date(2024, 7, 1, 0, 0, 0, 0, time.UTC), Days: 90}
}

func mustWrite(t *testing.T, o Options) (dir string, sum Summary) {
	t.Helper()
	dir = t.TempDir()
	sum, err := Write(context.Background(), dir, o)
	if err != nil {
		t.Fatal(err)
	}
	return dir, sum
}

// readTable reads a CSV file of the shop into rows by canonical column. Money
// and dates keep their spelling, decimal commas become points.
func readTable(t *testing.T, path string, columns []string) []map[string]string {
	t.Helper()
	content, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	content = bytes.TrimPrefix(content, []byte("\ufeff"))
	reader := csv.NewReader(bytes.NewReader(content))
	firstLine, _, _ := bytes.Cut(content, []byte("\n"))
	decimalComma := bytes.IndexByte(firstLine, ';') >= 0
	if decimalComma {
		reader.Comma = ';'
	}
	records, err := reader.ReadAll()
	if err != nil {
		t.Fatalf("%s: %v", path, err)
	}
	if len(records[0]) != len(columns) {
		t.Fatalf("%s: %d columns, want %d", path, len(records[0]), len(columns))
	}
	var rows []map[string]string
	for _, record := range records[1:] {
		row := map[string]string{}
		for i, value := range record {
			if decimalComma {
				value = strings.ReplaceAll(value, ",", ".")
			}
			row[columns[i]] = value
		}
		rows = append(rows, row)
	}
	return rows
}

// sellerFile returns the path of an export of each seller that has it.
func sellerFile(t *testing.T, dir, name string) []string {
	t.Helper()
	paths, err := filepath.Glob(filepath.Join(dir, "in", "*", name))
	if err != nil || len(paths) == 0 {
		t.Fatalf("no %s in %s: %v", name, dir, err)
	}
	return paths
}

// parseDate reads a date in either spelling.
func parseDate(t *testing.T, s string) day {
	t.Helper()
	if s == "" {
		return 0
	}
	for _, layout := range []string{time.DateOnly, "02.01.2006"} {
		if at, err := time.Parse(layout, s); err == nil {
			return dayOf(at)
		}
	}
	t.Fatalf("no date: %q", s)
	return 0
}

// parseScaled reads a decimal number with exactly so many fraction digits.
func parseScaled(t *testing.T, s string, digits int) int64 {
	t.Helper()
	whole, fraction, ok := strings.Cut(s, ".")
	if !ok || len(fraction) != digits {
		t.Fatalf("no number with %d fraction digits: %q", digits, s)
	}
	negative := strings.HasPrefix(whole, "-")
	n := int64(0)
	for _, digit := range strings.TrimPrefix(whole, "-") + fraction {
		n = n*10 + int64(digit-'0')
	}
	if negative {
		return -n
	}
	return n
}
