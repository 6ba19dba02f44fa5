package ratecompliance

import (
	"ozpayout/datasets"
	"ozpayout/pipeline"
	"ozpayout/stages/internal/calendar"
	"ozpayout/stages/internal/nullable"
	"ozpayout/stages/internal/policy"
)

// readLoaded returns the sellers with loaded invoices (D56).
func readLoaded(t *pipeline.Task) (map[string]bool, error) {
	loaded := make(map[string]bool)
	for batch, err := range t.Read(datasets.ObservedTables) {
		if err != nil {
			return nil, err
		}
		tables, sellers := datasets.TableName.In(batch), datasets.SellerID.In(batch)
		for i := range tables.Len() {
			if nullable.Code(tables, i) == datasets.Invoices.Name {
				loaded[nullable.CopyCode(sellers, i)] = true
			}
		}
	}
	return loaded, nil
}

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
	for batch, err := range t.Read(datasets.SellerAccounts) {
		if err != nil {
			return nil, err
		}
		sellers, auto := datasets.SellerID.In(batch), datasets.AccountAutoInvoice.In(batch)
		from, to := datasets.ValidFrom.In(batch), datasets.ValidTo.In(batch)
		for i := range sellers.Len() {
			s := setting{Period: policy.PeriodOf(from, to, i), autoInvoice: nullable.Value(auto, i)}
			seller := nullable.CopyCode(sellers, i)
			settings[seller] = append(settings[seller], s)
		}
	}
	return settings, nil
}
