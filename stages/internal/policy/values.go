package policy

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"ozpayout/datasets"
	"ozpayout/pipeline"
	"ozpayout/pipeline/cell"
	"ozpayout/stages/internal/calendar"
)

// A ValueTable holds the thresholds of the pack by name and date. What reads one of them
// as a text, a number or an amount fails where the pack has none of that name on the day.
type ValueTable struct {
	pack   string
	byName map[string]DatedValue
}

type value struct {
	name, text, ruleIDs string
	period              Period
}

// Values reads [datasets.PolicyValues].
func Values(t *pipeline.Task) (*ValueTable, error) {
	type key struct {
		name string
		from calendar.Day
	}
	rows := table[key, value]{name: datasets.PolicyValues.Name}
	err := eachOfPack(t, datasets.PolicyValues, func(c cursor, at place) error {
		v := value{
			name: c.Code(datasets.PolicyName), text: c.Text(datasets.PolicyValue), ruleIDs: c.Code(datasets.RuleIDs),
			period: Validity(c.Row),
		}
		return rows.add(key{v.name, v.period.From}, v, at)
	})
	if err != nil {
		return nil, err
	}
	values := &ValueTable{pack: t.Pack, byName: make(map[string]DatedValue)}
	for _, v := range rows.values() {
		values.byName[v.name] = append(values.byName[v.name], v)
	}
	return values, nil
}

// A DatedValue is what a name has been set to over time. A hot loop takes it once.
type DatedValue []value

// Of returns the values of a name, none for one that the pack does not have.
func (v *ValueTable) Of(name string) DatedValue { return v.byName[name] }

// At is Of(name).At(day).
func (v *ValueTable) At(name string, day calendar.Day) (text, ruleIDs string, ok bool) {
	return v.Of(name).At(day)
}

// At returns the value on a day, as written, and the rules that it belongs to. Of
// two periods that hold, the later one counts. ok is false when there is none.
func (d DatedValue) At(day calendar.Day) (text, ruleIDs string, ok bool) {
	i, ok := d.on(day)
	if !ok {
		return "", "", false
	}
	return d[i].text, d[i].ruleIDs, true
}

// on returns the place of the value on a day.
func (d DatedValue) on(day calendar.Day) (at int, ok bool) {
	for i := range d {
		if d[i].period.Holds(day) && (!ok || d[i].period.From >= d[at].period.From) {
			at, ok = i, true
		}
	}
	return at, ok
}

// Text returns a value as written.
func (v *ValueTable) Text(name string, day calendar.Day) (string, error) {
	text, _, ok := v.At(name, day)
	if !ok {
		return "", v.missing(name, day)
	}
	return text, nil
}

// Int returns a value that is a whole number.
func (v *ValueTable) Int(name string, day calendar.Day) (int, error) { return v.Ints(name)(day) }

// Ints is Int for one name and many days: each value is read once.
func (v *ValueTable) Ints(name string) func(calendar.Day) (int, error) {
	type number struct {
		n      int
		err    error
		isRead bool
	}
	dated := v.Of(name)
	numbers := make([]number, len(dated))
	return func(day calendar.Day) (int, error) {
		at, ok := dated.on(day)
		if !ok {
			return 0, v.missing(name, day)
		}
		known := &numbers[at]
		if !known.isRead {
			known.isRead = true
			if known.n, known.err = strconv.Atoi(dated[at].text); known.err != nil {
				known.err = fmt.Errorf("policy pack %s, %s: %q is no whole number", v.pack, name, dated[at].text)
			}
		}
		return known.n, known.err
	}
}

// Money returns a value that is an amount, in minor units of a currency with two
// decimals.
func (v *ValueTable) Money(name string, day calendar.Day) (minor int64, err error) {
	text, err := v.Text(name, day)
	if err != nil {
		return 0, err
	}
	return v.amount(name, text)
}

// Moneys is Money for a value that is a list of amounts joined by blanks.
func (v *ValueTable) Moneys(name string, day calendar.Day) ([]int64, error) {
	text, err := v.Text(name, day)
	if err != nil {
		return nil, err
	}
	var amounts []int64
	for word := range strings.FieldsSeq(text) {
		minor, err := v.amount(name, word)
		if err != nil {
			return nil, err
		}
		amounts = append(amounts, minor)
	}
	return amounts, nil
}

func (v *ValueTable) amount(name, text string) (minor int64, err error) {
	minor, reason := cell.NumberMoney([]byte(text), 2)
	if reason != "" {
		return 0, fmt.Errorf("policy pack %s, %s: %q is no amount: %s", v.pack, name, text, reason.Explain())
	}
	return minor, nil
}

// Percent returns a value that is a percentage, in 1/10000 percent.
func (v *ValueTable) Percent(name string, day calendar.Day) (scaled int64, err error) {
	text, err := v.Text(name, day)
	if err != nil {
		return 0, err
	}
	scaled, reason := cell.Percent([]byte(text))
	if reason != "" {
		return 0, fmt.Errorf("policy pack %s, %s: %q is no percentage: %s", v.pack, name, text, reason.Explain())
	}
	return scaled, nil
}

// TimeOfDay returns a value that is a time of day such as 09:00, since midnight;
// 24:00 is the end of the day.
func (v *ValueTable) TimeOfDay(name string, day calendar.Day) (time.Duration, error) {
	text, err := v.Text(name, day)
	if err != nil {
		return 0, err
	}
	if text == "24:00" {
		return 24 * time.Hour, nil
	}
	at, err := time.Parse("15:04", text)
	if err != nil {
		return 0, fmt.Errorf("policy pack %s, %s: %w", v.pack, name, err)
	}
	return time.Duration(at.Hour())*time.Hour + time.Duration(at.Minute())*time.Minute, nil
}

func (v *ValueTable) missing(name string, day calendar.Day) error {
	return fmt.Errorf("policy pack %s has no %s on %v", v.pack, name, day)
}
