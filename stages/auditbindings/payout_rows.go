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
	seller                   vector.Codes[*seller] // nil = not audited
	route, currency, arrival vector.Codes[string]
	isCancelled              vector.Codes[bool]
	settled                  *array.Date32
	amount, arrived          *array.Int64
	isTest, isConflict       *array.Boolean
}

func payoutsOf(batch arrow.Record, all sellers) payoutRows {
	return payoutRows{
		seller:      vector.CodesOf(datasets.SellerID.In(batch), func(id string) *seller { return all[id] }),
		route:       vector.WordsOf(datasets.Route.In(batch)),
		currency:    vector.WordsOf(datasets.PayoutCurrency.In(batch)),
		arrival:     vector.WordsOf(datasets.ArrivalCode.In(batch)),
		isCancelled: vector.CodesOf(datasets.AgreedStatus.In(batch), func(status string) bool { return status == "cancelled" }),
		settled:     datasets.SettledOn.In(batch),
		amount:      datasets.PayoutAmount.In(batch), arrived: datasets.ArrivedSum.In(batch),
		isTest: datasets.IsTestTransfer.In(batch), isConflict: datasets.IsConflict.In(batch),
	}
}

// rest returns what has not arrived of an open payout, nil where it is not open or
// not known.
func (p payoutRows) rest(row int) (minor *int64, isKnown bool) {
	switch p.arrival.At(row) {
	case "open":
		if p.amount.IsNull(row) {
			return nil, false
		}
		return new(p.amount.Value(row)), true
	case "partially_arrived":
		if p.amount.IsNull(row) || p.arrived.IsNull(row) {
			return nil, false
		}
		return new(p.amount.Value(row) - p.arrived.Value(row)), true
	}
	return nil, true
}

// isLeftOut reports whether a payout has no say: a test transfer, one rejected as a
// whole or cancelled with all its lines, one without a settlement date.
func (p payoutRows) isLeftOut(row int) bool {
	return p.isCancelled.At(row) || nullable.IsTrue(p.isTest, row) || nullable.IsTrue(p.isConflict, row) || p.settled.IsNull(row)
}
