// Package reversal says which transactions of an account stand after what was reversed.
package reversal

// A Code is the reversal_code of a transaction: what reversals make of it. Empty is
// nothing.
type Code string

// The codes. What may be the one or the other is left open by the data.
const (
	Undone       Code = "undone"        // completed, and a later row undoes it
	MaybeUndone  Code = "maybe_undone"  // completed, and a later row may undo it
	Undoing      Code = "undoing"       // it undoes an earlier row
	MaybeUndoing Code = "maybe_undoing" // it may undo an earlier row, or was itself reversed
	Itself       Code = "reversed"      // it was itself reversed
)

// IsUndoing reports whether a row is, or may be, the undoing of another.
func (c Code) IsUndoing() bool { return c == Undoing || c == MaybeUndoing }
