// Package shop writes the exports of a made-up shop on Ozon together with the
// truth about every late payout in them, for the demo, the tests and the
// benchmark: call Write and compare what the pipeline says with truth.csv.
//
// Beside the sellers there are side accounts (side.go), one per fault that a
// binding to a collection provider may have. What is planted in bindings,
// channels, withdrawals, tickets and so on stands in truth files of their own.
//
// The planner (plan.go) decides what happens to each parcel and to its money.
// Everything is then cut to what is known on the as-of date, the last day of the
// span, and written. The truth (truth.go) is worked out again from the written
// facts by a slow walk over days that shares no arithmetic with the planner.
//
// Everything about an order follows from the seed and the order's number, so
// nothing but order numbers is kept and a shop of any size needs little memory.
package shop

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"time"

	"ozpayout/datasets/seeds"
)

// Options say what shop to make. Equal options give equal bytes.
type Options struct {
	Orders  int64     // 1 to a billion
	Seed    uint64    // of every choice
	From    time.Time // date of the first order; the time of day is ignored
	Days    int       // days with orders; the last one is the as-of date
	Sellers int       // 1 to 100; zero means 3
	Packed  bool      // tables and JSON of the input are packed by zstd

	// Progress is told now and then how many orders are done; it may be nil.
	Progress func(done, total int64)
}

// A Summary counts what was written.
type Summary struct {
	AsOf        time.Time // the date for which truth.csv holds, midnight UTC
	Orders      int64
	Postings    int64
	Payouts     int64 // test transfers included
	PayoutLines int64
	JudgedLines int64 // sale lines of payouts that are not carried over
	LateLines   int64 // rows of truth.csv
	// AccrualOrders is how many orders, from the first, the accruals reports
	// cover: they stop after 20 000.
	AccrualOrders int64
	Files         int
}

const (
	ordersPerFile  = 200_000 // more orders than that are exported by month
	progressOrders = 4_096
	maxSellers     = 100 // each has a dozen open files with their buffers
)

// A shop is a shop being written.
type shop struct {
	options    Options
	off        *daysOff
	calendar   *calendar
	rates      *rates
	sellers    []*seller
	side       []*seller // accounts that bind a provider, beside the sellers
	weights    int64     // sum of the sellers' weights
	span       period
	asOf       day
	exportedAt instant

	in, out  outputs // inputs of the pipeline; truth beside them
	files    []*sellerFiles
	snapshot snapshot
	older    olderExport
	truth    *table
	truths   truths
	fates    []fate

	pending    [][]uint64 // postings to settle, by day and seller
	settlement settlement

	lateLines, lateDays [causes]int64
	lanes               map[laneKey]int64
	costs               [routes][eur + 1]costSum
	gaps                [routes][]receiptGap
	tickets             []ticket
	asked               [][2]int // tickets about late payouts, by seller: not arrived, arrived
	sideOrders          int64
	summary             Summary
}

// truths are the truth files that grow with the payouts.
type truths struct{ risk, receipts *table }

// sellerFiles are the open exports of a seller.
type sellerFiles struct {
	orders       [2]*table // by scheme
	month        string    // of the orders export, when there is one per month
	payments     *table
	paymentsJSON *table // a copy of the payments, nil for most sellers
	tracking     *table
	invoices     *table
	disputes     *table
	returnsTable *table // nil until a return is too late for the workbook
	accruals     *workbook
	returns      *workbook
	withdrawals  *table // nil where there are too many payouts
}

// Write makes a shop in a folder: the exports in dir/in, and beside them
// truth.csv (one row per late payout line), truth_summary.csv (late lines and
// days per cause), expected.csv (fate of the rows that are not simply loaded) and
// a truth_NAME.csv for each of bindings, channels, documents, tiers, risk, rates,
// changes, routes, costs, pairs, receipts, tickets, ticket_items and answers. A
// folder that already holds an "in" is refused, lest two shops mix.
//
// The span must lie in years for which the seeds have a Russian calendar.
func Write(ctx context.Context, dir string, o Options) (Summary, error) {
	s, err := open(dir, o)
	if err != nil {
		return Summary{}, fmt.Errorf("make a shop: %w", err)
	}
	err = s.run(ctx)
	err = errors.Join(err, s.in.closeAll(), s.out.closeAll())
	if err != nil {
		return Summary{}, fmt.Errorf("make a shop: %w", err)
	}
	s.summary.Files = s.in.files + s.out.files
	return s.summary, nil
}

// open checks the options and makes everything that does not depend on orders.
func open(dir string, o Options) (*shop, error) {
	if o.Sellers == 0 {
		o.Sellers = 3
	}
	switch {
	case o.Orders < 1 || o.Orders > maxOrders:
		return nil, fmt.Errorf("orders must be 1 to %d, not %d", maxOrders, o.Orders)
	case o.Days < 1 || o.Days > 1_500:
		return nil, fmt.Errorf("days must be 1 to 1500, not %d", o.Days)
	case o.Sellers < 1 || o.Sellers > maxSellers:
		return nil, fmt.Errorf("sellers must be 1 to %d, not %d", maxSellers, o.Sellers)
	}
	if _, err := os.Stat(filepath.Join(dir, "in")); !errors.Is(err, os.ErrNotExist) {
		return nil, fmt.Errorf("%s already holds a shop", dir)
	}
	s := &shop{options: o, in: outputs{folder: filepath.Join(dir, "in"), packed: o.Packed}, out: outputs{folder: dir}}
	s.span.first = dayOf(o.From)
	s.span.last = s.span.first + day(o.Days) - 1
	s.asOf = s.span.last
	s.exportedAt = (s.asOf + 1).at(-1)
	var err error
	if s.off, err = readDaysOff(seeds.Files); err != nil {
		return nil, err
	}
	// Three months are enough for the latest planned payment.
	if s.calendar, err = newCalendar(s.off, s.span.first-31, s.asOf+90); err != nil {
		return nil, err
	}
	s.rates = walkRates(o.Seed, s.off, s.span.first-30, s.asOf+1)
	s.sellers = makeSellers(o, s.calendar, s.span)
	for _, of := range s.sellers {
		s.weights += of.weight
	}
	s.side = makeSide(o.Sellers, s.span)
	s.pending = make([][]uint64, o.Days*o.Sellers)
	s.lanes, s.gaps, s.asked = map[laneKey]int64{}, plantedGaps(), make([][2]int, o.Sellers)
	s.summary = Summary{AsOf: s.asOf.date(), Orders: o.Orders, AccrualOrders: min(o.Orders, workbookOrders)}
	return s, nil
}

// run writes all files.
func (s *shop) run(ctx context.Context) error {
	for _, write := range []func() error{
		s.writeRates, s.writeAccounts, s.writeExternalEvents, s.writeCategories, s.writeStrangers,
		s.writeBindings, s.writeChannels, s.writePapers, s.writeMetrics, s.writeFees,
		s.startFiles, s.startSideFiles, s.startTruths, s.startSnapshot, s.startOlderExport, s.testTransfers, s.sidePayouts,
	} {
		if err := write(); err != nil {
			return err
		}
	}
	s.spoil()
	if err := s.walk(ctx); err != nil {
		return err
	}
	if err := s.finishFiles(); err != nil {
		return err
	}
	for _, write := range []func() error{
		s.writeRiskEvents, s.writeTickets, s.in.closeAll, s.copyPayments, s.writeFates,
		s.writeTruthSummary, s.writeTruthBindings, s.writeTruthChannels, s.writeTruthPapers, s.writeTruthTiers,
		s.writeTruthRoutes, s.writeTruthCosts, s.writeTruthTickets, s.writeTruthAnswers, s.writeTruthRates,
	} {
		if err := write(); err != nil {
			return err
		}
	}
	return nil
}

// walk goes through the orders in the order of acceptance. A posting is settled
// at least a day after it was accepted, so the payouts of a day can be written
// as soon as the orders reach it.
func (s *shop) walk(ctx context.Context) error {
	today := s.span.first
	for order := range s.options.Orders {
		if order%progressOrders == 0 {
			if err := ctx.Err(); err != nil {
				return err
			}
			if s.options.Progress != nil {
				s.options.Progress(order, s.options.Orders)
			}
		}
		first := s.posting(order, 0)
		for ; today < first.accepted.moscow(); today++ {
			if err := s.settleDay(today); err != nil {
				return err
			}
		}
		if err := s.take(&first); err != nil {
			return err
		}
		if !first.alone {
			second := s.posting(order, 1)
			if err := s.take(&second); err != nil {
				return err
			}
		}
	}
	for ; today <= s.asOf; today++ {
		if err := s.settleDay(today); err != nil {
			return err
		}
	}
	if s.options.Progress != nil {
		s.options.Progress(s.options.Orders, s.options.Orders)
	}
	return nil
}

// take writes what the exports know about a posting and notes when it is settled.
func (s *shop) take(p *posting) error {
	s.summary.Postings++
	if err := s.ordersRows(p); err != nil {
		return err
	}
	s.trackingRows(p)
	s.invoiceRows(p)
	s.disputeRow(p)
	if err := s.returnRow(p); err != nil {
		return err
	}
	if err := s.accrualRows(p); err != nil {
		return err
	}
	if p.payment.kind != unpaid {
		bucket := s.bucket(p.payment.settled, p.seller)
		s.pending[bucket] = append(s.pending[bucket], p.ordinal)
	}
	return nil
}

func (s *shop) bucket(settled day, of *seller) int {
	return int(settled-s.span.first)*len(s.sellers) + of.index
}

// settleDay writes the payouts that are settled on the day.
func (s *shop) settleDay(on day) error {
	for _, of := range s.sellers {
		bucket := s.bucket(on, of)
		if err := s.settle(of, on, s.pending[bucket]); err != nil {
			return err
		}
		s.pending[bucket] = nil
	}
	return nil
}

// slot returns the earliest moment of an order's acceptance: orders are spread
// evenly over the span.
func (s *shop) slot(order int64) instant {
	seconds := int64(s.options.Days) * secondsPerDay
	return s.span.first.at(order * seconds / s.options.Orders)
}

// sellerOf returns the seller at a point of the sum of weights.
func (s *shop) sellerOf(point int64) *seller {
	at := slices.IndexFunc(s.sellers, func(of *seller) bool {
		point -= of.weight
		return point < 0
	})
	return s.sellers[at]
}

// startTruths opens the truth files that grow with the payouts.
func (s *shop) startTruths() error {
	for _, table := range []struct {
		into    **table
		name    string
		columns []string
	}{
		{&s.truth, "truth.csv", truthColumns},
		{&s.truths.risk, "truth_risk.csv", truthRiskColumns},
		{&s.truths.receipts, "truth_receipts.csv", truthReceiptColumns},
	} {
		var err error
		if *table.into, err = s.out.createTable(table.name, canonicalDialect, table.columns); err != nil {
			return err
		}
	}
	return nil
}

// startSideFiles opens the exports that the side accounts share.
func (s *shop) startSideFiles() error {
	payments, err := s.in.createTable("payment_history.csv", canonicalDialect, paymentColumns)
	if err != nil {
		return err
	}
	withdrawals, err := s.in.createTable("withdrawals.csv", providerSide[english], withdrawalHeaders[english])
	for range s.side {
		s.files = append(s.files, &sellerFiles{payments: payments, withdrawals: withdrawals})
	}
	return err
}

// startFiles opens the exports of every seller.
func (s *shop) startFiles() error {
	var err error
	for _, of := range s.sellers {
		files := &sellerFiles{}
		s.files = append(s.files, files)
		for _, table := range []struct {
			into    **table
			name    string
			dialect dialect
			columns []string
		}{
			{&files.payments, "payment_history.csv", of.payments.dialect, of.payments.header},
			{&files.tracking, "tracking_events.csv", canonicalDialect, trackingColumns},
			{&files.invoices, "invoices.csv", canonicalDialect, invoiceColumns},
			{&files.disputes, "disputes.csv", canonicalDialect, disputeColumns},
		} {
			if *table.into, err = s.in.createTable(of.id+"/"+table.name, table.dialect, table.columns); err != nil {
				return err
			}
		}
		if files.accruals, err = s.startAccruals(of); err != nil {
			return err
		}
		if files.returns, err = s.startReturns(of); err != nil {
			return err
		}
	}
	if s.options.Orders > copiesUpTo {
		return nil
	}
	for _, of := range s.sellers {
		if s.files[of.index].withdrawals, err = s.openTable("withdrawals", of, providerSide, withdrawalHeaders); err != nil {
			return err
		}
	}
	last := len(s.sellers) - 1
	s.files[last].paymentsJSON, err = s.in.createTable(s.sellers[last].id+"/payouts.json", jsonDialect, paymentColumns)
	return err
}

// finishFiles ends the workbooks and the JSON copy.
func (s *shop) finishFiles() error {
	for _, files := range s.files[:len(s.sellers)] {
		if err := errors.Join(files.accruals.close(), files.returns.close()); err != nil {
			return err
		}
		if files.paymentsJSON != nil {
			files.paymentsJSON.finish()
		}
	}
	return nil
}
