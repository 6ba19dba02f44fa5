package matching

// byID groups what ids tie together, directly or by way of others. What came in
// under a name that is not owed is grouped by that name.
func (s *sides) byID() []Group {
	links := newLinks(len(s.owed) + len(s.received))
	ids, batches, numbers := s.names()
	unknown := make(map[string]int) // first receipt under a name that is not owed
	isLinked := make([]bool, len(s.received))
	for i := range s.received {
		r := &s.received[i]
		here := len(s.owed) + i
		found := ids[r.Names]
		if found == nil {
			found = batches[r.Names]
		}
		if found == nil {
			found = numbers[r.Number]
		}
		for _, o := range found {
			links.join(here, o)
		}
		isLinked[i] = found != nil
		if found == nil && r.Names != "" {
			first, ok := unknown[r.Names]
			if !ok {
				first, unknown[r.Names] = here, here
			}
			links.join(here, first)
		}
	}
	var groups []Group
	members := links.sets()
	for i := range s.received {
		if s.received[i].isTaken || !isLinked[i] && s.received[i].Names == "" {
			continue
		}
		var owed, received []int
		for _, m := range members[links.root(len(s.owed)+i)] {
			if m < len(s.owed) {
				owed = append(owed, m)
			} else {
				received = append(received, m-len(s.owed))
			}
		}
		method, reason := ByID, Reason("")
		if len(owed) == 0 {
			method, reason = "", UnknownName
		}
		groups = append(groups, s.take(owed, received, method, reason))
	}
	return groups
}

// names returns the amounts owed by id, by batch and by number of a bank receipt.
func (s *sides) names() (ids, batches, numbers map[string][]int) {
	ids, batches, numbers = make(map[string][]int), make(map[string][]int), make(map[string][]int)
	for i := range s.owed {
		o := &s.owed[i]
		ids[o.ID] = append(ids[o.ID], i)
		if o.Batch != "" {
			batches[o.Batch] = append(batches[o.Batch], i)
		}
		for _, number := range o.Numbers {
			if number != "" {
				numbers[number] = append(numbers[number], i)
			}
		}
	}
	return ids, batches, numbers
}

// links are disjoint sets of numbers.
type links []int

func newLinks(n int) links {
	l := make(links, n)
	for i := range l {
		l[i] = i
	}
	return l
}

// root returns the number that stands for the set of a number.
func (l links) root(i int) int {
	for l[i] != i {
		l[i] = l[l[i]]
		i = l[i]
	}
	return i
}

func (l links) join(a, b int) { l[l.root(a)] = l.root(b) }

// sets returns the members of each set by the number that stands for it,
// ascending.
func (l links) sets() map[int][]int {
	sets := make(map[int][]int)
	for i := range l {
		root := l.root(i)
		sets[root] = append(sets[root], i)
	}
	return sets
}
