package checktickets

import (
	"context"

	"ozpayout/datasets"
	"ozpayout/pipeline"
	"ozpayout/stages/internal/nullable"
	"ozpayout/stages/internal/policy"
	"ozpayout/stages/internal/ticket"
)

// Stage checks tickets.
var Stage = &pipeline.Stage{
	Name: "check_tickets",
	Doc: `What tickets lack, and which error codes they quote.

A20: a binding failure needs seller id, merchant id, screenshot with URL and time, and a message in English; none may be missing. A message in another language or script is a finding.
A16: ERR_ and four digits are recognised whatever the case, width and joint; the text is kept as written.
C31: codes have no published meaning: it is that of error_codes, empty while nobody filled it in; a code that stands nowhere is listed.
C15: what a ticket needs depends on its process.
D06: a ticket opened after the as-of day is not known yet.
D22: in a file that lists attachments, a ticket without any has none; in one that lists none they are unknown, never missing.`,
	Scope:   pipeline.Whole,
	Inputs:  []*pipeline.Dataset{datasets.Tickets, datasets.TicketItems, datasets.ErrorCodes},
	Outputs: []*pipeline.Dataset{datasets.TicketCompleteness, datasets.TicketErrors},
	Run:     run,
}

func run(_ context.Context, t *pipeline.Task) error {
	all, err := survey(t)
	if err != nil || all.tickets == 0 {
		return err
	}
	required, err := policy.TicketItems(t)
	if err != nil {
		return err
	}
	meanings, err := policy.ErrorMeanings(t)
	if err != nil {
		return err
	}
	for batch, err := range ticket.Batches(t) {
		if err != nil {
			return err
		}
		if err := writeItems(t, batch.Known, required, all); err != nil {
			return err
		}
		if err := writeErrors(t, batch.Known, meanings, all); err != nil {
			return err
		}
	}
	return nil
}

// An overview is what must be known of all tickets to check one.
type overview struct {
	tickets int
	listing map[string]bool // files that list attachments
	// How often a code is quoted.
	ofAll    map[string]int64
	ofSeller map[sellerCode]int64
}

func survey(t *pipeline.Task) (*overview, error) {
	all := &overview{listing: make(map[string]bool), ofAll: make(map[string]int64), ofSeller: make(map[sellerCode]int64)}
	for batch, err := range ticket.Batches(t) {
		if err != nil {
			return nil, err
		}
		all.tickets += len(batch.Known)
		for i := range batch.Known {
			of := &batch.Known[i]
			if of.Attachments != "" {
				all.listing[of.File] = true
			}
			for _, code := range quotedBy(of) {
				all.ofAll[code]++
				all.ofSeller[sellerCode{of.SellerID, code}]++
			}
		}
	}
	return all, nil
}

func writeItems(t *pipeline.Task, tickets []ticket.Ticket, required []policy.TicketItem, all *overview) error {
	w := nullable.NewWriter(t, datasets.TicketCompleteness)
	defer w.Release()
	for i := range tickets {
		of := &tickets[i]
		items := itemsOf(of, required, all.listing[of.File])
		complete := isComplete(items)
		for _, item := range items {
			if item.IsMessage && item.state == missing {
				t.Reject(of.Finding(datasets.TicketLanguage.Name, of.Language, "message_not_english", pipeline.Warning,
					"The message is not in English, the only language that support answers: "+item.reason+"."))
			}
			item.write(&w, of, complete, t.Pack)
		}
	}
	return w.Flush()
}

func (i item) write(w *nullable.Writer, t *ticket.Ticket, isComplete *bool, pack string) {
	w.Code(datasets.SellerID, t.SellerID)
	w.Text(datasets.TicketID, t.ID)
	w.Code(datasets.TicketItem, i.Code)
	w.Code(datasets.ItemState, i.state)
	w.Code(datasets.ItemReason, i.reason)
	w.Flag(datasets.IsTicketComplete, isComplete)
	w.Code(datasets.PolicyPack, pack)
	w.Code(datasets.DecidedBy, i.RuleIDs)
}
