package costwithdrawals

// cancelReversed returns the transactions that count: completed ones, without
// those that a reversal undid. The rows are in order of time. A row that is
// reversed undoes the last completed one before it of the same kind and amounts;
// where there is none it is itself what was undone.
func cancelReversed(rows []*transaction) []*transaction {
	isUndone := make(map[*transaction]bool)
	var counted []*transaction
	for i, x := range rows {
		if x.status != reversed {
			continue
		}
		for j := i - 1; j >= 0; j-- {
			if before := rows[j]; before.status == completed && !isUndone[before] && x.undoes(before) {
				isUndone[before] = true
				break
			}
		}
	}
	for _, x := range rows {
		if x.status == completed && !isUndone[x] {
			counted = append(counted, x)
		}
	}
	return counted
}

func (x *transaction) undoes(before *transaction) bool {
	isSamePayout := x.payout == nil || before.payout == nil || *x.payout == *before.payout
	return x.kind == before.kind && x.amount == before.amount && x.currency == before.currency && isSamePayout
}
