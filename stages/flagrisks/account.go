package flagrisks

import (
	"cmp"
	"slices"

	"ozpayout/stages/internal/calendar"
	"ozpayout/stages/internal/policy"
	"ozpayout/stages/internal/taxid"
)

// A seller is what is known of a seller account. The nil seller is one of whom
// nothing is known.
type seller struct {
	accounts []account
	freezes  map[string]freeze // by payout
}

// An account is what is known of a seller account in a period.
type account struct {
	period       policy.Period
	inn, ogrn    string
	isINNMissing bool   // empty, or known and not uploaded (9.6)
	taxType      string // "" = not known
	at           place
}

// A freeze is the trigger that a payout follows (B24).
type freeze struct {
	from    calendar.Optional
	trigger string
	at      place
}

// accountOn returns the account on a day; of two periods that hold the later one,
// nil where none holds.
func (s *seller) accountOn(day calendar.Day) (found *account) {
	if s == nil {
		return nil
	}
	for i := range s.accounts {
		if a := &s.accounts[i]; a.period.Holds(day) && (found == nil || a.period.From >= found.period.From) {
			found = a
		}
	}
	return found
}

func (s *seller) freezeOf(payout string) (f freeze, ok bool) {
	if s == nil {
		return freeze{}, false
	}
	f, ok = s.freezes[payout]
	return f, ok
}

// A finding is what a check says of an account in a period; without a reason there
// is nothing to say.
type finding struct{ reason, evidence string }

// isFlagged reports whether the check found something, and not only that something
// is not known.
func (f finding) isFlagged() bool { return f.reason != "" && f.evidence != unknown }

// registration checks the tax settings (B31).
func (r *rules) registration(a *account, day calendar.Day) (finding, error) {
	wanted, err := r.values.Text("tax_registration_type", day)
	switch {
	case err != nil:
		return finding{}, err
	case a.isINNMissing:
		return finding{"inn_missing", observed}, nil
	case a.taxType == "" || a.taxType == unknown: // a word that is not in the list is not known either
		return finding{"tax_type_not_known", unknown}, nil
	case a.taxType != wanted:
		return finding{"tax_type_other", observed}, nil
	}
	return finding{}, nil
}

// checkDigits checks a number that is given.
func checkDigits(number string, isValid func(string) bool) finding {
	if number == "" || isValid(number) {
		return finding{}
	}
	return finding{"check_digits", observed}
}

// accountFlags returns the flags of an account: of each check the last run of
// periods, up to the as-of date, in which it found the same.
func (r *rules) accountFlags(accounts []account) ([]flag, error) {
	accounts = slices.SortedFunc(slices.Values(accounts), func(a, b account) int { return cmp.Compare(a.period.From, b.period.From) })
	var flags []flag
	for _, check := range []struct {
		code, ruleIDs string
		of            func(*account) (finding, error)
	}{
		{"INN_INVALID", "B29", func(a *account) (finding, error) { return checkDigits(a.inn, taxid.IsINN), nil }},
		{"OGRN_INVALID", "B29 C02", func(a *account) (finding, error) { return checkDigits(a.ogrn, taxid.IsOGRN), nil }},
		{"TAX_REGISTRATION", "B31", func(a *account) (finding, error) { return r.registration(a, r.asOf) }},
	} {
		last := flag{code: check.code, ruleIDs: check.ruleIDs}
		goesOnFrom := calendar.Day(0) // day after the last run
		for i := range accounts {
			a := &accounts[i]
			if a.period.From > r.asOf {
				break
			}
			found, err := check.of(a)
			if err != nil {
				return nil, err
			}
			if found.reason == "" {
				continue
			}
			isNew := last.reason != found.reason || a.period.From != goesOnFrom
			if isNew {
				last.since, last.reason, last.evidence, last.at = firstDay(a.period), found.reason, found.evidence, a.at
			}
			last.until, goesOnFrom = lastDay(a.period), a.period.To+1
		}
		if last.reason != "" {
			flags = append(flags, last)
		}
	}
	return flags, nil
}
