package checktickets

import (
	"ozpayout/datasets"
	"ozpayout/pipeline"
	"ozpayout/stages/internal/nullable"
	"ozpayout/stages/internal/ticket"
)

// noCode stands for a text that quotes no code.
const noCode = "unknown"

type sellerCode struct{ seller, code string }

// quotedBy returns the codes that a ticket quotes; a text without one counts as noCode.
func quotedBy(of *ticket.Ticket) []string {
	if of.ErrorCode == "" {
		return nil
	}
	if codes := errorCodes(of.ErrorCode); len(codes) > 0 {
		return codes
	}
	return []string{noCode}
}

func writeErrors(t *pipeline.Task, tickets []ticket.Ticket, meanings map[string]string, all *overview) error {
	w := nullable.NewWriter(t, datasets.TicketErrors)
	defer w.Release()
	for i := range tickets {
		of := &tickets[i]
		for _, code := range quotedBy(of) {
			meaning, isListed := meanings[code]
			w.Code(datasets.SellerID, of.SellerID)
			w.Text(datasets.TicketID, of.ID)
			w.Code(datasets.TicketErrorNorm, code)
			w.Text(datasets.TicketErrorRaw, of.ErrorCode)
			w.Text(datasets.TicketErrorText, meaning)
			w.Flag(datasets.IsErrorListed, &isListed)
			w.Int(datasets.ErrorTickets, all.ofSeller[sellerCode{of.SellerID, code}])
			w.Int(datasets.ErrorTicketsOfAll, all.ofAll[code])
			w.Code(datasets.Provider, of.Provider)
			w.Code(datasets.PolicyPack, t.Pack)
			w.Code(datasets.DecidedBy, "A16 C31")
		}
	}
	return w.Flush()
}
