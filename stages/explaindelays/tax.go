package explaindelays

// heldStatus is the payout status of a payout that is held.
const heldStatus = "held"

// findTax finds holds by the tax service, and infers one for a payout that is held
// without a reason while the seller had no INN, or was registered as something
// else than a non-resident entity, on the day of settlement (B31, D20, D57).
func findTax(l *line, _ *rules, found []episode) ([]episode, error) {
	found = l.heldFor("tax", taxHold, found)
	of := l.accountOn(l.settled)
	if l.status != heldStatus || l.holdReason != "" || of == nil {
		return found, nil
	}
	isOtherType := true
	switch of.taxRegistrationType {
	case "", "unknown", "non_resident_entity": // a word that is not in the list is not known
		isOtherType = false
	}
	if of.isINNMissing || isOtherType {
		found = append(found, episode{taxHold, l.held.OrElse(l.settled), l.released.OrElse(l.arrived), inferred, l.at})
	}
	return found, nil
}
