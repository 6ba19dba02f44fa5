package observetables_test

import (
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/apache/arrow/go/v17/arrow"
	"github.com/apache/arrow/go/v17/arrow/memory"
	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"pgregory.net/rapid"

	"ozpayout/datasets"
	"ozpayout/pipeline"
	"ozpayout/pipeline/stagetest"
	"ozpayout/stages/observetables"
)

// A row is what matters of a row of any table.
type row struct{ seller, posting, order string }

// owner is the seller of a row: its own, else the only one among the payments of
// its posting, else of its order.
func owner(r row, payments []row) string {
	if r.seller != "" {
		return r.seller
	}
	if r.order == "" && strings.Count(r.posting, "-") == 2 {
		r.order = r.posting[:strings.LastIndex(r.posting, "-")]
	}
	for _, names := range []func(row) bool{
		func(p row) bool { return r.posting != "" && p.posting == r.posting },
		func(p row) bool { return r.order != "" && p.order == r.order },
	} {
		sellers := map[string]bool{}
		only := ""
		for _, p := range payments {
			if names(p) {
				sellers[p.seller], only = true, p.seller
			}
		}
		if len(sellers) == 1 {
			return only
		}
	}
	return ""
}

func TestSellersAgreeWithRowByRow(t *testing.T) {
	tables := observetables.Stage.Inputs
	rapid.Check(t, func(t *rapid.T) {
		rows := map[*pipeline.Dataset][]row{}
		inputs := map[*pipeline.Dataset][]arrow.Record{}
		for _, d := range tables {
			hasSeller, hasOrder := d.Index(datasets.SellerID) >= 0, d.Index(datasets.OrderID) >= 0
			if d == datasets.Postings && rapid.Bool().Draw(t, "stand behind many of nobody") {
				rows[d] = slices.Repeat([]row{{posting: "0009-0001-1"}}, 1500)
			}
			for range rapid.IntRange(0, 6).Draw(t, "rows") {
				r := row{
					seller:  rapid.SampledFrom([]string{"1", "2", "3", ""}).Draw(t, "seller"),
					posting: rapid.SampledFrom([]string{"0001-0001-1", "0001-0001-2", "0002-0001-1", ""}).Draw(t, "posting"),
					order:   rapid.SampledFrom([]string{"0001-0001", "0002-0001", ""}).Draw(t, "order"),
				}
				if !hasSeller {
					r.seller = ""
				} else if d == datasets.PaymentRows {
					r.seller = rapid.SampledFrom([]string{"1", "2"}).Draw(t, "seller")
				}
				if !hasOrder {
					r.order = ""
				}
				rows[d] = append(rows[d], r)
			}
			header, text := "posting_number", ""
			if hasSeller {
				header += ",seller_id"
			}
			if hasOrder {
				header += ",order_id"
			}
			for _, r := range rows[d] {
				cells := []string{r.posting}
				if hasSeller {
					cells = append(cells, r.seller)
				}
				if hasOrder {
					cells = append(cells, r.order)
				}
				if line := strings.Join(cells, ","); line != "" {
					text += "\n" + line
				} else {
					text += "\n\"\""
				}
			}
			inputs[d] = []arrow.Record{stagetest.Rows(memory.DefaultAllocator, d, header+text)}
		}
		loaded := map[string]bool{}
		for d, all := range rows {
			for _, r := range all {
				if seller := owner(r, rows[datasets.PaymentRows]); seller != "" {
					loaded[d.Name+","+seller] = true
				}
			}
		}
		want := slices.Sorted(maps.Keys(loaded))
		done, err := stagetest.Exec(observetables.Stage, inputs, 0, "", memory.DefaultAllocator)
		if err != nil {
			t.Fatal(err)
		}
		defer done.Release()
		got := stagetest.Lines(datasets.ObservedParts, done.Outputs[datasets.ObservedParts])
		if diff := cmp.Diff(want, got, cmpopts.EquateEmpty()); diff != "" {
			t.Fatalf("observed_parts (-want +got):\n%s", diff)
		}
	})
}
