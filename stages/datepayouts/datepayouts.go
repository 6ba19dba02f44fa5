package datepayouts

import (
	"context"
	"fmt"

	"github.com/apache/arrow/go/v17/arrow"

	"ozpayout/datasets"
	"ozpayout/pipeline"
	"ozpayout/stages/internal/calendar"
	"ozpayout/stages/internal/policy"
)

// Stage dates payout lines.
var Stage = &pipeline.Stage{
	Name: "date_payouts",
	Doc: `Says when each payout line was due, when it came and whether that is late.

B02: due 7 calendar days, from 2024-06-01 on 3 to 5 RU working days after the clock start.
B03, B08: eligible on the latest of confirmation, closing of disputes opened before settlement, complete account data.
B04, B20: two clocks, from confirmation or from settlement; three legs that add up; the exported difference is compared with calendar and working days.
B05, B06: typical days of route and currency, a claim beside the due date.
B10, B18: premium sellers and FBO are due T+3; the tier is that of the clock start.
B17, B19, C33: lines out of the scope of the policy are kept, not judged.
B22, C06: escalated are late lines with more than 5 working days since the clock start.
C04: the clock starts at the confirmation where it is known, else at the settlement.
C05, C35: every other order is due T+5, whatever the route.
C07 D16: working days are those of the RU calendar; a confirmation in a year without one counts as none, and load_payments leaves no settlement or arrival in such a year. A due date in one is unknown, with a finding: the line is not late. An as-of date in one is an error.
R01: in pack ozon-help-2023 payouts are due by halves of a month.
R02: in that pack a payout below the minimum of its currency that has not arrived is carried over, not late.
D01: the clock start serves lateness and legs; eligibility only splits the wait.
D02: late is at least one working day after due, up to arrival or as-of date.
D03: escalation needs lateness.
D04, D05, D55: of several reasons not to judge a line the first counts.
D06: an arrival after the as-of date is not known yet, nor is a confirmation, or the closing of a dispute.
D07: tier and intended route are those of the clock start.
D08: codes.
D17: what the account says of its data counts; where it says nothing they are incomplete in the gaps that the binding audit infers.
D18: an order-level line belongs to a posting only if the order has exactly one; an event of an order covers all its postings.
D57: FBO comes before Premium; account facts are those of settled_on.`,
	Scope: pipeline.ByPosting,
	Inputs: []*pipeline.Dataset{
		datasets.ConvertedLines, datasets.Postings, datasets.Disputes, datasets.SellerAccounts, datasets.AccountGaps,
		datasets.DueRules, datasets.TypicalDays, datasets.PolicyValues, datasets.Calendar,
	},
	Outputs: []*pipeline.Dataset{datasets.DatedLines, datasets.LatePayoutParts},
	Run:     run,
}

func run(_ context.Context, t *pipeline.Task) error {
	d, err := newDater(t)
	if err != nil {
		return err
	}
	defer d.release()
	for rec, err := range t.Read(datasets.ConvertedLines) {
		if err != nil {
			return err
		}
		if err := d.date(t, rec); err != nil {
			return err
		}
	}
	return d.late.write(t)
}

// A dater holds what the lines of a partition are joined with.
type dater struct {
	judge    *judge
	typical  *policy.TypicalTable
	accounts *accounts
	sellers  map[string]*seller
	postings *postings
	disputes *disputes
	late     *latePayouts
}

func newDater(t *pipeline.Task) (*dater, error) {
	asOf := calendar.Day(t.AsOf)
	j, err := newJudge(t, asOf)
	if err != nil {
		return nil, err
	}
	rules, err := policy.DueRules(t)
	if err != nil {
		return nil, err
	}
	typical, err := policy.TypicalDays(t)
	if err != nil {
		return nil, err
	}
	route, _, _ := j.values.At("default_intended_route", asOf)
	accounts, err := readAccounts(t, route)
	if err != nil {
		return nil, err
	}
	gaps, err := readGaps(t)
	if err != nil {
		return nil, err
	}
	d := &dater{judge: j, typical: typical, accounts: accounts, sellers: sellersOf(accounts.ofSeller, gaps), late: newLatePayouts()}
	if d.postings, err = readPostings(t); err != nil {
		d.release()
		return nil, err
	}
	if d.disputes, err = readDisputes(t, asOf, d.postings); err != nil {
		d.release()
		return nil, err
	}
	j.rules = newDueRules(rules, accounts.tiers.List(), d.postings.schemes.List())
	return d, nil
}

// newJudge returns a judge without due rules.
func newJudge(t *pipeline.Task, asOf calendar.Day) (*judge, error) {
	values, err := policy.Values(t)
	if err != nil {
		return nil, err
	}
	ru, err := policy.Workdays(t)
	if err != nil {
		return nil, err
	}
	return &judge{
		asOf: asOf, values: values, country: values.Of("scope_registration_country"), escalateAfter: values.Ints("escalate_after_working_days"),
		workdays: calendar.Counter{Calendar: ru},
	}, nil
}

func (d *dater) release() {
	d.late.release()
	if d.postings != nil {
		d.postings.rec.Release()
	}
	if d.disputes != nil {
		d.disputes.rec.Release()
	}
}

// sellerOf returns a seller by name, nil for one of whom nothing is known.
func (d *dater) sellerOf(name string) *seller { return d.sellers[name] }

// date writes a batch of lines with their dates.
func (d *dater) date(t *pipeline.Task, rec arrow.Record) error {
	lines := d.readLines(rec)
	out := newAdded(t.Mem, d, lines)
	defer out.release()
	d.late.keep(rec)
	firstCounted, _ := d.judge.workdays.Span()
	var f facts
	var v verdict
	for i := range int(rec.NumRows()) {
		lines.facts(d, i, &f)
		lines.dropUncounted(t, firstCounted, i, &f)
		if err := d.judge.judge(&f, &v); err != nil {
			file, row := lines.place(i)
			return fmt.Errorf("payment of %s row %d: %w", file, row, err)
		}
		if v.isDueUncounted {
			lines.rejectDue(t, i, &v)
		}
		out.append(&f, &v)
		if v.isLate {
			d.late.add(int32(lines.late.At(i)), lines.payout.Value(i), d.judge.workdays.After(v.dueOn, 1), f.arrivedOn)
		}
	}
	dated := pipeline.Derive(datasets.DatedLines, rec, out.columns(t))
	defer dated.Release()
	return t.Write(datasets.DatedLines, dated)
}
