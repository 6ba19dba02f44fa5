package load

import (
	"testing"

	"github.com/apache/arrow/go/v17/arrow"
	"github.com/apache/arrow/go/v17/arrow/memory"

	"ozpayout/datasets"
	"ozpayout/pipeline"
	"ozpayout/pipeline/stagetest"
)

func TestCases(t *testing.T) {
	for folder, stage := range map[string]*pipeline.Stage{
		"accounts": SellerAccounts, "disputes": Disputes, "orders": Orders, "returns": Returns, "payments": Payments, "payouts": MergePayouts, "numbers": NumberLines, "lines": Lines, "withdrawals": Withdrawals,
		"dateorders": DateOrders,
	} {
		t.Run(folder, func(t *testing.T) { stagetest.Run(t, stage, "testdata/"+folder+"/*.txtar") })
	}
}

// paymentInputs are the inputs of [Payments], with a calendar of 2024.
func paymentInputs(mem memory.Allocator, payments arrow.Record) map[*pipeline.Dataset][]arrow.Record {
	return map[*pipeline.Dataset][]arrow.Record{
		datasets.RawPaymentHistory: {payments}, datasets.Calendar: {stagetest.Rows(mem, datasets.Calendar, "country,date,kind\nRU,2024-06-12,holiday\n")},
	}
}
