package costwithdrawals

import (
	"context"
	"maps"
	"slices"

	"github.com/apache/arrow/go/v17/arrow"

	"ozpayout/datasets"
	"ozpayout/pipeline"
	"ozpayout/stages/internal/calendar"
	"ozpayout/stages/internal/fees"
	"ozpayout/stages/internal/nullable"
	"ozpayout/stages/internal/policy"
	"ozpayout/stages/internal/reversal"
)

// Stage costs withdrawals and conversions.
var Stage = &pipeline.Stage{
	Name: "cost_withdrawals",
	Doc: `Takes the cost of each completed withdrawal and conversion apart: timing, spread, fee and fixed part, in the currency that arrives.

A35: the cost is against the Bank of Russia cross in force on the Moscow day of the order (M1) and of availability (M0): an official fixing, not a rate that one can deal at.
A36: granularity by account: every receipt with an order, at most one receipt a day and currency without any, or mixed; the booking lag is in days of Shanghai, 0 is T+0.
A38 C13: the fixed part is that of the fee schedule; the user's own schedule wins over the published one.
C22: a stale rate is not used; what it would price is null.
R05: tiers by mean monthly volume are read from the complete months before, at most fee_volume_months of them.
D48: in a currency without exactly two minor digits no cost is told.
D06: what was ordered after the as-of date is not known; what was completed after it is pending.
9.9: amount x rate - fee = payout within one minor unit; a rate quoted the other way round is turned and told; amounts that do not tie are told and not costed.
9.9: without available_at, or where it lies after the order, receipts of the account are used first in, first out; without receipts timing is not observable and the other parts are given.
9.9: only completed rows count, and not those that a later row undoes. Of one that may have been undone the cost is not known, and no receipt is first in its currency any more; nor is any after a refund or an adjustment, of which only the running balance says whether it came in or went out, where it does not. A running balance that does not follow is told.
methods.md section 8: ideal - net is exactly the sum of the four parts, each rounded once, the spread the exact rest.`,
	Scope: datasets.ByAccount,
	Inputs: []*pipeline.Dataset{
		datasets.Withdrawals, datasets.FXRates, datasets.ProviderFees, datasets.PublishedFees, datasets.PolicyValues,
	},
	Outputs: []*pipeline.Dataset{datasets.WithdrawalCosts},
	Run:     run,
}

func run(_ context.Context, t *pipeline.Task) error {
	terms, err := policy.FeeTerms(t)
	if err != nil {
		return err
	}
	schedules := fees.NewTable(terms)
	for _, term := range schedules.Overlaps() {
		tellOverlap(t, term)
	}
	accounts, err := readAccounts(t)
	if err != nil || len(accounts) == 0 {
		return err
	}
	values, err := policy.Values(t)
	if err != nil {
		return err
	}
	table, err := policy.Rates(t, values)
	if err != nil {
		return err
	}
	months, err := values.Int("fee_volume_months", calendar.Day(t.AsOf))
	if err != nil {
		return err
	}
	rates := midRates{table: table, reject: t.Reject, told: make(map[complaint]bool)}
	w := nullable.NewWriter(t, datasets.WithdrawalCosts)
	defer w.Release()
	for _, key := range slices.SortedFunc(maps.Keys(accounts), accountKey.compare) {
		book := feeBook{schedules: schedules, months: months, volumes: make(map[fees.Key]*fees.Ledger)}
		for _, c := range costAccount(t, accounts[key], rates, book) {
			c.write(&w, t.Pack)
		}
	}
	return w.Flush()
}

// A cost is a row of the mart.
type cost struct {
	*transaction
	outcome outcome
	split   split
	waiting waiting
	charge  charge
	grain   string
}

// costAccount costs the transactions of one account, in order of time.
func costAccount(t *pipeline.Task, rows []*transaction, rates midRates, book feeBook) []cost {
	for _, x := range balanceBreaks(rows) {
		tellBalance(t, x)
	}
	tellDirections(rows)
	counted := slices.DeleteFunc(slices.Clone(rows), func(x *transaction) bool { return x.status != completed || x.reversal == reversal.Undone })
	grain := granularity(counted)
	lots := lotsOf(counted)
	var costs []cost
	for _, x := range counted {
		if !x.isPaidOut() {
			continue
		}
		if x.reversal == reversal.MaybeUndone {
			costs = append(costs, cost{transaction: x, grain: grain, outcome: outcome{code: reversalUnclear}, waiting: waiting{code: withoutReceipts}})
			continue
		}
		c := cost{transaction: x, grain: grain, waiting: rates.waitingOf(x, lots[x])}
		mid := rates.pricesOf(x)
		c.outcome = settle(x, mid)
		tellAvailability(t, x)
		tellOutcome(t, x, c.outcome)
		book.count(x, c.outcome)
		costs = append(costs, c)
	}
	for i := range costs {
		c := &costs[i]
		if c.outcome.fee != nil {
			c.charge = book.fixedOf(c.transaction, c.outcome)
			tellCharge(t, c.transaction, c.charge)
		}
		c.split = splitCost(c.amount, c.outcome, rates.pricesOf(c.transaction).currency, c.waiting, c.charge.fixed)
	}
	return costs
}

// bookingLag returns the days from completion to booking in the seller's ledger,
// nil where one is not known. Bookings are often bare dates of Shanghai.
func (x *transaction) bookingLag() *int32 {
	if x.completedAt == nil || x.bookedAt == nil {
		return nil
	}
	days := int32(calendar.ShanghaiDay(*x.bookedAt) - calendar.ShanghaiDay(*x.completedAt))
	return &days
}

func (c cost) write(w *nullable.Writer, pack string) {
	s := c.split
	base := s.ideal
	if base == nil {
		base = s.mid
	}
	datasets.WithdrawalProviderAccount.To(w.Builder).Append(c.account) // part of the key: never null
	w.Code(datasets.Provider, c.provider)
	w.Text(datasets.WithdrawalTxnID, c.id)
	w.Money(datasets.CostIdeal, s.ideal)
	w.Money(datasets.CostTiming, s.timing)
	w.Money(datasets.CostSpread, s.spread)
	w.Money(datasets.CostFee, s.fee)
	w.Money(datasets.CostFixed, s.fixed)
	w.Money(datasets.CostTotal, s.total)
	w.Money(datasets.CostNet, s.net)
	w.Code(datasets.CostCurrency, c.target())
	w.Share(datasets.CostBP, ratio(s.ideal, s.total))
	w.Share(datasets.CostSpreadBP, ratio(base, s.spread))
	w.Share(datasets.CostFeeBP, ratio(base, c.chargedIn(s)))
	w.Code(datasets.CostGrain, c.grain)
	w.Days(datasets.CostBookingLag, c.bookingLag())
	w.Date(datasets.CostM0On, (*arrow.Date32)(c.waiting.m0On))
	w.Date(datasets.CostM1On, new(arrow.Date32(calendar.MoscowDay(c.createdAt))))
	w.Code(datasets.SellerID, c.seller)
	w.Code(datasets.WithdrawalTxnType, c.kind)
	w.Code(datasets.CostCode, s.code)
	w.Code(datasets.CostTimingCode, c.waiting.code)
	w.Share(datasets.CostTimingBP, ratio(s.ideal, s.timing))
	w.Money(datasets.CostMid, s.mid)
	w.Money(datasets.CostGross, &c.amount)
	w.Code(datasets.CostSource, c.currency)
	w.Code(datasets.CostFeeCode, string(c.charge.code))
	w.Flag(datasets.CostIsInverted, &c.outcome.isInverted)
	w.Code(pipeline.FromFile, c.file)
	w.Int(pipeline.FromRow, c.row)
	w.Code(datasets.PolicyPack, pack)
	w.Code(datasets.DecidedBy, c.ruleIDs())
}

// chargedIn returns the whole fee, nil where it is not known.
func (c cost) chargedIn(s split) *int64 {
	if s.fee == nil {
		return nil
	}
	return c.outcome.fee
}

func (c cost) ruleIDs() string {
	if c.charge.byVolume {
		return "A35 A36 A38 C13 C22 R05"
	}
	return "A35 A36 A38 C13 C22"
}
