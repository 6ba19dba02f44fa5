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
	"ozpayout/stages/internal/vector"
)

// Stage converts the amounts of payout lines.
var Stage = &pipeline.Stage{
	Name: "convert_amounts",
	Doc: `Values payout lines in RUB, CNY and USD at official rates.

D06: the rate of a settlement after the as-of date is not known yet: the amounts that need it are null, and none is missing.
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
		asOf:     calendar.Day(t.AsOf),
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
	asOf     calendar.Day
	rates    *policy.RateTable
	cny, usd money
	findings findings
}

// convert writes a batch of lines with their amounts.
func (c *converter) convert(t *pipeline.Task, rec arrow.Record) error {
	amounts, settled, currencies := datasets.Amount.In(rec), datasets.SettledOn.In(rec), datasets.Currency.In(rec)
	kinds := vector.CodesOf(currencies, c.moneyOf)
	days := make([]day, len(kinds.Entries)) // of each currency the last one that was asked for: lines of a day follow each other
	n := int(rec.NumRows())
	out := newAdded(t.Mem, n)
	defer out.release()
	for i := range n {
		if amounts.IsNull(i) || settled.IsNull(i) || kinds.IsNull(i) {
			out.append(valuation{})
			continue
		}
		kind, on := kinds.Index(i), calendar.Day(settled.Value(i))
		if days[kind].on != on || days[kind].marks == 0 { // a day has marks once it is made
			days[kind] = newDay(on, c.asOf, kinds.Entries[kind], c.cny, c.usd)
		}
		v := days[kind].value(amounts.Value(i))
		if v.has(problems) {
			c.findings.tell(v, on, [...]money{kinds.Entries[kind], c.cny, c.usd})
			if v.has(overflows) {
				t.Reject(overflowOf(rec, i))
			}
		}
		out.append(v)
	}
	converted := pipeline.Derive(datasets.ConvertedLines, rec, out.columns())
	defer converted.Release()
	return t.Write(datasets.ConvertedLines, converted)
}

// moneyOf returns a currency with its rates.
func (c *converter) moneyOf(code string) money {
	code = strings.Clone(code)
	digits, ok := cell.MinorDigits(code)
	return money{code: code, isPayouts: ok && digits == 2, series: c.rates.Series(code)}
}

// added builds the columns that the stage adds.
type added struct {
	rub, cny, usd *vector.Vector[int64]
	rateOn        *vector.Vector[arrow.Date32]
	isStale       *array.BooleanBuilder
}

func newAdded(mem memory.Allocator, rows int) *added {
	a := &added{
		rub: vector.New[int64](mem, rows), cny: vector.New[int64](mem, rows), usd: vector.New[int64](mem, rows),
		rateOn: vector.New[arrow.Date32](mem, rows), isStale: array.NewBooleanBuilder(mem),
	}
	a.isStale.Reserve(rows)
	return a
}

func (a *added) release() {
	for _, b := range []interface{ Release() }{a.rub, a.cny, a.usd, a.rateOn, a.isStale} {
		b.Release()
	}
}

// append adds a row; there is room for it.
func (a *added) append(v valuation) {
	a.rub.AppendIf(v.has(knowsRUB), v.rub)
	a.cny.AppendIf(v.has(knowsCNY), v.cny)
	a.usd.AppendIf(v.has(knowsUSD), v.usd)
	a.rateOn.AppendIf(v.has(knowsRate), arrow.Date32(v.rateOn))
	switch {
	case v.has(isStale):
		a.isStale.UnsafeAppend(true)
	case v.has(isComplete):
		a.isStale.UnsafeAppend(false)
	default:
		a.isStale.UnsafeAppendBoolToBitmap(false)
	}
}

func (a *added) columns() map[pipeline.Column]arrow.Array {
	money := pipeline.MoneyType.Arrow()
	return map[pipeline.Column]arrow.Array{
		datasets.AmountRUB: a.rub.Column(money), datasets.AmountCNY: a.cny.Column(money), datasets.AmountUSD: a.usd.Column(money),
		datasets.LineRateOn: a.rateOn.Column(pipeline.DateType.Arrow()), datasets.RateIsStale: a.isStale.NewArray(),
	}
}
