package underway

import (
	"fmt"

	"github.com/apache/arrow/go/v17/arrow"
	"github.com/apache/arrow/go/v17/arrow/array"

	"ozpayout/datasets"
	"ozpayout/stages/internal/calendar"
	"ozpayout/stages/internal/nullable"
	"ozpayout/stages/internal/policy"
	"ozpayout/stages/internal/vector"
)

// Payouts are a batch of [datasets.Payouts].
type Payouts struct {
	ids              *array.String
	isTest           *array.Boolean
	isConflict       *array.Boolean
	isSentBack       vector.Codes[bool] // or was never sent
	isCarriedOver    vector.Codes[bool] // by the status
	isHeldAsTooSmall vector.Codes[bool]
	isWhollyOpen     vector.Codes[bool] // nothing of it arrived
	isPartlyOpen     vector.Codes[bool] // something arrived, not all
	minimum          vector.Codes[policy.MinimumPayout]
	amounts, arrived *array.Int64
	settled          *array.Date32
}

// Of reads a batch of payouts under a policy pack.
func Of(payouts arrow.Record, values *policy.ValueTable) *Payouts {
	return &Payouts{
		ids: datasets.PayoutID.In(payouts), isTest: datasets.IsTestTransfer.In(payouts), isConflict: datasets.IsConflict.In(payouts),
		isSentBack: vector.CodesOf(datasets.AgreedStatus.In(payouts), func(status string) bool {
			return status == "returned" || status == "cancelled"
		}),
		isCarriedOver:    vector.CodesOf(datasets.AgreedStatus.In(payouts), func(status string) bool { return status == "carried_over" }),
		isHeldAsTooSmall: vector.CodesOf(datasets.HoldReason.In(payouts), func(reason string) bool { return reason == "below_minimum" }),
		isWhollyOpen:     vector.CodesOf(datasets.ArrivalCode.In(payouts), func(arrival string) bool { return arrival == "open" }),
		isPartlyOpen:     vector.CodesOf(datasets.ArrivalCode.In(payouts), func(arrival string) bool { return arrival == "partially_arrived" }),
		minimum:          vector.CodesOf(datasets.PayoutCurrency.In(payouts), values.MinimumPayout),
		amounts:          datasets.PayoutAmount.In(payouts), arrived: datasets.ArrivedSum.In(payouts), settled: datasets.SettledOn.In(payouts),
	}
}

// Has reports whether a payout is on its way, or came: it is no verification transfer
// (A30), not rejected as a whole (9.2), not returned or cancelled (D04), and not carried
// over.
func (p *Payouts) Has(row int) (bool, error) {
	if nullable.IsTrue(p.isTest, row) || nullable.IsTrue(p.isConflict, row) || p.isSentBack.At(row) {
		return false, nil
	}
	isCarriedOver, err := p.IsCarriedOver(row)
	return !isCarriedOver && err == nil, err
}

// IsCarriedOver reports whether a payout is not sent, but added to the next one, as its
// status or hold says or as the minimum of the pack does as long as nothing of it arrived
// (D21, R02).
func (p *Payouts) IsCarriedOver(row int) (bool, error) {
	if p.isCarriedOver.At(row) || p.isHeldAsTooSmall.At(row) {
		return true, nil
	}
	if !p.isWhollyOpen.At(row) || p.amounts.IsNull(row) {
		return false, nil
	}
	minimum := p.minimum.At(row)
	isTooSmall, err := minimum.IsAbove(p.amounts.Value(row), calendar.Day(p.settled.Value(row)))
	if err != nil {
		return false, fmt.Errorf("payout %s: %w", nullable.Text(p.ids, row), err)
	}
	return isTooSmall, nil
}

// IsOpen reports whether a payout is known not to have arrived in full. Whether it is on
// its way is another question (see Has).
func (p *Payouts) IsOpen(row int) bool { return p.isWhollyOpen.At(row) || p.isPartlyOpen.At(row) }

// Rest returns what has not arrived of an open payout, in minor units of its currency.
// It is not known where part of the payout arrived and nobody says how much (9.2).
func (p *Payouts) Rest(row int) (minor int64, isKnown bool) {
	switch {
	case p.amounts.IsNull(row):
		return 0, false
	case p.isWhollyOpen.At(row):
		return p.amounts.Value(row), true
	case p.isPartlyOpen.At(row) && p.arrived.IsValid(row):
		return p.amounts.Value(row) - p.arrived.Value(row), true
	}
	return 0, false
}
