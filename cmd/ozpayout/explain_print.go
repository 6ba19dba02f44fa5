package main

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"

	"ozpayout/datasets"
	"ozpayout/pipeline"
)

// An explanation prints payout lines with what decided them.
type explanation struct {
	*app
	manifest *pipeline.Manifest
	causes   map[lineKey][]row
	rates    map[rateKey]row
	evidence *evidence
	numbers  []string        // of the line: posting, order, payout
	shown    map[string]bool // places whose cells are shown for the line
}

// say prints a line of the explanation under its title.
func (e *explanation) say(title, format string, args ...any) {
	fmt.Fprintf(e.stdout, "  %-10s %s\n", title, fmt.Sprintf(format, args...))
}

func (e *explanation) print(ctx context.Context, l row) error {
	key := keyOf(l)
	e.shown = map[string]bool{}
	e.numbers = []string{l.text(datasets.PostingNumber), l.text(datasets.OrderID), key.payout}
	fmt.Fprintf(e.stdout, "\nline %s of payout %s, seller %s\n", key.line, key.payout, key.seller)
	e.say("of", "%s", joinFilled(" ",
		l.text(datasets.LineCode), prefixed("posting ", l.text(datasets.PostingNumber)), prefixed("order ", l.text(datasets.OrderID)),
		prefixed("scheme ", l.text(datasets.Scheme))))
	e.say("source", "%s, row %s", l.text(datasets.FirstFile), l.text(datasets.FirstRow))
	if err := e.cells(ctx, l, datasets.FirstFile, datasets.FirstRow); err != nil {
		return err
	}
	e.amount(l)
	e.clock(l)
	e.due(l)
	e.arrival(l)
	if !l.has(datasets.IsLate) {
		e.say("judged", "no: %s", l.text(datasets.ScopeCode))
	} else {
		e.lateness(l)
		for _, c := range e.causes[key] {
			if err := e.cause(ctx, c); err != nil {
				return err
			}
		}
	}
	e.say("rules", "%s of pack %s", l.text(datasets.DecidedBy), l.text(datasets.PolicyPack))
	return nil
}

// amount tells the amount of a line and the rates that converted it.
func (e *explanation) amount(l row) {
	var converted []string
	for _, c := range []*pipeline.Money{datasets.AmountRUB, datasets.AmountCNY, datasets.AmountUSD} {
		if unit := c.About().Unit; l.has(c) && unit != l.text(datasets.Currency) {
			converted = append(converted, l.text(c)+" "+unit)
		}
	}
	e.say("amount", "%s %s%s", l.text(datasets.Amount), l.text(datasets.Currency), prefixed(" = ", strings.Join(converted, " = ")))
	if l.flag(datasets.RateIsStale) {
		e.say("rate", "none: the last one is too old")
	}
	settled := l.text(datasets.SettledOn)
	told := map[string]bool{}
	for _, currency := range []string{l.text(datasets.Currency), "CNY", "USD"} {
		r, ok := e.rates[rateKey{currency, settled}]
		if !ok || told[currency] || currency == "RUB" {
			continue
		}
		told[currency] = true
		e.say("rate", "1 %s = %s RUB on %s: %s RUB for %s, in force from %s (%s)", currency, r.text(datasets.RateRUB), settled,
			r.text(datasets.Value), r.text(datasets.Nominal), r.text(datasets.InForceFrom), r.text(datasets.RateFile))
	}
}

// clock tells when the clock of a line started, and why then.
func (e *explanation) clock(l row) {
	if !l.has(datasets.ClockStartOn) {
		e.say("clock", "not started")
		return
	}
	e.say("clock", "started %s (%s)%s%s", l.text(datasets.ClockStartOn), l.text(datasets.ClockCode),
		prefixed(": confirmed "+l.text(datasets.LineConfirmedAt)+", ", l.text(datasets.ConfirmedGrade)),
		prefixed(", account and disputes clear ", l.text(datasets.EligibleOn)))
}

// due tells the due day of a line, its rule, and how many working days that was.
func (e *explanation) due(l row) {
	switch {
	case !l.has(datasets.IsLate):
		why := ""
		if scope := l.text(datasets.ScopeCode); scope != "in_scope" {
			why = suffixed(prefixed(" (not judged: ", scope), ")")
		}
		e.say("due", "no due date%s", why)
		return
	case !l.has(datasets.DueOn):
		e.say("due", "in a year without a calendar by %s", e.ruleText(l.text(datasets.PolicyPack), l.text(datasets.LineDueRule)))
		return
	}
	allowed := ""
	if l.has(datasets.TakenDays) && l.has(datasets.DaysAfterDue) {
		allowed = fmt.Sprintf(", %s after the clock start", workingDays(l.number(datasets.TakenDays)-l.number(datasets.DaysAfterDue)))
	}
	e.say("due", "%s%s by %s", l.text(datasets.DueOn), allowed, e.ruleText(l.text(datasets.PolicyPack), l.text(datasets.LineDueRule)))
}

// ruleText says what a shipped due rule grants. Where an input file adds due
// rules, it may be one of those, and only the name is certain.
func (e *explanation) ruleText(pack, id string) string {
	for _, input := range e.manifest.Inputs {
		if !isShipped(input.Name) && slices.Contains(input.Datasets, datasets.DueRules.Name) {
			return "rule " + id
		}
	}
	rule, err := shippedRow(datasets.DueRules, map[string]string{datasets.Pack.ColumnName(): pack, datasets.DueRuleID.ColumnName(): id})
	if err != nil || rule == nil {
		return "rule " + id
	}
	grants := joinFilled(", ",
		suffixed(rule[datasets.DueRuleWorkingDays.ColumnName()], " working days"),
		suffixed(rule[datasets.DueRuleCalendarDays.ColumnName()], " calendar days"),
		rule[datasets.RuleIDs.ColumnName()], rule[datasets.DueRuleSource.ColumnName()])
	return "rule " + id + prefixed(" (", suffixed(grants, ")"))
}

// arrival tells settlement and arrival, and how long each leg took.
func (e *explanation) arrival(l row) {
	e.say("settled", "%s%s", cmp.Or(l.text(datasets.SettledOn), "not yet"), prefixed(", batch ", l.text(datasets.SettlementBatchNo)))
	if !l.has(datasets.ArrivedDay) {
		e.say("arrived", "not yet on %s", e.manifest.AsOf)
		return
	}
	taken := ""
	if l.has(datasets.TakenDays) {
		taken = fmt.Sprintf(", %s after the clock start", workingDays(l.number(datasets.TakenDays)))
	}
	legs := joinFilled(" + ", suffixed(l.text(datasets.WaitEligible), " to eligibility"), suffixed(l.text(datasets.WaitSettle), " to settlement"),
		suffixed(l.text(datasets.WaitArrive), " to arrival"))
	e.say("arrived", "%s by %s%s%s%s", l.text(datasets.ArrivedDay), l.text(datasets.RouteCode),
		prefixed(", receipt ", l.text(datasets.LastReceiptNo)), taken, prefixed(" = ", legs))
}

func (e *explanation) lateness(l row) {
	after := l.number(datasets.DaysAfterDue)
	switch {
	case !l.has(datasets.DaysAfterDue):
		e.say("late", "no (%s)", l.text(datasets.AgeingCode))
		return
	case !l.flag(datasets.IsLate):
		side := "before"
		if after == 0 { // on the day itself, or on days off that follow it
			side = "after"
		}
		e.say("late", "no, %s %s the due day (%s)", workingDays(-after), side, l.text(datasets.AgeingCode))
		return
	}
	escalate := ""
	if l.flag(datasets.IsEscalated) {
		escalate = ", to escalate"
	}
	e.say("late", "yes, %s (%s)%s", workingDays(after), l.text(datasets.AgeingCode), escalate)
	e.say("because", "%s by precedence, %s clears last%s", l.text(datasets.PrecedenceCause), l.text(datasets.BottleneckCause),
		prefixed(", days unexplained: ", l.text(datasets.UnexplainedDays)))
}

// workingDays returns a number of working days in words.
func workingDays(n int64) string {
	if n == 1 {
		return "1 working day"
	}
	return fmt.Sprintf("%d working days", n)
}

// cause tells how long a cause stood, its late days and the row that shows it.
func (e *explanation) cause(ctx context.Context, c row) error {
	stood := ""
	if c.has(datasets.OpenedOn) {
		stood = fmt.Sprintf(", stood %s to %s", c.text(datasets.OpenedOn), cmp.Or(c.text(datasets.ClearedOn), "now"))
	}
	e.say("cause", "%s%s%s", c.text(datasets.LineCause), stood, prefixed(", ", c.text(datasets.EvidenceCode)))
	e.say("", "late days: %s blocked, %s knock-on; given to it: %s by precedence, %s to the last to clear, %s by Shapley value",
		c.text(datasets.BlockedDays), cmp.Or(c.text(datasets.KnockOnDays), "0"), c.text(datasets.PrecedenceDays),
		c.text(datasets.BottleneckDays), c.text(datasets.ShapleyDays))
	if c.has(datasets.SavedDays) {
		e.say("", "without it: %s late days fewer", c.text(datasets.SavedDays))
	}
	if !c.has(datasets.EvidenceFile) {
		return nil
	}
	e.say("", "shown by %s, row %s", c.text(datasets.EvidenceFile), c.text(datasets.EvidenceRow))
	return e.cells(ctx, c, datasets.EvidenceFile, datasets.EvidenceRow)
}

// cells prints the cells of a row of the exports, as far as they may be shown.
func (e *explanation) cells(ctx context.Context, r row, file, at pipeline.Column) error {
	place := fmt.Sprint(r.text(file), " row ", r.number(at))
	if e.shown[place] {
		return nil
	}
	e.shown[place] = true
	rows, why, err := e.evidence.rows(ctx, r.text(file), r.number(at), e.numbers)
	if err != nil {
		return err
	}
	if why != "" {
		e.say("", "  (%s)", printable(why))
	}
	for _, row := range rows {
		if len(rows) > 1 {
			e.say("", "  in sheet %s", printable(row.sheet))
		}
		for _, c := range row.cells {
			if c.text != "" {
				e.say("", "  %s: %s", printable(c.header), printable(c.text))
			}
		}
	}
	return nil
}

func joinFilled(separator string, parts ...string) string {
	return strings.Join(slices.DeleteFunc(parts, func(s string) bool { return s == "" }), separator)
}

// prefixed returns text with a prefix, or nothing if there is no text.
func prefixed(prefix, text string) string {
	if text == "" {
		return ""
	}
	return prefix + text
}

// suffixed returns text with a suffix, or nothing if there is no text.
func suffixed(text, suffix string) string {
	if text == "" {
		return ""
	}
	return text + suffix
}
