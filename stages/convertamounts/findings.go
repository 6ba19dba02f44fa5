package convertamounts

import (
	"fmt"

	"github.com/apache/arrow/go/v17/arrow"

	"ozpayout/datasets"
	"ozpayout/pipeline"
	"ozpayout/stages/internal/calendar"
	"ozpayout/stages/internal/nullable"
)

// Codes of the findings of this stage.
const (
	staleRate     = "stale_rate"
	noRate        = "no_rate"
	noPayoutMoney = "no_payout_currency"
	overflow      = "amount_overflow"
)

// findings tells what is wrong with rates once per currency and day, or once per
// currency that has none; what is wrong with an amount, per line. A finding about
// a rate names no row, so that it is the same one from every partition.
type findings struct {
	reject func(pipeline.Finding)
	told   map[complaint]bool
}

type complaint struct {
	code, currency string
	day            calendar.Day
}

// anyDay stands for all days of a currency.
const anyDay calendar.Day = -1

func (f findings) tell(v valuation, day calendar.Day, line, cny, usd money, rec arrow.Record, row int) {
	for _, m := range []struct {
		money
		lacks, stale marks
	}{{line, lacksLine, staleLine}, {cny, lacksCNY, staleCNY}, {usd, lacksUSD, staleUSD}} {
		switch {
		case v.has(m.stale):
			f.once(complaint{staleRate, m.code, day}, "the last rate in force is older than the limit and was not used")
		case v.has(m.lacks) && m.series == nil:
			f.once(complaint{noRate, m.code, anyDay}, "no rate of the currency is loaded: amounts that need it are left empty")
		case v.has(m.lacks):
			f.once(complaint{noRate, m.code, day}, "no usable rate was in force on the day: amounts that need it are left empty")
		}
	}
	if v.has(isNoPayouts) {
		f.once(complaint{noPayoutMoney, line.code, anyDay}, "a currency with two minor digits was expected")
	}
	if v.has(overflows) {
		f.reject(pipeline.Finding{
			File: nullable.CopyCode(datasets.FirstFile.In(rec), row), Row: datasets.FirstRow.In(rec).Value(row),
			Column: datasets.Amount.Name, Code: overflow, Severity: pipeline.Warning,
			Message: "an amount that fits 16 digits before the point in RUB, CNY and USD was expected", Dataset: datasets.PayoutLines.Name,
		})
	}
}

func (f findings) once(c complaint, message string) {
	if f.told[c] {
		return
	}
	f.told[c] = true
	raw := c.currency
	if c.day != anyDay {
		raw = fmt.Sprintf("%s %v", c.currency, c.day)
	}
	f.reject(pipeline.Finding{
		Column: datasets.RateCurrency.Name, Code: c.code, Raw: raw, Severity: pipeline.Warning, Message: message, Dataset: datasets.FXRates.Name,
	})
}
