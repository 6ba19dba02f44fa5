package sharecauses

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/apache/arrow/go/v17/arrow"
	"github.com/apache/arrow/go/v17/arrow/array"

	"ozpayout/datasets"
	"ozpayout/pipeline"
	"ozpayout/stages/internal/calendar"
	"ozpayout/stages/internal/nullable"
)

// A method is a way to give late lines or days to causes.
type method struct {
	code   string
	counts bool // lines, not days
}

// methods in the order of the mart. The first one gives each late line to one
// cause: its sums are the number of late lines.
var methods = [...]method{
	{"count_precedence", true},
	{"count_bottleneck", true},
	{"days_precedence", false},
	{"days_bottleneck", false},
	{"days_shapley", false},
}

// A sum is what a cause has of one method: late lines, and what the method adds
// up.
type sum struct{ lines, weight int64 }

// A settlement is what the late lines of one settlement batch add up to. Lines
// without a batch number count as one batch of the seller and month.
type settlement struct {
	settlementKey
	parts []part // in no promised order: a batch has few of the causes
}

// A part is what a cause has of a settlement by one method.
type part struct {
	method, cause int
	sum
}

// A settlementKey tells batches apart. A batch settles on one day, and different
// sellers may use one number.
type settlementKey struct {
	seller string
	month  arrow.Date32
	batch  string
}

// readSettlements adds up the partial counts of all partitions.
func readSettlements(t *pipeline.Task, causes *catalogue) ([]*settlement, error) {
	known := make(map[settlementKey]*settlement)
	for batch, err := range t.Read(datasets.CauseCounts) {
		if err != nil {
			return nil, err
		}
		methodOf, err := positions(datasets.MethodCode.In(batch), methodAt)
		if err != nil {
			return nil, err
		}
		causeOf, err := positions(datasets.LineCause.In(batch), causes.position)
		if err != nil {
			return nil, err
		}
		sellers, months, numbers := datasets.SellerID.In(batch), datasets.MonthOn.In(batch), datasets.SettlementBatchNo.In(batch)
		lines, weights := datasets.LateLines.In(batch), datasets.Weight.In(batch)
		for i := range int(batch.NumRows()) {
			key := settlementKey{nullable.Code(sellers, i), months.Value(i), nullable.Text(numbers, i)}
			s := known[key]
			if s == nil {
				key.seller, key.batch = strings.Clone(key.seller), strings.Clone(key.batch)
				s = &settlement{settlementKey: key, parts: make([]part, 0, 2*len(methods))}
				known[key] = s
			}
			s.part(methodOf(i), causeOf(i)).add(sum{lines.Value(i), weights.Value(i)})
		}
	}
	return slices.Collect(maps.Values(known)), nil
}

// part returns what a cause has by a method, nothing so far if it is new.
func (s *settlement) part(method, cause int) *part {
	for i := range s.parts {
		if p := &s.parts[i]; p.method == method && p.cause == cause {
			return p
		}
	}
	s.parts = append(s.parts, part{method: method, cause: cause})
	return &s.parts[len(s.parts)-1]
}

func (s *sum) add(other sum) {
	s.lines += other.lines
	s.weight += other.weight
}

// positions translates a code column once a batch.
func positions(column *array.Dictionary, position func(string) (int, error)) (func(row int) int, error) {
	codes := column.Dictionary().(*array.String)
	at := make([]int, codes.Len())
	for i := range at {
		var err error
		if at[i], err = position(codes.Value(i)); err != nil {
			return nil, err
		}
	}
	return func(row int) int { return at[column.GetValueIndex(row)] }, nil
}

func methodAt(code string) (int, error) {
	for i, m := range methods {
		if m.code == code {
			return i, nil
		}
	}
	return 0, fmt.Errorf("%s: no method %s", datasets.CauseCounts.Name, code)
}

func (c *catalogue) position(code string) (int, error) {
	if at, ok := c.at[code]; ok {
		return at, nil
	}
	return 0, fmt.Errorf("%s: cause %s has no share by %s", datasets.CauseCounts.Name, code, datasets.CauseCatalog.Name)
}

// A group is the settlements behind the rows of a seller and period: of one
// seller or ALL, in one month or ALL.
type group struct {
	seller, period string
	settlements    []*settlement
}

// all stands for every seller and for every month.
const all = "ALL"

// groupsOf puts each settlement into its four groups, sorted by seller and
// period. The order of settlements within a group is not promised.
func groupsOf(settlements []*settlement) []group {
	type key struct{ seller, period string }
	members := make(map[key][]*settlement)
	for _, s := range settlements {
		month := calendar.Day(s.month).String()[:len("2006-01")]
		for _, k := range []key{{s.seller, month}, {s.seller, all}, {all, month}, {all, all}} {
			members[k] = append(members[k], s)
		}
	}
	groups := make([]group, 0, len(members))
	for k, settlements := range members {
		groups = append(groups, group{k.seller, k.period, settlements})
	}
	slices.SortFunc(groups, func(a, b group) int {
		return cmp.Or(cmp.Compare(a.seller, b.seller), cmp.Compare(a.period, b.period))
	})
	return groups
}

// sellers returns the sellers with late lines in the group.
func (g group) sellers() []string {
	if g.seller != all {
		return []string{g.seller}
	}
	seen := make(map[string]bool)
	for _, s := range g.settlements {
		seen[s.seller] = true
	}
	return slices.Collect(maps.Keys(seen))
}

// A total is what a method gives in a group, by cause and together.
type total struct {
	byCause  []sum
	together sum
}

// totals adds up the settlements by method.
func (g group) totals(causes int) (totals [len(methods)]total) {
	for m := range totals {
		totals[m].byCause = make([]sum, causes)
	}
	for _, s := range g.settlements {
		for i := range s.parts {
			p := &s.parts[i]
			totals[p.method].byCause[p.cause].add(p.sum)
			totals[p.method].together.add(p.sum)
		}
	}
	return totals
}
