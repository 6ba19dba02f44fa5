package sharetickets_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/apache/arrow/go/v17/arrow"
	"github.com/apache/arrow/go/v17/arrow/memory"
	"github.com/google/go-cmp/cmp"

	"ozpayout/datasets"
	"ozpayout/pipeline"
	"ozpayout/pipeline/stagetest"
	"ozpayout/stages/sharetickets"
)

func TestCases(t *testing.T) { stagetest.Run(t, sharetickets.Stage) }

// 372 of 1000 tickets are of bindings, 229 of these of LianLian (A03). The bounds
// are those of Wilson; the product of the published 37.2 and 61.5 % is 22.878 %.
func TestA03PublishedShares(t *testing.T) {
	mem := memory.NewCheckedAllocator(memory.NewGoAllocator())
	defer mem.AssertSize(t, 0)
	var text strings.Builder
	text.WriteString("seller_id,ticket_id,process,provider,opened_at,source_row\n")
	for i := range 1000 {
		process, provider := "other", ""
		if i < 372 {
			process, provider = "binding_failure", "pingpong"
		}
		if i < 229 {
			provider = "lianlian"
		}
		fmt.Fprintf(&text, "1,T%d,%s,%s,2024-02-01T12:00:00Z,1\n", i, process, provider)
	}
	in := make(map[*pipeline.Dataset][]arrow.Record)
	for d, rows := range map[*pipeline.Dataset]string{
		datasets.Tickets:         text.String(),
		datasets.PolicyValues:    "pack,name,value\np,small_sample_below,30\np,no_share_below,10\n",
		datasets.PublishedClaims: "claim_id,value,unit\na03_binding_share,37.2,percent\na03_lianlian_share,61.5,percent\n",
	} {
		rec := stagetest.Rows(mem, d, rows)
		defer rec.Release()
		in[d] = []arrow.Record{rec}
	}
	done, err := stagetest.Exec(sharetickets.Stage, in, 20_000, "p", mem)
	defer done.Release()
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, line := range stagetest.Lines(datasets.TicketShares, done.Outputs[datasets.TicketShares],
		datasets.SellerID, datasets.TicketPeriod, datasets.TicketShareCode, datasets.TicketShareOf, datasets.TicketShareN,
		datasets.TicketShare, datasets.TicketShareClaim, datasets.IsShareDerived, datasets.TicketShareGate) {
		if rest, ok := strings.CutPrefix(line, "ALL,ALL,"); ok {
			got = append(got, rest)
		}
	}
	want := []string{
		"binding,1000,372,0.372,0.372,false,ok",
		"cache_of_repeats,0,0,,,false,not_observable",
		"lianlian_binding,1000,229,0.229,0.22877999999999998,true,ok", // 0.22878 in exact figures
		"lianlian_of_binding,372,229,0.6155913978494624,0.615,false,ok",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}
