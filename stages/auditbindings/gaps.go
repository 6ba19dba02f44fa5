package auditbindings

import (
	"slices"
	"strings"

	"github.com/apache/arrow/go/v17/arrow"

	"ozpayout/datasets"
	"ozpayout/stages/internal/calendar"
	"ozpayout/stages/internal/nullable"
	"ozpayout/stages/internal/policy"
)

// A gap is a run of days on each of which the binding of the intended provider
// fails a check: account data are not complete (B03, 9.22).
type gap struct {
	from, to calendar.Day // policy.SinceEver; policy.ForEver = still open on the as-of date
	checks   []string
	at       place // of the first check that fails on the first day
}

// gapChecks are the checks that hold up payouts while they fail.
var gapChecks = []string{"V1", "V2", "V3", "S1", "S2", "S3", "S4"}

// gapsOf returns the gaps of a seller up to the as-of date. Between two days on
// which a row begins or ends nothing changes, so only such days are judged. A day
// on which nothing is known to fail ends a gap: unknown is not failed.
func (r *rules) gapsOf(s *seller, asOf calendar.Day) (gaps []gap, err error) {
	days := s.changes(asOf)
	for i, day := range days {
		failed, at, err := r.failedOn(s, day)
		if err != nil {
			return nil, err
		}
		if len(failed) == 0 {
			continue
		}
		to := policy.ForEver
		if i+1 < len(days) {
			to = days[i+1] - 1
		}
		if n := len(gaps); n > 0 && gaps[n-1].to == day-1 {
			last := &gaps[n-1]
			last.to = to
			for _, id := range failed {
				last.checks = appendNew(last.checks, id)
			}
			continue
		}
		gaps = append(gaps, gap{day, to, failed, at})
	}
	for i := range gaps {
		slices.SortFunc(gaps[i].checks, func(a, b string) int { return slices.Index(gapChecks, a) - slices.Index(gapChecks, b) })
	}
	return gaps, nil
}

// failedOn returns the checks of the intended provider that fail on a day.
func (r *rules) failedOn(s *seller, day calendar.Day) (failed []string, at place, err error) {
	a := s.accountOn(day)
	if a == nil {
		return nil, place{}, nil
	}
	provider := a.intendedProvider(r.configuredRoute(day))
	if provider == "" {
		return nil, place{}, nil
	}
	of := r.subject(s, provider, s.bindingOn(provider, day), day)
	findings, err := of.audit(of.holdsUp)
	if err != nil {
		return nil, place{}, err
	}
	for _, f := range findings {
		if f.outcome.result != fail {
			continue
		}
		if len(failed) == 0 {
			at = f.outcome.at
		}
		failed = append(failed, f.check)
	}
	return failed, at, nil
}

// holdsUp reports whether a check that fails holds payouts up. Papers matter once
// there is a binding; a low balance no more once the verification transfer arrived.
func (s *subject) holdsUp(check string) bool {
	switch check {
	case "V2":
		return s.binding != nil
	case "S4":
		return !s.isTestedBy()
	}
	return slices.Contains(gapChecks, check)
}

// changes returns the days up to the as-of date on which something that the checks
// read begins or ends, in order.
func (s *seller) changes(asOf calendar.Day) (days []calendar.Day) {
	begin := func(day calendar.Day) { days = append(days, day) }
	end := func(day calendar.Day) {
		if day != policy.ForEver {
			days = append(days, day+1)
		}
	}
	for _, a := range s.accounts {
		begin(a.period.From)
		end(a.period.To)
	}
	for _, b := range s.bindings {
		begin(b.period.From)
		end(b.period.To)
		if b.testOn != nil {
			begin(*b.testOn)
		}
	}
	for _, c := range s.channels {
		begin(c.checkedOn)
	}
	for _, papers := range s.papers {
		for _, p := range papers {
			for _, day := range []*calendar.Day{p.SubmittedOn, p.ReviewedOn} {
				if day != nil {
					begin(*day)
				}
			}
			if p.ExpiresOn != nil {
				end(*p.ExpiresOn)
			}
		}
	}
	slices.Sort(days)
	days = slices.Compact(days)
	return slices.DeleteFunc(days, func(day calendar.Day) bool { return day > asOf })
}

func (g gap) write(w *nullable.Writer, seller string) {
	w.Code(datasets.SellerID, seller)
	w.Date(datasets.GapOpenedOn, nullable.If(g.from != policy.SinceEver, arrow.Date32(g.from)))
	w.Date(datasets.GapClearedOn, nullable.If(g.to != policy.ForEver, arrow.Date32(g.to)))
	w.Code(datasets.GapCheckIDs, strings.Join(g.checks, " "))
	w.Code(datasets.GapFile, g.at.file)
	w.Int(datasets.GapRow, g.at.row)
}
