package loadrates

import (
	"context"

	"ozpayout/datasets"
	"ozpayout/pipeline"
	"ozpayout/stages/internal/calendar"
	"ozpayout/stages/internal/fxrate"
	"ozpayout/stages/internal/nullable"
	"ozpayout/stages/internal/policy"
)

// Stage settles the official rates.
var Stage = &pipeline.Stage{
	Name: "load_rates",
	Doc: `Settles official rates by currency and calendar day.

C21: a rate is in force from its day on; value and nominal stay apart, as published.
C22: days without a new rate carry the last one; older than rate_max_age_days it is left out.
D40: equal quotes of a day count once, the first by path and row; contradictory ones give no rate.
D47: the limit of age is a policy value.
rates.md 2: a currency is known by its letters, else the bank's id, else its Russian name; RUR is RUB from 1998 on.
rates.md 6: jumps of about ten, gaps and unexpected days of publication are findings.`,
	Scope:   pipeline.Whole,
	Inputs:  []*pipeline.Dataset{datasets.RawCBRRates, datasets.Calendar, datasets.PolicyValues},
	Outputs: []*pipeline.Dataset{datasets.FXRates},
	Settles: []*pipeline.Dataset{datasets.RawCBRRates},
	Run:     run,
}

func run(_ context.Context, t *pipeline.Task) error {
	workdays, err := policy.Calendar(t, "RU")
	if err != nil {
		return err
	}
	values, err := policy.Values(t)
	if err != nil {
		return err
	}
	maxAge, err := policy.MaxRateAge(t, values)
	if err != nil {
		return err
	}
	quotes, err := readQuotes(t)
	if err != nil {
		return err
	}
	settle(quotes)
	known := withCurrency(quotes)
	table, problems := fxrate.NewTable(ratesOf(known), maxAge, workdays)
	reject(t, quotes, known, problems)
	account(t, quotes)
	return write(t, known, table, workdays)
}

// write gives each currency a row for every day from its first quote to the as-of
// date on which it has a rate that is not stale.
func write(t *pipeline.Task, known []*quote, table *fxrate.Table, workdays *calendar.Calendar) error {
	w := rateWriter{nullable.NewWriter(t, datasets.FXRates), workdays}
	defer w.Release()
	for len(known) > 0 {
		n := 1
		for n < len(known) && known[n].currency == known[0].currency {
			n++
		}
		if currency := known[0].currency; currency != rouble {
			w.writeCurrency(known[:n], table.Series(currency), calendar.Day(t.AsOf))
		}
		known = known[n:]
	}
	return w.Flush()
}
