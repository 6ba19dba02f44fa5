package matching

import (
	"cmp"
	"slices"
)

// A block is one amount of one side and amounts of the other that add up to it,
// all within the days: places in the own order of the sides, ascending.
type block struct{ owed, received []int }

// A part is an amount that a sum may contain.
type part struct {
	at     int
	amount int64
	reason *Reason // why it stays alone, if it does
}

// A finder finds the blocks of a pool.
type finder struct {
	sides          *sides
	owed, received []int // what is alone in the pool
	limits         Limits
	steps          int // taken so far
	blocks         []block
}

// find finds all blocks: each pair of equal amounts, and the sums of several
// amounts where no more than the limit come into question. It reports whether the
// steps were enough.
func (f *finder) find() bool {
	for _, i := range f.received {
		r := &f.sides.received[i]
		var parts []part
		for _, j := range f.owed {
			if o := &f.sides.owed[j]; r.mayBe(o.Owed) {
				parts = append(parts, part{j, o.Amount, &o.reason})
			}
		}
		for _, p := range parts {
			if p.amount == r.Amount {
				f.blocks = append(f.blocks, block{[]int{p.at}, []int{i}})
			}
		}
		if !f.sums(r.Amount, parts, &r.reason, func(found []int) block { return block{found, []int{i}} }) {
			return false
		}
	}
	for _, j := range f.owed {
		o := &f.sides.owed[j]
		var parts []part
		for _, i := range f.received {
			if r := &f.sides.received[i]; r.mayBe(o.Owed) {
				parts = append(parts, part{i, r.Amount, &r.reason})
			}
		}
		if !f.sums(o.Amount, parts, &o.reason, func(found []int) block { return block{[]int{j}, found} }) {
			return false
		}
	}
	return true
}

// sums adds the blocks of two or more parts that add up to an amount. Where too
// many parts are smaller than the amount it tries none. If no single part is equal to
// the amount either, each of them may be of a sum that nobody looked for: that is
// noted as the reason of all of them.
func (f *finder) sums(amount int64, parts []part, reason *Reason, blockOf func(found []int) block) bool {
	hasEqual := slices.ContainsFunc(parts, func(p part) bool { return p.amount == amount })
	parts = slices.DeleteFunc(parts, func(p part) bool { return p.amount >= amount })
	if len(parts) > f.limits.Candidates {
		if hasEqual {
			return true
		}
		*reason = TooManyCandidates
		for _, p := range parts {
			*p.reason = TooManyCandidates
		}
		return true
	}
	slices.SortFunc(parts, func(a, b part) int { return cmp.Or(cmp.Compare(b.amount, a.amount), cmp.Compare(a.at, b.at)) })
	rest := make([]int64, len(parts)+1) // what the parts from there on add up to
	for i := len(parts) - 1; i >= 0; i-- {
		rest[i] = rest[i+1] + parts[i].amount
	}
	var chosen []int
	var from func(i int, missing int64) bool
	from = func(i int, missing int64) bool {
		f.steps++
		switch {
		case f.steps > f.limits.Steps:
			return false
		case missing == 0:
			found := slices.Clone(chosen)
			slices.Sort(found)
			f.blocks = append(f.blocks, blockOf(found))
			return true
		case missing < 0 || missing > rest[i]:
			return true
		}
		chosen = append(chosen, parts[i].at)
		isWithin := from(i+1, missing-parts[i].amount)
		chosen = chosen[:len(chosen)-1]
		return isWithin && from(i+1, missing)
	}
	return from(0, amount)
}
