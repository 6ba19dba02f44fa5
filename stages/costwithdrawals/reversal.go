package costwithdrawals

// IsCompleted reports whether the money was there.
func (x *transaction) IsCompleted() bool { return x.status == completed }

// IsReversed reports whether the row undoes another, or was undone.
func (x *transaction) IsReversed() bool { return x.status == reversed }

// Undoes reports whether a reversed row may be the undoing of an earlier one.
func (x *transaction) Undoes(before *transaction) bool {
	isSamePayout := x.payout == nil || before.payout == nil || *x.payout == *before.payout
	return x.kind == before.kind && x.amount == before.amount && x.currency == before.currency && isSamePayout
}
