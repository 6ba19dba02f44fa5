package measurevolatility

import (
	"fmt"
	"math"
	"strings"
	"testing"
	"time"

	"github.com/apache/arrow/go/v17/arrow"
	"github.com/apache/arrow/go/v17/arrow/memory"
	"pgregory.net/rapid"

	"ozpayout/datasets"
	"ozpayout/pipeline"
	"ozpayout/pipeline/stagetest"
	"ozpayout/stages/internal/calendar"
	"ozpayout/stages/internal/policy"
)

func TestCases(t *testing.T) { stagetest.Run(t, Stage) }

func near(t testing.TB, what string, got, want, tolerance float64) {
	t.Helper()
	if math.IsNaN(got) != math.IsNaN(want) || math.Abs(got-want) > tolerance {
		t.Errorf("%s = %.10f, want %.10f", what, got, want)
	}
}

func TestHalf(t *testing.T) {
	for _, test := range []struct {
		month    time.Month
		name     string
		from, to calendar.Day
	}{
		{time.January, "2024-H1", calendar.DayOf(2024, time.January, 1), calendar.DayOf(2024, time.June, 30)},
		{time.June, "2024-H1", calendar.DayOf(2024, time.January, 1), calendar.DayOf(2024, time.June, 30)},
		{time.July, "2024-H2", calendar.DayOf(2024, time.July, 1), calendar.DayOf(2024, time.December, 31)},
		{time.December, "2024-H2", calendar.DayOf(2024, time.July, 1), calendar.DayOf(2024, time.December, 31)},
	} {
		half := month{first: calendar.DayOf(2024, test.month, 1)}.half()
		if half.name != test.name || half.from != test.from || half.to != test.to {
			t.Errorf("%v lies in %s from %v to %v", test.month, half.name, half.from, half.to)
		}
	}
}

// A figure in another unit than that of the article is not compared.
func TestClaimOf(t *testing.T) {
	claims := policy.ClaimList{
		{ID: "b30_rub_volatility", Unit: "percent", HasValue: true, Value: 4_2000000000},
		{ID: "b30_usd_volatility", Unit: "share", HasValue: true, Value: 3000000000},
	}
	near(t, "RUB against CNY", claimOf(claims, rouble, yuan), 0.042, 1e-12)
	near(t, "USD against CNY", claimOf(claims, dollar, yuan), math.NaN(), 0)
	near(t, "CNY against USD", claimOf(claims, yuan, dollar), math.NaN(), 0)
}

// weekdays returns quotes on Monday to Friday from a day on.
func weekdays(from calendar.Day, prices ...float64) (quotes []quote) {
	for day := from; len(quotes) < len(prices); day++ {
		if weekday := day.Weekday(); weekday != time.Saturday && weekday != time.Sunday {
			quotes = append(quotes, quote{day, prices[len(quotes)]})
		}
	}
	return quotes
}

func valueOf(code string, months []month) float64 {
	for _, d := range definitions {
		if d.code == code {
			return d.value(months)
		}
	}
	panic("no definition " + code)
}

// Hull, Options, Futures and Other Derivatives, table 15.1: 20 daily returns of
// which the sample standard deviation is 0.0121593322.
func TestOracleHullTable15(t *testing.T) {
	months := monthsOf(weekdays(calendar.DayOf(2024, time.July, 1),
		20, 20.1, 19.9, 20, 20.5, 20.25, 20.9, 20.9, 20.9, 20.75, 20.75, 21, 21.1, 20.9, 20.9, 21.25, 21.4, 21.4, 21.25, 21.75, 22))
	if len(months) != 1 || len(months[0].returns) != 20 {
		t.Fatalf("%d months, want 1 with 20 returns", len(months))
	}
	sum, squares := 0.0, 0.0
	for _, u := range months[0].returns {
		sum += u
		squares += u * u
	}
	near(t, "sum of returns", sum, 0.0953101798, 1e-10)
	near(t, "sum of squares", squares, 0.0032633394, 1e-10)
	near(t, "sd", deviation(months[0].returns), 0.0121593322, 1e-10)
	near(t, "sd a year", math.Sqrt(252)*deviation(months[0].returns), 0.1930234, 1e-7)
	near(t, "B30 sd_sqrt21", valueOf("sd_sqrt21", months), 0.0121593322*math.Sqrt(21), 1e-9)
	near(t, "C23 (a)", valueOf("sd_sqrt_days", months), 0.0121593322*math.Sqrt(21), 1e-9)
}

// Six month ends 100, 102, 101, 105, 103, 104 (methods.md section 8).
func TestOracleC23ToyMonths(t *testing.T) {
	var quotes []quote
	for i, price := range []float64{100, 102, 101, 105, 103, 104} {
		quotes = append(quotes, quote{calendar.DayOf(2024, time.Month(i+1), 20), price})
	}
	months := monthsOf(quotes)
	near(t, "C23 (b)", valueOf("mean_abs_month", months), 0.0194776060, 1e-10)
	near(t, "C23 (c)", valueOf("sd_month", months), 0.0232017746, 1e-10)
	near(t, "range of single prices", valueOf("mean_month_range", months), math.NaN(), 0)
}

// A month without rates leaves no monthly return: the next spans two months.
func TestC23NoMonthlyReturnAcrossAMissingMonth(t *testing.T) {
	quotes := []quote{{calendar.DayOf(2024, time.January, 20), 100}, {calendar.DayOf(2024, time.March, 20), 110}}
	near(t, "C23 (b)", valueOf("mean_abs_month", monthsOf(quotes)), math.NaN(), 0)
}

// Prices times a number, and the price the other way round, move as much.
func TestVolatilityIsWithoutUnit(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		prices := rapid.SliceOfN(rapid.Float64Range(50, 150), 2, 90).Draw(r, "prices")
		times := rapid.Float64Range(0.01, 100).Draw(r, "times")
		quotes := weekdays(calendar.DayOf(2024, time.January, 9), prices...)
		scaled, inverse := make([]quote, len(quotes)), make([]quote, len(quotes))
		for i, q := range quotes {
			scaled[i], inverse[i] = quote{q.day, q.price * times}, quote{q.day, 1 / q.price}
		}
		for _, d := range definitions {
			want := d.value(monthsOf(quotes))
			near(t, d.code+" scaled", d.value(monthsOf(scaled)), want, 1e-9)
			near(t, d.code+" inverse", d.value(monthsOf(inverse)), want, 1e-9)
		}
	})
}

// The naive twin looks at every day of the fixture and knows no months in advance.
func TestOracleMeanMonthRange(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		// Rates are set on every working day from Tuesday 2024-01-09 on.
		prices := rapid.SliceOfN(rapid.IntRange(100_000, 110_000), 30, 110).Draw(r, "prices")
		var text strings.Builder
		text.WriteString("currency,on,value,nominal,rate_rub,in_force_from\n")
		lowest, highest, last := map[string]int{}, map[string]int{}, ""
		day := calendar.DayOf(2024, time.January, 8)
		for _, price := range prices {
			for day++; day.Weekday() == time.Saturday || day.Weekday() == time.Sunday; day++ {
			}
			from := (day + 1).String()
			rate := fmt.Sprintf("%d.%04d", price/10_000, price%10_000)
			fmt.Fprintf(&text, "USD,%s,%s,1,%s,%s\nUSD,%s,%s,1,%s,%s\n", from, rate, rate, from, (day + 2).String(), rate, rate, from)
			last = day.String()[:7]
			if lowest[last] == 0 {
				lowest[last], highest[last] = price, price
			}
			lowest[last], highest[last] = min(lowest[last], price), max(highest[last], price)
		}
		// The first month is whole (1 to 8 January are off), the last one is unless
		// a working day is left of it.
		for day++; day.String()[:7] == last; day++ {
			if day.Weekday() != time.Saturday && day.Weekday() != time.Sunday {
				delete(lowest, last)
			}
		}
		sum := 0.0
		for month, low := range lowest {
			sum += float64(highest[month])/float64(low) - 1
		}
		value, months := measured(t, text.String(), "USD,RUB,ALL,mean_month_range")
		if months != int64(len(lowest)) {
			r.Fatalf("%d months, want %d", months, len(lowest))
		}
		near(t, "mean_month_range", value, sum/float64(len(lowest)), 1e-12)
	})
}

// measured returns value and months of the row that begins with the key.
func measured(t testing.TB, rates, key string) (value float64, months int64) {
	t.Helper()
	mem := memory.NewCheckedAllocator(memory.NewGoAllocator())
	defer mem.AssertSize(t, 0)
	var off strings.Builder
	off.WriteString("country,date,kind\n")
	for day := range 8 {
		off.WriteString(fmt.Sprintf("RU,2024-01-%02d,holiday\n", day+1))
	}
	in := map[*pipeline.Dataset][]arrow.Record{}
	for d, text := range map[*pipeline.Dataset]string{
		datasets.FXRates: rates, datasets.Calendar: off.String(), datasets.PolicyValues: "pack,name,value\np,volatility_definition,mean_month_range\n",
	} {
		rec := stagetest.Rows(mem, d, text)
		defer rec.Release()
		in[d] = []arrow.Record{rec}
	}
	done, err := stagetest.Exec(Stage, in, arrow.Date32(calendar.DayOf(2024, time.July, 1)), "p", mem)
	defer done.Release()
	if err != nil {
		t.Fatal(err)
	}
	for _, rec := range done.Outputs[datasets.Volatility] {
		for i := range int(rec.NumRows()) {
			at := strings.Join([]string{
				datasets.VolatileCurrency.In(rec).ValueStr(i), datasets.VolatileAgainst.In(rec).ValueStr(i),
				datasets.VolatilityPeriod.In(rec).ValueStr(i), datasets.DefinitionCode.In(rec).ValueStr(i),
			}, ",")
			if at == key {
				return datasets.VolatilityValue.In(rec).Value(i), datasets.VolatilityMonths.In(rec).Value(i)
			}
		}
	}
	t.Fatalf("no row %s", key)
	return 0, 0
}
