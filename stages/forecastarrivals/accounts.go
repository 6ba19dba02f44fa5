package forecastarrivals

import (
	"cmp"
	"maps"
	"slices"
	"strings"

	"github.com/apache/arrow/go/v17/arrow"
	"github.com/apache/arrow/go/v17/arrow/array"

	"ozpayout/datasets"
	"ozpayout/pipeline"
	"ozpayout/stages/internal/calendar"
	"ozpayout/stages/internal/nullable"
	"ozpayout/stages/internal/policy"
	"ozpayout/stages/internal/underway"
	"ozpayout/stages/internal/vector"
)

// An account is the payouts of a seller in one currency.
type account struct {
	accountKey
	payouts []payout // that were open on the first night that is forecast, or later
	waits   waits
}

type accountKey struct{ seller, currency string }

// A payout that arrived or is awaited.
type payout struct {
	batch     string // settlement batch; "" = its own
	settledOn calendar.Day
	arrivedOn calendar.Day // notYet while it is open
	amount    int64        // minor units, less what arrived of an open one; 0 = not known, or nothing left
}

// waits add up payouts by settlement and arrival.
type waits map[span]sent

type span struct{ settledOn, arrivedOn calendar.Day }

// sent is how many payouts were sent, how much by all of them, and by the largest.
type sent struct{ payouts, amount, largest int64 }

func (s sent) add(more sent) sent {
	return sent{s.payouts + more.payouts, s.amount + more.amount, max(s.largest, more.largest)}
}

func (w waits) add(s span, more sent) { w[s] = w[s].add(more) }

// notYet is after every day.
const notYet calendar.Day = 1<<31 - 1

// isOpenOn reports whether the payout was settled and not arrived on a day.
func (p *payout) isOpenOn(day calendar.Day) bool { return p.settledOn <= day && p.arrivedOn > day }

// sent returns what the payout adds to the waits. One that takes money back has no
// weight among those that bring some.
func (p *payout) sent() sent {
	amount := max(0, p.amount)
	return sent{1, amount, amount}
}

// readAccounts reads the payouts, by seller and currency. All of them are counted;
// those that had arrived on the day since are not kept.
func readAccounts(t *pipeline.Task, values *policy.ValueTable, since calendar.Day) ([]*account, error) {
	accounts := make(map[accountKey]*account)
	for batch, err := range t.Read(datasets.Payouts) {
		if err != nil {
			return nil, err
		}
		r, underWay := newReader(batch), underway.Of(batch, values)
		for i := range int(batch.NumRows()) {
			p, ok := r.payout(i, calendar.Day(t.AsOf), underWay)
			if !ok {
				continue
			}
			isSent, err := underWay.Has(i)
			if err != nil {
				return nil, err
			}
			if !isSent {
				continue
			}
			key := accountKey{r.seller.At(i), r.currency.At(i)}
			a := accounts[key]
			if a == nil {
				a = &account{accountKey: key, waits: make(waits)}
				accounts[key] = a
			}
			if p.arrivedOn > since {
				p.batch = strings.Clone(p.batch)
				a.payouts = append(a.payouts, p)
			}
			a.waits.add(span{p.settledOn, p.arrivedOn}, p.sent())
		}
	}
	return slices.SortedFunc(maps.Values(accounts), func(a, b *account) int {
		return cmp.Or(cmp.Compare(a.seller, b.seller), cmp.Compare(a.currency, b.currency))
	}), nil
}

// A reader reads a batch of payouts.
type reader struct {
	seller, currency vector.Codes[string]
	arrival          vector.Codes[string]
	settled, arrived *array.Date32
	batch            *array.String
	amount           *array.Int64
}

func newReader(batch arrow.Record) *reader {
	return &reader{
		seller: vector.WordsOf(datasets.SellerID.In(batch)), currency: vector.WordsOf(datasets.PayoutCurrency.In(batch)),
		arrival: vector.WordsOf(datasets.ArrivalCode.In(batch)),
		settled: datasets.SettledOn.In(batch), arrived: datasets.LastArrivedOn.In(batch),
		batch:  datasets.SettlementBatchNo.In(batch),
		amount: datasets.PayoutAmount.In(batch),
	}
}

// payout reads a row, whose texts live as long as the batch. ok is false for one that
// is not known on the as-of date, or of which too little is known.
func (r *reader) payout(i int, asOf calendar.Day, underWay *underway.Payouts) (p payout, ok bool) {
	if r.settled.IsNull(i) || r.seller.IsNull(i) || r.currency.IsNull(i) || r.arrival.At(i) == "unknown" {
		return p, false
	}
	p = payout{settledOn: calendar.Day(r.settled.Value(i)), arrivedOn: notYet}
	if p.settledOn > asOf {
		return p, false
	}
	p.batch = nullable.Text(r.batch, i)
	if underWay.IsOpen(i) {
		p.amount, _ = underWay.Rest(i) // what is not known to be left is not forecast
		return p, true
	}
	p.amount = r.amount.Value(i)
	// Arrived before it was settled is arrived on that day.
	p.arrivedOn = max(p.settledOn, calendar.Day(r.arrived.Value(i)))
	return p, true
}
