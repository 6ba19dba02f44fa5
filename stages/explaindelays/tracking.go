package explaindelays

import (
	"cmp"

	"github.com/apache/arrow/go/v17/arrow"

	"ozpayout/stages/internal/attribution"
	"ozpayout/stages/internal/calendar"
	"ozpayout/stages/internal/policy"
)

// A trackingEvent is an event of the posting's parcel.
type trackingEvent struct {
	isDelivery bool // delivered, and recorded by the carrier
	happened   arrow.Timestamp
	synced     arrow.Timestamp
	isSynced   bool                 // false = not visible in Ozon when exported
	carrier    *policy.DatedCarrier // nil = not named
	at         place
}

func (e *trackingEvent) compare(other *trackingEvent) int {
	return cmp.Or(cmp.Compare(e.happened, other.happened), e.at.compare(other.at))
}

// findTracking finds the delivery that Ozon saw late, and that Ozon saw nothing of
// the posting by the due date (B09, 9.22). Where the carrier is not white-listed
// on that day, that is the cause instead (B16, D15).
func findTracking(l *line, _ *rules, found []episode) ([]episode, error) {
	if l.posting == "" {
		return found, nil
	}
	e, ok := trackingEpisode(l)
	if !ok {
		return found, nil
	}
	if carrier := carrierOf(l); carrier != nil {
		if _, isWhitelisted := carrier.At(e.opened); !isWhitelisted {
			e.cause = carrierNotWhitelisted
		}
	}
	return append(found, e), nil
}

// trackingEpisode returns the days from the delivery until Ozon saw it; where it
// saw the delivery in time, or none was before the end of the wait, those from the
// hand-over until it saw anything, if that was after the due date.
func trackingEpisode(l *line) (e episode, ok bool) {
	delivery := firstDelivery(l.tracking)
	if delivery != nil && (!delivery.isSynced || delivery.synced > delivery.happened) {
		e = episode{trackingNotSynced, calendar.MoscowDay(delivery.happened), attribution.NotCleared, observed, delivery.at}
		if delivery.isSynced {
			e.cleared = calendar.MoscowDay(delivery.synced)
		}
		if e.opened <= l.end {
			return e, true
		}
	}
	seen := firstSeen(l.tracking)
	if !l.handedOver.IsKnown || seen <= l.due || !l.hasTracking {
		return episode{}, false
	}
	return episode{trackingNotSynced, l.handedOver.Day, seen, inferred, l.postingAt}, true
}

// firstDelivery returns the first delivery, of whichever parcel; nil without one.
func firstDelivery(events []trackingEvent) (first *trackingEvent) {
	for i := range events {
		if e := &events[i]; e.isDelivery && (first == nil || e.compare(first) < 0) {
			first = e
		}
	}
	return first
}

// firstSeen returns the day on which the first event became visible in Ozon.
func firstSeen(events []trackingEvent) calendar.Day {
	seen := attribution.NotCleared
	for _, e := range events {
		if e.isSynced {
			seen = min(seen, calendar.MoscowDay(e.synced))
		}
	}
	return seen
}

// carrierOf returns the carrier that the last event up to the delivery names, else
// the one of the orders export (9.19); nil if nobody names one.
func carrierOf(l *line) *policy.DatedCarrier {
	delivery := firstDelivery(l.tracking)
	var last *trackingEvent
	for i := range l.tracking {
		e := &l.tracking[i]
		isBefore := true
		switch {
		case delivery != nil:
			isBefore = e.happened <= delivery.happened
		case l.delivered.IsKnown:
			isBefore = calendar.MoscowDay(e.happened) <= l.delivered.Day
		}
		if e.carrier != nil && isBefore && (last == nil || e.compare(last) > 0) {
			last = e
		}
	}
	if last != nil {
		return last.carrier
	}
	return l.orderCarrier
}
