package shop

import "slices"

// A metric is what Ozon shows of a seller for a month (tier_metrics): here of
// accounts without exported orders, so that nothing else says it.
type metric struct {
	gmv              int64 // US cents
	positive, rated  int64
	disputes, orders int64
}

// The planted months of two side accounts, the last first: one stays exactly at
// the limits of B11, the other misses one of them by the least that shows.
var (
	atTheLimits = []metric{{5_000_00, 1_900, 2_000, 8, 1_000}, {5_000_00, 1_900, 2_000, 8, 1_000}, {5_000_00, 1_900, 2_000, 8, 1_000}}
	justMissed  = []metric{{4_999_99, 1_900, 2_000, 8, 1_000}, {5_000_00, 9_499, 10_000, 8, 1_000}, {5_000_00, 1_900, 2_000, 81, 10_000}}
)

var metricColumns = []string{
	"seller_id", "month", "gmv_amount", "gmv_currency", "positive_rating_pct", "ratings_positive", "ratings_total", "dispute_rate_pct", "disputes_opened", "orders_delivered", "tier",
	"rating_definition",
}

// months returns the first days of the months before that of the as-of date, the
// last first.
func (s *shop) months(n int) []day {
	year, month, _ := s.asOf.date().Date()
	var months []day
	for range n {
		month--
		months = append(months, monthStart(year, month))
	}
	return months
}

// writeMetrics writes the planted months, and of the shop's sellers the ratings
// alone: the rest follows from their orders.
func (s *shop) writeMetrics() error {
	t, err := s.in.createTable("tier_metrics.csv", canonicalDialect, metricColumns)
	if err != nil {
		return err
	}
	for _, of := range s.side {
		for i, month := range s.months(len(of.planted.metrics)) {
			m := of.planted.metrics[i]
			t.text(of.id)
			t.text(month.date().Format("2006-01"))
			t.money(m.gmv)
			t.text(usd.String())
			t.blank(1) // follows from the counts
			t.number(m.positive)
			t.number(m.rated)
			t.blank(1)
			t.number(m.disputes)
			t.number(m.orders)
			t.text("Ordinary")
			t.text("4-5 stars of 5")
			t.endRow()
		}
	}
	for _, of := range s.sellers {
		for i, month := range s.months(3) {
			t.text(of.id)
			t.text(month.date().Format("2006-01"))
			t.blank(2)
			t.text("96.50%")
			t.number(1_930 - 193*int64(i))
			t.number(2_000 - 200*int64(i))
			t.blank(4)
			t.text("4-5 stars of 5")
			t.endRow()
		}
	}
	return s.in.close(t.out)
}

var truthTierColumns = []string{"seller_id", "month", "gmv_passes", "rating_passes", "disputes_pass", "passes_all", "months_in_a_row"}

// writeTruthTiers judges the planted months by the limits 5 000.00 USD, 95 % and
// 0.8 % (B11).
func (s *shop) writeTruthTiers() error {
	t, err := s.out.createTable("truth_tiers.csv", canonicalDialect, truthTierColumns)
	if err != nil {
		return err
	}
	for _, of := range s.side {
		metrics := of.planted.metrics
		inARow := int64(0)
		for i, month := range slices.Backward(s.months(len(metrics))) {
			m := metrics[i]
			passes := [...]bool{m.gmv >= 5_000_00, 100*m.positive >= 95*m.rated, 1_000*m.disputes <= 8*m.orders}
			all := passes == [...]bool{true, true, true}
			if all {
				inARow++
			} else {
				inARow = 0
			}
			t.text(of.id)
			t.text(month.date().Format("2006-01"))
			for _, pass := range passes {
				t.flag(pass)
			}
			t.flag(all)
			t.number(inARow)
			t.endRow()
		}
	}
	return nil
}
