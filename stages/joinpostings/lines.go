package joinpostings

import (
	"slices"
	"strings"

	"github.com/apache/arrow/go/v17/arrow"
	"github.com/apache/arrow/go/v17/arrow/array"

	"ozpayout/datasets"
	"ozpayout/pipeline"
	"ozpayout/stages/internal/calendar"
	"ozpayout/stages/internal/join"
	"ozpayout/stages/internal/money"
	"ozpayout/stages/internal/nullable"
	"ozpayout/stages/internal/vector"
)

// postingColumns are the columns of the order sources.
type postingColumns struct {
	rec                             arrow.Record
	numbers                         *array.String
	accepted, handedOver, delivered *array.Timestamp
	isDelivered, isFBO              vector.Codes[bool]
	carriers, folders               vector.Codes[int32] // numbers of names
}

// readPostings begins the facts with the postings of the order sources.
func (j *joiner) readPostings(t *pipeline.Task) error {
	rec, err := j.collect(t, datasets.Postings)
	if err != nil {
		return err
	}
	known, err := knownSellers(t)
	if err != nil {
		return err
	}
	j.postings = &postingColumns{
		rec: rec, numbers: datasets.PostingNumber.In(rec),
		accepted: datasets.AcceptedAt.In(rec), handedOver: datasets.HandedOverAt.In(rec), delivered: datasets.DeliveredAt.In(rec),
		isDelivered: vector.CodesOf(datasets.OrderStatus.In(rec), func(status string) bool { return status == "delivered" }),
		isFBO:       vector.CodesOf(datasets.Scheme.In(rec), func(scheme string) bool { return scheme == "fbo" }),
		carriers:    vector.CodesOf(datasets.OrderCarrier.In(rec), j.carriers.Number),
		folders:     vector.CodesOf(pipeline.FromFile.In(rec), func(path string) int32 { return j.sellers.Number(sellerOfFolder(path, known)) }),
	}
	j.index, j.others = join.NewIndex(j.postings.numbers), join.NewNumbers(0)
	j.facts = newFacts(int(rec.NumRows()))
	return nil
}

// ofOrder returns what the order sources say of a posting; nothing of one that they do
// not have.
func (j *joiner) ofOrder(posting int) orderFact {
	p := j.postings
	if posting >= p.numbers.Len() {
		return orderFact{accepted: never, delivered: never, handedOver: never}
	}
	delivered := j.dayOf(p.delivered, posting)
	return orderFact{
		folder:   p.folders.At(posting),
		accepted: j.dayOf(p.accepted, posting), delivered: delivered, handedOver: j.dayOf(p.handedOver, posting),
		isDelivered: p.isDelivered.At(posting) && (p.delivered.IsNull(posting) || delivered != never),
		isFBO:       p.isFBO.At(posting), orderCarrier: p.carriers.At(posting),
	}
}

// knownSellers returns the sellers that have an account.
func knownSellers(t *pipeline.Task) (map[string]bool, error) {
	known := make(map[string]bool)
	for r, err := range nullable.Rows(t, datasets.SellerAccounts) {
		if err != nil {
			return nil, err
		}
		known[r.Code(datasets.SellerID)] = true
	}
	return known, nil
}

// sellerOfFolder returns the seller that a folder of a path is called like, "" if
// none or several are (D45).
func sellerOfFolder(path string, known map[string]bool) (seller string) {
	folders := strings.Split(path, "/")
	for _, folder := range folders[:len(folders)-1] {
		switch {
		case !known[folder]:
		case seller != "" && seller != folder:
			return ""
		default:
			seller = folder
		}
	}
	return seller
}

// dayOf returns the Moscow day of an instant; never for null and for what is after
// the as-of date (D06).
func (j *joiner) dayOf(column *array.Timestamp, row int) calendar.Day {
	if column.IsNull(row) {
		return never
	}
	return j.upTo(calendar.MoscowDay(column.Value(row)))
}

// upTo returns a day that is not after the as-of date, else never.
func (j *joiner) upTo(day calendar.Day) calendar.Day {
	if day > j.asOf {
		return never
	}
	return day
}

// readLines adds what payout lines say of their postings.
func (j *joiner) readLines(t *pipeline.Task) error {
	rec, err := j.collect(t, datasets.DatedLines)
	if err != nil {
		return err
	}
	sellers := vector.CodesOf(datasets.SellerID.In(rec), j.sellers.Number)
	isObserved := vector.CodesOf(datasets.ConfirmedGrade.In(rec), func(grade string) bool { return grade == "observed" })
	confirmed, eligible, due := datasets.ConfirmedOn.In(rec), datasets.EligibleOn.In(rec), datasets.DueOn.In(rec)
	isLate, amounts := datasets.IsLate.In(rec), datasets.AmountCNY.In(rec)
	place := j.placer(rec)
	for row := range int(rec.NumRows()) {
		i := place(row)
		if i < 0 {
			continue
		}
		j.facts.soldBy(i, sellers.At(row))
		f := &j.facts.lines[i]
		if isObserved.At(row) && confirmed.IsValid(row) {
			f.confirmed = min(f.confirmed, j.upTo(calendar.Day(confirmed.Value(row))))
		}
		if isLate.IsNull(row) {
			continue // not judged
		}
		if eligible.IsValid(row) {
			f.eligible = min(f.eligible, j.upTo(calendar.Day(eligible.Value(row))))
		}
		if due.IsValid(row) {
			f.due = min(f.due, calendar.Day(due.Value(row)))
		}
		if isLate.Value(row) {
			f.addLate(amounts, row)
		}
	}
	return nil
}

// addLate adds the amount of a late line. A sum that does not fit is not known.
func (f *lineFact) addLate(amounts *array.Int64, row int) {
	if amounts.IsNull(row) {
		f.isLateUnknown = true
		return
	}
	sum, fits := money.Add(f.late, amounts.Value(row))
	if !fits {
		f.isLateUnknown = true
		return
	}
	f.late = sum
}

// placer finds the posting of a line: the one that it names, or the only one of
// the order that it names (D18). -1 is none.
func (j *joiner) placer(lines arrow.Record) func(row int) int {
	numbers, orders := datasets.PostingNumber.In(lines), datasets.OrderID.In(lines)
	known := j.facts.len()
	named := j.ofEach(numbers)
	byOrder := j.indexOrders(known, numbers, orders)
	return func(row int) int {
		if numbers.IsValid(row) {
			return named(row)
		}
		if orders.IsNull(row) {
			return -1
		}
		first := byOrder.first(orders.Value(row))
		if first < 0 || byOrder.next[first] >= 0 {
			return -1
		}
		return first
	}
}

// An orderIndex finds the postings of an order that a row names instead of a posting.
type orderIndex struct {
	orders *join.Numbers
	heads  []int32
	next   []int // of each posting the next one of its order, or -1
}

// indexOrders indexes the first of the postings that have a fact, for the rows without a
// posting number: few orders are asked for.
func (j *joiner) indexOrders(known int, numbers, orders *array.String) *orderIndex {
	x := &orderIndex{orders: join.NewNumbers(0)}
	for row := range orders.Len() {
		if numbers.IsNull(row) && orders.IsValid(row) {
			x.orders.Of(orders.Value(row))
		}
	}
	if x.orders.Len() == 0 {
		return x
	}
	x.heads, x.next = slices.Repeat([]int32{-1}, x.orders.Len()), make([]int, known)
	for i := range known {
		if order, ok := x.orders.Find(join.OrderOf(j.number(i))); ok {
			x.next[i] = int(x.heads[order])
			x.heads[order] = int32(i)
		}
	}
	return x
}

// first returns a posting of an order, or -1.
func (x *orderIndex) first(order string) int {
	at, ok := x.orders.Find(order)
	if !ok {
		return -1
	}
	return int(x.heads[at])
}
