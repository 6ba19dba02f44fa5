package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os/exec"
	"path/filepath"
	"strconv"
	"testing"
	"time"

	"github.com/apache/arrow/go/v17/arrow/array"
	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"ozpayout/cmd/ozpayout/internal/shop"
	"ozpayout/datasets"
	"ozpayout/pipeline"
)

// duckdbScript reads tables as DuckDB sees them: for each the columns and the
// rows as text, moments as microseconds, and for payout_facts the rows of every
// settlement day, found by the statistics of the file.
const duckdbScript = `
import duckdb, json, sys
out = {}
for name, files in json.load(sys.stdin).items():
    table = "read_parquet(" + json.dumps(files).replace('"', "'") + ", hive_partitioning = false)"
    columns = [r[:2] for r in duckdb.sql("describe from " + table).fetchall()]
    cells = ", ".join(('epoch_us("%s")::varchar' if kind.startswith("TIMESTAMP") else '"%s"::varchar') % column for column, kind in columns)
    out[name] = {"columns": [c for c, _ in columns], "rows": duckdb.sql("select " + cells + " from " + table).fetchall()}
    if name == "payout_facts":
        days = [r[0] for r in duckdb.sql("select distinct settled_on::varchar from " + table).fetchall()]
        out[name]["days"] = {d: duckdb.sql("select count(*) from %s where settled_on = date '%s'" % (table, d)).fetchall()[0][0] for d in days}
print(json.dumps(out))
`

// A duckdbTable is a table as the script prints it.
type duckdbTable struct {
	Columns []string         `json:"columns"`
	Rows    [][]*string      `json:"rows"` // nil = null
	Days    map[string]int64 `json:"days"`
}

// TestSecondReader: DuckDB reads every value of every published table as we do.
func TestSecondReader(t *testing.T) {
	python, err := exec.LookPath("python3")
	if err != nil {
		t.Skip("no second reader: python3 is not installed")
	}
	if err := exec.CommandContext(t.Context(), python, "-c", "import duckdb").Run(); err != nil {
		t.Skip("no second reader: python3 has no module duckdb")
	}
	root := t.TempDir()
	summary, err := shop.Write(t.Context(), root, shop.Options{Orders: 800, Seed: 23, From: time.Date(2024, 7, 1, 0, 0, 0, 0, time.UTC), Days: 60})
	if err != nil {
		t.Fatal(err)
	}
	m := runShop(t, root, summary)
	files := map[string][]string{}
	for _, d := range batch().Marts() {
		parts, err := filepath.Glob(filepath.Join(m.dir, "datasets", d.Name, "dt="+m.asOf, "*.parquet"))
		if err != nil || len(parts) == 0 {
			t.Fatalf("%s has no files: %v", d.Name, err)
		}
		files[d.Name] = parts
	}
	got := runDuckDB(t, python, files)
	for _, d := range batch().Marts() {
		want := textTable(t, m, d)
		if diff := cmp.Diff(want.Columns, got[d.Name].Columns); diff != "" {
			t.Errorf("%s has other columns (-ours +DuckDB):\n%s", d.Name, diff)
			continue
		}
		if diff := cmp.Diff(want.Rows, sameNumbers(d, want.Rows, got[d.Name].Rows), cmpopts.EquateEmpty()); diff != "" {
			t.Errorf("%s has other values (-ours +DuckDB):\n%.3000s", d.Name, diff)
		}
	}
	facts := got[datasets.PayoutFacts.Name]
	days := map[string]int64{}
	eachRow(t, m, datasets.PayoutFacts, func(r row) { days[r.text(datasets.SettledOn)]++ })
	if diff := cmp.Diff(days, facts.Days); diff != "" || len(facts.Rows) < 500 {
		t.Errorf("%d lines; lines by settlement day, found by statistics (-ours +DuckDB):\n%s", len(facts.Rows), diff)
	}
}

func runDuckDB(t *testing.T, python string, files map[string][]string) map[string]duckdbTable {
	t.Helper()
	question, err := json.Marshal(files)
	if err != nil {
		t.Fatal(err)
	}
	var stdout, stderr bytes.Buffer
	cmd := exec.CommandContext(t.Context(), python, "-c", duckdbScript)
	cmd.Stdin, cmd.Stdout, cmd.Stderr = bytes.NewReader(question), &stdout, &stderr
	if err := cmd.Run(); err != nil {
		t.Fatalf("%v\n%s", err, &stderr)
	}
	answer := map[string]duckdbTable{}
	if err := json.Unmarshal(stdout.Bytes(), &answer); err != nil {
		t.Fatal(err)
	}
	return answer
}

// textTable returns a table as our own reader sees it.
func textTable(t *testing.T, m marts, d *pipeline.Dataset) duckdbTable {
	t.Helper()
	var out duckdbTable
	for _, c := range d.Columns {
		out.Columns = append(out.Columns, c.ColumnName())
	}
	eachRow(t, m, d, func(r row) {
		cells := make([]*string, len(d.Columns))
		for i, c := range d.Columns {
			if r.has(c) {
				text := plainText(r, c)
				cells[i] = &text
			}
		}
		out.Rows = append(out.Rows, cells)
	})
	return out
}

// plainText returns a cell that is not null as DuckDB casts it.
func plainText(r row, c pipeline.Column) string {
	switch a := pipeline.ValuesOf(r.rec, c).(type) {
	case *array.String:
		return a.Value(r.at)
	case *array.Dictionary:
		return a.Dictionary().(*array.String).Value(a.GetValueIndex(r.at))
	case *array.Boolean:
		return strconv.FormatBool(a.Value(r.at))
	case *array.Timestamp:
		return strconv.FormatInt(int64(a.Value(r.at)), 10)
	case *array.Float64:
		return strconv.FormatFloat(a.Value(r.at), 'g', -1, 64)
	case *array.Date32:
		return a.Value(r.at).FormattedString()
	}
	switch c.Type() {
	case pipeline.MoneyType:
		return decimal(r.number(c), 2, 2)
	case pipeline.RateType:
		return decimal(r.number(c), 10, 10)
	}
	return fmt.Sprint(r.number(c))
}

// sameNumbers returns rows in which a float64 that is only written in another way
// is written as in want.
func sameNumbers(d *pipeline.Dataset, want, got [][]*string) [][]*string {
	for i := range min(len(want), len(got)) {
		for j, c := range d.Columns {
			if c.Type() != pipeline.ShareType || got[i][j] == nil || want[i][j] == nil {
				continue
			}
			x, errX := strconv.ParseFloat(*got[i][j], 64)
			y, errY := strconv.ParseFloat(*want[i][j], 64)
			if errX == nil && errY == nil && x == y {
				got[i][j] = want[i][j]
			}
		}
	}
	return got
}
