package policy_test

import (
	"strings"
	"testing"

	"ozpayout/datasets"
	"ozpayout/pipeline"
	"ozpayout/stages/internal/fxrate"
	"ozpayout/stages/internal/policy"
)

// C22, D47: a day with a row has a rate; one without is stale when the last row
// started more than the limit of days before, and unknown otherwise. Rows in any
// order give the same table.
func TestC22Rates(t *testing.T) {
	const header = "currency,on,value,nominal,in_force_from\n"
	rows := []string{
		"USD,2024-05-01,91.7791,1,2024-05-01\n",
		"USD,2024-05-02,91.7791,1,2024-05-01\n",
		"CNY,2024-05-01,126.6,10,2024-05-01\n",
		"USD,2024-05-20,90.9873,1,2024-05-20\n",
	}
	for _, order := range [][]int{{0, 1, 2, 3}, {3, 2, 1, 0}} {
		var text strings.Builder
		text.WriteString(header)
		for _, i := range order {
			text.WriteString(rows[i])
		}
		in := tables{datasets.FXRates: text.String(), datasets.PolicyValues: "pack,name,value\np,rate_max_age_days,12\n"}
		err := read(t, "p", in, func(task *pipeline.Task) error {
			values, err := policy.Values(task)
			if err != nil {
				return err
			}
			table, err := policy.Rates(task, values)
			if err != nil {
				return err
			}
			first := fxrate.Rate{Value: 917_791, Nominal: 1, From: day("2024-05-01")}
			for _, c := range []struct {
				currency, on string
				rate         fxrate.Rate
				state        policy.RateState
			}{
				{"USD", "2024-04-30", fxrate.Rate{}, policy.NoRate},
				{"USD", "2024-05-02", first, policy.InForce},
				{"USD", "2024-05-03", fxrate.Rate{}, policy.NoRate}, // in the limit, but no row: contradictory
				{"USD", "2024-05-13", fxrate.Rate{}, policy.NoRate},
				{"USD", "2024-05-14", first, policy.StaleRate},
				{"USD", "2024-05-20", fxrate.Rate{Value: 909_873, Nominal: 1, From: day("2024-05-20")}, policy.InForce},
				{"USD", "2024-07-01", fxrate.Rate{Value: 909_873, Nominal: 1, From: day("2024-05-20")}, policy.StaleRate},
				{"CNY", "2024-05-01", fxrate.Rate{Value: 1_266_000, Nominal: 10, From: day("2024-05-01")}, policy.InForce},
				{"RUB", "2030-01-01", fxrate.Rouble(day("2030-01-01")), policy.InForce},
				{"EUR", "2024-05-01", fxrate.Rate{}, policy.NoRate},
			} {
				rate, state := table.Series(c.currency).At(day(c.on))
				if rate != c.rate || state != c.state {
					t.Errorf("%s on %s: %+v, %v", c.currency, c.on, rate, state)
				}
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
}
