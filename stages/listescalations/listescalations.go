package listescalations

import (
	"context"
	"fmt"

	"ozpayout/datasets"
	"ozpayout/pipeline"
	"ozpayout/stages/internal/calendar"
	"ozpayout/stages/internal/nullable"
	"ozpayout/stages/internal/policy"
)

// Stage lists the lines to be ticketed.
var Stage = &pipeline.Stage{
	Name: "list_escalations",
	Doc: `Payout lines to raise a ticket for, one row per line and reason.

A33: a sale line that is rerouted (its status is processing by bank transfer, or it went by bank though another route is intended) was sent by the backup channel: a ticket asks to calibrate the routing of its category. The article names no ticket category for it.
B22: a line that is escalated and has not arrived: category Payment Delay, urgent, linked by order, settlement batch and bank receipt. A receipt exists for partial arrivals only and is never missing.
C06: escalated is not late: date_payouts decides both.
A30: verification transfers count for nothing.
D03: a rerouted line is listed after it arrived too, because the routing stays wrong.
D08: the reasons are OVERDUE_5 and BANK_FALLBACK; a line may have both.
B22: it is already open if a payment_delay ticket of the same payout, settlement batch or order is open at the end of the as-of day (D06): the one opened first. Such a ticket does not ask for what A33 asks.`,
	Scope:   pipeline.ByPosting,
	Inputs:  []*pipeline.Dataset{datasets.ExplainedLines, datasets.DelayCauses, datasets.OpenTickets, datasets.Calendar},
	Outputs: []*pipeline.Dataset{datasets.Escalations},
	Run:     run,
}

func run(_ context.Context, t *pipeline.Task) error {
	explained, err := pipeline.Collect(t, datasets.ExplainedLines)
	if err != nil {
		return err
	}
	defer explained.Release()
	asOf := calendar.Day(t.AsOf)
	lines := readLines(explained, asOf)
	if len(lines) == 0 {
		return nil
	}
	if err := readCauses(t, lines); err != nil {
		return err
	}
	tickets, err := readTickets(t)
	if err != nil {
		return err
	}
	workdays, err := policy.Calendar(t, "RU")
	if err != nil {
		return err
	}
	w := nullable.NewWriter(t, datasets.Escalations)
	defer w.Release()
	for _, l := range lines {
		daysOpen, err := l.daysOpen(workdays, asOf)
		if err != nil {
			return err
		}
		for _, e := range l.escalations(daysOpen, asOf, tickets) {
			e.write(&w, l, daysOpen)
		}
	}
	return w.Flush()
}

// daysOpen returns the working days from the clock start to the arrival or, if
// open, to the as-of date; nil without a clock.
func (l *line) daysOpen(workdays *calendar.Calendar, asOf calendar.Day) (*int32, error) {
	if l.clockStart == nil {
		return nil, nil
	}
	end := asOf
	if l.arrivedOn != nil {
		end = *l.arrivedOn
	}
	days, err := workdays.CountWorkingDays(*l.clockStart, end)
	if err != nil {
		return nil, fmt.Errorf("payout %s: %w", l.payout, err)
	}
	return new(int32(days)), nil
}

func (e escalation) write(w *nullable.Writer, l *line, daysOpen *int32) {
	w.Code(datasets.SellerID, l.seller)
	w.Text(datasets.PayoutID, l.payout)
	w.Text(datasets.LineNo, l.line)
	w.Code(datasets.EscalationReason, e.reason)
	w.Text(datasets.OrderID, l.order)
	w.Text(datasets.SettlementBatchNo, l.batch)
	w.Text(datasets.EscalationReceipt, l.receipt)
	w.Days(datasets.DaysOpen, daysOpen)
	w.Money(datasets.Amount, l.amount)
	w.Code(datasets.Currency, l.currency)
	w.Code(datasets.CategoryText, e.category)
	w.Flag(datasets.IsUrgent, &e.isUrgent)
	w.Text(datasets.OpenTicketID, e.openTicket)
	w.Text(datasets.EvidenceText, e.evidence)
	w.Code(datasets.MissingItems, l.missing())
	w.Text(datasets.PostingNumber, l.posting)
	w.Code(datasets.PolicyPack, l.pack)
	w.Code(datasets.DecidedBy, e.ruleIDs)
}
