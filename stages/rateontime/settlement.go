package rateontime

import (
	"cmp"
	"slices"
	"strings"

	"github.com/apache/arrow/go/v17/arrow"

	"ozpayout/datasets"
	"ozpayout/pipeline"
	"ozpayout/stages/internal/calendar"
	"ozpayout/stages/internal/join"
	"ozpayout/stages/internal/nullable"
	"ozpayout/stages/internal/stat"
	"ozpayout/stages/internal/vector"
)

// Counts are numbers of lines: judged, of them on time; of k = 3 and 5 working
// days, those known to have taken k days or longer, of them within k days.
type counts struct{ lines, onTime, known3, within3, known5, within5 int64 }

func (c *counts) add(d counts) {
	c.lines += d.lines
	c.onTime += d.onTime
	c.known3 += d.known3
	c.within3 += d.within3
	c.known5 += d.known5
	c.within5 += d.within5
}

// A settlement is what the lines of one settlement batch add up to within a cell.
// Lines without a batch number count as one batch of the seller and month.
type settlement struct {
	cell          int32
	lines, onTime int64
}

// A cellKey names a seller, month, tier and route by numbers of names.
type cellKey struct {
	seller, tier, route int32
	month               arrow.Date32
}

// allRoutes is the number of all routes together, in which a batch that was sent by
// several is one batch.
const allRoutes = -1

// A cell has what the groups need that it belongs to.
type cell struct {
	cellKey
	counts      counts
	settlements []settlement // those with lines
	sums        *stat.ClusterSums
}

// A settlementKey tells the settlements of a cell apart by their number. Different
// sellers may use one number.
type settlementKey struct{ cell, number int32 }

// A tally adds up partial counts.
type tally struct {
	names       vector.Names
	numbers     *join.Numbers
	cellAt      map[cellKey]int32
	cells       []*cell
	at          map[settlementKey]int32
	settlements []settlement
}

// readCells adds up the partial counts of all partitions and currencies.
func readCells(t *pipeline.Task) ([]*cell, *vector.Names, error) {
	tally := tally{numbers: join.NewNumbers(0), cellAt: make(map[cellKey]int32), at: make(map[settlementKey]int32)}
	for batch, err := range t.Read(datasets.OnTimeCounts) {
		if err != nil {
			return nil, nil, err
		}
		tally.addBatch(batch)
	}
	for _, s := range tally.settlements {
		if s.lines == 0 {
			continue
		}
		c := tally.cells[s.cell]
		c.settlements = append(c.settlements, s)
		c.sums.Add(s.lines)
		c.sums.AddNumerator(0, s.onTime, s.lines)
	}
	return tally.cells, &tally.names, nil
}

func (t *tally) addBatch(batch arrow.Record) {
	sellers := vector.CodesOf(datasets.SellerID.In(batch), t.names.Number)
	tiers, routes := vector.CodesOf(datasets.TierCode.In(batch), t.names.Number), vector.CodesOf(datasets.RouteCode.In(batch), t.names.Number)
	months, numbers := datasets.MonthOn.In(batch).Date32Values(), datasets.SettlementBatchNo.In(batch)
	lines, onTime := datasets.JudgedLines.In(batch).Int64Values(), datasets.OnTimeLines.In(batch).Int64Values()
	known3, within3 := datasets.Known3.In(batch).Int64Values(), datasets.Within3.In(batch).Int64Values()
	known5, within5 := datasets.Known5.In(batch).Int64Values(), datasets.Within5.In(batch).Int64Values()
	for i := range months {
		number := t.number(nullable.Text(numbers, i))
		row := counts{lines[i], onTime[i], known3[i], within3[i], known5[i], within5[i]}
		key := cellKey{sellers.At(i), tiers.At(i), routes.At(i), months[i]}
		t.add(key, number, row)
		key.route = allRoutes
		t.add(key, number, row)
	}
}

func (t *tally) number(text string) int32 {
	number, isKnown := t.numbers.Find(text)
	if !isKnown {
		number, _ = t.numbers.Of(strings.Clone(text)) // it outlives its batch
	}
	return int32(number)
}

func (t *tally) add(key cellKey, number int32, row counts) {
	at := t.cell(key)
	t.cells[at].counts.add(row)
	position, isKnown := t.at[settlementKey{at, number}]
	if !isKnown {
		position = int32(len(t.settlements))
		t.at[settlementKey{at, number}] = position
		t.settlements = append(t.settlements, settlement{cell: at})
	}
	s := &t.settlements[position]
	s.lines += row.lines
	s.onTime += row.onTime
}

func (t *tally) cell(key cellKey) int32 {
	at, isKnown := t.cellAt[key]
	if !isKnown {
		at = int32(len(t.cells))
		t.cellAt[key] = at
		t.cells = append(t.cells, &cell{cellKey: key, sums: stat.NewClusterSums(1)})
	}
	return at
}

// A group is the cells behind one row: those of a tier and of a route or of ALL, of
// one seller and month or of ALL of them.
type group struct {
	groupKey
	cells []*cell
}

type groupKey struct{ seller, period, tier, route string }

// all stands for every seller, every month and every route.
const all = "ALL"

// groupsOf puts each cell into its four groups, sorted by their keys.
func groupsOf(cells []*cell, names *vector.Names) []group {
	members := make(map[groupKey][]*cell)
	for _, c := range cells {
		month := calendar.Day(c.month).String()[:len("2006-01")]
		route := all
		if c.route != allRoutes {
			route = names.Name(c.route)
		}
		for _, seller := range []string{names.Name(c.seller), all} {
			for _, period := range []string{month, all} {
				k := groupKey{seller, period, names.Name(c.tier), route}
				members[k] = append(members[k], c)
			}
		}
	}
	groups := make([]group, 0, len(members))
	for k, cells := range members {
		groups = append(groups, group{k, cells})
	}
	slices.SortFunc(groups, func(a, b group) int {
		return cmp.Or(
			cmp.Compare(a.seller, b.seller), cmp.Compare(a.period, b.period), cmp.Compare(a.tier, b.tier), cmp.Compare(a.route, b.route))
	})
	return groups
}
