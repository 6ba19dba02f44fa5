package matching

import (
	"cmp"
	"slices"

	"ozpayout/stages/internal/calendar"
)

// An Owed amount is expected to be received.
type Owed struct {
	ID       string   // unique among the owed
	Numbers  []string // bank receipts that it is said to have arrived by
	Batch    string   // settlement batch, "" = none
	Account  string   // where it is expected; "" = not known: only ids tell
	Amount   int64    // minor units of Currency
	Currency string
	// From and To are the first and the last day on which it may be received where
	// no id says so.
	From, To calendar.Day
}

// A Received amount came in.
type Received struct {
	ID       string // unique among the received
	Names    string // the owed amount or the batch that it says it is for, "" = says nothing
	Number   string // bank receipt, "" = none
	Account  string // where it came in
	Amount   int64  // minor units of Currency, not negative
	Currency string
	On       calendar.Day
}

// A Method says by what a group was put together.
type Method string

// The methods in the order in which they are tried.
const (
	ByID    Method = "by_id"    // an id that one side gives of the other
	ByBatch Method = "by_batch" // one receipt of exactly what a settlement batch still misses
	ByCover Method = "by_cover" // the only exact covering
)

// A Reason says why an amount stands alone.
type Reason string

// The reasons. The zero reason is that nothing fits.
const (
	SeveralSolutions  Reason = "several_solutions"   // more than one covering, or amounts that fit in part only
	TooManyCandidates Reason = "too_many_candidates" // more amounts in the days than sums are tried of
	SearchLimit       Reason = "search_limit"        // the search ran out of steps
	UnknownName       Reason = "unknown_name"        // what came in names what is not owed
)

// A Group holds what belongs together, as positions in both sides, ascending.
// Without a method it is a single amount owed, or what was received under one
// name, or a single amount received.
type Group struct {
	Owed, Received []int
	Method         Method
	Reason         Reason
}

// Limits bound the covering.
type Limits struct {
	Candidates int // sums are tried of at most that many amounts
	Steps      int // of the search, for each account and currency and each of its tangles
}

// Match puts every amount into one group.
func Match(owed []Owed, received []Received, limits Limits) []Group {
	s := newSides(owed, received)
	groups := s.byID()
	groups = append(groups, s.byBatch()...)
	groups = append(groups, s.byCover(limits)...)
	for i := range s.owed {
		if !s.owed[i].isTaken {
			groups = append(groups, Group{Owed: []int{s.owed[i].at}, Reason: s.owed[i].reason})
		}
	}
	for i := range s.received {
		if !s.received[i].isTaken {
			groups = append(groups, Group{Received: []int{s.received[i].at}, Reason: s.received[i].reason})
		}
	}
	for _, g := range groups {
		slices.Sort(g.Owed)
		slices.Sort(g.Received)
	}
	return groups
}

// sides are both sides in an order of their own, so that the order in which they
// were given decides nothing.
type sides struct {
	owed     []claim
	received []arrival
}

// A claim is an amount owed and what became of it.
type claim struct {
	Owed
	at      int // position as given
	isTaken bool
	reason  Reason
}

// An arrival is an amount received and what became of it.
type arrival struct {
	Received
	at      int
	isTaken bool
	reason  Reason
}

func newSides(owed []Owed, received []Received) *sides {
	s := &sides{owed: make([]claim, len(owed)), received: make([]arrival, len(received))}
	for i, o := range owed {
		s.owed[i] = claim{Owed: o, at: i}
	}
	for i, r := range received {
		s.received[i] = arrival{Received: r, at: i}
	}
	slices.SortFunc(s.owed, func(a, b claim) int { return cmp.Compare(a.ID, b.ID) })
	slices.SortFunc(s.received, func(a, b arrival) int { return cmp.Compare(a.ID, b.ID) })
	return s
}

// take makes a group of amounts, given by their places in the own order.
func (s *sides) take(owed, received []int, method Method, reason Reason) Group {
	g := Group{Method: method, Reason: reason}
	for _, i := range owed {
		s.owed[i].isTaken = true
		g.Owed = append(g.Owed, s.owed[i].at)
	}
	for _, i := range received {
		s.received[i].isTaken = true
		g.Received = append(g.Received, s.received[i].at)
	}
	return g
}

// A pool is where amounts can be told apart by nothing but amount and day.
type pool struct{ account, currency string }

func (o Owed) pool() pool { return pool{o.Account, o.Currency} }

func (r Received) pool() pool { return pool{r.Account, r.Currency} }

func (p pool) compare(other pool) int {
	return cmp.Or(cmp.Compare(p.account, other.account), cmp.Compare(p.currency, other.currency))
}

// mayBe reports whether what came in may be of what is owed, as far as the days
// say.
func (r Received) mayBe(o Owed) bool { return o.From <= r.On && r.On <= o.To }
