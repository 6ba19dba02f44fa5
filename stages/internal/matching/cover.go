package matching

import (
	"maps"
	"slices"
)

// byCover groups what is alone in each account and currency by exact covering.
// Blocks that share amounts make a tangle. A tangle is solved when exactly one
// choice of its blocks holds each of its amounts once, and none of them may be of a
// sum that was not looked for; else its amounts stay alone, with the reason.
func (s *sides) byCover(limits Limits) []Group {
	var groups []Group
	for _, p := range s.openPools() {
		groups = append(groups, s.coverPool(p, limits)...)
	}
	return groups
}

// openPools returns the accounts and currencies in which something is still owed.
func (s *sides) openPools() []pool {
	pools := make(map[pool]bool)
	for i := range s.owed {
		if o := &s.owed[i]; !o.isTaken && o.Account != "" {
			pools[o.pool()] = true
		}
	}
	return slices.SortedFunc(maps.Keys(pools), pool.compare)
}

// coverPool groups what can be told apart in one account and currency.
func (s *sides) coverPool(p pool, limits Limits) []Group {
	f := s.finder(p, limits)
	if !f.find() {
		s.note(block{f.owed, f.received}, SearchLimit)
		return nil
	}
	var groups []Group
	for _, t := range f.tangles() {
		chosen, reason := s.solve(t, limits.Steps)
		for _, b := range chosen {
			groups = append(groups, s.take(b.owed, b.received, ByCover, ""))
		}
		if reason != "" {
			for _, b := range t.blocks {
				s.note(b, reason)
			}
		}
	}
	return groups
}

// solve is [tangle.solve] for a tangle of which everything was looked for.
func (s *sides) solve(t *tangle, steps int) (chosen []block, reason Reason) {
	for _, b := range t.blocks {
		if slices.ContainsFunc(b.owed, func(i int) bool { return s.owed[i].reason != "" }) ||
			slices.ContainsFunc(b.received, func(i int) bool { return s.received[i].reason != "" }) {
			return nil, TooManyCandidates
		}
	}
	return t.solve(steps)
}

// finder returns a finder of what is alone in a pool.
func (s *sides) finder(p pool, limits Limits) *finder {
	f := &finder{sides: s, limits: limits}
	for i := range s.owed {
		if o := &s.owed[i]; !o.isTaken && o.Amount > 0 && o.pool() == p {
			f.owed = append(f.owed, i)
		}
	}
	for i := range s.received {
		if r := &s.received[i]; !r.isTaken && r.Amount > 0 && r.pool() == p {
			f.received = append(f.received, i)
		}
	}
	return f
}

// note notes why the amounts of a block stay alone.
func (s *sides) note(b block, reason Reason) {
	for _, i := range b.owed {
		s.owed[i].reason = reason
	}
	for _, i := range b.received {
		s.received[i].reason = reason
	}
}

// A tangle is a set of blocks that share amounts, directly or by way of others.
type tangle struct {
	blocks  []block
	members [][]int // of each block: numbers of its amounts within the tangle
	in      [][]int // of each amount: the blocks that hold it
}

// tangles returns the tangles of the blocks, in the order of their first block.
func (f *finder) tangles() []*tangle {
	links := newLinks(len(f.blocks))
	ofOwed, ofReceived := make(map[int]int), make(map[int]int) // first block of an amount
	for i, b := range f.blocks {
		for _, o := range b.owed {
			if first, ok := ofOwed[o]; ok {
				links.join(i, first)
			} else {
				ofOwed[o] = i
			}
		}
		for _, r := range b.received {
			if first, ok := ofReceived[r]; ok {
				links.join(i, first)
			} else {
				ofReceived[r] = i
			}
		}
	}
	sets := slices.SortedFunc(maps.Values(links.sets()), slices.Compare)
	tangles := make([]*tangle, len(sets))
	for i, set := range sets {
		tangles[i] = newTangle(f.blocks, set)
	}
	return tangles
}

func newTangle(blocks []block, set []int) *tangle {
	t := &tangle{}
	owed, received := make(map[int]int), make(map[int]int)
	member := func(numbers map[int]int, amount int) int {
		number, ok := numbers[amount]
		if !ok {
			number = len(t.in)
			numbers[amount] = number
			t.in = append(t.in, nil)
		}
		return number
	}
	for i, at := range set {
		b := blocks[at]
		var members []int
		for _, o := range b.owed {
			members = append(members, member(owed, o))
		}
		for _, r := range b.received {
			members = append(members, member(received, r))
		}
		for _, m := range members {
			t.in[m] = append(t.in[m], i)
		}
		t.blocks, t.members = append(t.blocks, b), append(t.members, members)
	}
	return t
}

// solve returns the blocks of the only exact covering, or the reason why there is
// none to choose. It is Algorithm X: the amount that fewest blocks can still hold
// is covered next.
func (t *tangle) solve(steps int) (chosen []block, reason Reason) {
	isCovered := make([]bool, len(t.in))
	cover := func(b int, yes bool) {
		for _, m := range t.members[b] {
			isCovered[m] = yes
		}
	}
	isFree := func(b int) bool {
		return !slices.ContainsFunc(t.members[b], func(m int) bool { return isCovered[m] })
	}
	solutions := 0
	var path []int
	var search func() bool
	search = func() bool {
		if steps--; steps < 0 {
			return false
		}
		var fewest []int
		isDone := true
		for m, blocks := range t.in {
			if isCovered[m] {
				continue
			}
			free := slices.DeleteFunc(slices.Clone(blocks), func(b int) bool { return !isFree(b) })
			if isDone || len(free) < len(fewest) {
				fewest, isDone = free, false
			}
		}
		if isDone {
			if solutions++; solutions == 1 {
				for _, b := range path {
					chosen = append(chosen, t.blocks[b])
				}
			}
			return true
		}
		for _, b := range fewest {
			cover(b, true)
			path = append(path, b)
			isWithin := search()
			path = path[:len(path)-1]
			cover(b, false)
			if !isWithin || solutions > 1 {
				return isWithin
			}
		}
		return true
	}
	switch isWithin := search(); {
	case !isWithin:
		return nil, SearchLimit
	case solutions != 1:
		return nil, SeveralSolutions
	}
	return chosen, ""
}
