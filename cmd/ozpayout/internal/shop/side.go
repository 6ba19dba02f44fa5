package shop

import (
	"fmt"
	"strconv"
)

// Beside the shop's sellers there are side accounts: shops that bind a collection
// provider, most of them with one planted fault. Their orders are not exported;
// some have a few payouts, all in time.

const (
	nowhere      = -1         // index of a difference without a place
	firstSideID  = 20_000_101 // above the ids of a hundred sellers
	sideOpenedOn = 75         // days before the as-of date
	sideSettles  = 30         // days before it from which payouts over the bank may come
)

// makeSide makes the side accounts, one per planted case.
func makeSide(sellers int, span period) []*seller {
	side := make([]*seller, len(sideCases))
	for i := range sideCases {
		c := &sideCases[i]
		s := &seller{
			id: strconv.Itoa(firstSideID + i), index: sellers + i, inn: taxNumber(int64(sellers + i)), language: english,
			english: fmt.Sprintf("Ningbo Demo Export %d Co., Ltd.", i+1), payments: &englishPayments, payouts: cny, orders: rub,
			route: c.provider, rateLag: 1, planted: c,
		}
		if c.company != "" {
			s.english = c.company
		}
		s.name = s.english
		s.register(span.last - sideOpenedOn)
		s.products = []product{{sku: 2_900_000_000 + int64(i), offer: fmt.Sprintf("SD-%d", i+1), name: "Sample", category: "Sample", price: 1}}
		if c.isTested {
			s.payee.testedOn = max(s.payee.from+1, span.first)
		}
		if c.change != nil {
			c.change(s)
		}
		side[i] = s
	}
	return side
}

// A sideCase is what is planted in a side account, and what must be found.
type sideCase struct {
	name     string
	provider route
	company  string        // legal name, if it is not the usual one
	change   func(*seller) // plants the fault in the account
	isTested bool          // a test transfer arrived over the provider

	// What the audit of the binding must find (A05-A15, A27-A31).
	failing  []string // checks, without those that follow from them; none: the account passes
	class    string   // of the difference of the first of them; "": not told
	index    int      // of its first differing code point
	division string   // whether differing addresses are in one place: "true", "false"

	// What the eligibility for the channel must say (A22, A23).
	ineligible bool

	channel channelCase
	papers  paperCase
	metrics []metric
}

// isSide reports whether the account stands beside the shop's sellers.
func (s *seller) isSide() bool { return s.planted != nil }
