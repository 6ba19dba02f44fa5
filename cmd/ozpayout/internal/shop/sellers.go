package shop

import (
	"strconv"
	"time"
)

// A language is the one of a seller's cabinet.
type language int

const (
	russian language = iota
	chinese
	english
	languages = 3
)

// A tier of a seller: it decides the due date.
type tier int

const (
	ordinary tier = iota
	premium
)

// A route of payouts.
type route int

const (
	lianlian route = iota
	worldfirst
	bank
	payoneer
	routes = 4
)

var routeCodes = [routes]string{lianlian: "lianlian", worldfirst: "worldfirst", bank: "bank", payoneer: "payoneer"}

func (r route) String() string { return routeCodes[r] }

// A seller of the shop with everything that happens to the account as a whole.
type seller struct {
	id       string
	index    int
	name     string // of the account
	english  string // of the licence
	inn      string
	language language
	payments *paymentWords // words and header of the payment history
	orders   currency      // of the orders export
	payouts  currency
	route    route
	fbo      int64 // orders stored with Ozon, of ten thousand
	weight   int64 // share of the shop's orders
	profile  profile
	payee    payee

	products []product

	premiumFrom    day    // first day of the premium tier; zero: never
	incomplete     period // settlement account data incomplete
	withoutINN     period // the INN is not uploaded
	frozen         period // payouts frozen by risk review
	bankReview     period // a bank reviews the route's payments
	review         period // reviewCategory is under manual review
	reviewCategory string
	misnamed       period // the provider spells the account name in another case; nobody states that the data are complete
	suspended      period // the collection channel
	rerouted       string // category of which a part is paid over the bank
	rateLag        day    // days from the rate in force to the settlement
	freeze         freezeSeries
	planted        *sideCase // nil for a seller of the shop
}

// tierOn returns the tier that holds on the day.
func (s *seller) tierOn(d day) tier {
	if s.premiumFrom != 0 && d >= s.premiumFrom {
		return premium
	}
	return ordinary
}

// makeSellers makes the sellers, in three kinds that take turns: Russian
// cabinet paid in CNY, Chinese cabinet paid in CNY, Chinese cabinet paid in USD.
// The span is that of the orders.
func makeSellers(o Options, c *calendar, span period) []*seller {
	sellers := make([]*seller, o.Sellers)
	for i := range sellers {
		s := &seller{
			id: strconv.Itoa(104_233 + 104_584*i), index: i, inn: taxNumber(int64(i)),
			english: "Shenzhen Demo Trading " + strconv.Itoa(i+1) + " Co., Ltd.",
			payouts: cny, orders: cny, language: chinese, route: lianlian, rateLag: 1,
		}
		s.name = s.english
		switch i % 3 {
		case 0:
			s.language, s.orders, s.payments, s.fbo, s.weight = russian, rub, &russianPayments, 8_000, 5
		case 1:
			s.payments, s.weight = &chinesePayments, 3
		case 2:
			s.payments, s.payouts, s.route, s.weight = &englishPayments, usd, worldfirst, 2
		}
		s.products = catalogue(o.Seed, i, s.language, s.orders)
		s.register(span.first - 400)
		sellers[i] = s
	}

	days := int64(span.last - span.first + 1)
	at := func(percent int64) day { return span.first + day(days*percent/100) }
	first, second, third := sellers[0], sellers[1%len(sellers)], sellers[2%len(sellers)]
	third.premiumFrom = at(50)
	first.review, first.reviewCategory = c.quietFortnight(at(30), span.last), first.products[0].category
	first.withoutINN = period{at(40), at(70)}
	second.incomplete = c.quietFortnight(at(35), span.last)
	third.frozen = c.quietFortnight(at(52), span.last)
	third.bankReview = c.quietFortnight(at(22), span.last)
	third.misnamed = c.quietFortnight(at(6), span.last)
	second.suspended = c.quietFortnight(at(12), span.last)
	second.rerouted = second.products[3].category
	second.freeze.after = at(75)
	third.rateLag = 0
	return sellers
}

// quietFortnight returns the first run from a Monday to the Friday of the week
// after, on or after the day, that is followed by an ordinary weekend and by two
// weeks without a Chinese holiday, and ends a week before the last day. So it
// does not matter whether a day that ends it counts, nor does a holiday fall
// into the days after it. It returns the zero period if there is none.
func (c *calendar) quietFortnight(from, last day) period {
	for from.weekday() != time.Monday {
		from++
	}
	for ; from+11+7 <= last; from += 7 {
		end := from + 11
		if c.off.working("RU", from) && c.off.working("RU", end) && !c.off.working("RU", end+1) && c.holidayWithin(end, end+14) == 0 {
			return period{from, end}
		}
	}
	return period{}
}

// taxNumber returns a Russian tax number (INN) of ten digits with a right check digit.
func taxNumber(n int64) string {
	digits := appendPadded(nil, 990_100_000+n, 9)
	sum := 0
	for i, weight := range [...]int{2, 4, 10, 3, 5, 9, 4, 6, 8} {
		sum += weight * int(digits[i]-'0')
	}
	return string(append(digits, byte('0'+sum%11%10)))
}
