// Package reversal cancels transactions against the rows that undo them.
package reversal

// A Transaction is a row of an account.
type Transaction[T any] interface {
	IsCompleted() bool
	IsReversed() bool // it undoes another row, or is itself what was undone
	// Undoes reports whether a reversed row may be the undoing of an earlier one:
	// whether both say the same of kind and amounts.
	Undoes(before T) bool
}

// Counted returns the transactions of one account that count: completed ones,
// without those that a reversal undid (formats.md 9.9). The rows are in order of
// time. A row that is reversed undoes the last completed one before it that it may
// undo; where there is none it is itself what was undone.
func Counted[T Transaction[T]](rows []T) []T {
	isUndone, _ := pair(rows)
	var counted []T
	for i, x := range rows {
		if x.IsCompleted() && !isUndone[i] {
			counted = append(counted, x)
		}
	}
	return counted
}

// WithoutUndoings returns the transactions of one account without the rows that undo
// one before them, in the order of Counted. What was undone stays.
func WithoutUndoings[T Transaction[T]](rows []T) []T {
	_, undoes := pair(rows)
	var kept []T
	for i, x := range rows {
		if !undoes[i] {
			kept = append(kept, x)
		}
	}
	return kept
}

// pair finds for each reversed row the one that it undoes.
func pair[T Transaction[T]](rows []T) (isUndone, undoes []bool) {
	isUndone, undoes = make([]bool, len(rows)), make([]bool, len(rows))
	for i, x := range rows {
		if !x.IsReversed() {
			continue
		}
		for j := i - 1; j >= 0; j-- {
			if rows[j].IsCompleted() && !isUndone[j] && x.Undoes(rows[j]) {
				isUndone[j], undoes[i] = true, true
				break
			}
		}
	}
	return isUndone, undoes
}
