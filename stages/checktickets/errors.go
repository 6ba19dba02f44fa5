package checktickets

import (
	"ozpayout/datasets"
	"ozpayout/pipeline"
	"ozpayout/stages/internal/nullable"
	"ozpayout/stages/internal/policy"
	"ozpayout/stages/internal/ticket"
)

// noCode stands for a text that quotes no code.
const noCode = "unknown"

// A quote is an error code in a ticket.
type quote struct {
	of   *ticket.Ticket
	code string
}

type sellerCode struct{ seller, code string }

func (q quote) bySeller() sellerCode { return sellerCode{q.of.SellerID, q.code} }

// quotesOf returns the codes that tickets quote; a text without one counts as
// noCode.
func quotesOf(tickets []ticket.Ticket) (quotes []quote) {
	for i := range tickets {
		of := &tickets[i]
		if of.ErrorCode == "" {
			continue
		}
		codes := errorCodes(of.ErrorCode)
		if len(codes) == 0 {
			codes = []string{noCode}
		}
		for _, code := range codes {
			quotes = append(quotes, quote{of, code})
		}
	}
	return quotes
}

func writeErrors(t *pipeline.Task, tickets []ticket.Ticket) error {
	meanings, err := policy.ErrorMeanings(t)
	if err != nil {
		return err
	}
	quotes := quotesOf(tickets)
	ofAll, ofSeller := make(map[string]int64), make(map[sellerCode]int64)
	for _, q := range quotes {
		ofAll[q.code]++
		ofSeller[q.bySeller()]++
	}
	w := nullable.NewWriter(t, datasets.TicketErrors)
	defer w.Release()
	for _, q := range quotes {
		meaning, isListed := meanings[q.code]
		w.Code(datasets.SellerID, q.of.SellerID)
		w.Text(datasets.TicketID, q.of.ID)
		w.Code(datasets.TicketErrorNorm, q.code)
		w.Text(datasets.TicketErrorRaw, q.of.ErrorCode)
		w.Text(datasets.TicketErrorText, meaning)
		w.Flag(datasets.IsErrorListed, &isListed)
		w.Int(datasets.ErrorTickets, ofSeller[q.bySeller()])
		w.Int(datasets.ErrorTicketsOfAll, ofAll[q.code])
		w.Code(datasets.Provider, q.of.Provider)
		w.Code(datasets.PolicyPack, t.Pack)
		w.Code(datasets.DecidedBy, "A16 C31")
	}
	return w.Flush()
}
