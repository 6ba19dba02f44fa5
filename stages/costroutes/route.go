package costroutes

import (
	"cmp"
	"maps"
	"math"
	"math/big"
	"slices"

	"ozpayout/datasets"
	"ozpayout/pipeline"
	"ozpayout/stages/internal/calendar"
	"ozpayout/stages/internal/gate"
	"ozpayout/stages/internal/nullable"
	"ozpayout/stages/internal/stat"
)

// A routeKey names a row of route_costs.
type routeKey struct{ route, currency, period string }

func (k routeKey) compare(other routeKey) int {
	return cmp.Or(cmp.Compare(k.route, other.route), cmp.Compare(k.currency, other.currency), cmp.Compare(k.period, other.period))
}

func (k routeKey) String() string { return k.route + "|" + k.currency + "|" + k.period }

// A route is the costs behind one row, and how many further withdrawals there are.
type route struct {
	routeKey
	costs []*cost
	other int64
}

// routesOf groups costs by month and ALL, in order of their keys. Withdrawals that
// have no known cost count as others, also where none has one.
func routesOf(costs []*cost, paidOut map[routeKey]int64) []route {
	members := make(map[routeKey]*route)
	of := func(k routeKey) *route {
		if members[k] == nil {
			members[k] = &route{routeKey: k}
		}
		return members[k]
	}
	for k, n := range paidOut {
		of(k).other += n
	}
	for _, c := range costs {
		for _, period := range []string{c.on.Month(), datasets.All} {
			r := of(routeKey{c.route, c.currency, period})
			r.costs = append(r.costs, c)
			r.other--
		}
	}
	routes := make([]route, 0, len(members))
	for _, k := range slices.SortedFunc(maps.Keys(members), routeKey.compare) {
		routes = append(routes, *members[k])
	}
	return routes
}

// sums are what a row adds up.
type sums struct {
	spread, fee, fixed  fraction // by worth
	cost, timing, allIn fraction // by ideal amount, ideal amount and mid amount
	worth               big.Int
	timed               int64
	hasFixed            bool
}

func sumOf(costs []*cost) *sums {
	s := &sums{}
	for _, c := range costs {
		s.worth.Add(&s.worth, big.NewInt(c.worth()))
		s.spread.add(c.spread, c.worth())
		s.fee.add(c.fee, c.worth())
		if c.fixed == nil {
			s.fixed.add(0, c.worth())
		} else {
			s.fixed.add(*c.fixed, c.worth())
			s.hasFixed = true
		}
		s.allIn.add(c.allIn(), c.mid)
		if c.timed != nil {
			s.timed++
			s.cost.add(c.timed.total, c.timed.ideal)
			s.timing.add(c.timed.timing, c.timed.ideal)
		}
	}
	return s
}

// fixedBasisPoints returns the ratio of the fixed parts, nil where no schedule
// tells any.
func (s *sums) fixedBasisPoints() *big.Rat {
	if !s.hasFixed {
		return nil
	}
	return s.fixed.basisPoints()
}

// intervals resamples the days of the row and returns the intervals of the cost of
// its timed withdrawals and of the all-in cost of all, in basis points.
func (r route) intervals() (cost, allIn stat.Interval, days int) {
	timed, every := make(map[calendar.Day]*fraction), make(map[calendar.Day]*fraction)
	for _, c := range r.costs {
		addTo(every, c.on, c.allIn(), c.mid)
		if c.timed != nil {
			addTo(timed, c.on, c.timed.total, c.timed.ideal)
		}
	}
	return r.resample(timed, "cost"), r.resample(every, "all_in"), len(every)
}

func addTo(days map[calendar.Day]*fraction, on calendar.Day, part, whole int64) {
	if days[on] == nil {
		days[on] = &fraction{}
	}
	days[on].add(part, whole)
}

func (r route) resample(days map[calendar.Day]*fraction, what string) stat.Interval {
	clusters := make([]stat.Cluster, 0, len(days))
	for _, f := range days {
		of := f.floats()
		clusters = append(clusters, stat.Cluster{Numerators: []float64{of.Numerator}, Denominator: of.Denominator})
	}
	if len(clusters) == 0 {
		return stat.UnknownInterval
	}
	return stat.ClusterBootstrap(clusters, stat.Replicates, stat.Confidence, stat.SeedOf(seed, r.String()+"|"+what))[0].Interval
}

func float(n *big.Int) float64 {
	f, _ := new(big.Float).SetInt(n).Float64()
	return f
}

// figure returns an exact ratio as a number, NaN for none.
func figure(exact *big.Rat) float64 {
	if exact == nil {
		return math.NaN()
	}
	f, _ := exact.Float64()
	return f
}

// orderLevelShare returns the share of withdrawals from accounts with order-level
// data among those from accounts whose granularity is known (A36).
func orderLevelShare(costs []*cost) float64 {
	known, orderLevel := 0, 0
	for _, c := range costs {
		switch c.grain {
		case "order_level":
			orderLevel++
			known++
		case "daily_summary", "mixed":
			known++
		}
	}
	return float64(orderLevel) / float64(known) // of none: NaN
}

func medianLag(costs []*cost) float64 {
	var lags []float64
	for _, c := range costs {
		if c.lag != nil {
			lags = append(lags, float64(*c.lag))
		}
	}
	slices.Sort(lags)
	return stat.Quantile(lags, .5)
}

func writeCosts(t *pipeline.Task, routes []route, claim costClaim, limits gate.Gate) error {
	return write(t, datasets.RouteCosts, routes, func(w *nullable.Writer, r route) {
		s := sumOf(r.costs)
		cost, allIn, days := r.intervals()
		n := int64(len(r.costs))
		w.Code(datasets.CostRoute, r.route)
		w.Code(datasets.CostCurrency, r.currency)
		w.Code(datasets.CostPeriod, r.period)
		w.Int(datasets.CostedWithdrawals, n)
		var worth *int64
		if n > 0 {
			worth = nullable.Minor(&s.worth)
		}
		w.Money(datasets.RouteIdeal, worth)
		w.Share(datasets.RouteCostBP, figure(s.cost.basisPoints()))
		w.Share(datasets.RouteLoBP, cost.Low)
		w.Share(datasets.RouteHiBP, cost.High)
		w.Share(datasets.RouteSpreadBP, figure(s.spread.basisPoints()))
		w.Share(datasets.RouteFeeBP, figure(s.fee.basisPoints()))
		w.Share(datasets.RouteTimingBP, figure(s.timing.basisPoints()))
		w.Share(datasets.RouteFixedBP, figure(s.fixedBasisPoints()))
		w.Share(datasets.OrderLevelShare, orderLevelShare(r.costs))
		w.Share(datasets.MedianBookingLag, medianLag(r.costs))
		w.Text(datasets.RouteClaimText, claim.textOn(r.route))
		w.Int(datasets.TimedWithdrawals, s.timed)
		w.Share(datasets.AllInBP, figure(s.allIn.basisPoints()))
		w.Share(datasets.AllInLoBP, allIn.Low)
		w.Share(datasets.AllInHiBP, allIn.High)
		w.Int(datasets.OtherWithdrawals, r.other)
		w.Int(datasets.CostDays, int64(days))
		w.Code(datasets.CostGate, limits.Code(n))
		w.Code(datasets.PolicyPack, t.Pack)
		w.Code(datasets.DecidedBy, "A35 A36 C03 D32")
	})
}
