package explaindelays

import (
	"cmp"

	"ozpayout/stages/internal/attribution"
	"ozpayout/stages/internal/calendar"
)

// An invoiceRow is an invoice for the posting or its order.
type invoiceRow struct {
	status           string
	uploaded, issued calendar.Optional
	at               place
}

// clearedOn returns the day on which the invoice does away with its lack: uploaded,
// else the end of the day of issue. Drafts, rejected and cancelled ones do not
// (9.4).
func (row invoiceRow) clearedOn() calendar.Optional {
	switch row.status {
	case "", "issued", "uploaded":
		if row.uploaded.IsKnown {
			return row.uploaded
		}
		return row.issued
	}
	return calendar.Optional{}
}

// findInvoices finds that there was no invoice from the confirmation until the
// first one (B09, B13); one after the as-of date is not known yet (D06). That none
// exists is known only where invoices are loaded, and of a posting that is known.
func findInvoices(l *line, _ *rules, found []episode) ([]episode, error) {
	if !l.confirmed.IsKnown || !l.hasInvoices {
		return found, nil
	}
	first := episode{invoiceMissing, l.confirmed.Day, attribution.NotCleared, observed, l.at}
	for _, row := range l.invoices {
		on := row.clearedOn()
		if on.IsKnown && on.Day <= l.asOf && cmp.Or(cmp.Compare(on.Day, first.cleared), row.at.compare(first.at)) < 0 {
			first.cleared, first.at = on.Day, row.at
		}
	}
	isMissing := first.cleared == attribution.NotCleared
	if isMissing && l.posting == "" || first.cleared <= first.opened {
		return found, nil
	}
	return append(found, first), nil
}
