package sharecauses

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/apache/arrow/go/v17/arrow"
	"github.com/apache/arrow/go/v17/arrow/array"

	"ozpayout/datasets"
	"ozpayout/pipeline"
	"ozpayout/stages/internal/calendar"
	"ozpayout/stages/internal/join"
	"ozpayout/stages/internal/nullable"
	"ozpayout/stages/internal/stat"
	"ozpayout/stages/internal/vector"
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

// A settlement is what the late lines of one settlement batch add up to within a
// cell. Lines without a batch number count as one batch of the seller and month.
type settlement struct {
	cell  int32
	parts []part // in no promised order: a batch has few of the causes
}

// A part is what a cause has of a settlement by one method.
type part struct {
	method, cause int32
	sum
}

// A cellKey names a seller, by the number of its name, and a month.
type cellKey struct {
	seller int32
	month  arrow.Date32
}

// A cell has what the groups need that it belongs to.
type cell struct {
	seller      string
	month       arrow.Date32
	settlements []*settlement
	totals      totals
	clusters    [len(methods)]*stat.ClusterSums
}

// A settlementKey tells the settlements of a cell apart by their number. A batch
// settles on one day, and different sellers may use one number.
type settlementKey struct{ cell, number int32 }

// A tally adds up partial counts.
type tally struct {
	causes  *catalogue
	names   vector.Names
	numbers *join.Numbers
	cellAt  map[cellKey]int32
	cells   []*cell
	at      map[settlementKey]*settlement
}

// readCells adds up the partial counts of all partitions.
func readCells(t *pipeline.Task, causes *catalogue) ([]*cell, error) {
	tally := tally{
		causes: causes, numbers: join.NewNumbers(0), cellAt: make(map[cellKey]int32), at: make(map[settlementKey]*settlement),
	}
	for batch, err := range t.Read(datasets.CauseCounts) {
		if err != nil {
			return nil, err
		}
		if err := tally.addBatch(batch); err != nil {
			return nil, err
		}
	}
	for _, c := range tally.cells {
		c.sum()
	}
	return tally.cells, nil
}

func (t *tally) addBatch(batch arrow.Record) error {
	methodOf, err := positions(datasets.MethodCode.In(batch), methodAt)
	if err != nil {
		return err
	}
	causeOf, err := positions(datasets.LineCause.In(batch), t.causes.position)
	if err != nil {
		return err
	}
	sellers := vector.CodesOf(datasets.SellerID.In(batch), t.names.Number)
	months, numbers := datasets.MonthOn.In(batch).Date32Values(), datasets.SettlementBatchNo.In(batch)
	lines, weights := datasets.LateLines.In(batch).Int64Values(), datasets.Weight.In(batch).Int64Values()
	var s *settlement
	var last cellKey
	for i, month := range months {
		// The rows of a settlement mostly follow each other.
		key := cellKey{sellers.At(i), month}
		if i == 0 || key != last || nullable.Text(numbers, i) != nullable.Text(numbers, i-1) {
			s, last = t.settlement(key, nullable.Text(numbers, i)), key
		}
		s.part(methodOf.At(i), causeOf.At(i)).add(sum{lines[i], weights[i]})
	}
	return nil
}

func (t *tally) settlement(key cellKey, text string) *settlement {
	number, isKnown := t.numbers.Find(text)
	if !isKnown {
		number, _ = t.numbers.Of(strings.Clone(text)) // it outlives its batch
	}
	at := settlementKey{t.cell(key), int32(number)}
	s := t.at[at]
	if s == nil {
		s = &settlement{cell: at.cell, parts: make([]part, 0, 2*len(methods))}
		t.at[at] = s
		c := t.cells[at.cell]
		c.settlements = append(c.settlements, s)
	}
	return s
}

func (t *tally) cell(key cellKey) int32 {
	at, isKnown := t.cellAt[key]
	if !isKnown {
		at = int32(len(t.cells))
		t.cellAt[key] = at
		c := &cell{seller: t.names.Name(key.seller), month: key.month, totals: newTotals(len(t.causes.causes))}
		for m := range c.clusters {
			c.clusters[m] = stat.NewClusterSums(len(t.causes.causes))
		}
		t.cells = append(t.cells, c)
	}
	return at
}

// sum adds up the settlements.
func (c *cell) sum() {
	for _, s := range c.settlements {
		var denominators [len(methods)]int64
		for _, p := range s.parts {
			c.totals[p.method].byCause[p.cause].add(p.sum)
			c.totals[p.method].together.add(p.sum)
			denominators[p.method] += p.weight
		}
		for m, denominator := range denominators {
			c.clusters[m].Add(denominator)
		}
		for _, p := range s.parts {
			c.clusters[p.method].AddNumerator(int(p.cause), p.weight, denominators[p.method])
		}
	}
}

// part returns what a cause has by a method, nothing so far if it is new.
func (s *settlement) part(method, cause int32) *part {
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

// positions translates a code column once a batch. A code without a position is an
// error.
func positions(column *array.Dictionary, position func(string) (int, error)) (vector.Codes[int32], error) {
	var err error
	codes := vector.CodesOf(column, func(code string) int32 {
		at, unknown := position(code)
		if err == nil {
			err = unknown
		}
		return int32(at)
	})
	return codes, err
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

// A group is the cells behind the rows of a seller and period: of one seller or
// ALL, in one month or ALL.
type group struct {
	seller, period string
	cells          []*cell
}

// all stands for every seller and for every month.
const all = "ALL"

// groupsOf puts each cell into its four groups, sorted by seller and period.
func groupsOf(cells []*cell) []group {
	type key struct{ seller, period string }
	members := make(map[key][]*cell)
	for _, c := range cells {
		month := calendar.Day(c.month).String()[:len("2006-01")]
		for _, k := range []key{{c.seller, month}, {c.seller, all}, {all, month}, {all, all}} {
			members[k] = append(members[k], c)
		}
	}
	groups := make([]group, 0, len(members))
	for k, cells := range members {
		groups = append(groups, group{k.seller, k.period, cells})
	}
	slices.SortFunc(groups, func(a, b group) int {
		return cmp.Or(cmp.Compare(a.seller, b.seller), cmp.Compare(a.period, b.period))
	})
	return groups
}

// sellers returns the sellers with late lines in the group.
func (g group) sellers() []string {
	var sellers []string
	for _, c := range g.cells {
		if !slices.Contains(sellers, c.seller) {
			sellers = append(sellers, c.seller)
		}
	}
	return sellers
}

// A total is what a method gives in a group, by cause and together.
type total struct {
	byCause  []sum
	together sum
}

// totals are those of all methods.
type totals [len(methods)]total

func newTotals(causes int) (t totals) {
	for m := range t {
		t[m].byCause = make([]sum, causes)
	}
	return t
}

// totals adds up the cells by method.
func (g group) totals(causes int) totals {
	t := newTotals(causes)
	for _, c := range g.cells {
		for m := range t {
			t[m].together.add(c.totals[m].together)
			for cause, sum := range c.totals[m].byCause {
				t[m].byCause[cause].add(sum)
			}
		}
	}
	return t
}
