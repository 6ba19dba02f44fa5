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

// A settlement is what the late lines of one settlement batch add up to, by
// method and cause. Lines without a batch number count as one batch of the
// seller and month.
type settlement struct {
	settlementKey
	sums [len(methods)][]sum
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
				s = newSettlement(key, len(causes.causes))
				known[key] = s
			}
			sum := &s.sums[methodOf(i)][causeOf(i)]
			sum.lines += lines.Value(i)
			sum.weight += weights.Value(i)
		}
	}
	return slices.Collect(maps.Values(known)), nil
}

func newSettlement(key settlementKey, causes int) *settlement {
	s := &settlement{settlementKey: key}
	for m := range s.sums {
		s.sums[m] = make([]sum, causes)
	}
	return s
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

// total adds up the sums of a method, by cause and together.
func (g group) total(m int) (byCause []sum, together sum) {
	byCause = make([]sum, len(g.settlements[0].sums[m]))
	for _, s := range g.settlements {
		for cause, part := range s.sums[m] {
			byCause[cause].lines += part.lines
			byCause[cause].weight += part.weight
			together.lines += part.lines
			together.weight += part.weight
		}
	}
	return byCause, together
}
