package flagfreezes

import (
	"cmp"
	"slices"

	"github.com/apache/arrow/go/v17/arrow"

	"ozpayout/stages/internal/calendar"
	"ozpayout/stages/internal/policy"
)

// Kinds of events that may trigger a review.
const (
	accountChanged    = "account_changed"
	withdrawalAttempt = "withdrawal_attempt"
)

// An event is something that the seller did.
type event struct {
	kind string
	at   arrow.Timestamp
	day  calendar.Day
	file string
	row  int64
	// What the policy of the day says.
	repeatedFrom int // the attempt that counts as a repeated withdrawal, and every later one
	nextPayouts  int // how many payouts are frozen
}

// judgeBy sets what the policy of the day says.
func (e *event) judgeBy(values *policy.ValueTable) (err error) {
	if e.repeatedFrom, err = values.Int("repeated_withdrawal_from", e.day); err != nil {
		return err
	}
	e.nextPayouts, err = values.Int("freeze_next_payouts", e.day)
	return err
}

// compare orders events by time, and those of one time so that any order of the
// rows gives the same triggers.
func (e event) compare(other event) int {
	return cmp.Or(cmp.Compare(e.at, other.at), cmp.Compare(e.kind, other.kind),
		cmp.Compare(e.file, other.file), cmp.Compare(e.row, other.row))
}

// A lateness is the run of days on which a payout is late, both ends included.
type lateness struct{ from, until calendar.Day }

func (l lateness) covers(day calendar.Day) bool { return l.from <= day && day <= l.until }

// triggersOf returns the events that trigger a review, in order of time: account
// changes while a payout is late, and repeated withdrawals while the same payout
// is late (B24, D20).
func triggersOf(events []event, late []lateness) []event {
	events = slices.SortedFunc(slices.Values(events), event.compare)
	isTrigger := make([]bool, len(events))
	for _, payout := range late {
		attempts := 0
		for i, e := range events {
			if !payout.covers(e.day) {
				continue
			}
			switch e.kind {
			case accountChanged:
				isTrigger[i] = true
			case withdrawalAttempt:
				attempts++
				isTrigger[i] = isTrigger[i] || attempts >= e.repeatedFrom
			}
		}
	}
	var triggers []event
	for i, e := range events {
		if isTrigger[i] {
			triggers = append(triggers, e)
		}
	}
	return triggers
}

// A payout is a payout that may be frozen.
type payout struct {
	id        string
	settledOn calendar.Day
}

func (p payout) compare(other payout) int {
	return cmp.Or(cmp.Compare(p.settledOn, other.settledOn), cmp.Compare(p.id, other.id))
}

// A freeze is a payout and the first event that freezes it.
type freeze struct {
	payoutID string
	by       event
}

// freezesOf returns the payouts that the triggers, in order of time, freeze: for
// each the next ones settled strictly after its day (C29, D20). A payout that
// several triggers freeze is returned once, with the first of them.
func freezesOf(triggers []event, payouts []payout) []freeze {
	payouts = slices.SortedFunc(slices.Values(payouts), payout.compare)
	isFrozen := make([]bool, len(payouts))
	var freezes []freeze
	for _, trigger := range triggers {
		first, _ := slices.BinarySearchFunc(payouts, trigger.day+1, func(p payout, day calendar.Day) int {
			return cmp.Compare(p.settledOn, day)
		})
		for i := first; i < min(first+trigger.nextPayouts, len(payouts)); i++ {
			if !isFrozen[i] {
				isFrozen[i] = true
				freezes = append(freezes, freeze{payouts[i].id, trigger})
			}
		}
	}
	return freezes
}
