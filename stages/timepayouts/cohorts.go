package timepayouts

import (
	"cmp"

	"github.com/apache/arrow/go/v17/arrow"

	"ozpayout/datasets"
	"ozpayout/pipeline"
	"ozpayout/stages/internal/calendar"
	"ozpayout/stages/internal/stat"
	"ozpayout/stages/internal/vector"
)

// lines say what the lines of a row of wait_counts have in common.
type lines struct {
	seller, month, route, currency, tier, scheme, clock string
	landmark                                            string // "" = the wait runs from the clock start
}

// A cohort is the waits of lines that have all of it in common.
type cohort struct {
	lines
	lifetimes stat.Lifetimes
}

// A cohortKey is the lines of a cohort by numbers of names.
type cohortKey struct {
	seller, route, currency, tier, scheme, clock, landmark int32
	month                                                  arrow.Date32
}

// readCohorts adds up the partial counts of all partitions.
func readCohorts(t *pipeline.Task) (cohorts []*cohort, err error) {
	var names vector.Names
	known := make(map[cohortKey]*cohort)
	for _, counts := range []*pipeline.Dataset{datasets.WaitCounts, datasets.UnpaidWaitCounts} {
		for batch, err := range t.Read(counts) {
			if err != nil {
				return nil, err
			}
			r := newReader(counts, batch, &names)
			for i, day := range r.days {
				key := r.key(i)
				c := known[key]
				if c == nil {
					c = &cohort{linesOf(key, &names), make(stat.Lifetimes)}
					known[key] = c
					cohorts = append(cohorts, c)
				}
				c.lifetimes.Add(int(day), r.exits(i))
			}
		}
	}
	return cohorts, nil
}

func linesOf(k cohortKey, names *vector.Names) lines {
	name := func(number int32) string { return cmp.Or(names.Name(number), unknown) }
	return lines{
		seller: name(k.seller), month: calendar.Day(k.month).Month(), route: name(k.route), currency: name(k.currency),
		tier: name(k.tier), scheme: name(k.scheme), clock: name(k.clock), landmark: names.Name(k.landmark),
	}
}

// A reader reads a batch of counts.
type reader struct {
	seller, route, currency, tier, scheme, clock vector.Codes[int32]
	landmark                                     func(row int) int32 // 0 = the clock start
	months                                       []arrow.Date32
	days                                         []int32
	arrived, censored, returned, entered         []int64
}

func newReader(counts *pipeline.Dataset, batch arrow.Record, names *vector.Names) *reader {
	codes := func(column *pipeline.Code) vector.Codes[int32] { return vector.CodesOf(column.In(batch), names.Number) }
	landmark := func(int) int32 { return 0 }
	if counts.Index(datasets.LandmarkCode) >= 0 {
		landmarks := codes(datasets.LandmarkCode)
		landmark = landmarks.At
	}
	return &reader{
		seller: codes(datasets.SellerID), route: codes(datasets.RouteCode), currency: codes(datasets.PayoutCurrency), tier: codes(datasets.TierCode),
		scheme: codes(datasets.Scheme), clock: codes(datasets.ClockCode), landmark: landmark,
		months: datasets.MonthOn.In(batch).Date32Values(), days: datasets.WaitDays.In(batch).Int32Values(),
		arrived: datasets.WaitsArrived.In(batch).Int64Values(), censored: datasets.WaitsCensored.In(batch).Int64Values(),
		returned: datasets.WaitsReturned.In(batch).Int64Values(), entered: datasets.WaitsEntered.In(batch).Int64Values(),
	}
}

func (r *reader) key(i int) cohortKey {
	return cohortKey{
		seller: r.seller.At(i), route: r.route.At(i), currency: r.currency.At(i), tier: r.tier.At(i), scheme: r.scheme.At(i),
		clock: r.clock.At(i), landmark: r.landmark(i), month: r.months[i],
	}
}

func (r *reader) exits(i int) stat.Exits {
	return stat.Exits{Events: r.arrived[i], Censored: r.censored[i], Competing: r.returned[i], Entered: r.entered[i]}
}
