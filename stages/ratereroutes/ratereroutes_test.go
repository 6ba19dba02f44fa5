package ratereroutes_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/apache/arrow/go/v17/arrow"
	"github.com/apache/arrow/go/v17/arrow/memory"
	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"ozpayout/datasets"
	"ozpayout/pipeline"
	"ozpayout/pipeline/stagetest"
	"ozpayout/stages/ratereroutes"
)

func TestCases(t *testing.T) { stagetest.Run(t, ratereroutes.Stage) }

// A part is a row of reroute_counts; the labels are seller, month, category,
// intended and actual route.
type part struct {
	labels          [5]string
	lines, rerouted int
}

// naive looks at each row that may exist and adds up the parts that belong to it.
func naive(parts []part) []string {
	choices := [5][]string{{"1", "2"}, {"2024-05", "2024-06", "ALL"}, {"beauty", "toys", "ALL"}, {"bank", "lianlian", "ALL"}, {"bank", "lianlian", "unknown", "ALL"}}
	rows := []string{}
	var visit func(labels []string)
	visit = func(labels []string) {
		if len(labels) < len(choices) {
			for _, choice := range choices[len(labels)] {
				visit(append(slices.Clone(labels), choice))
			}
			return
		}
		lines, rerouted, known := 0, 0, 0
		for _, p := range parts {
			isOfRow := true
			for i, label := range labels {
				isOfRow = isOfRow && (label == "ALL" || label == p.labels[i])
			}
			if isOfRow {
				lines += p.lines
				rerouted += p.rerouted
				if p.labels[4] != "unknown" {
					known += p.lines
				}
			}
		}
		if lines > 0 {
			rate := ""
			if known > 0 {
				rate = fmt.Sprint(float64(rerouted) / float64(known))
			}
			rows = append(rows, fmt.Sprintf("%s,%d,%d,%s", strings.Join(labels, ","), lines, rerouted, rate))
		}
	}
	visit(nil)
	slices.Sort(rows)
	return rows
}

func TestRatesAgreeWithRowByRow(t *testing.T) {
	mem := memory.DefaultAllocator
	policy := stagetest.Rows(mem, datasets.PolicyValues, "pack,name,value\np,no_share_below,10\np,small_sample_below,30\n")
	rapid.Check(t, func(r *rapid.T) {
		parts := rapid.SliceOfN(rapid.Custom(func(r *rapid.T) part {
			p := part{labels: [5]string{
				rapid.SampledFrom([]string{"1", "2"}).Draw(r, "seller"), rapid.SampledFrom([]string{"2024-05", "2024-06"}).Draw(r, "month"),
				rapid.SampledFrom([]string{"beauty", "toys"}).Draw(r, "category"), rapid.SampledFrom([]string{"bank", "lianlian"}).Draw(r, "intended"),
				rapid.SampledFrom([]string{"bank", "lianlian", "unknown"}).Draw(r, "actual"),
			}, lines: rapid.IntRange(1, 40).Draw(r, "lines")}
			if p.labels[4] != "unknown" {
				p.rerouted = rapid.IntRange(0, p.lines).Draw(r, "rerouted")
			}
			return p
		}), 0, 12).Draw(r, "parts")
		in := map[*pipeline.Dataset][]arrow.Record{datasets.PolicyValues: {policy}}
		for _, p := range parts {
			labels := p.labels
			labels[1] += "-01"
			text := fmt.Sprintf("seller_id,month_on,category,intended_route,actual_route,lines,rerouted\n%s,%d,%d\n", strings.Join(labels[:], ","), p.lines, p.rerouted)
			in[datasets.RerouteCounts] = append(in[datasets.RerouteCounts], stagetest.Rows(mem, datasets.RerouteCounts, text))
		}
		done, err := stagetest.Exec(ratereroutes.Stage, in, 19900, "p", mem)
		if err != nil {
			r.Fatal(err)
		}
		defer done.Release()
		got := stagetest.Lines(datasets.Reroutes, done.Outputs[datasets.Reroutes], datasets.SellerID, datasets.RerouteMonth, datasets.RerouteCategory,
			datasets.RerouteIntended, datasets.RerouteActual, datasets.RerouteLines, datasets.Rerouted, datasets.RerouteRate)
		if diff := cmp.Diff(naive(parts), got); diff != "" {
			r.Errorf("reroutes (-naive +stage):\n%s", diff)
		}
	})
}
