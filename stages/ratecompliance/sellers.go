package ratecompliance

import (
	"ozpayout/datasets"
	"ozpayout/pipeline"
	"ozpayout/stages/internal/calendar"
	"ozpayout/stages/internal/nullable"
	"ozpayout/stages/internal/policy"
)

// accounts are the settings of each seller by period.
type accounts map[string][]setting

type setting struct {
	policy.Period
	autoInvoice *bool
}

// autoInvoiceOn says whether the automatic invoice function is on; nil where nobody
// says it. Periods do not overlap: rows that do are rejected when they are loaded.
func (a accounts) autoInvoiceOn(seller string, day calendar.Day) *bool {
	for _, s := range a[seller] {
		if s.Holds(day) {
			return s.autoInvoice
		}
	}
	return nil
}

func readAccounts(t *pipeline.Task) (accounts, error) {
	settings := make(accounts)
	for r, err := range nullable.Rows(t, datasets.SellerAccounts) {
		if err != nil {
			return nil, err
		}
		seller := r.Code(datasets.SellerID)
		settings[seller] = append(settings[seller], setting{policy.Validity(r), r.Flag(datasets.AccountAutoInvoice)})
	}
	return settings, nil
}
