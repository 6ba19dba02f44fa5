package rateontime

import (
	"cmp"
	"maps"
	"slices"
	"strings"

	"github.com/apache/arrow/go/v17/arrow"

	"ozpayout/datasets"
	"ozpayout/pipeline"
	"ozpayout/stages/internal/calendar"
	"ozpayout/stages/internal/nullable"
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

// A settlement is what the lines of one settlement batch, tier and route add up
// to. Lines without a batch number count as one batch of the seller and month.
type settlement struct {
	seller, tier, route string
	month               arrow.Date32
	batch               int // number of the batch and tier
	counts              counts
}

// A settlementKey tells settlements apart. Seller, tier and route are numbers of
// names. A batch settles on one day, and different sellers may use one number.
type settlementKey struct {
	seller, tier, route int32
	month               arrow.Date32
	batch               string
}

// readSettlements adds up the partial counts of all partitions and currencies.
func readSettlements(t *pipeline.Task) ([]*settlement, error) {
	known := make(map[settlementKey]*settlement)
	batches := make(map[settlementKey]int) // without routes
	var names vector.Names
	for batch, err := range t.Read(datasets.OnTimeCounts) {
		if err != nil {
			return nil, err
		}
		sellers := vector.CodesOf(datasets.SellerID.In(batch), names.Number)
		tiers, routes := vector.CodesOf(datasets.TierCode.In(batch), names.Number), vector.CodesOf(datasets.RouteCode.In(batch), names.Number)
		months, numbers := datasets.MonthOn.In(batch), datasets.SettlementBatchNo.In(batch)
		lines, onTime := datasets.JudgedLines.In(batch), datasets.OnTimeLines.In(batch)
		known3, within3 := datasets.Known3.In(batch), datasets.Within3.In(batch)
		known5, within5 := datasets.Known5.In(batch), datasets.Within5.In(batch)
		for i := range int(batch.NumRows()) {
			key := settlementKey{sellers.At(i), tiers.At(i), routes.At(i), months.Value(i), nullable.Text(numbers, i)}
			s := known[key]
			if s == nil {
				key.batch = strings.Clone(key.batch) // it outlives its batch
				s = &settlement{seller: names.Name(key.seller), tier: names.Name(key.tier), route: names.Name(key.route), month: key.month}
				known[key] = s
				key.route = 0
				if _, isKnown := batches[key]; !isKnown {
					batches[key] = len(batches)
				}
				s.batch = batches[key]
			}
			s.counts.add(counts{lines.Value(i), onTime.Value(i), known3.Value(i), within3.Value(i), known5.Value(i), within5.Value(i)})
		}
	}
	return slices.Collect(maps.Values(known)), nil
}

// A group is the settlements behind one row: those of a tier, of one seller, month
// and route or of ALL of them.
type group struct {
	groupKey
	settlements []*settlement
}

type groupKey struct{ seller, period, tier, route string }

// all stands for every seller, every month and every route.
const all = "ALL"

// groupsOf puts each settlement into its eight groups, sorted by their keys. The
// order of settlements within a group is not promised.
func groupsOf(settlements []*settlement) []group {
	members := make(map[groupKey][]*settlement)
	for _, s := range settlements {
		month := calendar.Day(s.month).String()[:len("2006-01")]
		for _, seller := range []string{s.seller, all} {
			for _, period := range []string{month, all} {
				for _, route := range []string{s.route, all} {
					k := groupKey{seller, period, s.tier, route}
					members[k] = append(members[k], s)
				}
			}
		}
	}
	groups := make([]group, 0, len(members))
	for k, settlements := range members {
		groups = append(groups, group{k, settlements})
	}
	slices.SortFunc(groups, func(a, b group) int {
		return cmp.Or(
			cmp.Compare(a.seller, b.seller), cmp.Compare(a.period, b.period), cmp.Compare(a.tier, b.tier), cmp.Compare(a.route, b.route))
	})
	return groups
}
