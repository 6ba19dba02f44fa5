package main

import (
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestMedian(t *testing.T) {
	for _, test := range []struct {
		values []float64
		want   float64
	}{
		{[]float64{3}, 3},
		{[]float64{3, 1}, 2},
		{[]float64{9, 1, 2}, 2},
	} {
		if got := median(test.values); got != test.want {
			t.Errorf("median(%v) = %v, want %v", test.values, got, test.want)
		}
	}
}

func TestExponent(t *testing.T) {
	orders := []float64{1e4, 1e5, 1e6, 1e7}
	for _, want := range []float64{1, 1.25} {
		var cpu []float64
		for _, n := range orders {
			cpu = append(cpu, 3e-5*math.Pow(n, want))
		}
		if got := exponent(orders, cpu); math.Abs(got-want) > 1e-9 {
			t.Errorf("exponent = %v, want %v", got, want)
		}
	}
}

// The ratios are those of runs of one round, and their median is not the ratio of
// medians.
func TestPeersSection(t *testing.T) {
	processes, err := parseProcesses(strings.Join([]string{
		"1\tozpayout\tall marts\t2\t4\t100\t-", "1\tozpayout selected\tselected marts\t1\t2\t50\t-", "1\tduckdb\tcore\t4\t4\t200\t-",
		"2\tozpayout\tall marts\t8\t8\t100\t-", "2\tozpayout selected\tselected marts\t4\t4\t50\t-", "2\tduckdb\tcore\t4\t8\t200\t-",
		"3\tozpayout\tall marts\t3\t4\t100\t-", "3\tozpayout selected\tselected marts\t1\t2\t50\t-", "3\tduckdb\tcore\t1\t4\t200\t-",
	}, "\n") + "\n")
	if err != nil {
		t.Fatal(err)
	}
	body := peersSection(1_000_000, processes, "- a fact\n").body
	for _, want := range []string{
		"## 1 000 000 orders, with peers\n\n- a fact\n- RSS: peak resident set of the process (getrusage); a cgroup that counts memory could not be made here\n\n",
		"| 1 | ozpayout | all marts | 2.00 | 4.00 | 100 | - | | | | | | |\n",
		"| 2 | duckdb | core | 4.00 | 8.00 | 200 | - | 2.00 | 1.00 | 0.50 | 1.00 | 0.50 | 0.25 |\n",
		"| **median** | **duckdb** | core | 4.00 | 4.00 | 200 | | 2.00 | 1.00 | 0.50 | 1.00 | 0.50 | 0.25 |\n",
	} {
		if !strings.Contains(body, want) {
			t.Errorf("no %q in\n%s", want, body)
		}
	}
}

func TestSections(t *testing.T) {
	text := "# Results\n"
	for _, s := range []section{
		{"peers", "1000000", "large\n"},
		{"peers", "20000", "old\n"},
		{"growth", "memory-2GiB", "growth\n"},
		{"peers", "20000", "small\n"},
	} {
		text = withSection(text, s)
	}
	want := `# Results

<!-- begin growth memory-2GiB -->
growth
<!-- end -->

<!-- begin peers 20000 -->
small
<!-- end -->

<!-- begin peers 1000000 -->
large
<!-- end -->
`
	if diff := cmp.Diff(want, text); diff != "" {
		t.Error(diff)
	}
}

func TestRun(t *testing.T) {
	folder := t.TempDir()
	path := func(name, text string) string {
		file := filepath.Join(folder, name)
		if err := os.WriteFile(file, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
		return file
	}
	measured := path("measured.tsv", "10000\tozpayout\tall marts\t1\t1\t100\t90.0\n100000\tozpayout\tall marts\t9\t10\t200\t-\n")
	facts, results := path("facts.md", "- a fact\n"), path("RESULTS.md", "")
	var out strings.Builder
	if err := run([]string{"growth", measured, facts, results, "--memory 2GiB"}, &out); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"## Growth with `--memory 2GiB`", "peak of a cgroup of its own", "| ozpayout | 100 000 | 9.00 | 10.00 | 200 | - | 100.0 |", "orders^1.000"} {
		if !strings.Contains(out.String(), want) {
			t.Errorf("no %q in\n%s", want, out.String())
		}
	}
	if text, err := os.ReadFile(results); err != nil || !strings.HasPrefix(string(text), "<!-- begin growth memory-2GiB -->\n") {
		t.Errorf("%v: %s", err, text)
	}
	for _, args := range [][]string{{"peers"}, {"peers", measured, facts, results, "many"}, {"other", measured, facts, results, ""}, {"growth", facts, facts, results, ""}} {
		if run(args, &out) == nil {
			t.Errorf("no error of %v", args)
		}
	}
}
