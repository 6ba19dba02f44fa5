package costwithdrawals

import "ozpayout/stages/internal/reversal"

// place is when the row happened and where it stands.
func (x *transaction) place() reversal.Place {
	return reversal.Place{At: x.createdAt, File: x.file, Row: x.row}
}

// IsCompleted reports whether the money was there.
func (x *transaction) IsCompleted() bool { return x.status == completed }

// IsReversed reports whether the row undoes another, or was undone.
func (x *transaction) IsReversed() bool { return x.status == reversed }

// Undoes reports whether a reversed row may be the undoing of an earlier one.
func (x *transaction) Undoes(before *transaction) bool {
	isSamePayout := x.payout == nil || before.payout == nil || *x.payout == *before.payout
	return x.kind == before.kind && x.amount == before.amount && x.currency == before.currency && isSamePayout
}
