package convertamounts

import (
	"context"
	"strings"

	"github.com/apache/arrow/go/v17/arrow"
	"github.com/apache/arrow/go/v17/arrow/array"
	"github.com/apache/arrow/go/v17/arrow/memory"

	"ozpayout/datasets"
	"ozpayout/pipeline"
	"ozpayout/pipeline/cell"
	"ozpayout/stages/internal/calendar"
	"ozpayout/stages/internal/policy"
)

// Stage is convert_amounts.
var Stage = &pipeline.Stage{
	Name: "convert_amounts",
	Doc: `Values payout lines in RUB, CNY and USD at official rates.

C22: a rate older than rate_max_age_days is stale and not used; a day without a new rate carries the last one.
D47: the rate is that in force on settled_on; rate_on is its first day; a stale or missing rate leaves the amount null, with one finding per currency and day.
D48: a currency without exactly two minor digits is no payout currency.
D57: when several rates enter, rate_on is the oldest.
money.md: exact in 128 bits, one rounding, half away from zero, no way through rounded roubles; an amount in its own currency needs no rate.`,
	Scope:   pipeline.ByPosting,
	Inputs:  []*pipeline.Dataset{datasets.PayoutLines, datasets.FXRates, datasets.PolicyValues},
	Outputs: []*pipeline.Dataset{datasets.ConvertedLines},
	Run:     run,
}

func run(_ context.Context, t *pipeline.Task) error {
	values, err := policy.Values(t)
	if err != nil {
		return err
	}
	rates, err := policy.Rates(t, values)
	if err != nil {
		return err
	}
	c := &converter{
		rates:    rates,
		cny:      money{"CNY", true, rates.Series("CNY")},
		usd:      money{"USD", true, rates.Series("USD")},
		findings: findings{reject: t.Reject, told: make(map[complaint]bool)},
	}
	for rec, err := range t.Read(datasets.PayoutLines) {
		if err != nil {
			return err
		}
		if err := c.convert(t, rec); err != nil {
			return err
		}
	}
	return nil
}

// A money is a currency with its rates.
type money struct {
	code      string
	isPayouts bool // two minor digits (D48)
	series    *policy.RateSeries
}

type converter struct {
	rates    *policy.RateTable
	cny, usd money
	findings findings
}

// convert writes a batch of lines with their amounts.
func (c *converter) convert(t *pipeline.Task, rec arrow.Record) error {
	amounts, settled, currencies := datasets.Amount.In(rec), datasets.SettledOn.In(rec), datasets.Currency.In(rec)
	kinds := c.moneyOf(currencies)
	n := int(rec.NumRows())
	out := newAdded(t.Mem, n)
	defer out.release()
	for i := range n {
		if amounts.IsNull(i) || settled.IsNull(i) || currencies.IsNull(i) {
			out.append(valuation{})
			continue
		}
		line := kinds[currencies.GetValueIndex(i)]
		day := calendar.Day(settled.Value(i))
		v := value(amounts.Value(i), day, line, c.cny, c.usd)
		if v.has(problems) {
			c.findings.tell(v, day, line, c.cny, c.usd, rec, i)
		}
		out.append(v)
	}
	converted := pipeline.Derive(datasets.ConvertedLines, rec, out.columns())
	defer converted.Release()
	return t.Write(datasets.ConvertedLines, converted)
}

// moneyOf returns the currency and rates of each entry of a dictionary.
func (c *converter) moneyOf(currencies *array.Dictionary) []money {
	codes := currencies.Dictionary().(*array.String)
	kinds := make([]money, codes.Len())
	for i := range kinds {
		code := strings.Clone(codes.Value(i))
		digits, ok := cell.MinorDigits(code)
		kinds[i] = money{code: code, isPayouts: ok && digits == 2, series: c.rates.Series(code)}
	}
	return kinds
}

// added builds the columns that the stage adds.
type added struct {
	rub, cny, usd *array.Int64Builder
	rateOn        *array.Date32Builder
	isStale       *array.BooleanBuilder
}

func newAdded(mem memory.Allocator, rows int) *added {
	a := &added{
		rub: array.NewInt64Builder(mem), cny: array.NewInt64Builder(mem), usd: array.NewInt64Builder(mem),
		rateOn: array.NewDate32Builder(mem), isStale: array.NewBooleanBuilder(mem),
	}
	for _, b := range a.builders() {
		b.Reserve(rows)
	}
	return a
}

func (a *added) builders() []array.Builder {
	return []array.Builder{a.rub, a.cny, a.usd, a.rateOn, a.isStale}
}

func (a *added) release() {
	for _, b := range a.builders() {
		b.Release()
	}
}

// append adds a row; there is room for it.
func (a *added) append(v valuation) {
	appendAmount(a.rub, v.rub, v.has(knowsRUB))
	appendAmount(a.cny, v.cny, v.has(knowsCNY))
	appendAmount(a.usd, v.usd, v.has(knowsUSD))
	if v.has(knowsRate) {
		a.rateOn.UnsafeAppend(arrow.Date32(v.rateOn))
	} else {
		a.rateOn.UnsafeAppendBoolToBitmap(false)
	}
	switch {
	case v.has(isStale):
		a.isStale.UnsafeAppend(true)
	case v.has(isComplete):
		a.isStale.UnsafeAppend(false)
	default:
		a.isStale.UnsafeAppendBoolToBitmap(false)
	}
}

func appendAmount(b *array.Int64Builder, minor int64, isKnown bool) {
	if isKnown {
		b.UnsafeAppend(minor)
	} else {
		b.UnsafeAppendBoolToBitmap(false)
	}
}

func (a *added) columns() map[pipeline.Column]arrow.Array {
	return map[pipeline.Column]arrow.Array{
		datasets.AmountRUB: a.rub.NewArray(), datasets.AmountCNY: a.cny.NewArray(), datasets.AmountUSD: a.usd.NewArray(),
		datasets.LineRateOn: a.rateOn.NewArray(), datasets.RateIsStale: a.isStale.NewArray(),
	}
}
