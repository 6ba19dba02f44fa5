package joinpostings

import (
	"math"

	"github.com/apache/arrow/go/v17/arrow"

	"ozpayout/stages/internal/calendar"
)

// A fact is what is known of a posting.
type fact struct {
	seller int32 // number of the name that rows give, 0 = none, several
	orderFact
	*lineFact
	*invoiceFact
	*parcelFact
}

// An orderFact is what the order sources say of a posting.
type orderFact struct {
	folder                          int32 // number of the seller that the folder of the orders export is called like, 0 = none
	accepted, delivered, handedOver calendar.Day
	isDelivered                     bool // by its status
	isFBO                           bool
	orderCarrier                    int32
}

// A lineFact is what payout lines say of a posting.
type lineFact struct {
	confirmed     calendar.Day // as payment history has it
	eligible, due calendar.Day
	isLateUnknown bool  // a late amount has no rate
	late          int64 // late amounts in CNY, minor units
}

// An invoiceFact is what invoices say of a posting.
type invoiceFact struct {
	invoiced  calendar.Day
	languages languages
	isAuto    bool
}

// A parcelFact is what tracking events say of a posting.
type parcelFact struct {
	uploaded arrow.Timestamp
	delivery parcelEvent
	seen     arrow.Timestamp // the delivery, in Ozon
	last     parcelEvent     // with a carrier, up to the delivery
	carrier  int32           // of the last event; 0 = none
}

// facts are those of many postings. What the rows of one source say lies together,
// because one source is read at a time: it stays in the processor's cache.
type facts struct {
	sellers  []int32
	lines    []lineFact
	invoices []invoiceFact
	parcels  []parcelFact
}

// newFacts returns the facts of postings of which nothing is known, with room for some
// that the order sources do not have.
func newFacts(postings int) facts {
	room := postings + postings/8
	f := facts{make([]int32, 0, room), make([]lineFact, 0, room), make([]invoiceFact, 0, room), make([]parcelFact, 0, room)}
	for range postings {
		f.addUnknown()
	}
	return f
}

// addUnknown adds a posting of which nothing is known.
func (f *facts) addUnknown() {
	f.sellers = append(f.sellers, 0)
	f.lines = append(f.lines, lineFact{confirmed: never, eligible: never, due: never})
	f.invoices = append(f.invoices, invoiceFact{invoiced: never})
	f.parcels = append(f.parcels, parcelFact{uploaded: notYet, delivery: parcelEvent{at: notYet}, seen: notYet})
}

func (f *facts) len() int { return len(f.sellers) }

const (
	several int32 = -1 // sellers

	// never stands for a day, and notYet for an instant, that is not known; it is
	// later than any other.
	never  calendar.Day    = math.MaxInt32
	notYet arrow.Timestamp = math.MaxInt64
)

// soldBy notes the seller that a row of a posting names; 0 is none.
func (f *facts) soldBy(posting int, seller int32) {
	switch of := &f.sellers[posting]; {
	case seller == 0 || seller == *of:
	case *of == 0:
		*of = seller
	default:
		*of = several
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
	if f.carrier != 0 {
		return f.carrier
	}
	return f.orderCarrier
}

// languages are those of the invoices of a posting.
type languages uint8

const (
	chinese languages = 1 << iota
	russian
	otherLanguage
	unknownLanguage // a word that nobody knows, maybe Chinese or Russian
)

// code says whether the languages are the pair that B13 asks for; they are unknown
// where no invoice names one, and where one that nobody knows may make the pair.
func (l languages) code() int {
	switch {
	case l&(chinese|russian) == chinese|russian:
		return languagePair
	case l == 0 || l&unknownLanguage != 0:
		return languageUnknown
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
