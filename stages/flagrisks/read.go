package flagrisks

import (
	"sync"

	"ozpayout/datasets"
	"ozpayout/pipeline"
	"ozpayout/stages/internal/calendar"
	"ozpayout/stages/internal/nullable"
	"ozpayout/stages/internal/policy"
	"ozpayout/stages/internal/vector"
)

func readRules(t *pipeline.Task) (*rules, error) {
	values, err := policy.Values(t)
	if err != nil {
		return nil, err
	}
	routes, err := policy.Routes(t)
	if err != nil {
		return nil, err
	}
	return &rules{
		asOf: calendar.Day(t.AsOf), values: values, routes: routes,
		rates: sync.OnceValues(func() (*policy.RateTable, error) { return policy.Rates(t, values) }),
	}, nil
}

// readSellers reads accounts and freezes by seller.
func readSellers(t *pipeline.Task) (map[string]*seller, error) {
	sellers := make(map[string]*seller)
	of := func(id string) *seller {
		if sellers[id] == nil {
			sellers[id] = &seller{freezes: make(map[string]freeze)}
		}
		return sellers[id]
	}
	for r, err := range nullable.Rows(t, datasets.SellerAccounts) {
		if err != nil {
			return nil, err
		}
		a := account{
			period: policy.Validity(r), inn: r.Text(datasets.AccountINN), ogrn: r.Text(datasets.AccountOGRN),
			taxType: r.Code(datasets.AccountTaxRegistrationType), at: place{r.Code(pipeline.FromFile), r.Int(pipeline.FromRow)},
		}
		a.isINNMissing = a.inn == "" || r.IsFalse(datasets.AccountIsINNUploaded)
		s := of(r.Code(datasets.SellerID))
		s.accounts = append(s.accounts, a)
	}
	for r, err := range nullable.Rows(t, datasets.PayoutFreezes) {
		if err != nil {
			return nil, err
		}
		of(r.Code(datasets.SellerID)).freezes[r.Text(datasets.PayoutID)] = freeze{
			calendar.DayAt(datasets.FreezeFrom.In(r.Batch), r.At), r.Code(datasets.FreezeCode),
			place{r.Code(datasets.FreezeFile), r.Int(datasets.FreezeRow)},
		}
	}
	return sellers, nil
}

// eachPayout calls the function with each payout that may be at risk: verification
// transfers and those that are rejected as a whole are not.
func eachPayout(t *pipeline.Task, do func(*payout) error) error {
	for batch, err := range t.Read(datasets.Payouts) {
		if err != nil {
			return err
		}
		sellers, ids, settled := vector.WordsOf(datasets.SellerID.In(batch)), datasets.PayoutID.In(batch), datasets.SettledOn.In(batch)
		amounts, currencies, routes := datasets.PayoutAmount.In(batch), vector.WordsOf(datasets.PayoutCurrency.In(batch)), vector.WordsOf(datasets.Route.In(batch))
		held, released, reasons := datasets.HeldAt.In(batch), datasets.ReleasedAt.In(batch), vector.WordsOf(datasets.HoldReason.In(batch))
		arrivals, arrived := vector.WordsOf(datasets.ArrivalCode.In(batch)), datasets.LastArrivedOn.In(batch)
		statuses := vector.WordsOf(datasets.AgreedStatus.In(batch))
		tests, conflicts := datasets.IsTestTransfer.In(batch), datasets.IsConflict.In(batch)
		for i := range int(batch.NumRows()) {
			if nullable.IsTrue(tests, i) || nullable.IsTrue(conflicts, i) || settled.IsNull(i) || amounts.IsNull(i) {
				continue
			}
			p := payout{
				seller: sellers.At(i), id: ids.Value(i), settled: calendar.Day(settled.Value(i)), arrived: calendar.DayAt(arrived, i),
				amount: amounts.Value(i), currency: currencies.At(i), route: routes.At(i), status: statuses.At(i),
				held: calendar.MoscowDayAt(held, i), released: calendar.MoscowDayAt(released, i), holdReason: reasons.At(i),
			}
			hasArrived := p.arrived.IsKnown || arrivals.At(i) == "unknown" // on a day that nobody says
			p.isUpcoming = !hasArrived && p.status != "returned" && p.status != "cancelled"
			if err := do(&p); err != nil {
				return err
			}
		}
	}
	return nil
}

func firstDay(p policy.Period) calendar.Optional {
	return calendar.Optional{Day: p.From, IsKnown: p.From != policy.SinceEver}
}

func lastDay(p policy.Period) calendar.Optional {
	return calendar.Optional{Day: p.To, IsKnown: p.To != policy.ForEver}
}
