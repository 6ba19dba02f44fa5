package joinpostings

import (
	"math"

	"github.com/apache/arrow/go/v17/arrow"

	"ozpayout/stages/internal/calendar"
)

// A fact is what is known of a posting.
type fact struct {
	seller int32 // number of the name that rows give, 0 = none, several
	folder int32 // number of the name that the folder of the orders export gives, 0 = none

	accepted, delivered, handedOver calendar.Day
	isDelivered                     bool // by its status
	isFBO                           bool
	carrier                         int32 // of the order sources

	confirmed     calendar.Day // as payment history has it
	eligible, due calendar.Day
	late          int64 // late amounts in CNY, minor units
	isLateUnknown bool  // one of them has no rate

	invoiced  calendar.Day
	languages languages
	isAuto    bool

	uploaded arrow.Timestamp
	delivery parcelEvent
	last     parcelEvent // with a carrier, up to the delivery
}

const (
	several int32 = -1 // sellers

	// never stands for a day, and notYet for an instant, that is not known; it is
	// later than any other.
	never  calendar.Day    = math.MaxInt32
	notYet arrow.Timestamp = math.MaxInt64
)

// newFact returns the fact of a posting of which nothing is known.
func newFact() fact {
	return fact{
		accepted: never, delivered: never, handedOver: never, confirmed: never, eligible: never, due: never,
		invoiced: never, uploaded: notYet, delivery: parcelEvent{at: notYet},
	}
}

// soldBy notes a seller that a row names; 0 is none.
func (f *fact) soldBy(seller int32) {
	switch {
	case seller == 0 || seller == f.seller:
	case f.seller == 0:
		f.seller = seller
	default:
		f.seller = several
	}
}

// soldByWhom returns the number of the seller's name, 0 or less = nobody knows (D45).
func (f *fact) soldByWhom() int32 {
	if f.seller == 0 {
		return f.folder
	}
	return f.seller
}

// deliveredOn returns the day of the delivery, else of the confirmation that stands
// for it.
func (f *fact) deliveredOn() calendar.Day {
	if f.delivered != never {
		return f.delivered
	}
	return f.confirmed
}

// confirmedOn returns the day of the confirmation, else of the delivery that stands
// for it (C25).
func (f *fact) confirmedOn() calendar.Day {
	if f.confirmed != never {
		return f.confirmed
	}
	return f.delivered
}

// isUndated reports whether the posting was delivered nobody knows when.
func (f *fact) isUndated() bool { return f.isDelivered && f.deliveredOn() == never }

// carrierOn returns the day on which the carrier had to be on the white list; never
// where it had not: not under way, or fulfilled by Ozon (B18).
func (f *fact) carrierOn() calendar.Day {
	switch {
	case f.isFBO:
		return never
	case f.delivery.at != notYet:
		return calendar.MoscowDay(f.delivery.at)
	case f.delivered != never:
		return f.delivered
	}
	return f.handedOver
}

// carrierName returns the number of the carrier's name (9.19), 0 = nobody names one.
func (f *fact) carrierName() int32 {
	if f.last.carrier != 0 {
		return f.last.carrier
	}
	return f.carrier
}

// isUpToDelivery reports whether an event of that instant may name the carrier: it is not
// after the delivery.
func (f *fact) isUpToDelivery(at arrow.Timestamp) bool {
	switch {
	case f.delivery.at != notYet:
		return at <= f.delivery.at
	case f.delivered != never:
		return calendar.MoscowDay(at) <= f.delivered
	}
	return true
}

// A parcelEvent is a tracking event with its row in the batch.
type parcelEvent struct {
	at      arrow.Timestamp
	seen    arrow.Timestamp // in Ozon
	row     int32
	carrier int32
}

// languages are those of the invoices of a posting.
type languages uint8

const (
	chinese languages = 1 << iota
	russian
	otherLanguage
)

// code says whether the languages are the pair that B13 asks for; they are unknown
// where no invoice names one.
func (l languages) code() int {
	switch {
	case l == 0:
		return languageUnknown
	case l&(chinese|russian) == chinese|russian:
		return languagePair
	}
	return languageSingle
}

// The language codes, as indices into languageCodes.
const (
	languagePair = iota
	languageSingle
	languageUnknown
)

var languageCodes = [...]string{languagePair: "pair", languageSingle: "single", languageUnknown: "unknown"}
