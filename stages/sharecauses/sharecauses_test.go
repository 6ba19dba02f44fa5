package sharecauses_test

import (
	"slices"
	"strconv"
	"testing"

	"ozpayout/datasets"
	"ozpayout/pipeline/stagetest"
	"ozpayout/stages/internal/stat"
	"ozpayout/stages/sharecauses"
)

func TestCases(t *testing.T) { stagetest.Run(t, sharecauses.Stage) }

// D31: beyond 400 settlement batches the interval is linearised, and says so.
func TestD31ManyBatchesAreLinearised(t *testing.T) {
	for _, batches := range []int{stat.MostResampled, stat.MostResampled + 1} {
		var counts []count
		for i := range batches {
			for _, c := range []count{{method: "count_precedence", lines: 1, weight: 1}, {method: "days_shapley", lines: 1, weight: 360360 * (1 + i%3)}} {
				c.seller, c.month, c.batch, c.cause = "1", "2024-05", strconv.Itoa(i), causes[1+i%2].code
				counts = append(counts, c)
			}
		}
		want := "ALL,ALL,days_shapley,OPEN_RETURN,cluster_bootstrap"
		if batches > stat.MostResampled {
			want = "ALL,ALL,days_shapley,OPEN_RETURN,cluster_linearised"
		}
		got := run(t, batchRows(counts), nil, 5000, datasets.SellerID, datasets.Period, datasets.MethodCode, datasets.LineCause, datasets.IntervalMethod)
		if !slices.Contains(got, want) {
			t.Errorf("%d batches: no row %s", batches, want)
		}
	}
}
