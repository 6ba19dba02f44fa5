package rateontime

import (
	"cmp"
	"slices"

	"github.com/apache/arrow/go/v17/arrow"

	"ozpayout/datasets"
	"ozpayout/pipeline"
	"ozpayout/stages/internal/calendar"
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
type settlement struct{ lines, onTime int64 }

// A cellKey names a seller, month, tier and route, or all routes, by numbers of names.
type cellKey struct {
	seller, tier, route int32
	month               arrow.Date32
}

// A cell has what the groups need that it belongs to.
type cell struct {
	cellKey
	counts counts
	sums   *stat.ClusterSums // of the batches with lines
	// settlements are those batches, as long as a group of so many may be resampled;
	// nil once they are more. So a cell is small, however many batches it has.
	settlements []settlement
}

// A tally adds up the batches.
type tally struct {
	names  vector.Names
	cellAt map[cellKey]*cell
	cells  []*cell
}

// readCells adds up the batches of all sellers, months, tiers and routes.
func readCells(t *pipeline.Task) ([]*cell, *vector.Names, error) {
	tally := tally{cellAt: make(map[cellKey]*cell)}
	for batch, err := range t.Read(datasets.BatchRates) {
		if err != nil {
			return nil, nil, err
		}
		tally.addRows(batch)
	}
	return tally.cells, &tally.names, nil
}

func (t *tally) addRows(rows arrow.Record) {
	sellers := vector.CodesOf(datasets.SellerID.In(rows), t.names.Number)
	tiers, routes := vector.CodesOf(datasets.TierCode.In(rows), t.names.Number), vector.CodesOf(datasets.RouteOrAll.In(rows), t.names.Number)
	months := datasets.MonthOn.In(rows).Date32Values()
	lines, onTime := datasets.JudgedLines.In(rows).Int64Values(), datasets.OnTimeLines.In(rows).Int64Values()
	known3, within3 := datasets.Known3.In(rows).Int64Values(), datasets.Within3.In(rows).Int64Values()
	known5, within5 := datasets.Known5.In(rows).Int64Values(), datasets.Within5.In(rows).Int64Values()
	for i, month := range months {
		c := t.cell(cellKey{sellers.At(i), tiers.At(i), routes.At(i), month})
		c.counts.add(counts{lines[i], onTime[i], known3[i], within3[i], known5[i], within5[i]})
		if lines[i] != 0 {
			c.add(settlement{lines[i], onTime[i]})
		}
	}
}

func (t *tally) cell(key cellKey) *cell {
	c := t.cellAt[key]
	if c == nil {
		c = &cell{cellKey: key, sums: stat.NewClusterSums(1)}
		t.cellAt[key] = c
		t.cells = append(t.cells, c)
	}
	return c
}

func (c *cell) add(s settlement) {
	c.sums.Add(s.lines)
	c.sums.AddNumerator(0, s.onTime, s.lines)
	if c.sums.Clusters() > stat.MostResampled {
		c.settlements = nil
		return
	}
	c.settlements = append(c.settlements, s)
}

// A group is the cells behind one row: those of a tier and of a route or of ALL, of
// one seller and month or of ALL of them.
type group struct {
	groupKey
	cells []*cell
}

type groupKey struct{ seller, period, tier, route string }

// groupsOf puts each cell into its four groups, sorted by their keys.
func groupsOf(cells []*cell, names *vector.Names) []group {
	members := make(map[groupKey][]*cell)
	for _, c := range cells {
		month := calendar.Day(c.month).Month()
		for _, seller := range []string{names.Name(c.seller), datasets.All} {
			for _, period := range []string{month, datasets.All} {
				k := groupKey{seller, period, names.Name(c.tier), names.Name(c.route)}
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
