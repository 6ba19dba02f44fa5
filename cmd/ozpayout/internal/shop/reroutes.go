package shop

import (
	"cmp"
	"maps"
	"slices"
)

// reroutedOfTenThousand is the share of the rerouted category's payments in time
// that take the bank (A33).
const reroutedOfTenThousand = 3_300

// reroutes reports whether the posting is paid over the bank although it is in
// time: a part of one category is.
func (p *posting) reroutes(d *dice) bool {
	return p.kinds == 1 && p.items[0].product.category == p.seller.rerouted && d.chance(reroutedOfTenThousand)
}

// A laneKey names the sale lines of a seller's category in a month that took a
// route.
type laneKey struct {
	seller   int
	month    day // its first day, by settlement
	category string
	route    route
}

// countLanes counts the sale lines of a payout.
func (s *shop) countLanes(po *payout, lines []line) {
	year, month, _ := po.settled.date().Date()
	key := laneKey{seller: po.seller.index, month: monthStart(year, month), route: po.route()}
	for i := range lines {
		if lines[i].kind == sale {
			key.category = lines[i].item.product.category
			s.lanes[key]++
		}
	}
}

var truthRouteColumns = []string{"seller_id", "month", "category", "intended_route", "actual_route", "lines"}

// writeTruthRoutes writes the sale lines of the shop's sellers by month of
// settlement, category and route.
func (s *shop) writeTruthRoutes() error {
	t, err := s.out.createTable("truth_routes.csv", canonicalDialect, truthRouteColumns)
	if err != nil {
		return err
	}
	keys := slices.SortedFunc(maps.Keys(s.lanes), func(a, b laneKey) int {
		return cmp.Or(cmp.Compare(a.seller, b.seller), cmp.Compare(a.month, b.month), cmp.Compare(a.category, b.category), cmp.Compare(a.route, b.route))
	})
	for _, key := range keys {
		of := s.sellers[key.seller]
		t.text(of.id)
		t.text(key.month.date().Format("2006-01"))
		t.text(key.category)
		t.text(of.route.String())
		t.text(key.route.String())
		t.number(s.lanes[key])
		t.endRow()
	}
	return nil
}
