package policy

import (
	"ozpayout/datasets"
	"ozpayout/pipeline"
	"ozpayout/pipeline/cell"
	"ozpayout/stages/internal/calendar"
)

// A CarrierList knows the white-listed carriers by every spelling (B16).
type CarrierList struct {
	byAlias map[string]DatedCarrier // folded
	folded  map[string]string       // of the spellings in the list: folding is slow, and most files use them
}

type carrier struct {
	alias, code   string
	isWhitelisted bool
	period        Period
}

// Carriers reads [datasets.Carriers]. A row that does not say whether its carrier
// is listed is left out: the carrier is as unknown as without it.
func Carriers(t *pipeline.Task) (*CarrierList, error) {
	type key struct {
		alias string
		from  calendar.Day
	}
	rows := table[key, carrier]{name: datasets.Carriers.Name}
	list := &CarrierList{byAlias: make(map[string]DatedCarrier), folded: make(map[string]string)}
	err := each(t, datasets.Carriers, func(c cursor, at place) error {
		spelling := c.Text(datasets.CarrierAlias)
		list.folded[spelling] = cell.FoldWord(spelling)
		isWhitelisted := c.Flag(datasets.CarrierIsWhitelisted)
		if isWhitelisted == nil {
			return nil
		}
		row := carrier{alias: list.folded[spelling], code: c.Code(datasets.CarrierCode), isWhitelisted: *isWhitelisted, period: Validity(c.Row)}
		return rows.add(key{row.alias, row.period.From}, row, at)
	})
	if err != nil {
		return nil, err
	}
	for _, row := range rows.values() {
		list.byAlias[row.alias] = append(list.byAlias[row.alias], row)
	}
	return list, nil
}

// A DatedCarrier is what the list has of a spelling over time. A hot loop takes it
// once.
type DatedCarrier []carrier

// Of returns what the list has of a spelling, which is compared folded, as words are;
// nothing of one that is not in it.
func (l *CarrierList) Of(spelling string) DatedCarrier {
	alias, ok := l.folded[spelling]
	if !ok {
		alias = cell.FoldWord(spelling)
	}
	return l.byAlias[alias]
}

// At returns the code of a carrier and whether its tracks are accepted on a day; one
// that is not in the list has no code and is not accepted (B16). Of two periods that
// hold, the later one counts.
func (d DatedCarrier) At(day calendar.Day) (code string, isWhitelisted bool) {
	found := SinceEver
	for i := range d {
		if row := &d[i]; row.period.Holds(day) && row.period.From >= found {
			code, isWhitelisted, found = row.code, row.isWhitelisted, row.period.From
		}
	}
	return code, isWhitelisted
}
