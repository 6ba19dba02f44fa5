package load

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/apache/arrow/go/v17/arrow"
	"github.com/apache/arrow/go/v17/arrow/array"
	"github.com/apache/arrow/go/v17/arrow/memory"

	"ozpayout/datasets"
	"ozpayout/pipeline"
	"ozpayout/stages/internal/nullable"
	"ozpayout/stages/internal/vector"
)

// MergePayouts makes payouts out of what the partitions know of them.
var MergePayouts = &pipeline.Stage{
	Name: "merge_payouts",
	Doc: `One row per payout: agreed columns, arrival, sums of its lines.

B20: a payout has arrived when its status says so, when its arrivals reach its
amount, or when there is one arrival without an amount and the status is not
partially_arrived; it arrived on the latest of them (9.2). A status of either kind
without an arrival leaves a day, or a part, that nobody knows.
B21: the table copy is used where both copies know a payout.
D06: an arrival after the as-of date is not yet known.
D46: a payout of which the export gives lines of several orders one id is a finding.
9.2: an arrival before the settlement and a release before the hold are findings;
the dates count as they are. Rows that disagree on a payout-level column reject the payout as a whole.
What lines need to know goes back to the partitions that the parts came from.`,
	Scope:   datasets.ByPayout,
	Inputs:  []*pipeline.Dataset{datasets.PayoutParts},
	Outputs: []*pipeline.Dataset{datasets.Payouts, datasets.DistinctParts, datasets.LinePayouts},
	Run:     mergePayouts,
}

func mergePayouts(_ context.Context, t *pipeline.Task) error {
	all, err := pipeline.Collect(t, datasets.PayoutParts)
	if err != nil {
		return err
	}
	defer all.Release()
	if all.NumRows() == 0 {
		return nil
	}
	parts, partOf := distinctParts(t, all)
	defer parts.Release()
	if err := writeDerived(t, datasets.DistinctParts, parts); err != nil {
		return err
	}
	payouts, payoutOf, err := payoutsOf(t, parts)
	if err != nil {
		return err
	}
	defer payouts.Release()
	if err := t.Write(datasets.Payouts, payouts); err != nil {
		return err
	}
	for i, part := range partOf {
		partOf[i] = payoutOf[part]
	}
	repeats := repeatingIDs(all, partOf, int(payouts.NumRows()))
	rejectRepeats(t, all, partOf, repeats)
	return writeBack(t, all, payouts, partOf, repeats)
}

// payoutsOf merges parts into payouts, which the caller releases. payoutOf is the
// payout of each part.
func payoutsOf(t *pipeline.Task, rec arrow.Record) (payouts arrow.Record, payoutOf []int32, err error) {
	p, rows := newParts(rec), allRows(rec)
	slices.SortFunc(rows, p.compare)
	w := nullable.NewWriter(t, payoutsAdded)
	defer w.Release()
	var firsts []int32
	payoutOf = make([]int32, len(rows))
	for from := 0; from < len(rows); {
		to := from + 1
		for to < len(rows) && p.samePayout(rows[from], rows[to]) {
			to++
		}
		for _, row := range rows[from:to] {
			payoutOf[row] = int32(len(firsts))
		}
		parts := p.primary(rows[from:to])
		firsts = append(firsts, parts[0])
		merged := p.merge(t, parts)
		merged.inBoth = len(parts) < to-from
		merged.write(&w)
		from = to
	}
	merged, err := w.Rows()
	if err != nil {
		return nil, nil, err
	}
	defer merged.Release()
	return pipeline.DeriveRows(t.Mem, datasets.Payouts, rec, firsts, pipeline.ColumnsOf(payoutsAdded, merged)), payoutOf, nil
}

// writeBack tells the partition of each part of its payout. repeats are the payouts with
// repeated line ids.
func writeBack(t *pipeline.Task, parts, payouts arrow.Record, payoutOf []int32, repeats []bool) error {
	known := pipeline.Derive(toldToLines, payouts, nil)
	defer known.Release()
	told := pipeline.Take(t.Mem, known, payoutOf)
	defer told.Release()
	columns := pipeline.ColumnsOf(toldToLines, told)
	columns[datasets.PayoutID] = unplaced(t.Mem, allRows(parts), datasets.PayoutID.In(parts), datasets.PostingNumber.In(parts), datasets.OrderID.In(parts))
	columns[datasets.RepeatsIDs] = flagsOf(t.Mem, payoutOf, repeats)
	back := pipeline.Derive(datasets.LinePayouts, parts, columns)
	defer back.Release()
	return t.Write(datasets.LinePayouts, back)
}

// flagsOf returns the flag of the payout of each part.
func flagsOf(mem memory.Allocator, payoutOf []int32, flags []bool) arrow.Array {
	b := array.NewBooleanBuilder(mem)
	defer b.Release()
	b.Reserve(len(payoutOf))
	for _, payout := range payoutOf {
		b.UnsafeAppend(flags[payout])
	}
	return b.NewArray()
}

// datesOutOfOrder is the code of findings about dates that contradict each other (9.2).
const datesOutOfOrder = "dates_out_of_order"

// toldToLines are what lines have from their payouts.
var toldToLines = &pipeline.Dataset{
	Name: "payouts",
	Columns: []pipeline.Column{
		datasets.ArrivalCode, datasets.LastArrivedOn, datasets.LastReceiptNo, datasets.PartLines, datasets.NamedLines, datasets.PartForm, datasets.IsConflict,
	},
}

// payoutsAdded are the columns of payouts that their first part does not have, in
// the order in which they are appended.
var payoutsAdded = &pipeline.Dataset{
	Name: "payouts",
	Columns: []pipeline.Column{
		datasets.ArrivalCode, datasets.LinesCurrency, datasets.AgreedStatus, datasets.PartForm, datasets.LastArrivedOn, datasets.ArrivedSum,
		datasets.LastReceiptNo, datasets.PartLines, datasets.NamedLines, datasets.PartAmount, datasets.IsConflict, datasets.IsInBoth,
	},
}

// parts reads payout parts.
type parts struct {
	rec      arrow.Record
	heads    []fingerprint // of the payout-level columns
	seller   vector.Codes[string]
	payout   *array.String
	form     vector.Codes[string]
	status   vector.Codes[string]
	currency vector.Codes[string]
	lines    *array.Int64
	named    *array.Int64
	sum      *array.Int64
	amount   *array.Int64
	settled  *array.Date32
	arrived  *array.Date32
	arrival  *array.Int64
	receipt  *array.String
	held     *array.Timestamp
	released *array.Timestamp
	place    *places
}

func newParts(rec arrow.Record) *parts {
	return &parts{
		rec:    rec,
		heads:  fingerprints(datasets.PayoutParts, rec, datasets.IsPayoutColumn),
		seller: vector.WordsOf(datasets.SellerID.In(rec)), payout: datasets.PayoutID.In(rec), form: vector.WordsOf(datasets.PartForm.In(rec)),
		status: vector.WordsOf(datasets.PayoutStatus.In(rec)), currency: vector.WordsOf(datasets.LinesCurrency.In(rec)),
		lines: datasets.PartLines.In(rec), named: datasets.NamedLines.In(rec), sum: datasets.PartAmount.In(rec), amount: datasets.PayoutAmount.In(rec),
		settled: datasets.SettledOn.In(rec), arrived: datasets.ArrivedOn.In(rec), arrival: datasets.ArrivedAmount.In(rec), receipt: datasets.BankReceiptNo.In(rec),
		held: datasets.HeldAt.In(rec), released: datasets.ReleasedAt.In(rec), place: placesOf(rec),
	}
}

// compare orders parts by payout, the table copy first, then by place.
func (p *parts) compare(a, b int32) int {
	if c := strings.Compare(p.payout.Value(int(a)), p.payout.Value(int(b))); c != 0 {
		return c
	}
	if c := strings.Compare(p.seller.At(int(a)), p.seller.At(int(b))); c != 0 {
		return c
	}
	if c := strings.Compare(p.form.At(int(b)), p.form.At(int(a))); c != 0 {
		return c
	}
	return p.place.compare(a, b)
}

func (p *parts) samePayout(a, b int32) bool {
	return p.payout.Value(int(a)) == p.payout.Value(int(b)) && p.seller.At(int(a)) == p.seller.At(int(b))
}

// primary returns the parts of the first copy.
func (p *parts) primary(rows []int32) []int32 {
	form := p.form.At(int(rows[0]))
	n := 1
	for n < len(rows) && p.form.At(int(rows[n])) == form {
		n++
	}
	return rows[:n]
}

// A merged payout is what its parts say together.
type mergedPayout struct {
	arrival    string
	arrivedOn  arrow.Date32
	arrivedSum int64
	hasSum     bool
	receipt    string
	currency   string
	lines, sum int64
	isSummed   bool // every line has an amount
	named      int64
	conflict   bool
	inBoth     bool // copies
	form       string
	status     string
}

func (p *parts) merge(t *pipeline.Task, rows []int32) mergedPayout {
	m := mergedPayout{currency: p.currency.At(int(rows[0])), isSummed: true, form: p.form.At(int(rows[0])), status: p.status.At(int(rows[0]))}
	a := arrivals{payoutAmount: p.amount.Value(int(rows[0])), asOf: t.AsOf, hasAmounts: true}
	for _, row := range rows {
		if p.heads[row] != p.heads[rows[0]] {
			m.conflict = true
		}
		if p.lines.Value(int(row)) > 0 {
			m.addLines(p, int(row))
		}
		if p.status.At(int(row)) != m.status {
			m.status = mixed
		}
		if a.add(p, row) {
			t.Reject(p.finding(row, "arrival_after_as_of", pipeline.Note, "The arrival lies after the as-of date and is not yet known on it."))
		}
		if p.arrived.IsValid(int(row)) && p.arrived.Value(int(row)) < p.settled.Value(int(row)) {
			t.Reject(p.finding(row, datesOutOfOrder, pipeline.Warning, "The arrival lies before the settlement; the wait between them is counted as negative."))
		}
	}
	if first := int(rows[0]); p.held.IsValid(first) && p.released.IsValid(first) && p.released.Value(first) < p.held.Value(first) {
		t.Reject(p.finding(rows[0], datesOutOfOrder, pipeline.Warning, "The hold ends before it starts; it stands on no day."))
	}
	if m.conflict {
		p.rejectConflict(t, rows)
	}
	m.arrival, m.arrivedOn = a.decide()
	m.arrivedSum, m.hasSum, m.receipt = a.sum, a.hasAmounts && len(a.known) > 0, a.receipt
	return m
}

// rejectConflict reports the parts of a payout that disagree, each beside another one.
func (p *parts) rejectConflict(t *pipeline.Task, rows []int32) {
	for _, row := range rows {
		other := rows[slices.IndexFunc(rows, func(other int32) bool { return p.heads[other] != p.heads[row] })]
		f := p.finding(row, "payout_conflict", pipeline.Fault, "")
		var otherSaid string
		f.Column, f.Raw, otherSaid = p.difference(int(row), int(other))
		f.Message = fmt.Sprintf("Rows of payout %.80q disagree on what holds for the whole payout: row %d of %s says %.80q.",
			p.payout.Value(int(row)), p.place.row.Value(int(other)), p.place.file(other), otherSaid)
		t.Reject(f)
	}
}

// difference returns the first payout-level column in which two parts differ, and what each
// says.
func (p *parts) difference(row, other int) (column, said, otherSaid string) {
	for i, c := range datasets.PayoutParts.Columns {
		if !datasets.IsPayoutColumn(c) {
			continue
		}
		said, otherSaid = cellText(p.rec.Column(i), c.Type(), row), cellText(p.rec.Column(i), c.Type(), other)
		if said != otherSaid {
			return c.ColumnName(), said, otherSaid
		}
	}
	return "", "", ""
}

// addLines adds the lines of a part.
func (m *mergedPayout) addLines(p *parts, row int) {
	switch currency := p.currency.At(row); {
	case m.lines == 0:
		m.currency = currency
	case m.currency != currency:
		m.currency = mixed
	}
	m.lines += p.lines.Value(row)
	m.named += p.named.Value(row)
	if m.isSummed = m.isSummed && p.sum.IsValid(row); m.isSummed {
		m.sum += p.sum.Value(row)
	}
}

// mixed stands for several currencies, or statuses, of the rows of a payout.
const mixed = "mixed"

func (p *parts) finding(row int32, code string, severity pipeline.Severity, message string) pipeline.Finding {
	return pipeline.Finding{
		File: p.place.file(row), Row: p.place.row.Value(int(row)), Column: datasets.PayoutID.Name, Code: code, Raw: p.payout.Value(int(row)),
		Severity: severity, Message: message, Dataset: datasets.RawPaymentHistory.Name,
	}
}

func (m mergedPayout) write(w *nullable.Writer) {
	w.Code(datasets.ArrivalCode, m.arrival)
	w.Code(datasets.LinesCurrency, m.currency)
	w.Code(datasets.AgreedStatus, m.status)
	w.Code(datasets.PartForm, m.form)
	w.Date(datasets.LastArrivedOn, nullable.If(m.arrival == arrivedCode, m.arrivedOn))
	w.Money(datasets.ArrivedSum, nullable.If(m.hasSum, m.arrivedSum))
	w.Text(datasets.LastReceiptNo, m.receipt)
	w.Int(datasets.PartLines, m.lines)
	w.Int(datasets.NamedLines, m.named)
	w.Money(datasets.PartAmount, nullable.If(m.lines > 0 && m.isSummed && m.currency != mixed, m.sum))
	w.Flag(datasets.IsConflict, &m.conflict)
	w.Flag(datasets.IsInBoth, &m.inBoth)
}
