package readchannels

import (
	"cmp"
	"math"
	"slices"

	"ozpayout/datasets"
	"ozpayout/pipeline"
	"ozpayout/stages/internal/calendar"
	"ozpayout/stages/internal/channelstate"
	"ozpayout/stages/internal/nullable"
	"ozpayout/stages/internal/ratio"
)

type monthKey struct {
	seller string
	start  calendar.Day // first day of the month
}

// A settlement is what a seller settled in a month in one currency, in minor units.
type settlement struct {
	currency string
	gross    int64
	refund   refund
}

// A refund is a single refund line.
type refund struct {
	amount              int64 // positive; 0 = none
	orderAmount         *int64
	payout, line, order string
}

// readSettlements joins what the partitions know of months.
func readSettlements(t *pipeline.Task) (map[monthKey][]settlement, error) {
	months := make(map[monthKey][]settlement)
	for r, err := range nullable.Rows(t, datasets.SettlementSums) {
		if err != nil {
			return nil, err
		}
		part := settlement{currency: r.Code(datasets.Currency), gross: *r.Money(datasets.SettlementGross)}
		if amount := r.Money(datasets.RefundAmount); amount != nil {
			part.refund = refund{
				amount: *amount, orderAmount: r.Money(datasets.RefundOrderAmount), payout: r.Text(datasets.PayoutID),
				line: r.Text(datasets.LineNo), order: r.Text(datasets.OrderID),
			}
		}
		key := monthKey{r.Code(datasets.SellerID), calendar.Day(*r.Date(datasets.MonthOn))}
		months[key] = add(months[key], part)
	}
	return months, nil
}

// add adds a part of a month to its parts of other currencies.
func add(month []settlement, part settlement) []settlement {
	at := slices.IndexFunc(month, func(s settlement) bool { return s.currency == part.currency })
	if at < 0 {
		return append(month, part)
	}
	month[at].gross += part.gross
	if part.refund.compare(month[at].refund) < 0 {
		month[at].refund = part.refund
	}
	return month
}

// compare puts the larger refund first, of equal ones that of the smaller ids.
func (r refund) compare(other refund) int {
	return cmp.Or(cmp.Compare(other.amount, r.amount), cmp.Compare(r.payout, other.payout), cmp.Compare(r.line, other.line))
}

// A prediction says whether refunds predict a suspension, and how that fits the
// state.
type prediction struct {
	refund
	isPredicted       *bool   // nil = not known
	share, orderShare float64 // of the month's gross, of its order; NaN = not known
	code              string
}

// predict predicts from the settlement of a month whether a channel is suspended:
// when the largest single refund is more than limit, in hundredths of a percent, of
// the gross (A26, C09).
func predict(month []settlement, limit int64, state string) prediction {
	p := prediction{share: math.NaN(), orderShare: math.NaN()}
	switch len(month) {
	case 0:
		p.code = "no_settlement"
		return p
	case 1:
	default:
		p.code = "mixed_currencies"
		return p
	}
	of := month[0]
	p.refund = of.refund
	isPredicted := exceeds(of.refund.amount, of.gross, limit)
	p.isPredicted = &isPredicted
	p.share = ratio.Ratio{Numerator: of.refund.amount, Denominator: of.gross}.Float()
	if of.refund.amount > 0 && of.refund.orderAmount != nil {
		p.orderShare = ratio.Ratio{Numerator: of.refund.amount, Denominator: *of.refund.orderAmount}.Float()
	}
	switch isSuspended := state == channelstate.Suspended; {
	case state == channelstate.Unknown:
		p.code = "unknown_state"
	case isPredicted == isSuspended:
		p.code = "agrees"
	case isSuspended:
		p.code = "not_predicted"
	default:
		p.code = "not_suspended"
	}
	return p
}

// exceeds reports whether part is more than limit hundredths of a percent of the
// whole, exactly. Neither part nor limit is negative; any part is more than a share
// of nothing.
func exceeds(part, whole, limit int64) bool {
	const hundredthsOfAPercent = 10_000
	share := ratio.Ratio{Numerator: part, Denominator: whole}
	if !share.IsKnown() {
		return part > 0
	}
	return share.Compare(ratio.Ratio{Numerator: limit, Denominator: hundredthsOfAPercent}) > 0
}
