package completeaccounts

import (
	"cmp"
	"math"
	"slices"

	"github.com/apache/arrow/go/v17/arrow"

	"ozpayout/stages/internal/calendar"
)

// Cells of an account that the API tells of.
const (
	accountName = iota
	licenceName
	inn
	ogrn
	registrationCountry
	tier
	cells
)

// An answer is what the API says of a seller; an empty cell says nothing.
type answer struct {
	at          arrow.Timestamp // when the file was exported; undated = not known
	file, sheet string
	row         int64
	cells       [cells]string
}

const undated arrow.Timestamp = math.MinInt64

// holdsOn reports whether an answer may speak of a period that ends on a day: one
// that ended before the answer was given is past. An undated answer is of today.
func (a *answer) holdsOn(last, today calendar.Day) bool {
	given := today
	if a.at != undated {
		given = calendar.MoscowDay(a.at)
	}
	return last >= given
}

// compare orders answers, the newest first, and those of one time by place.
func (a *answer) compare(other *answer) int {
	return cmp.Or(cmp.Compare(other.at, a.at), cmp.Compare(a.file, other.file), cmp.Compare(a.row, other.row))
}

// newest returns the newest of the answers for one seller. Several may be as new:
// then a cell is what those say that fill it, and empty where they contradict each
// other, which is returned too.
func newest(answers []*answer) (latest answer, contradicted []int) {
	sorted := slices.SortedFunc(slices.Values(answers), (*answer).compare)
	latest = *sorted[0]
	for i := range latest.cells {
		var said []string
		for _, a := range sorted {
			if text := a.cells[i]; a.at == latest.at && text != "" && !slices.Contains(said, text) {
				said = append(said, text)
			}
		}
		latest.cells[i] = ""
		switch len(said) {
		case 0:
		case 1:
			latest.cells[i] = said[0]
		default:
			contradicted = append(contradicted, i)
		}
	}
	return latest, contradicted
}

// fill fills the empty cells of an account and returns which.
func (a *answer) fill(account *[cells]string) (filled []int) {
	for i, text := range a.cells {
		if account[i] == "" && text != "" {
			account[i] = text
			filled = append(filled, i)
		}
	}
	return filled
}
