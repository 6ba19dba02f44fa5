package loadrates

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"github.com/apache/arrow/go/v17/arrow/array"

	"ozpayout/datasets"
	"ozpayout/pipeline"
	"ozpayout/pipeline/cell"
	"ozpayout/stages/internal/calendar"
	"ozpayout/stages/internal/fxrate"
)

const rouble = "RUB"

// firstRoubleDay is the redenomination: before it RUR is another currency, a
// thousandth of the rouble.
var firstRoubleDay = calendar.DayOf(1998, time.January, 1)

// A quote is a row of a rate file and what became of it.
type quote struct {
	currency string // "" = not known
	rate     fxrate.Rate
	file     string
	sheet    string
	row      int64
	raw      string // the currency as published
	class    pipeline.Class
	refusal  fxrate.Check // why it is quarantined; "" if it is not
}

// Refusals beside those of fxrate.
const (
	unknownCurrency  fxrate.Check = "unknown_currency"
	roubleBefore1998 fxrate.Check = "rouble_before_1998"
)

// readQuotes reads all rows in the order of currency, day, path and row.
func readQuotes(t *pipeline.Task) ([]*quote, error) {
	var quotes []*quote
	for rec, err := range t.Read(datasets.RawCBRRates) {
		if err != nil {
			return nil, err
		}
		ids, letters, names := textsOf(datasets.CBRID.In(rec)), textsOf(datasets.CharCode.In(rec)), textsOf(datasets.CBRName.In(rec))
		files, sheets := textsOf(pipeline.FromFile.In(rec)), textsOf(pipeline.FromSheet.In(rec))
		rows := pipeline.FromRow.In(rec)
		from, value, nominal := datasets.InForceFrom.In(rec), datasets.Value.In(rec), datasets.Nominal.In(rec)
		for i := range int(rec.NumRows()) {
			q := &quote{
				rate: fxrate.Rate{Nominal: nominal.Value(i), From: calendar.Day(from.Value(i))},
				file: files.at(i), sheet: sheets.at(i), row: rows.Value(i),
			}
			// A value with more than the four decimals of the bank stays 0: unusable.
			if v := value.Value(i); v%publishedUnit == 0 {
				q.rate.Value = v / publishedUnit
			}
			q.raw = cmp.Or(letters.at(i), ids.at(i), names.at(i))
			q.currency, q.refusal = currencyOf(letters.at(i), ids.at(i), names.at(i), q.rate.From)
			quotes = append(quotes, q)
		}
	}
	slices.SortFunc(quotes, func(a, b *quote) int {
		return cmp.Or(
			cmp.Compare(a.currency, b.currency), cmp.Compare(a.rate.From, b.rate.From),
			cmp.Compare(a.file, b.file), cmp.Compare(a.sheet, b.sheet), cmp.Compare(a.row, b.row))
	})
	return quotes, nil
}

// publishedUnit is 1/10000 rouble in a column of type Rate.
const publishedUnit = 1e6

// currencyOf names the currency of a quote: by its letters, else by the bank's id,
// else by the Russian name (rates.md 2.4). Letters outside our table of currencies
// are taken as published: they are the bank's own, and there are more of them.
func currencyOf(letters, id, name string, day calendar.Day) (code string, refusal fxrate.Check) {
	letters = strings.TrimSpace(letters)
	switch {
	case letters == "RUR" && day < firstRoubleDay:
		return "", roubleBefore1998
	case letters == "RUR":
		return rouble, ""
	case isCode(letters):
		return letters, ""
	case letters != "":
		return "", unknownCurrency
	}
	if code, ok := cell.CurrencyByCBRID(id); ok {
		return code, ""
	}
	if code, ok := cell.CurrencyByCBRName(name); ok {
		return code, ""
	}
	return "", unknownCurrency
}

// isCode reports whether the text has the form of ISO 4217 letters.
func isCode(text string) bool {
	return len(text) == 3 && strings.Trim(text, "ABCDEFGHIJKLMNOPQRSTUVWXYZ") == ""
}

// texts are the values of a code column, copied once per dictionary entry.
type texts struct {
	cells  *array.Dictionary
	values []string
}

func textsOf(cells *array.Dictionary) texts {
	dictionary := cells.Dictionary().(*array.String)
	values := make([]string, dictionary.Len())
	for i := range values {
		values[i] = strings.Clone(dictionary.Value(i))
	}
	return texts{cells, values}
}

// at returns the value of a row, "" for a null.
func (t texts) at(i int) string {
	if t.cells.IsNull(i) {
		return ""
	}
	return t.values[t.cells.GetValueIndex(i)]
}
