package pipeline

import (
	"cmp"
	"slices"
	"strconv"
	"sync"
)

// mostRaw is how many bytes of a cell a finding shows.
const mostRaw = 200

// escaped returns a cell as [Finding].Raw shows it.
func escaped(raw string) string {
	quoted := strconv.QuoteToASCII(raw[:min(len(raw), mostRaw)])
	return quoted[1 : len(quoted)-1]
}

// A findingList collects findings from several goroutines.
type findingList struct {
	mu  sync.Mutex
	all []Finding
}

func (l *findingList) add(findings []Finding) {
	if len(findings) == 0 {
		return
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	l.all = append(l.all, findings...)
}

// sorted returns the findings by place, every field deciding in the end. Equal
// ones are one: what is wrong with a table that every partition reads is told by
// each of them.
func (l *findingList) sorted() []Finding {
	l.mu.Lock()
	defer l.mu.Unlock()
	slices.SortFunc(l.all, func(a, b Finding) int {
		return cmp.Or(
			cmp.Compare(a.File, b.File), cmp.Compare(a.Sheet, b.Sheet), cmp.Compare(a.Row, b.Row),
			cmp.Compare(a.Column, b.Column), cmp.Compare(a.Code, b.Code), cmp.Compare(a.Raw, b.Raw),
			cmp.Compare(a.Severity, b.Severity), cmp.Compare(a.Message, b.Message), cmp.Compare(a.Dataset, b.Dataset))
	})
	l.all = slices.Compact(l.all)
	return l.all
}
