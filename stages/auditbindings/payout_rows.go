package auditbindings

import (
	"github.com/apache/arrow/go/v17/arrow"
	"github.com/apache/arrow/go/v17/arrow/array"

	"ozpayout/datasets"
	"ozpayout/stages/internal/nullable"
	"ozpayout/stages/internal/vector"
)

// payoutRows reads a batch of payouts.
type payoutRows struct {
	seller             vector.Codes[*seller] // nil = not audited
	route, currency    vector.Codes[string]
	isCancelled        vector.Codes[bool]
	settled            *array.Date32
	isTest, isConflict *array.Boolean
}

func payoutsOf(batch arrow.Record, all sellers) payoutRows {
	return payoutRows{
		seller:      vector.CodesOf(datasets.SellerID.In(batch), func(id string) *seller { return all[id] }),
		route:       vector.WordsOf(datasets.Route.In(batch)),
		currency:    vector.WordsOf(datasets.PayoutCurrency.In(batch)),
		isCancelled: vector.CodesOf(datasets.AgreedStatus.In(batch), func(status string) bool { return status == "cancelled" }),
		settled:     datasets.SettledOn.In(batch),
		isTest:      datasets.IsTestTransfer.In(batch), isConflict: datasets.IsConflict.In(batch),
	}
}

// isLeftOut reports whether a payout has no say: a test transfer, one rejected as a
// whole or cancelled with all its lines, one without a settlement date. One that was
// returned has: the binding keeps its money away, though it is not on its way any more.
func (p payoutRows) isLeftOut(row int) bool {
	return p.isCancelled.At(row) || nullable.IsTrue(p.isTest, row) || nullable.IsTrue(p.isConflict, row) || p.settled.IsNull(row)
}
