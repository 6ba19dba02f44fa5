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
// cell.
type settlement struct {
	parts []part // in no promised order: a batch has few of the causes
}

// A part is what a cause has of a settlement by one method.
type part struct {
	method, cause int32
	weight        int64
}

// A cellKey names a seller, by the number of its name, and a month.
type cellKey struct {
	seller int32
	month  arrow.Date32
}

// A cell has what the groups need that it belongs to.
type cell struct {
	seller   string
	month    arrow.Date32
	totals   totals
	clusters [len(methods)]*stat.ClusterSums
	// settlements are those of the batches, as long as a group of so many may be
	// resampled; nil once they are more. So a cell is small, however many batches it
	// has.
	settlements []*settlement
	at          map[string]*settlement // by the number of the batch
}

// A tally adds up the batches.
type tally struct {
	causes *catalogue
	names  vector.Names
	cellAt map[cellKey]*cell
	cells  []*cell
}

// readCells adds up the batches of all sellers and months.
func readCells(t *pipeline.Task, causes *catalogue) ([]*cell, error) {
	tally := tally{causes: causes, cellAt: make(map[cellKey]*cell)}
	for batch, err := range t.Read(datasets.BatchCauses) {
		if err != nil {
			return nil, err
		}
		if err := tally.addRows(batch); err != nil {
			return nil, err
		}
	}
	return tally.cells, nil
}

func (t *tally) addRows(rows arrow.Record) error {
	methodOf, err := positions(datasets.MethodCode.In(rows), methodAt)
	if err != nil {
		return err
	}
	causeOf, err := positions(datasets.LineCause.In(rows), t.causes.position)
	if err != nil {
		return err
	}
	sellers := vector.CodesOf(datasets.SellerID.In(rows), t.names.Number)
	months, numbers := datasets.MonthOn.In(rows).Date32Values(), datasets.SettlementBatchNo.In(rows)
	lines, weights := datasets.LateLines.In(rows).Int64Values(), datasets.Weight.In(rows).Int64Values()
	together, starts := datasets.BatchWeight.In(rows).Int64Values(), datasets.BatchStarts.In(rows).Int64Values()
	for i, month := range months {
		c := t.cell(cellKey{sellers.At(i), month})
		p := part{methodOf.At(i), causeOf.At(i), weights[i]}
		c.totals[p.method].add(p.cause, sum{lines[i], p.weight})
		c.clusters[p.method].AddShare(int(p.cause), p.weight, together[i])
		if starts[i] != 0 {
			for m := range methods {
				c.clusters[m].AddClusters(int(starts[i]))
			}
		}
		c.keep(numbers, i, p)
	}
	return nil
}

func (t *tally) cell(key cellKey) *cell {
	c := t.cellAt[key]
	if c == nil {
		c = &cell{
			seller: t.names.Name(key.seller), month: key.month, totals: newTotals(len(t.causes.causes)), at: make(map[string]*settlement),
		}
		for m := range c.clusters {
			c.clusters[m] = stat.NewClusterSums(len(t.causes.causes))
		}
		t.cellAt[key] = c
		t.cells = append(t.cells, c)
	}
	return c
}

// keep keeps a part of the batch of a row.
func (c *cell) keep(numbers *array.String, row int, p part) {
	if c.at == nil {
		return
	}
	s := c.at[nullable.Text(numbers, row)]
	if s == nil {
		if len(c.settlements) == stat.MostResampled {
			c.settlements, c.at = nil, nil
			return
		}
		s = &settlement{parts: make([]part, 0, 2*len(methods))}
		c.at[strings.Clone(nullable.Text(numbers, row))] = s // it outlives its rows
		c.settlements = append(c.settlements, s)
	}
	s.parts = append(s.parts, p)
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
	return 0, fmt.Errorf("%s: no method %s", datasets.BatchCauses.Name, code)
}

func (c *catalogue) position(code string) (int, error) {
	if at, ok := c.at[code]; ok {
		return at, nil
	}
	return 0, fmt.Errorf("%s: cause %s has no share by %s", datasets.BatchCauses.Name, code, datasets.CauseCatalog.Name)
}

// A group is the cells behind the rows of a seller and period: of one seller or
// ALL, in one month or ALL.
type group struct {
	seller, period string
	cells          []*cell
}

// groupsOf puts each cell into its four groups, sorted by seller and period.
func groupsOf(cells []*cell) []group {
	type key struct{ seller, period string }
	members := make(map[key][]*cell)
	for _, c := range cells {
		month := calendar.Day(c.month).Month()
		for _, k := range []key{{c.seller, month}, {c.seller, datasets.All}, {datasets.All, month}, {datasets.All, datasets.All}} {
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

// A total is what a method gives in a group, by cause and together.
type total struct {
	byCause  []sum
	together sum
}

func (t *total) add(cause int32, s sum) {
	t.byCause[cause].add(s)
	t.together.add(s)
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
