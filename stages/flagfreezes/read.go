package flagfreezes

import (
	"strings"

	"ozpayout/datasets"
	"ozpayout/pipeline"
	"ozpayout/stages/internal/calendar"
	"ozpayout/stages/internal/nullable"
	"ozpayout/stages/internal/policy"
	"ozpayout/stages/internal/vector"
)

// A seller is what is known of a seller with events that may trigger a review.
type seller struct {
	events  []event
	late    []lateness
	payouts []payout
}

// readSellers reads the sellers with such events. Most sellers have none, and
// their payouts are not looked at.
func readSellers(t *pipeline.Task) (map[string]*seller, error) {
	values, err := policy.Values(t)
	if err != nil {
		return nil, err
	}
	b := eventBook{values: values, sellers: make(map[string]*seller), attempts: make(map[attempt][]event), told: make(map[withdrawal]int)}
	if err := b.readEvents(t); err != nil {
		return nil, err
	}
	if err := b.readWithdrawals(t); err != nil || len(b.sellers) == 0 {
		return nil, err
	}
	if err := readPayouts(t, b.sellers, b.attempts); err != nil {
		return nil, err
	}
	for of, events := range b.attempts {
		b.add(of.seller, events...)
	}
	return b.sellers, readLate(t, b.sellers)
}

// An eventBook collects the events of sellers.
type eventBook struct {
	values   *policy.ValueTable
	sellers  map[string]*seller
	attempts map[attempt][]event // those that name a payout, until it is known
	told     map[withdrawal]int  // how many attempts risk events tell of
}

// add adds events to those of their seller.
func (b *eventBook) add(id string, events ...event) {
	of := b.sellers[id]
	if of == nil {
		of = &seller{}
		b.sellers[id] = of
	}
	of.events = append(of.events, events...)
}

// An attempt is the payout that a withdrawal attempt names; it counts unless
// that payout is a test transfer.
type attempt struct{ seller, payoutID string }

// readEvents reads account changes and withdrawal attempts up to the as-of date.
func (b *eventBook) readEvents(t *pipeline.Task) error {
	for r, err := range nullable.Rows(t, datasets.RiskEvents) {
		if err != nil {
			return err
		}
		id, kind, at := r.Code(datasets.SellerID), r.Code(datasets.RiskEventType), r.Instant(datasets.RiskEventAt)
		if id == "" || at == nil || kind != accountChanged && kind != withdrawalAttempt {
			continue
		}
		e := event{kind: kind, at: *at, day: calendar.MoscowDay(*at), file: r.Code(pipeline.FromFile), row: r.Int(pipeline.FromRow)}
		if e.day > calendar.Day(t.AsOf) {
			continue
		}
		if err := e.judgeBy(b.values); err != nil {
			return err
		}
		if kind == withdrawalAttempt {
			b.told[withdrawal{id, r.Code(datasets.Provider), e.day}]++
			if payout := r.Text(datasets.PayoutID); payout != "" {
				b.add(id) // its payouts are looked at
				of := attempt{id, payout}
				b.attempts[of] = append(b.attempts[of], e)
				continue
			}
		}
		b.add(id, e)
	}
	return nil
}

// readPayouts reads the payouts of the sellers and drops the attempts at test
// transfers. Payouts that are rejected as a whole are not used.
func readPayouts(t *pipeline.Task, sellers map[string]*seller, attempts map[attempt][]event) error {
	for batch, err := range t.Read(datasets.Payouts) {
		if err != nil {
			return err
		}
		ids, payouts, settled := vector.WordsOf(datasets.SellerID.In(batch)), datasets.PayoutID.In(batch), datasets.SettledOn.In(batch)
		tests, conflicts := datasets.IsTestTransfer.In(batch), datasets.IsConflict.In(batch)
		for i := range payouts.Len() {
			id := ids.At(i)
			of := sellers[id]
			switch {
			case of == nil:
			case nullable.IsTrue(tests, i):
				delete(attempts, attempt{id, payouts.Value(i)})
			case !nullable.IsTrue(conflicts, i) && settled.IsValid(i):
				of.payouts = append(of.payouts, payout{strings.Clone(payouts.Value(i)), calendar.Day(settled.Value(i))})
			}
		}
	}
	return nil
}

// readLate joins what the partitions know of late payouts: late from the first
// day on which one of the lines is, to the last.
func readLate(t *pipeline.Task, sellers map[string]*seller) error {
	type key struct{ seller, payoutID string }
	late := make(map[key]*lateness)
	for batch, err := range t.Read(datasets.LatePayoutParts) {
		if err != nil {
			return err
		}
		ids, payouts := vector.WordsOf(datasets.SellerID.In(batch)), datasets.PayoutID.In(batch)
		from, until := datasets.LateFrom.In(batch), datasets.LateUntil.In(batch)
		for i := range payouts.Len() {
			k := key{ids.At(i), payouts.Value(i)}
			if sellers[k.seller] == nil {
				continue
			}
			part := &lateness{calendar.Day(from.Value(i)), policy.ForEver}
			if until.IsValid(i) {
				part.until = calendar.Day(until.Value(i))
			}
			if known := late[k]; known != nil {
				known.from, known.until = min(known.from, part.from), max(known.until, part.until)
				continue
			}
			k.payoutID = strings.Clone(k.payoutID) // it outlives its batch
			late[k] = part
		}
	}
	for k, payout := range late {
		sellers[k.seller].late = append(sellers[k.seller].late, *payout)
	}
	return nil
}
