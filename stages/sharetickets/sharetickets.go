package sharetickets

import (
	"cmp"
	"context"
	"maps"
	"slices"

	"ozpayout/datasets"
	"ozpayout/pipeline"
	"ozpayout/stages/internal/calendar"
	"ozpayout/stages/internal/gate"
	"ozpayout/stages/internal/nullable"
	"ozpayout/stages/internal/policy"
	"ozpayout/stages/internal/ticket"
)

// Stage shares tickets by what they are about.
var Stage = &pipeline.Stage{
	Name: "share_tickets",
	Doc: `What tickets are about, by seller and month, beside the published shares.

A03: binding tickets among all, LianLian among binding tickets, and the product of both, which is derived, beside the product of the published shares. A ticket whose process is a word that nobody knows is left out, as is a binding ticket that names no known provider from the share of LianLian.
A21: repeats (second and later attempts to bind) caused by a full browser cache, of those with a recorded cause; without any the share is not observable: null, never 0.
D06: a ticket opened after the as-of day is not known yet.
D31: Wilson intervals.
D32: below 10 tickets counts only, below 30 a small sample.
The month is that of opened_at in Moscow; ALL stands for every month and every seller. That a seller is new is not known: all tickets count.`,
	Scope:   pipeline.Whole,
	Inputs:  []*pipeline.Dataset{datasets.Tickets, datasets.PublishedClaims, datasets.PolicyValues},
	Outputs: []*pipeline.Dataset{datasets.TicketShares},
	Run:     run,
}

func run(_ context.Context, t *pipeline.Task) error {
	groups, err := countGroups(t)
	if err != nil || len(groups) == 0 {
		return err
	}
	limits, err := gate.Read(t)
	if err != nil {
		return err
	}
	claims, err := policy.Claims(t)
	if err != nil {
		return err
	}
	w := nullable.NewWriter(t, datasets.TicketShares)
	defer w.Release()
	for _, k := range slices.SortedFunc(maps.Keys(groups), key.compare) {
		for _, s := range groups[k].shares(claims, limits) {
			s.write(&w, k, t.Pack)
		}
	}
	return w.Flush()
}

// A key tells the groups apart.
type key struct{ seller, period string }

func (k key) compare(other key) int {
	return cmp.Or(cmp.Compare(k.seller, other.seller), cmp.Compare(k.period, other.period))
}

// countGroups counts the tickets of each group.
func countGroups(t *pipeline.Task) (map[key]*tally, error) {
	groups := make(map[key]*tally)
	for batch, err := range ticket.Batches(t) {
		if err != nil {
			return nil, err
		}
		for i := range batch.Known {
			of := &batch.Known[i]
			month := calendar.MoscowDay(of.Opened).Month()
			for _, k := range []key{{of.SellerID, month}, {of.SellerID, datasets.All}, {datasets.All, month}, {datasets.All, datasets.All}} {
				if groups[k] == nil {
					groups[k] = &tally{}
				}
				groups[k].add(of)
			}
		}
	}
	return groups, nil
}

func (s share) write(w *nullable.Writer, k key, pack string) {
	w.Code(datasets.SellerID, k.seller)
	w.Code(datasets.TicketPeriod, k.period)
	w.Code(datasets.TicketShareCode, s.code)
	w.Int(datasets.TicketShareOf, s.of)
	w.Int(datasets.TicketShareN, s.meant)
	w.Share(datasets.TicketShare, s.Share)
	w.Share(datasets.TicketShareLo, s.Low)
	w.Share(datasets.TicketShareHi, s.High)
	w.Share(datasets.TicketShareClaim, s.claimed)
	w.Flag(datasets.IsShareDerived, &s.isDerived)
	w.Code(datasets.TicketShareGate, s.gate)
	w.Int(datasets.TicketShareUnsaid, s.unknown)
	w.Code(datasets.PolicyPack, pack)
	w.Code(datasets.DecidedBy, s.ruleIDs)
}
