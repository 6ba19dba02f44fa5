package load

import (
	"context"
	"slices"

	"github.com/apache/arrow/go/v17/arrow"
	"github.com/apache/arrow/go/v17/arrow/array"

	"ozpayout/datasets"
	"ozpayout/pipeline"
	"ozpayout/pipeline/tabular"
)

// Payments cleans payment history and says what a partition knows of payouts.
var Payments = &pipeline.Stage{
	Name: "load_payments",
	Doc: `Payment history without duplicates, and what each partition knows of payouts (9.2).

B20: settlement date and arrival date of each payout line.
B21: CSV and JSON are two copies of one export: each is cleaned on its own.
D46: rows without a line id are handed on to be numbered.
9.2: rows of one line that differ in nothing but the arrival are one line with
several arrivals: the line is loaded once, the other rows are duplicates whose
arrivals count.` + rules,
	Scope:   pipeline.ByPosting,
	Inputs:  []*pipeline.Dataset{datasets.RawPaymentHistory},
	Outputs: []*pipeline.Dataset{datasets.PaymentRows, datasets.PayoutParts, datasets.LineKeys},
	Settles: []*pipeline.Dataset{datasets.RawPaymentHistory},
	Run:     loadPayments,
}

func loadPayments(_ context.Context, t *pipeline.Task) error {
	raw := datasets.RawPaymentHistory
	rec, err := pipeline.Collect(t, raw)
	if err != nil {
		return err
	}
	defer rec.Release()
	if rec.NumRows() == 0 {
		return nil
	}
	r := resolver{
		dataset: raw, key: raw.Key, copies: isJSON,
		beside: []pipeline.Column{datasets.ArrivedOn, datasets.ArrivedAmount, datasets.BankReceiptNo, datasets.PayoutStatus},
	}
	res := r.resolve(t, rec)
	// Loaded rows are settled when it is known whether their payout is used.
	settle(t, raw, rec, func(row int) (pipeline.Class, bool) { return res.class[row], res.class[row] != pipeline.Loaded })

	used := kept(t, rec, func(row int) bool { return res.class[row] == pipeline.Loaded })
	defer used.Release()
	if err := t.Write(datasets.PaymentRows, used); err != nil {
		return err
	}
	if err := writeParts(t, rec, res); err != nil {
		return err
	}
	return writeKeys(t, used)
}

// isJSON tells the rows of the JSON copy (B21).
func isJSON(rec arrow.Record) func(row int) bool {
	forms := pipeline.FromForm.In(rec)
	code := codeOf(forms, string(tabular.JSON))
	return func(row int) bool { return forms.IsValid(row) && forms.GetValueIndex(row) == code }
}

// codeOf returns the dictionary code of a text, -1 if no row has it.
func codeOf(a *array.Dictionary, text string) int {
	values := a.Dictionary().(*array.String)
	for i := range values.Len() {
		if values.Value(i) == text {
			return i
		}
	}
	return -1
}

// hasLine reports whether a payment row has line detail (9.2).
func hasLine(rec arrow.Record) func(row int) bool {
	order, posting, amount := datasets.OrderID.In(rec), datasets.PostingNumber.In(rec), datasets.LineAmount.In(rec)
	return func(row int) bool { return order.IsValid(row) || posting.IsValid(row) || amount.IsValid(row) }
}

// writeParts counts and sums the rows that agree on everything that
// merge_payouts looks at.
func writeParts(t *pipeline.Task, rec arrow.Record, res resolution) error {
	out := datasets.PayoutParts
	currencies := lineCurrencies(rec)
	json := isJSON(rec)
	keys := fingerprints(datasets.RawPaymentHistory, rec, func(c pipeline.Column) bool {
		return out.Index(c) >= 0 && c != pipeline.Column(pipeline.FromFile) && c != pipeline.Column(pipeline.FromRow)
	})
	line, amount := hasLine(rec), datasets.LineAmount.In(rec)
	place := placesOf(rec)
	at := map[fingerprint]int{}
	var firsts []int32
	var lines, sums []int64
	for row := range int(rec.NumRows()) {
		if res.class[row] != pipeline.Loaded && !res.extra[row] {
			continue
		}
		key := keys[row]
		key.lo ^= uint64(currencies[row]) << 1
		if json(row) {
			key.lo ^= 1
		}
		i, ok := at[key]
		if !ok {
			i = len(firsts)
			at[key] = i
			firsts, lines, sums = append(firsts, int32(row)), append(lines, 0), append(sums, 0)
		}
		if place.compare(int32(row), firsts[i]) < 0 {
			firsts[i] = int32(row)
		}
		if res.class[row] == pipeline.Loaded && line(row) {
			lines[i]++
			if amount.IsValid(row) {
				sums[i] += amount.Value(row)
			}
		}
	}
	if len(firsts) == 0 {
		return nil
	}
	first := pipeline.Take(t.Mem, rec, firsts)
	defer first.Release()
	b := pipeline.NewBuilder(t.Mem, partsAdded)
	defer b.Release()
	codes := currencyColumn(rec)
	for i, row := range firsts {
		datasets.PartLines.To(b).Append(lines[i])
		datasets.PartAmount.To(b).Append(sums[i])
		form := "table"
		if json(int(row)) {
			form = "json"
		}
		if err := appendTexts(b, datasets.PartForm, form, datasets.LinesCurrency, codes(int(row))); err != nil {
			return err
		}
	}
	parts := b.Record()
	defer parts.Release()
	joined := pipeline.Derive(out, first, columnsOf(partsAdded, parts))
	defer joined.Release()
	return t.Write(out, joined)
}

// partsAdded are the columns of payout parts that payment history does not have.
var partsAdded = &pipeline.Dataset{
	Name:    "payout_parts",
	Columns: []pipeline.Column{datasets.LinesCurrency, datasets.PartAmount, datasets.PartLines, datasets.PartForm},
}

// columnsOf lists the columns of a batch for pipeline.Derive, retained.
func columnsOf(d *pipeline.Dataset, rec arrow.Record) map[pipeline.Column]arrow.Array {
	out := map[pipeline.Column]arrow.Array{}
	for i, c := range d.Columns {
		rec.Column(i).Retain()
		out[c] = rec.Column(i)
	}
	return out
}

func appendTexts(b *pipeline.Builder, first *pipeline.Code, a string, second *pipeline.Code, c string) error {
	if err := appendCode(first.To(b), a); err != nil {
		return err
	}
	return appendCode(second.To(b), c)
}

// appendCode appends a code, null for an empty one.
func appendCode(b *array.BinaryDictionaryBuilder, code string) error {
	if code == "" {
		b.AppendNull()
		return nil
	}
	return b.AppendString(code)
}

// currencyColumn reads the currency of a line: its own, else that of the source
// amount, else that of the payout (9.2).
func currencyColumn(rec arrow.Record) func(row int) string {
	columns := []*array.Dictionary{datasets.LineCurrency.In(rec), datasets.SourceCurrency.In(rec), datasets.PayoutCurrency.In(rec)}
	return func(row int) string {
		for _, c := range columns {
			if c.IsValid(row) {
				return c.Dictionary().(*array.String).Value(c.GetValueIndex(row))
			}
		}
		return ""
	}
}

// lineCurrencies numbers the currency of every row.
func lineCurrencies(rec arrow.Record) []int {
	currency := currencyColumn(rec)
	out := make([]int, rec.NumRows())
	var names []string
	for row := range out {
		name := currency(row)
		i := slices.Index(names, name)
		if i < 0 {
			i = len(names)
			names = append(names, name)
		}
		out[row] = i
	}
	return out
}

// writeKeys hands on the rows that have line detail but no line id.
func writeKeys(t *pipeline.Task, used arrow.Record) error {
	line, id := hasLine(used), datasets.LineID.In(used)
	keys := kept(t, used, func(row int) bool { return id.IsNull(row) && line(row) })
	defer keys.Release()
	if keys.NumRows() == 0 {
		return nil
	}
	out := pipeline.Derive(datasets.LineKeys, keys, nil)
	defer out.Release()
	return t.Write(datasets.LineKeys, out)
}
