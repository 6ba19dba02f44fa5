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
// currency that has none. A finding about a rate names no row, so that it is the same
// one from every partition.
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

// tell tells what is wrong with the rates of a line's own currency, of yuan and of dollars.
func (f findings) tell(v valuation, day calendar.Day, monies [3]money) {
	for i, marks := range [...]struct{ lacks, stale marks }{{lacksLine, staleLine}, {lacksCNY, staleCNY}, {lacksUSD, staleUSD}} {
		m := monies[i]
		switch {
		case v.has(marks.stale):
			f.once(complaint{staleRate, m.code, day}, "the last rate in force is older than the limit and was not used")
		case v.has(marks.lacks) && m.series == nil:
			f.once(complaint{noRate, m.code, anyDay}, "no rate of the currency is loaded: amounts that need it are left empty")
		case v.has(marks.lacks):
			f.once(complaint{noRate, m.code, day}, "no usable rate was in force on the day: amounts that need it are left empty")
		}
	}
	if v.has(isNoPayouts) {
		f.once(complaint{noPayoutMoney, monies[0].code, anyDay}, "a currency with two minor digits was expected")
	}
}

// overflowOf says that an amount of a line does not fit.
func overflowOf(lines arrow.Record, row int) pipeline.Finding {
	return pipeline.Finding{
		File: nullable.CopyCode(datasets.FirstFile.In(lines), row), Row: datasets.FirstRow.In(lines).Value(row),
		Column: datasets.Amount.Name, Code: overflow, Severity: pipeline.Warning,
		Message: "an amount that fits 16 digits before the point in RUB, CNY and USD was expected", Dataset: datasets.PayoutLines.Name,
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
