package loaded_test

import (
	"context"
	"testing"

	"github.com/apache/arrow/go/v17/arrow"
	"github.com/apache/arrow/go/v17/arrow/memory"

	"ozpayout/datasets"
	"ozpayout/pipeline"
	"ozpayout/pipeline/stagetest"
	"ozpayout/stages/internal/loaded"
)

func TestHas(t *testing.T) {
	mem := memory.NewCheckedAllocator(memory.NewGoAllocator())
	defer mem.AssertSize(t, 0)
	rows := stagetest.Rows(mem, datasets.ObservedTables, "table_name,seller_id\ninvoices,1\nreturns,2\n")
	defer rows.Release()
	var tables loaded.Tables
	stage := &pipeline.Stage{
		Name: "read_tables", Inputs: []*pipeline.Dataset{datasets.ObservedTables},
		Run: func(_ context.Context, task *pipeline.Task) (err error) {
			tables, err = loaded.Read(task)
			return err
		},
	}
	done, err := stagetest.Exec(stage, map[*pipeline.Dataset][]arrow.Record{datasets.ObservedTables: {rows}}, 0, "p", mem)
	defer done.Release()
	if err != nil {
		t.Fatal(err)
	}
	for _, test := range []struct {
		table, seller string
		want          bool
	}{{"invoices", "1", true}, {"returns", "2", true}, {"invoices", "2", false}, {"returns", "", false}} {
		if got := tables.Has(test.table, test.seller); got != test.want {
			t.Errorf("%s of seller %s: %v, want %v", test.table, test.seller, got, test.want)
		}
	}
}
