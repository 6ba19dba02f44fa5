package underway_test

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"github.com/apache/arrow/go/v17/arrow"
	"github.com/apache/arrow/go/v17/arrow/memory"

	"ozpayout/datasets"
	"ozpayout/pipeline"
	"ozpayout/pipeline/stagetest"
	"ozpayout/stages/internal/nullable"
	"ozpayout/stages/internal/policy"
	"ozpayout/stages/internal/underway"
)

const (
	values = `pack,name,value,valid_from,valid_to
p,minimum_payout_usd,1000.00,2024-01-01,
`
	payouts = `payout_id,settled_on,payout_amount,payout_currency,arrival_code,agreed_status,hold_reason,is_test_transfer,is_conflict
sent,2024-06-11,1.00,CNY,open,paid,,,
mixed,2024-06-11,1.00,CNY,open,mixed,,,
held for a review,2024-06-11,1.00,CNY,open,held,risk,,
came though small,2024-06-11,999.99,USD,arrived,paid,,,
came in part,2024-06-11,999.99,USD,partially_arrived,paid,,,
came on an unknown day,2024-06-11,999.99,USD,unknown,arrived,,,
enough,2024-06-11,1000.00,USD,open,paid,,,
before the minimum,2023-12-31,999.99,USD,open,paid,,,
-,2024-06-11,999.99,USD,open,paid,,,
-,2024-06-11,1.00,CNY,open,held,below_minimum,,
-,2024-06-11,1.00,CNY,open,returned,,,
-,2024-06-11,1.00,CNY,open,cancelled,,,
-,2024-06-11,1.00,CNY,open,carried_over,,,
-,2024-06-11,1.00,CNY,arrived,returned,,,
-,2024-06-11,1.00,CNY,open,paid,,true,
-,2024-06-11,1.00,CNY,open,paid,,,true
`
)

// Payouts that are not on their way have no name here (D04, D21, R02, A30, 9.2).
func TestHas(t *testing.T) {
	err := read(t, values, payouts, func(batch arrow.Record, table *policy.ValueTable) error {
		sent, ids := underway.Of(batch, table), datasets.PayoutID.In(batch)
		for row := range ids.Len() {
			got, err := sent.Has(row)
			if err != nil {
				return err
			}
			if want := ids.Value(row) != "-"; got != want {
				t.Errorf("payout %d %q: %v, want %v", row, nullable.Text(ids, row), got, want)
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

func TestHasNamesThePayoutOfAMinimumThatIsNoAmount(t *testing.T) {
	err := read(t, strings.Replace(values, "1000.00", "much", 1), payouts, func(batch arrow.Record, table *policy.ValueTable) error {
		_, err := underway.Of(batch, table).Has(6)
		return err
	})
	if err == nil || !strings.Contains(err.Error(), "payout enough: policy pack p, minimum_payout_usd") {
		t.Errorf("error %v", err)
	}
}

// What is left of a payout is its amount without what arrived; of one that came in part
// without an amount, as of one that is there, nothing is known to be left (9.2).
func TestRest(t *testing.T) {
	const payouts = `payout_id,settled_on,payout_amount,payout_currency,arrival_code,arrived_sum
1.00 left,2024-06-11,1.00,CNY,open,
0.40 left,2024-06-11,1.00,CNY,partially_arrived,0.60
not known,2024-06-11,1.00,CNY,partially_arrived,
not known,2024-06-11,,CNY,open,
not open,2024-06-11,1.00,CNY,arrived,1.00
not open,2024-06-11,1.00,CNY,unknown,
`
	err := read(t, values, payouts, func(batch arrow.Record, table *policy.ValueTable) error {
		sent, ids := underway.Of(batch, table), datasets.PayoutID.In(batch)
		for row := range ids.Len() {
			got := "not open"
			if sent.IsOpen(row) {
				got = "not known"
			}
			if rest, isKnown := sent.Rest(row); isKnown {
				got = fmt.Sprintf("%d.%02d left", rest/100, rest%100)
			}
			if got != ids.Value(row) {
				t.Errorf("payout %d: %s, want %s", row, got, ids.Value(row))
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

func read(t *testing.T, values, payouts string, test func(arrow.Record, *policy.ValueTable) error) error {
	t.Helper()
	mem := memory.NewCheckedAllocator(memory.NewGoAllocator())
	defer mem.AssertSize(t, 0)
	inputs := map[*pipeline.Dataset][]arrow.Record{
		datasets.PolicyValues: {stagetest.Rows(mem, datasets.PolicyValues, values)},
		datasets.Payouts:      {stagetest.Rows(mem, datasets.Payouts, payouts)},
	}
	stage := &pipeline.Stage{Run: func(_ context.Context, task *pipeline.Task) error {
		table, err := policy.Values(task)
		if err != nil {
			return err
		}
		for batch, err := range task.Read(datasets.Payouts) {
			if err != nil {
				return err
			}
			if err := test(batch, table); err != nil {
				return err
			}
		}
		return nil
	}}
	for d, rows := range inputs {
		stage.Inputs = append(stage.Inputs, d)
		defer rows[0].Release()
	}
	_, err := stagetest.Exec(stage, inputs, 0, "p", mem)
	return err
}
