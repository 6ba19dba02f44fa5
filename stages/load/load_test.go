package load

import (
	"testing"

	"ozpayout/pipeline"
	"ozpayout/pipeline/stagetest"
)

func TestCases(t *testing.T) {
	for folder, stage := range map[string]*pipeline.Stage{
		"accounts": SellerAccounts, "disputes": Disputes, "orders": Orders, "returns": Returns, "payments": Payments, "payouts": MergePayouts, "numbers": NumberLines, "lines": Lines, "withdrawals": Withdrawals,
	} {
		t.Run(folder, func(t *testing.T) { stagetest.Run(t, stage, "testdata/"+folder+"/*.txtar") })
	}
}
