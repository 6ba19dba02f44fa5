package catalog_test

import (
	"flag"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"ozpayout/pipeline"
	"ozpayout/pipeline/catalog"
	"ozpayout/pipeline/cell"
)

var update = flag.Bool("update", false, "write the golden texts of the printers anew")

// A small batch: cleaned sales, what is paid for them, and a month of it.
var (
	saleNumber  = &pipeline.Text{Name: "posting_number", Doc: "number of the posting"}
	saleState   = &pipeline.Code{Name: "state", Doc: "delivered|returned"}
	saleMoney   = &pipeline.Code{Name: "currency_code", Doc: "currency of the price"}
	salePrice   = &pipeline.Money{Name: "price", Doc: "what the buyer paid", Currency: saleMoney}
	soldAt      = &pipeline.Instant{Name: "sold_at", Doc: "moment of the sale"}
	saleRate    = &pipeline.Rate{Name: "rate", Doc: "roubles for one unit of the seller's currency"}
	payoutDue   = &pipeline.Date{Name: "due_on", Doc: "day the money is due", From: []pipeline.Column{soldAt}}
	payoutWait  = &pipeline.Days{Name: "wait_days", Doc: "days to the payout", Unit: "business days", From: []pipeline.Column{payoutDue, soldAt}}
	payoutRub   = &pipeline.Money{Name: "price_rub", Doc: "price in roubles", Unit: "RUB", From: []pipeline.Column{salePrice, saleRate}}
	payoutIsOut = &pipeline.Flag{Name: "is_returned", Doc: "the buyer's return", From: []pipeline.Column{saleState}}
	monthSales  = &pipeline.Int{Name: "row", Doc: "number of the sales", Unit: "rows", From: []pipeline.Column{saleNumber}}
	monthPart   = &pipeline.Share{Name: "returned_share", Doc: "returned \\ sold", Unit: "share 0..1", From: []pipeline.Column{payoutIsOut}}

	rawSaleRows = &pipeline.Dataset{
		Name: "raw_sales", Doc: "Sales as exported.", Grain: "one row per sale", Layer: pipeline.SourceLayer,
		Columns:   []pipeline.Column{saleNumber, saleState, salePrice, saleMoney, soldAt},
		Partition: []pipeline.PartitionKey{{Column: saleNumber, CutPosting: true}},
		Input: &pipeline.Input{
			Report: "sales export", Zone: "Europe/Moscow",
			Fields: []pipeline.Field{
				{Column: saleNumber, Need: pipeline.Required, Headers: []string{"Номер отправления", "货件号"}},
				{Form: pipeline.Secret, Headers: []string{"Buyer"}},
				{Column: saleState, Need: pipeline.Present, Exact: []string{"status.name"}, Words: saleWords()},
				{Column: salePrice, Need: pipeline.Required},
				{Column: saleMoney},
				{Column: soldAt, Form: pipeline.DateAllowed},
			},
			Example: []string{"0001-1", "Ivan", "delivered", "1,5", "RUB", "2024-06-07T10:00:00+03:00"},
		},
	}
	rateRows = &pipeline.Dataset{
		Name: "raw_rates", Doc: "Rates.", Grain: "one row per currency", Layer: pipeline.SeedLayer,
		Columns: []pipeline.Column{saleMoney, saleRate}, Input: &pipeline.Input{Report: "rates", Fields: []pipeline.Field{{Column: saleMoney}, {Column: saleRate}}},
	}
	saleRows = &pipeline.Dataset{
		Name: "sales", Doc: "Sales without duplicates.", Grain: "one row per posting", Layer: pipeline.StagingLayer,
		Columns: rawSaleRows.Columns, Key: []pipeline.Column{saleNumber}, Partition: rawSaleRows.Partition,
	}
	payoutRows = &pipeline.Dataset{
		Name: "payouts", Doc: "What is paid, and when.", Grain: "one row per posting", Layer: pipeline.MartLayer,
		Columns: []pipeline.Column{saleNumber, saleMoney, salePrice, payoutRub, saleRate, soldAt, payoutDue, payoutWait, payoutIsOut},
		Key:     []pipeline.Column{saleNumber, saleMoney}, Partition: rawSaleRows.Partition,
	}
	monthRows = &pipeline.Dataset{
		Name: "months", Doc: "The seller's months.", Grain: "one row", Layer: pipeline.MartLayer,
		Columns: []pipeline.Column{monthSales, monthPart},
	}

	printedStages = []*pipeline.Stage{
		{Name: "load_sales", Doc: "Drops duplicates.\n\nRule L1.", Scope: pipeline.ByPosting, Inputs: []*pipeline.Dataset{rawSaleRows}, Outputs: []*pipeline.Dataset{saleRows}},
		{Name: "date_payouts", Doc: "Finds the due day.", Scope: pipeline.ByPosting, Inputs: []*pipeline.Dataset{saleRows, rateRows}, Outputs: []*pipeline.Dataset{payoutRows}},
		{Name: "sum_months", Doc: "Adds up.", Scope: pipeline.Whole, Inputs: []*pipeline.Dataset{payoutRows, saleRows}, Outputs: []*pipeline.Dataset{monthRows}},
	}
)

func saleWords() *cell.Words {
	words, err := cell.NewWords(map[string][]string{"returned": {"Возврат", "退货"}, "delivered": {"Доставлен"}, "lost": nil})
	if err != nil {
		panic(err)
	}
	return words
}

// TestPrinters compares what is printed of the small batch with the texts in
// testdata.
func TestPrinters(t *testing.T) {
	printers := map[string]func(io.Writer) error{
		"graph.txt":          func(w io.Writer) error { return catalog.Graph(w, printedStages, catalog.TextGraph) },
		"graph.mermaid":      func(w io.Writer) error { return catalog.Graph(w, printedStages, catalog.MermaidGraph) },
		"graph.dot":          func(w io.Writer) error { return catalog.Graph(w, printedStages, catalog.DotGraph) },
		"dictionary.md":      func(w io.Writer) error { return catalog.Dictionary(w, []*pipeline.Dataset{payoutRows, monthRows}) },
		"template.csv":       func(w io.Writer) error { return catalog.Template(w, rawSaleRows) },
		"template_rates.csv": func(w io.Writer) error { return catalog.Template(w, rateRows) },
		"template_help.txt":  func(w io.Writer) error { return catalog.TemplateHelp(w, rawSaleRows) },
	}
	for _, dialect := range []catalog.Dialect{catalog.DuckDB, catalog.Postgres, catalog.Snowflake, catalog.BigQuery, catalog.ClickHouse} {
		printers[string(dialect)+".sql"] = func(w io.Writer) error {
			if err := catalog.DDL(w, payoutRows, dialect); err != nil {
				return err
			}
			return catalog.DDL(w, monthRows, dialect)
		}
	}
	for name, print := range printers {
		t.Run(name, func(t *testing.T) {
			var got strings.Builder
			if err := print(&got); err != nil {
				t.Fatal(err)
			}
			path := filepath.Join("testdata", name)
			if *update {
				if err := os.WriteFile(path, []byte(got.String()), 0o666); err != nil {
					t.Fatal(err)
				}
			}
			want, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(string(want), got.String()); diff != "" {
				t.Errorf("%s (-want +got):\n%s", path, diff)
			}
		})
	}
}

func TestPrintersRefuse(t *testing.T) {
	input := *rawSaleRows.Input
	input.Example = []string{"0001-1"}
	wrongExample := &pipeline.Dataset{Name: rawSaleRows.Name, Layer: pipeline.SourceLayer, Columns: rawSaleRows.Columns, Input: &input}
	for name, err := range map[string]error{
		`graph format "svg" is none of text, mermaid, dot`: catalog.Graph(io.Discard, printedStages, "svg"),
		`dialect "oracle" is none of duckdb`:               catalog.DDL(io.Discard, payoutRows, "oracle"),
		"sales is not read from files":                     catalog.Template(io.Discard, saleRows),
		"payouts is not read from files":                   catalog.TemplateHelp(io.Discard, payoutRows),
		"raw_sales: the example has 1 cells for 6 fields":  catalog.Template(io.Discard, wrongExample),
	} {
		if err == nil || !strings.HasPrefix(err.Error(), name) {
			t.Errorf("error %v, want %s", err, name)
		}
	}
}

func lineageText(d *pipeline.Dataset, c pipeline.Column) string {
	var b strings.Builder
	for _, s := range catalog.Lineage(printedStages, d, c) {
		how := ""
		if s.Carried {
			how = " carried"
		}
		if s.Stage != nil {
			how += " by " + s.Stage.Name
		}
		fmt.Fprintf(&b, "%s%s.%s%s\n", strings.Repeat("  ", s.Depth), s.Dataset.Name, s.Column.ColumnName(), how)
	}
	return b.String()
}

func TestLineage(t *testing.T) {
	for _, test := range []struct {
		dataset *pipeline.Dataset
		column  pipeline.Column
		want    string
	}{
		{payoutRows, salePrice, `payouts.price by date_payouts
  sales.price carried by load_sales
    raw_sales.price carried
`},
		{payoutRows, payoutWait, `payouts.wait_days by date_payouts
  payouts.due_on by date_payouts
    sales.sold_at by load_sales
      raw_sales.sold_at carried
`},
		{monthRows, monthPart, `months.returned_share by sum_months
  payouts.is_returned by date_payouts
    sales.state by load_sales
      raw_sales.state carried
`},
		{payoutRows, payoutRub, `payouts.price_rub by date_payouts
  sales.price by load_sales
    raw_sales.price carried
  raw_rates.rate
`},
		{monthRows, salePrice, ""},
	} {
		if diff := cmp.Diff(test.want, lineageText(test.dataset, test.column)); diff != "" {
			t.Errorf("%s.%s (-want +got):\n%s", test.dataset.Name, test.column.ColumnName(), diff)
		}
	}
}

// TestLineageGoesAbove follows a column that the stage did not read itself: one
// of its inputs was made from it.
func TestLineageGoesAbove(t *testing.T) {
	late := &pipeline.Flag{Name: "is_late", Doc: "late", From: []pipeline.Column{soldAt}}
	flags := &pipeline.Dataset{Name: "flags", Columns: []pipeline.Column{late}}
	stages := append(printedStages[:2:2], &pipeline.Stage{
		Name: "flag", Inputs: []*pipeline.Dataset{monthRows}, Outputs: []*pipeline.Dataset{flags},
	})
	var names []string
	for _, s := range catalog.Lineage(stages, flags, late) {
		names = append(names, s.Dataset.Name)
	}
	if diff := cmp.Diff([]string{"flags", "payouts", "sales", "raw_sales"}, names); diff != "" {
		t.Errorf("datasets on the way (-want +got):\n%s", diff)
	}
}
