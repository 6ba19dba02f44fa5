package checkdocuments_test

import (
	"fmt"
	"math"
	"strings"
	"testing"

	"github.com/apache/arrow/go/v17/arrow"
	"github.com/apache/arrow/go/v17/arrow/memory"

	"ozpayout/datasets"
	"ozpayout/pipeline"
	"ozpayout/pipeline/stagetest"
	"ozpayout/stages/checkdocuments"
)

func TestCases(t *testing.T) { stagetest.Run(t, checkdocuments.Stage) }

// B26: of very many reviews the interval is the normal one, in days. Computed with
// statsmodels 0.15.0, weightstats.zconfint, of 250 reviews of 1 working day, 251 of 3
// and 100 of 4: 2.334442595673877 (2.2401971884753475, 2.4286880028724065).
func TestB26ManyReviews(t *testing.T) {
	mem := memory.NewCheckedAllocator(memory.NewGoAllocator())
	defer mem.AssertSize(t, 0)
	var documents strings.Builder
	documents.WriteString("seller_id,provider,document_type,status,submitted_at,reviewed_at\n")
	for i := range 601 {
		day := 4 // 3 June 2024 is a Monday
		switch {
		case i >= 501:
			day = 7
		case i >= 250:
			day = 6
		}
		fmt.Fprintf(&documents, "%d,worldfirst,business_licence,approved,2024-06-03T02:00:00Z,2024-06-%02dT02:00:00Z\n", i, day)
	}
	in := make(map[*pipeline.Dataset][]arrow.Record)
	for d, text := range map[*pipeline.Dataset]string{
		datasets.Documents:    documents.String(),
		datasets.Calendar:     "country,date,kind\nCN,2024-01-01,holiday\n",
		datasets.PolicyValues: "pack,name,value\np,no_share_below,10\np,small_sample_below,30\n",
	} {
		in[d] = []arrow.Record{stagetest.Rows(mem, d, text)}
		defer in[d][0].Release()
	}
	done, err := stagetest.Exec(checkdocuments.Stage, in, 19900, "p", mem)
	defer done.Release()
	if err != nil {
		t.Fatal(err)
	}
	reviews := done.Outputs[datasets.DocumentReviews][0]
	if reviews.NumRows() != 2 {
		t.Fatalf("%d rows, want those of the provider and of ALL", reviews.NumRows())
	}
	for i := range int(reviews.NumRows()) {
		mean, low, high := datasets.MeanReviewDays.In(reviews).Value(i), datasets.MeanReviewLo.In(reviews).Value(i), datasets.MeanReviewHi.In(reviews).Value(i)
		if !near(mean, 2.334442595673877) || !near(low, 2.2401971884753475) || !near(high, 2.4286880028724065) {
			t.Errorf("%s: %v, %v to %v", datasets.ReviewProvider.In(reviews).ValueStr(i), mean, low, high)
		}
	}
}

func near(got, want float64) bool { return math.Abs(got-want) < 1e-12 }
