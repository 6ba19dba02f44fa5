package pairreversals

import (
	"cmp"
	"slices"
	"strings"
)

// A group is the rows of one movement so far that may still be undone, by what a reversed
// row asks of them, in order of time. An account may have thousands of equal movements, and
// thousands of them reversed: none is looked at twice in vain. Only what a reversed row will
// ask for is kept, see [group.ask].
type group map[trait][]*transaction

// A trait is what a row shows of itself and a reversed one may ask of what it undoes: the
// first four, or the word.
type trait struct {
	status            string
	payout, receiptNo string // "" = whatever
	credited          credited
	word              string // the longest of the number, see [longestWord]
}

// A credited is an amount that arrived, or whatever did.
type credited struct {
	isAsked, isStated bool
	amount            int64
}

func statedCredited(amount *int64) credited {
	if amount == nil {
		return credited{isAsked: true}
	}
	return credited{true, true, *amount}
}

// asked returns the traits of which a row that x may undo has one, as far as they do not
// depend on what x refers to: mayUndo says the same of each single row.
func (x *transaction) asked() (out []trait) {
	for _, status := range []string{completed, reversed} {
		t := trait{status: status, payout: x.payout, receiptNo: x.receiptNo}
		if x.credited != nil {
			t.credited = statedCredited(nil)
			out = append(out, t)
			t.credited = statedCredited(x.credited)
		}
		out = append(out, t)
	}
	return out
}

// shown returns the traits of a row that may be undone.
func (x *transaction) shown() (out []trait) {
	payouts, receipts := []string{""}, []string{""}
	if x.payout != "" {
		payouts = append(payouts, x.payout)
	}
	if x.receiptNo != "" {
		receipts = append(receipts, x.receiptNo)
	}
	for _, payout := range payouts {
		for _, receiptNo := range receipts {
			t := trait{status: x.status, payout: payout, receiptNo: receiptNo}
			out = append(out, t)
			t.credited = statedCredited(x.credited)
			out = append(out, t)
		}
	}
	if x.id != "" {
		out = append(out, trait{word: longestWord(x.id)})
	}
	return out
}

// ask makes room for the rows that a reversed one may ask for.
func (g group) ask(x *transaction) {
	for _, t := range x.asked() {
		g[t] = nil
	}
	for _, word := range x.referred() {
		g[trait{word: word}] = nil
	}
}

// add adds a row that may be undone.
func (g group) add(x *transaction) {
	for _, t := range x.shown() {
		if rows, isAsked := g[t]; isAsked {
			g[t] = append(rows, x)
		}
	}
}

// candidates returns rows that a reversed one may undo, in order of time: those that it
// names, by its reference or bank receipt; else the last two, and the last that is reversed.
// Of many that it names by the bank receipt, too, these three are all that matter.
func (g group) candidates(x *transaction) (others []*transaction, areNamed bool) {
	for _, word := range x.referred() {
		for _, o := range g[trait{word: word}] {
			if x.mayUndo(o) && names(x.references, o.id) && !slices.Contains(others, o) {
				others = append(others, o)
			}
		}
	}
	areNamed = len(others) > 0 || x.receiptNo != ""
	if len(others) == 0 {
		for _, t := range x.asked() {
			others = append(others, g.lastTwo(t)...)
		}
	}
	slices.SortFunc(others, func(a, b *transaction) int { return cmp.Compare(a.rank, b.rank) })
	return others, areNamed
}

// lastTwo returns the last two rows with a trait that still stand, or fewer, in order of
// time, and forgets those behind the first of them that do not: none ever does again.
func (g group) lastTwo(t trait) (found []*transaction) {
	rows := g[t]
	for len(rows) > 0 && len(found) < 2 {
		if last := rows[len(rows)-1]; last.stands() {
			found = append(found, last)
		}
		rows = rows[:len(rows)-1]
	}
	slices.Reverse(found)
	g[t] = append(rows, found...)
	return found
}

// referred returns the words of what a reversed row refers to, one of which is the longest
// of the number of each row that it names. A row with a bank receipt names all rows of it,
// and no others.
func (x *transaction) referred() []string {
	if x.receiptNo != "" || x.references == "" {
		return nil
	}
	return append(words(x.references), longestWord(""))
}

// longestWord returns the longest word of a number, "" if it has none. Where a text names
// the number, each word of the number is one of the text.
func longestWord(number string) (longest string) {
	for _, word := range words(number) {
		if len(word) > len(longest) {
			longest = word
		}
	}
	return longest
}

func words(text string) []string {
	return strings.FieldsFunc(text, func(r rune) bool { return !isOfNumber(r) })
}
