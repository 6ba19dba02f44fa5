package pipeline

import (
	"context"
	"slices"
	"strings"
	"testing"
)

func TestValidateAcceptsTheToyPlan(t *testing.T) {
	if err := Validate(toyPlan()); err != nil {
		t.Error(err)
	}
}

func TestValidateRejects(t *testing.T) {
	// swap puts a dataset in the place of another one.
	swap := func(p *Plan, old, new *Dataset) {
		for _, s := range p.Stages {
			for _, list := range [][]*Dataset{s.Inputs, s.Outputs, s.Settles} {
				for i, d := range list {
					if d == old {
						list[i] = new
					}
				}
			}
		}
	}
	addTo := func(d *Dataset, columns ...Column) func(*Plan) {
		return func(p *Plan) {
			swap(p, d, changed(d, func(d *Dataset) { d.Columns = append(d.Columns, columns...) }))
		}
	}
	spoil := func(d *Dataset, change func(*Dataset)) func(*Plan) {
		return func(p *Plan) { swap(p, d, changed(d, change)) }
	}
	circleA, circleB := &Int{Name: "circle_a", Doc: "d"}, &Int{Name: "circle_b", Doc: "d"}
	circleA.From, circleB.From = []Column{circleB}, []Column{circleA}
	for _, test := range []struct {
		name   string
		change func(*Plan)
		want   string
	}{
		{"no stages", func(p *Plan) { p.Stages = nil }, "no stages"},
		{"stage name", func(p *Plan) { p.Stages[0].Name = "loadSales" }, `stage "loadSales": the name is not snake_case`},
		{"two stages of one name", func(p *Plan) { p.Stages[1].Name = p.Stages[0].Name }, "two stages are named load_sales"},
		{"no doc", func(p *Plan) { p.Stages[0].Doc = " " }, "load_sales has no doc"},
		{"no Run", func(p *Plan) { p.Stages[0].Run = nil }, "load_sales has no Run"},
		{"no output", func(p *Plan) { p.Stages[3].Outputs = nil }, "share_sales writes nothing"},
		{"wrong order", func(p *Plan) { p.Stages[0], p.Stages[1] = p.Stages[1], p.Stages[0] }, "join_parcels reads sales, which is no source"},
		{"two producers", func(p *Plan) { p.Stages[3].Outputs = append(p.Stages[3].Outputs, toySums) }, "sale_sums is written by sum_sales and share_sales"},
		{"two producers in a group", func(p *Plan) { p.Stages[0].Outputs = append(p.Stages[0].Outputs, toyFacts) }, "sale_facts is written by load_sales and join_parcels"},
		{"reads a mart of two producers", func(p *Plan) {
			p.Stages[3].Outputs = append(p.Stages[3].Outputs, toyFacts)
			p.Stages = append(p.Stages, &Stage{Name: "sum_facts", Doc: "d", Scope: Whole, Inputs: []*Dataset{toyFacts}, Outputs: []*Dataset{changed(toySums, func(d *Dataset) { d.Name = "fact_sums" })}, Run: sumSales})
		}, "stage sum_facts reads sale_facts, which several stages write"},
		{"writes a source", func(p *Plan) { p.Stages[0].Outputs = append(p.Stages[0].Outputs, rawParcels) }, "writes raw_parcels, which is a source"},
		{"writes what it reads", func(p *Plan) { p.Stages[0].Inputs = append(p.Stages[0].Inputs, toySales) }, "reads sales and writes it"},
		{"settles what it does not read", func(p *Plan) { p.Stages[0].Settles = []*Dataset{rawParcels} }, "settles raw_parcels"},
		{"settles what is no source", func(p *Plan) { p.Stages[3].Settles = []*Dataset{toySales} }, "settles sales"},
		{"settled twice", func(p *Plan) {
			p.Stages[1].Inputs = append(p.Stages[1].Inputs, rawSales)
			p.Stages[1].Settles = []*Dataset{rawSales}
		}, "raw_sales is settled by load_sales and join_parcels"},
		{"by posting without partition keys", func(p *Plan) { p.Stages[3].Inputs = append(p.Stages[3].Inputs, toyCounts) }, "reads sale_counts by posting"},
		{"no scope", func(p *Plan) { p.Stages[0].Scope = "" }, "load_sales has no scope"},
		{"by another key than the table is spread by", spoil(toySales, func(d *Dataset) { d.Spread = "by currency" }), "join_parcels reads sales by posting, but sales is spread by currency"},
		{"a mart by another key", spoil(toyFacts, func(d *Dataset) { d.Spread = "by currency" }), "join_parcels publishes sale_facts by posting, but sale_facts is spread by currency"},
		{"dataset name", spoil(toySales, func(d *Dataset) { d.Name = "Sales" }), `dataset "Sales"`},
		{"two datasets of one name", spoil(toySums, func(d *Dataset) { d.Name = "sale_counts" }), "two datasets are named sale_counts"},
		{"dataset without grain", spoil(toySales, func(d *Dataset) { d.Grain = "" }), "sales lacks a doc or a grain"},
		{"source without input", spoil(rawSales, func(d *Dataset) { d.Input = nil }), "raw_sales is a source without an Input"},
		{"mart without key", spoil(toySums, func(d *Dataset) { d.Key = nil }), "sale_sums is a mart without a key"},
		{"column name", addTo(rawSales, &Int{Name: "Год", Doc: "d"}), `column "Год" is not snake_case`},
		{"column twice", addTo(rawSales, &Int{Name: "status", Doc: "d"}), "raw_sales has two columns status"},
		{"column without doc", addTo(rawSales, &Int{Name: "n"}), "raw_sales.n has no doc"},
		{"money of no currency", addTo(rawSales, &Money{Name: "m", Doc: "d"}), "raw_sales.m is money of no currency"},
		{"currency elsewhere", addTo(rawParcels, toyAmount), "raw_parcels.amount has its currency in currency, which is no column beside it"},
		{"days without unit", addTo(rawSales, &Days{Name: "n", Doc: "d"}), "raw_sales.n does not say which days"},
		{"a day that begins a text", addTo(rawSales, &Date{Name: "day", Doc: "d", Begins: toyPosting}), "raw_sales.day begins posting_number and is no text"},
		{"beginning of a beginning", addTo(rawSales, &Text{Name: "n", Doc: "d", Begins: toyOrder}), "raw_sales.n begins order_id, which begins posting_number itself"},
		{"key elsewhere", spoil(toySums, func(d *Dataset) { d.Key = []Column{toyPosting} }), "sale_sums: the key posting_number is no column"},
		{"partition key elsewhere", spoil(toySums, func(d *Dataset) { d.Partition = toyByOrder }), "sale_sums: the partition key posting_number"},
		{"control amount elsewhere", spoil(rawParcels, func(d *Dataset) { d.Control = rawSales.Control }), "raw_parcels: the control amount amount"},
		{"amount taken off elsewhere", spoil(rawSales, func(d *Dataset) {
			d.Control = slices.Clone(d.Control)
			d.Control[0].Less = &Money{Name: "less", Doc: "d", Unit: "RUB"}
		}), "raw_sales: the amount taken off a control amount less is no column"},
		{"snapshot elsewhere", spoil(rawSales, func(d *Dataset) { d.Snapshot = &Instant{Name: "taken_at", Doc: "d"} }), "raw_sales: the snapshot taken_at"},
		{"holder elsewhere", spoil(rawSales, func(d *Dataset) { d.Holder = &Code{Name: "shop", Doc: "d"} }), "raw_sales: the holder shop"},
		{"number elsewhere", spoil(rawSales, func(d *Dataset) {
			input := *d.Input
			input.Numbered = &Int{Name: "number", Doc: "d"}
			d.Input = &input
		}), "raw_sales: the column that data rows fill number"},
		{"preamble elsewhere", spoil(rawSales, func(d *Dataset) {
			input := *d.Input
			input.Preamble = []Preamble{{Column: &Code{Name: "shop", Doc: "d"}}}
			d.Input = &input
		}), "raw_sales: the preamble shop"},
		{"publishes nothing", spoil(toyFacts, func(d *Dataset) { d.Control = nil }), "sale_facts publishes control amounts and declares none"},
		{"field elsewhere", spoil(rawParcels, func(d *Dataset) { d.Input = rawSales.Input }), "raw_parcels: the field status is no column"},
		{"from nowhere", addTo(toySums, &Int{Name: "n", Doc: "d"}), "sale_sums.n comes from nowhere"},
		{"from elsewhere", addTo(toySums, &Int{Name: "n", Doc: "d", From: []Column{toyArrived}}), "sale_sums.n is made from arrived_on, which stage sum_sales does not have"},
		{"in a circle", addTo(toySums, circleA, circleB), "sale_sums.circle_a is made from circle_b"},
	} {
		t.Run(test.name, func(t *testing.T) {
			p := toyPlan()
			test.change(p)
			err := Validate(p)
			if err == nil || !strings.Contains(err.Error(), test.want) {
				t.Errorf("got %v, want %q", err, test.want)
			}
			if _, err := Run(context.Background(), p, Options{}); err == nil {
				t.Error("the plan ran")
			}
		})
	}
}

func TestPlanSourcesAndMarts(t *testing.T) {
	p := toyPlan()
	if got, want := p.Sources(), []*Dataset{rawSales, rawParcels, rawFactors}; !slices.Equal(got, want) {
		t.Errorf("sources %v, want %v", got, want)
	}
	if got, want := p.Marts(), []*Dataset{toyFacts, toySums, toyShares, Findings, ControlTotals, SourceFiles}; !slices.Equal(got, want) {
		t.Errorf("marts %v, want %v", got, want)
	}
}

func TestSelectKeepsWhatIsNeeded(t *testing.T) {
	p, err := toyPlan().Select([]string{"sale_sums"})
	if err != nil {
		t.Fatal(err)
	}
	var stages []string
	for _, s := range p.Stages {
		stages = append(stages, s.Name)
	}
	if want := []string{"load_sales", "join_parcels", "sum_sales"}; !slices.Equal(stages, want) {
		t.Errorf("stages %v, want %v", stages, want)
	}
	if got, want := p.Marts(), []*Dataset{toySums, Findings, ControlTotals, SourceFiles}; !slices.Equal(got, want) {
		t.Errorf("marts %v, want %v", got, want)
	}
	if err := Validate(p); err != nil {
		t.Error(err)
	}
	for _, name := range []string{"sales", "findings", "nothing"} {
		if _, err := toyPlan().Select([]string{"sale_sums", name}); err == nil {
			t.Errorf("%s is no mart of a stage, and is selected", name)
		}
	}
}
