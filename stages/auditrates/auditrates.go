package auditrates

import (
	"context"

	"github.com/apache/arrow/go/v17/arrow"

	"ozpayout/datasets"
	"ozpayout/pipeline"
	"ozpayout/stages/internal/calendar"
	"ozpayout/stages/internal/policy"
	"ozpayout/stages/internal/vector"
)

// Stage audits the rates of converted payouts.
var Stage = &pipeline.Stage{
	Name: "audit_rates",
	Doc: `The rate of each converted payout against the official rates that it may be based on, and the basis that fits.

B28: the implied rate is within 5 basis points of the basis that the policy expects, decided without rounding; the rate of the two amounts is audited beside the applied one.
C21: the bases are in force on the day before settlement (a, the default), set on that day and so in force from settlement (b, no value where none was set), in force on settlement (c) and in force on the order day (d). All are computed.
C22: a rate is carried over weekends and holidays, and marked; one that is too old is not used.
R03: the order day is used where all orders of a payout have one rate; where they have several, which of them counts is not guessed.
D06: payouts that settle after the as-of date have no rate yet and are left out.
R10: the expected basis is dated: a payout is judged by that of its settlement.
9.2: test transfers are in no sample, payouts that are rejected as a whole in no table; a rate without a source currency is against the rouble.`,
	Scope:   datasets.ByPayout,
	Inputs:  []*pipeline.Dataset{datasets.Payouts, datasets.OrderDays, datasets.FXRates, datasets.PolicyValues},
	Outputs: []*pipeline.Dataset{datasets.RateAudits, datasets.RateSamples},
	Run:     run,
}

func run(_ context.Context, t *pipeline.Task) error {
	values, err := policy.Values(t)
	if err != nil {
		return err
	}
	rates, err := policy.Rates(t, values)
	if err != nil {
		return err
	}
	a := &auditor{names: &vector.Names{}, rates: rates, expected: expectations{values, make(map[calendar.Day]expectation)}}
	if a.orders, err = readOrderDays(t, a.names); err != nil {
		return err
	}
	for batch, err := range t.Read(datasets.Payouts) {
		if err != nil {
			return err
		}
		if err := a.audit(t, batch); err != nil {
			return err
		}
	}
	return nil
}

// An auditor holds what the conversions of payouts are audited by.
type auditor struct {
	names    *vector.Names // of sellers and currencies
	rates    *policy.RateTable
	orders   *orderBook
	expected expectations
}

// audit writes the audits of a batch of payouts and their samples.
func (a *auditor) audit(t *pipeline.Task, batch arrow.Record) error {
	read := newReader(batch, a.names)
	conversions := read.conversions(calendar.Day(t.AsOf))
	table := newAuditTable(t.Mem, len(conversions), a.names, t.Pack)
	defer table.release()
	samples := newSampleTable(t.Mem, len(conversions), a.names)
	defer samples.release()
	for _, c := range conversions {
		of := pair{a.rates.Series(a.names.Name(c.currency)), a.rates.Series(a.names.Name(c.against)), c.against == read.rouble}
		f := finding{conversion: c, audits: c.audit(of, a.orders.of(c.seller, read.payout.Value(int(c.row))))}
		var err error
		if f.expectation, err = a.expected.on(c.settledOn); err != nil {
			return err
		}
		table.append(&f)
		samples.append(&f)
	}
	audits := table.record(t.Mem, batch)
	defer audits.Release()
	if err := t.Write(datasets.RateAudits, audits); err != nil {
		return err
	}
	sampled := samples.record()
	defer sampled.Release()
	return t.Write(datasets.RateSamples, sampled)
}

// An expectation is what the policy says of a day.
type expectation struct {
	basis     basis
	tolerance int // basis points
}

// expectations looks up each day once.
type expectations struct {
	values *policy.ValueTable
	known  map[calendar.Day]expectation
}

func (e expectations) on(day calendar.Day) (expectation, error) {
	if known, ok := e.known[day]; ok {
		return known, nil
	}
	code, err := e.values.Text("rate_basis", day)
	if err != nil {
		return expectation{}, err
	}
	found := expectation{}
	if found.basis, err = basisOf(code); err != nil {
		return expectation{}, err
	}
	if found.tolerance, err = e.values.Int("rate_tolerance_bp", day); err != nil {
		return expectation{}, err
	}
	e.known[day] = found
	return found, nil
}
