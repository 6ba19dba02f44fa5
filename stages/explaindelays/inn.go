package explaindelays

import "fmt"

// findINN finds holds for a missing INN, and infers one for a payout above the
// threshold of a seller who had none on the day of settlement (B29, C30, D57).
// The rate is that of the day of settlement; without a usable one nothing is
// known.
func findINN(l *line, r *rules, found []episode) ([]episode, error) {
	found = l.heldFor("inn", innIntercept, found)
	of := l.accountOn(l.settled)
	if of == nil || !of.isINNMissing {
		return found, nil
	}
	isAbove, err := isAboveINNThreshold(l, r)
	if isAbove {
		found = append(found, episode{innIntercept, l.settled, l.arrived, inferred, of.at})
	}
	return found, err
}

// isAboveINNThreshold compares the payout with the threshold in dollars, exactly
// (D20).
func isAboveINNThreshold(l *line, r *rules) (bool, error) {
	threshold, err := r.values.Money("inn_threshold_usd", l.settled)
	if err != nil {
		return false, err
	}
	if l.payoutCurrency == "USD" {
		return l.payoutAmount > threshold, nil
	}
	rates, err := r.rates()
	if err != nil {
		return false, fmt.Errorf("compare the payout with the INN threshold: %w", err)
	}
	sign, ok := rates.Compare(l.payoutAmount, l.payoutCurrency, threshold, "USD", l.settled)
	return ok && sign > 0, nil
}
