package explaindelays

import (
	"sync"

	"ozpayout/datasets"
	"ozpayout/pipeline"
	"ozpayout/stages/internal/attribution"
	"ozpayout/stages/internal/calendar"
	"ozpayout/stages/internal/loaded"
	"ozpayout/stages/internal/nullable"
	"ozpayout/stages/internal/policy"
)

// rules are what holds for all lines: policy, calendars, stated events and which
// tables are loaded for whom.
type rules struct {
	catalogue     catalogue
	values        *policy.ValueTable
	knockOnDays   func(due calendar.Day) (int, error)
	carriers      *policy.CarrierList
	russia, china *calendar.Calendar
	rates         func() (*policy.RateTable, error) // read when first asked for: few lines need them
	external      []externalEvent
	loaded        loaded.Tables
}

// carrier returns what the list has of a carrier, nil for the empty name.
func (r *rules) carrier(name string) *policy.DatedCarrier {
	if name == "" {
		return nil
	}
	listed := r.carriers.Of(name)
	return &listed
}

// isLoaded reports whether the absence of a row of the seller means anything (D22,
// D56).
func (r *rules) isLoaded(d *pipeline.Dataset, seller string) bool {
	return r.loaded.Has(d.Name, seller)
}

func readRules(t *pipeline.Task) (r *rules, err error) {
	r = &rules{}
	causes, err := policy.Causes(t)
	if err != nil {
		return nil, err
	}
	r.catalogue = newCatalogue(causes)
	if r.values, err = policy.Values(t); err != nil {
		return nil, err
	}
	r.knockOnDays = r.values.Ints("knock_on_days")
	if r.carriers, err = policy.Carriers(t); err != nil {
		return nil, err
	}
	if r.russia, r.china, err = policy.Calendars(t); err != nil {
		return nil, err
	}
	r.rates = sync.OnceValues(func() (*policy.RateTable, error) { return policy.Rates(t, r.values) })
	if r.external, err = readExternal(t); err != nil {
		return nil, err
	}
	r.loaded, err = loaded.Read(t)
	return r, err
}

func readExternal(t *pipeline.Task) (events []externalEvent, _ error) {
	for batch, err := range t.Read(datasets.ExternalEvents) {
		if err != nil {
			return nil, err
		}
		causes, from, to := datasets.ExternalCauseCode.In(batch), datasets.ExternalStartsOn.In(batch), datasets.ExternalEndsOn.In(batch)
		sellers, routes := datasets.SellerID.In(batch), datasets.ExternalRoute.In(batch)
		currencies, banks := datasets.ExternalCurrency.In(batch), datasets.ExternalBank.In(batch)
		at := placesOf(batch)
		for i := range causes.Len() {
			// Other causes cannot be stated (9.15).
			if !isAnyOr(nullable.Code(causes, i), externalBankReview.String()) || from.IsNull(i) {
				continue
			}
			events = append(events, externalEvent{
				from: calendar.Day(from.Value(i)), to: calendar.DayAt(to, i).OrElse(attribution.NotCleared),
				seller: nullable.CopyCode(sellers, i), route: nullable.CopyCode(routes, i), currency: nullable.CopyCode(currencies, i), bank: nullable.CopyCode(banks, i),
				at: at.copyAt(i),
			})
		}
	}
	return events, nil
}
