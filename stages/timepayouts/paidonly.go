package timepayouts

import (
	"ozpayout/datasets"
	"ozpayout/pipeline"
	"ozpayout/stages/internal/calendar"
	"ozpayout/stages/internal/policy"
	"ozpayout/stages/internal/vector"
)

// An export is what the lines and payouts of a seller show of how they were
// selected.
type export struct {
	waiting    int64 // lines that are open, or returned: not selected for their arrival
	isSettled  bool  // a settlement is known
	lastSettle calendar.Day
}

// isPaidOnly reports whether the export lists only what arrived: nobody waits,
// although payouts were settled so lately that somebody should.
func (e *export) isPaidOnly(workdays *calendar.Calendar, asOf calendar.Day, within int) (bool, error) {
	if e.waiting > 0 {
		return false, nil
	}
	if !e.isSettled {
		return true, nil
	}
	days, err := workdays.CountWorkingDays(e.lastSettle, asOf)
	return err == nil && days <= within, err
}

// paidOnlySellers returns the sellers whose exports list only what arrived.
func paidOnlySellers(t *pipeline.Task, values *policy.ValueTable, cohorts []*cohort) (map[string]bool, error) {
	asOf := calendar.Day(t.AsOf)
	within, err := values.Int("paid_only_within_days", asOf)
	if err != nil {
		return nil, err
	}
	workdays, err := policy.Calendar(t, "RU")
	if err != nil {
		return nil, err
	}
	exports, err := readExports(t, cohorts, asOf)
	if err != nil {
		return nil, err
	}
	paidOnly := make(map[string]bool)
	for seller, e := range exports {
		if paidOnly[seller], err = e.isPaidOnly(workdays, asOf, within); err != nil {
			return nil, err
		}
	}
	return paidOnly, nil
}

// readExports reads what the lines and payouts of each seller with lines show. A payout
// that settles after the as-of date is not known on it: nobody should wait for it yet.
func readExports(t *pipeline.Task, cohorts []*cohort, asOf calendar.Day) (map[string]*export, error) {
	exports := make(map[string]*export)
	for _, c := range cohorts {
		if exports[c.seller] == nil {
			exports[c.seller] = &export{}
		}
		e := c.lifetimes.Total()
		exports[c.seller].waiting += e.Censored + e.Competing
	}
	for batch, err := range t.Read(datasets.Payouts) {
		if err != nil {
			return nil, err
		}
		settled := datasets.SettledOn.In(batch)
		of := vector.CodesOf(datasets.SellerID.In(batch), func(seller string) *export { return exports[seller] }) // nil for sellers without lines
		for i := range int(batch.NumRows()) {
			if settled.IsNull(i) {
				continue
			}
			e, day := of.At(i), calendar.Day(settled.Value(i))
			if e != nil && day <= asOf && (!e.isSettled || day > e.lastSettle) {
				e.lastSettle, e.isSettled = day, true
			}
		}
	}
	return exports, nil
}
