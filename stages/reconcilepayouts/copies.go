package reconcilepayouts

import (
	"strings"

	"ozpayout/datasets"
	"ozpayout/pipeline"
	"ozpayout/stages/internal/nullable"
)

// A payoutID names a payout.
type payoutID struct{ seller, payout string }

// readCopies reads both copies of the payouts of sellers who have both. It is
// empty when there is no JSON copy, as in most runs.
func readCopies(t *pipeline.Task) (map[payoutID]*pair, error) {
	compared, err := sellersWithBoth(t)
	if err != nil || len(compared) == 0 {
		return nil, err
	}
	copies := make(map[payoutID]*pair)
	for batch, err := range t.Read(datasets.DistinctParts) {
		if err != nil {
			return nil, err
		}
		sellers, ids, forms := datasets.SellerID.In(batch), datasets.PayoutID.In(batch), datasets.PartForm.In(batch)
		amounts, currencies := datasets.PayoutAmount.In(batch), datasets.PayoutCurrency.In(batch)
		settled, arrived := datasets.SettledOn.In(batch), datasets.ArrivedOn.In(batch)
		for i := range int(batch.NumRows()) {
			id := payoutID{nullable.Code(sellers, i), nullable.Text(ids, i)}
			if !compared[id.seller] {
				continue
			}
			part := copied{
				amount:    amount{nullable.Value(amounts, i), nullable.CopyCode(currencies, i)},
				settledOn: settled.Value(i), arrivedOn: arrived.Value(i), hasArrived: arrived.IsValid(i),
			}
			known := copies[id]
			if known == nil {
				// Once: an assignment to a key that is there would put the batch's text in its place.
				known = &pair{}
				copies[payoutID{strings.Clone(id.seller), strings.Clone(id.payout)}] = known
			}
			if nullable.Code(forms, i) == datasets.JSONForm {
				known.json = merge(known.json, part)
			} else {
				known.table = merge(known.table, part)
			}
		}
	}
	return copies, nil
}

// sellersWithBoth returns the sellers of whom there is a table copy and a JSON
// copy.
func sellersWithBoth(t *pipeline.Task) (map[string]bool, error) {
	both := make(map[string]bool)
	for r, err := range nullable.Rows(t, datasets.SettlementSpans) {
		if err != nil {
			return nil, err
		}
		if r.IsTrue(datasets.HasBothCopies) {
			both[r.Code(datasets.SellerID)] = true
		}
	}
	return both, nil
}

// merge adds a part to what is known of a copy. Parts that disagree on the amount
// leave it unknown; of dates the latest counts.
func merge(known *copied, part copied) *copied {
	if known == nil {
		return &part
	}
	switch {
	case known.amount.minor == nil || part.amount.minor == nil,
		*known.amount.minor != *part.amount.minor, known.amount.currency != part.amount.currency:
		known.amount.minor = nil
		known.amount.currency = min(known.amount.currency, part.amount.currency)
	}
	known.settledOn = max(known.settledOn, part.settledOn)
	if part.hasArrived && (!known.hasArrived || part.arrivedOn > known.arrivedOn) {
		known.arrivedOn, known.hasArrived = part.arrivedOn, true
	}
	return known
}
