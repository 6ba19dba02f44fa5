package load

import (
	"context"
	"strings"

	"github.com/apache/arrow/go/v17/arrow"
	"github.com/apache/arrow/go/v17/arrow/array"

	"ozpayout/datasets"
	"ozpayout/pipeline"
)

// Orders joins what the sources know of postings.
var Orders = &pipeline.Stage{
	Name: "load_orders",
	Doc: `Postings from orders exports, posting lists, accruals, transactions and returns.

9.19: each column from the first source that fills it: orders export, then API;
the scheme from API, accruals, returns, then the header generation. FBO and
FBOECONOMY are fbo, FBS and FBSECONOMY fbs, RFBS rfbs, CROSSBORDER and OGL
crossborder; any other word is unknown and treated as not FBO.
B18: only fbo suppresses the tracking cause, so a scheme is never guessed.
Accruals have no key: the n-th of equal rows of one file equals the n-th of another.` + rules,
	Scope: pipeline.ByPosting,
	Inputs: []*pipeline.Dataset{
		datasets.RawOrders, datasets.RawPostings, datasets.RawAccruals, datasets.RawTransactions, datasets.RawOzonReturns,
	},
	Outputs: []*pipeline.Dataset{datasets.Postings},
	Settles: []*pipeline.Dataset{datasets.RawOrders, datasets.RawPostings, datasets.RawAccruals, datasets.RawTransactions},
	Run:     loadOrders,
}

func loadOrders(_ context.Context, t *pipeline.Task) error {
	j := &joiner{at: map[string]int32{}}
	defer j.release()
	// In the order in which sources are believed.
	for _, source := range []orderSource{
		{resolver: resolver{dataset: datasets.RawOrders, key: datasets.RawOrders.Key}, number: datasets.PostingNumber, scheme: byHeader, isSettled: true},
		{resolver: resolver{dataset: datasets.RawPostings, key: datasets.RawPostings.Key}, number: datasets.PostingNumber, scheme: byAPI, isSettled: true},
		{resolver: resolver{dataset: datasets.RawAccruals, counted: true}, number: datasets.AccrualID, scheme: byAccruals, isSettled: true},
		{resolver: resolver{dataset: datasets.RawTransactions, key: datasets.RawTransactions.Key}, number: datasets.OperationDocument, scheme: byAPI, isSettled: true},
		{resolver: resolver{dataset: datasets.RawOzonReturns, key: datasets.RawOzonReturns.Key, numbered: true}, number: datasets.PostingNumber, scheme: byReturns},
	} {
		if err := source.read(t, j); err != nil {
			return err
		}
	}
	return j.write(t)
}

// The sources of a scheme in the order of 9.19; 0 = none yet.
type schemeRank uint8

const (
	byHeader schemeRank = iota + 1
	byReturns
	byAccruals
	byAPI
)

// An orderSource is a raw table that knows something of postings.
type orderSource struct {
	resolver  resolver
	number    *pipeline.Text
	scheme    schemeRank
	isSettled bool // false: another stage settles the table
}

func (s *orderSource) read(t *pipeline.Task, j *joiner) error {
	rec, err := pipeline.Collect(t, s.resolver.dataset)
	if err != nil {
		return err
	}
	j.recs = append(j.recs, rec)
	if rec.NumRows() == 0 {
		return nil
	}
	quiet := *t
	if !s.isSettled {
		quiet.Reject = func(pipeline.Finding) {}
	}
	res := s.resolver.resolve(&quiet, rec)
	if s.isSettled {
		settle(t, s.resolver.dataset, rec, func(row int) (pipeline.Class, bool) { return res.class[row], true })
	}
	r := newOrderRows(s, rec)
	for row := range int(rec.NumRows()) {
		if res.class[row] == pipeline.Loaded {
			j.add(r, row)
		}
	}
	return nil
}

// orderRows reads the columns of a source that postings have too; a column the
// source lacks is nil.
type orderRows struct {
	source *orderSource
	number *array.String
	order  *array.String
	sku    *array.String
	times  [len(postingTimes)]*array.Timestamp
	status codes
	scheme codes
	extra  [2]codes // carrier, integration type
	place  *places
}

// postingTimes are the instants of a posting.
var postingTimes = [...]*pipeline.Instant{datasets.AcceptedAt, datasets.HandedOverAt, datasets.DeliveredAt, datasets.CancelledAt}

func newOrderRows(s *orderSource, rec arrow.Record) *orderRows {
	d := s.resolver.dataset
	r := &orderRows{source: s, number: s.number.In(rec), place: placesOf(rec), scheme: codesOf(datasets.SchemeRaw.In(rec))}
	for i, c := range postingTimes {
		if d.Index(c) >= 0 {
			r.times[i] = c.In(rec)
		}
	}
	if d.Index(datasets.OrderStatus) >= 0 {
		r.order, r.sku, r.status = datasets.OrderID.In(rec), datasets.SKU.In(rec), codesOf(datasets.OrderStatus.In(rec))
	}
	if d.Index(datasets.OrderCarrier) >= 0 {
		r.extra[0] = codesOf(datasets.OrderCarrier.In(rec))
	}
	if d.Index(datasets.TplIntegration) >= 0 {
		r.extra[1] = codesOf(datasets.TplIntegration.In(rec))
	}
	return r
}

// A posting is what the sources together know of one; texts are views into the
// batches.
type posting struct {
	number, order, sku string
	times              [len(postingTimes)]arrow.Timestamp
	hasTime            [len(postingTimes)]bool
	status             string
	scheme             string
	schemeBy           schemeRank
	extra              [2]string
	file               string
	row                int64
}

// A joiner collects postings.
type joiner struct {
	recs     []arrow.Record
	at       map[string]int32
	postings []posting
}

func (j *joiner) release() {
	for _, rec := range j.recs {
		rec.Release()
	}
}

func (j *joiner) add(r *orderRows, row int) {
	if r.number.IsNull(row) {
		return
	}
	number := r.number.Value(row)
	if strings.Count(number, "-") < 2 {
		return // an order number or a service document: it belongs to no posting of its own
	}
	i, ok := j.at[number]
	if !ok {
		i = int32(len(j.postings))
		j.at[number] = i
		j.postings = append(j.postings, posting{number: number, file: r.place.file(int32(row)), row: r.place.row.Value(row)})
	}
	p := &j.postings[i]
	p.fill(r, row)
}

// fill takes from a row what no earlier source filled.
func (p *posting) fill(r *orderRows, row int) {
	if r.order != nil {
		if p.order == "" && r.order.IsValid(row) {
			p.order = r.order.Value(row)
		}
		if r.sku.IsValid(row) && (p.sku == "" || r.sku.Value(row) < p.sku) {
			p.sku = r.sku.Value(row)
		}
		if p.status == "" {
			p.status = r.status.text(int32(row))
		}
	}
	for i, times := range r.times {
		if times != nil && !p.hasTime[i] && times.IsValid(row) {
			p.times[i], p.hasTime[i] = times.Value(row), true
		}
	}
	for i, c := range r.extra {
		if c.Dictionary != nil && p.extra[i] == "" {
			p.extra[i] = c.text(int32(row))
		}
	}
	if scheme := r.scheme.text(int32(row)); scheme != "" && r.source.scheme > p.schemeBy {
		p.scheme, p.schemeBy = schemeCode(scheme), r.source.scheme
	}
}

// schemeCode turns a scheme as written into its code (9.19).
func schemeCode(word string) string {
	switch strings.ToUpper(word) {
	case "FBO", "FBOECONOMY":
		return "fbo"
	case "FBS", "FBSECONOMY":
		return "fbs"
	case "RFBS":
		return "rfbs"
	case "CROSSBORDER", "OGL":
		return "crossborder"
	}
	return "unknown"
}

func (j *joiner) write(t *pipeline.Task) error {
	if len(j.postings) == 0 {
		return nil
	}
	b := pipeline.NewBuilder(t.Mem, datasets.Postings)
	defer b.Release()
	b.Reserve(len(j.postings))
	number, order, sku, row := datasets.PostingNumber.To(b), datasets.OrderID.To(b), datasets.PostingSKU.To(b), pipeline.FromRow.To(b)
	status, scheme := datasets.OrderStatus.To(b), datasets.Scheme.To(b)
	carrier, integration, file := datasets.OrderCarrier.To(b), datasets.TplIntegration.To(b), pipeline.FromFile.To(b)
	var times [len(postingTimes)]*array.TimestampBuilder
	for i, c := range postingTimes {
		times[i] = c.To(b)
	}
	put := codeWriter{}
	for i := range j.postings {
		p := &j.postings[i]
		number.Append(p.number)
		appendText(order, orderOf(p.number, p.order))
		appendText(sku, p.sku)
		for k, at := range p.times {
			if p.hasTime[k] {
				times[k].Append(at)
			} else {
				times[k].AppendNull()
			}
		}
		put.code(status, p.status)
		if p.scheme == "" {
			p.scheme = "unknown"
		}
		put.code(scheme, p.scheme)
		put.code(carrier, p.extra[0])
		put.code(integration, p.extra[1])
		put.code(file, p.file)
		row.Append(p.row)
	}
	if put.err != nil {
		return put.err
	}
	rec := b.Record()
	defer rec.Release()
	return t.Write(datasets.Postings, rec)
}

// orderOf returns the order number of a posting: as exported, else the number
// without its last part.
func orderOf(posting, exported string) string {
	if exported != "" {
		return exported
	}
	return posting[:strings.LastIndexByte(posting, '-')]
}

func appendText(b *array.StringBuilder, text string) {
	if text == "" {
		b.AppendNull()
		return
	}
	b.Append(text)
}
