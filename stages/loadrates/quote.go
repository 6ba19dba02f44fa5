package loadrates

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"ozpayout/datasets"
	"ozpayout/pipeline"
	"ozpayout/pipeline/cell"
	"ozpayout/stages/internal/calendar"
	"ozpayout/stages/internal/fxrate"
	"ozpayout/stages/internal/vector"
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
		ids, letters, names := vector.WordsOf(datasets.CBRID.In(rec)), vector.WordsOf(datasets.CharCode.In(rec)), vector.WordsOf(datasets.CBRName.In(rec))
		files, sheets := vector.WordsOf(pipeline.FromFile.In(rec)), vector.WordsOf(pipeline.FromSheet.In(rec))
		rows := pipeline.FromRow.In(rec)
		from, value, nominal := datasets.InForceFrom.In(rec), datasets.Value.In(rec), datasets.Nominal.In(rec)
		for i := range int(rec.NumRows()) {
			q := &quote{
				rate: fxrate.Rate{Nominal: nominal.Value(i), From: calendar.Day(from.Value(i))},
				file: files.At(i), sheet: sheets.At(i), row: rows.Value(i),
			}
			// A value with more than the four decimals of the bank stays 0: unusable.
			if v := value.Value(i); v%fxrate.ValueScale == 0 {
				q.rate.Value = v / fxrate.ValueScale
			}
			q.raw = cmp.Or(letters.At(i), ids.At(i), names.At(i))
			q.currency, q.refusal = currencyOf(letters.At(i), ids.At(i), names.At(i), q.rate.From)
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
