package load

import (
	"slices"

	"github.com/apache/arrow/go/v17/arrow"
)

// The codes of datasets.ArrivalCode.
const (
	arrivedCode   = "arrived"
	openCode      = "open"
	partlyCode    = "partially_arrived"
	undatedCode   = "unknown"
	statusArrived = "arrived"
	statusPartly  = "partially_arrived"
)

// An arrival is one distinct triple of day, amount and bank receipt.
type arrival struct {
	on        arrow.Date32
	amount    int64
	hasAmount bool
	receipt   string
}

// arrivals collects the arrivals of a payout that are known on the as-of date.
type arrivals struct {
	payoutAmount int64
	asOf         arrow.Date32

	known      []arrival
	sum        int64
	hasAmounts bool // every known arrival has an amount
	receipt    string
	latest     arrow.Date32
	isArrived  bool // a row's status says so
	isPartly   bool
	isLater    bool // an arrival after the as-of date
}

// add takes the arrival of a part; it reports one that lies after the as-of date.
func (a *arrivals) add(p *parts, row int32) (later bool) {
	switch p.status.At(int(row)) {
	case statusArrived:
		a.isArrived = true
	case statusPartly:
		a.isPartly = true
	}
	if p.arrived.IsNull(int(row)) {
		return false
	}
	on := p.arrived.Value(int(row))
	if on > a.asOf {
		a.isLater = true
		return true
	}
	one := arrival{on: on}
	if p.arrival.IsValid(int(row)) {
		one.amount, one.hasAmount = p.arrival.Value(int(row)), true
	}
	if p.receipt.IsValid(int(row)) {
		one.receipt = p.receipt.Value(int(row))
	}
	if slices.Contains(a.known, one) {
		return false
	}
	a.known = append(a.known, one)
	a.sum += one.amount
	a.hasAmounts = a.hasAmounts && one.hasAmount
	if on >= a.latest || len(a.known) == 1 {
		a.latest = on
		if one.receipt != "" {
			a.receipt = one.receipt
		}
	}
	return false
}

// decide applies the rule of formats.md 9.2.
func (a *arrivals) decide() (code string, on arrow.Date32) {
	single := len(a.known) == 1 && !a.known[0].hasAmount && !a.isPartly && !a.isLater
	full := len(a.known) > 0 && a.sum >= a.payoutAmount // what nobody says the amount of only adds to it
	isArrived := a.isArrived && !a.isLater              // else the status is of a day that is not yet known
	switch {
	case isArrived && len(a.known) == 0:
		return undatedCode, 0
	case isArrived, full, single:
		return arrivedCode, a.latest
	}
	if len(a.known) > 0 || a.isPartly && !a.isLater {
		return partlyCode, 0
	}
	return openCode, 0
}
