package joinpostings_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/apache/arrow/go/v17/arrow"
	"github.com/apache/arrow/go/v17/arrow/memory"
	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"ozpayout/datasets"
	"ozpayout/pipeline"
	"ozpayout/pipeline/stagetest"
	"ozpayout/stages/joinpostings"
)

// The parts of a world: orders sources, payout lines, events and invoices.
type (
	posting struct {
		number, delivered, carrier string
		isFBO                      bool
	}
	line struct {
		seller, posting, order string
		day, late              int // day of June of eligibility; minor units, 0 = not late
	}
	event struct {
		seller, posting, kind, carrier string
		hour, row                      int // hour of June
	}
	invoice struct {
		seller, posting, order, status, languages string
		day                                       int
	}
)

var numbers = []string{"10000001-0001-1", "10000001-0001-2", "10000001-0002-1"}

func orderOf(number string) string { return number[:strings.LastIndex(number, "-")] }

func day(n int) string { return fmt.Sprintf("2024-06-%02d", n) }

func instant(hour int) string { return fmt.Sprintf("%sT%02d:00:00Z", day(1+hour/24), hour%24) }

// A world is what a partition holds.
type world struct {
	postings []posting
	lines    []line
	events   []event
	invoices []invoice
}

func drawWorld(t *rapid.T) (w world) {
	pick := func(name string, of ...string) string { return rapid.SampledFrom(of).Draw(t, name) }
	for _, number := range numbers {
		if rapid.Bool().Draw(t, "known") {
			delivered := pick("delivered", "", "2024-06-05", "2024-06-20")
			if delivered != "" {
				delivered += "T08:00:00Z"
			}
			w.postings = append(w.postings, posting{number, delivered, pick("order carrier", "", "O"), rapid.Bool().Draw(t, "fbo")})
		}
	}
	reference := func() (number, order string) {
		number = pick("posting", append(slices.Clone(numbers), "")...)
		if number == "" {
			order = pick("order", "10000001-0001", "10000001-0002")
		}
		return number, order
	}
	for range rapid.IntRange(0, 4).Draw(t, "lines") {
		l := line{seller: pick("seller", "1", "2"), day: rapid.IntRange(1, 30).Draw(t, "day"), late: rapid.IntRange(0, 3).Draw(t, "late")}
		l.posting, l.order = reference()
		w.lines = append(w.lines, l)
	}
	for i := range rapid.IntRange(0, 6).Draw(t, "events") {
		w.events = append(w.events, event{
			pick("seller", "1", "1", "2"), pick("posting", numbers...), pick("kind", "number_uploaded", "in_transit", "delivered"),
			pick("carrier", "", "A", "B"), rapid.IntRange(0, 24*30-1).Draw(t, "hour"), i,
		})
	}
	for range rapid.IntRange(0, 3).Draw(t, "invoices") {
		i := invoice{
			seller: pick("seller", "1", "1", "2"), status: pick("status", "", "issued", "uploaded", "draft", "cancelled"),
			languages: pick("languages", "", "zh", "ru", "zh|ru", "en"), day: rapid.IntRange(1, 30).Draw(t, "day"),
		}
		i.posting, i.order = reference()
		w.invoices = append(w.invoices, i)
	}
	return w
}

// asOf is 2024-06-25; later days are not known yet.
const (
	asOf     = 19899
	lastDay  = 25
	lastHour = 24*lastDay - 3
)

// naive describes the postings one by one, looking through all rows for each.
func (w world) naive() []string {
	known := map[string]bool{}
	for _, p := range w.postings {
		known[p.number] = true
	}
	placed := map[int]string{}
	for i, l := range w.lines {
		placed[i] = l.posting
		if l.posting == "" {
			if of := slices.DeleteFunc(slices.Clone(w.postings), func(p posting) bool { return orderOf(p.number) != l.order }); len(of) == 1 {
				placed[i] = of[0].number
			}
		}
	}
	for _, number := range placed {
		known[number] = true
	}
	for _, e := range w.events {
		if e.hour < lastHour {
			known[e.posting] = true
		}
	}
	for _, i := range w.invoices {
		known[i.posting] = true
	}
	rows := []string{}
	for _, number := range numbers {
		if known[number] {
			rows = append(rows, w.describe(number, placed))
		}
	}
	return rows
}

func (w world) describe(number string, placed map[int]string) string {
	var p posting
	for _, of := range w.postings {
		if of.number == number {
			p = of
		}
	}
	sellers := map[string]bool{}
	eligible, late := "", 0
	for i, l := range w.lines {
		if placed[i] != number {
			continue
		}
		sellers[l.seller] = true
		if l.day <= lastDay && (eligible == "" || day(l.day) < eligible) {
			eligible = day(l.day)
		}
		late += l.late
	}
	uploaded, delivery := "", event{hour: -1}
	for _, e := range w.events {
		if e.posting != number || e.hour >= lastHour {
			continue
		}
		sellers[e.seller] = true
		if e.kind == "number_uploaded" && (uploaded == "" || instant(e.hour) < uploaded) {
			uploaded = instant(e.hour)
		}
		if e.kind == "delivered" && (delivery.hour < 0 || e.hour < delivery.hour) {
			delivery = e
		}
	}
	last := event{hour: -1}
	for _, e := range w.events {
		isBefore := true
		switch {
		case delivery.hour >= 0:
			isBefore = e.hour <= delivery.hour
		case p.delivered != "":
			isBefore = (e.hour+3)/24 < 20 && (p.delivered[:10] == "2024-06-20" || (e.hour+3)/24 < 5)
		}
		if e.posting == number && e.hour < lastHour && e.carrier != "" && isBefore && e.hour >= last.hour {
			last = e
		}
	}
	carrier, carrierOn := last.carrier, ""
	if carrier == "" {
		carrier = p.carrier
	}
	switch {
	case p.isFBO:
	case delivery.hour >= 0:
		carrierOn = day(1 + (delivery.hour+3)/24)
	case p.delivered != "":
		carrierOn = p.delivered[:10]
	}
	invoiced, spoken := "", ""
	for _, i := range w.invoices {
		if i.posting != number && (i.posting != "" || i.order != orderOf(number)) {
			continue
		}
		sellers[i.seller] = true
		if i.day > lastDay || i.status == "draft" || i.status == "cancelled" {
			continue
		}
		if invoiced == "" || day(i.day) < invoiced {
			invoiced = day(i.day)
		}
		spoken += i.languages
	}
	language := ""
	switch {
	case invoiced == "":
	case spoken == "":
		language = "unknown"
	case strings.Contains(spoken, "zh") && strings.Contains(spoken, "ru"):
		language = "pair"
	default:
		language = "single"
	}
	seller := ""
	if len(sellers) == 1 {
		for only := range sellers {
			seller = only
		}
	}
	deliveredAt := ""
	if delivery.hour >= 0 {
		deliveredAt = instant(delivery.hour)
	}
	return strings.Join([]string{
		number, seller, eligible, fmt.Sprintf("0.%02d", late), invoiced, language, carrier, carrierOn, uploaded, deliveredAt,
	}, ",")
}

func (w world) inputs() map[*pipeline.Dataset][]arrow.Record {
	texts := map[*pipeline.Dataset]string{
		datasets.Postings:       "posting_number,delivered_at,carrier,scheme\n",
		datasets.DatedLines:     "seller_id,posting_number,order_id,eligible_on,due_on,is_late,amount_cny\n",
		datasets.TrackingEvents: "seller_id,posting_number,event,carrier,event_at,source_file,source_row\n",
		datasets.Invoices:       "seller_id,posting_number,order_id,issued_on,status,languages\n",
	}
	for _, p := range w.postings {
		scheme := map[bool]string{true: "fbo", false: "fbs"}[p.isFBO]
		texts[datasets.Postings] += fmt.Sprintf("%s,%s,%s,%s\n", p.number, p.delivered, p.carrier, scheme)
	}
	for _, l := range w.lines {
		texts[datasets.DatedLines] += fmt.Sprintf("%s,%s,%s,%s,%s,%v,0.%02d\n", l.seller, l.posting, l.order, day(l.day), day(l.day), l.late > 0, l.late)
	}
	for _, e := range w.events {
		texts[datasets.TrackingEvents] += fmt.Sprintf("%s,%s,%s,%s,%s,t.csv,%d\n", e.seller, e.posting, e.kind, e.carrier, instant(e.hour), e.row)
	}
	for _, i := range w.invoices {
		texts[datasets.Invoices] += fmt.Sprintf("%s,%s,%s,%s,%s,%s\n", i.seller, i.posting, i.order, day(i.day), i.status, i.languages)
	}
	inputs := map[*pipeline.Dataset][]arrow.Record{}
	for d, text := range texts {
		inputs[d] = []arrow.Record{stagetest.Rows(memory.DefaultAllocator, d, text)}
	}
	return inputs
}

func (w world) joined(t testing.TB) []string {
	t.Helper()
	done, err := stagetest.Exec(joinpostings.Stage, w.inputs(), asOf, "p", memory.DefaultAllocator)
	defer done.Release()
	if err != nil {
		t.Fatal(err)
	}
	return stagetest.Lines(datasets.PostingFacts, done.Outputs[datasets.PostingFacts],
		datasets.PostingNumber, datasets.PostingSeller, datasets.FirstEligible, datasets.LateCNY, datasets.InvoicedOn, datasets.InvoiceLanguageCode,
		datasets.CarrierName, datasets.CarrierOn, datasets.NumberUploadedAt, datasets.CarrierDeliveryAt)
}

func TestJoinAgreesWithPostingByPosting(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		w := drawWorld(r)
		if diff := cmp.Diff(w.naive(), w.joined(t)); diff != "" {
			r.Fatalf("(-naive +stage):\n%s", diff)
		}
	})
}

// The order of rows changes nothing.
func TestOrderOfRowsChangesNothing(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		w := drawWorld(r)
		shuffled := world{
			rapid.Permutation(w.postings).Draw(r, "postings"), rapid.Permutation(w.lines).Draw(r, "lines"),
			rapid.Permutation(w.events).Draw(r, "events"), rapid.Permutation(w.invoices).Draw(r, "invoices"),
		}
		if diff := cmp.Diff(w.joined(t), shuffled.joined(t)); diff != "" {
			r.Fatalf("(-in order +shuffled):\n%s", diff)
		}
	})
}
