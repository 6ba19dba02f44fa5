package datepayouts

import (
	"math"

	"github.com/apache/arrow/go/v17/arrow"

	"ozpayout/stages/internal/calendar"
	"ozpayout/stages/internal/policy"
)

// noDay stands for a day that is not known.
const noDay calendar.Day = math.MinInt32

// facts are what is known of a line. Texts are codes.
type facts struct {
	isSale            bool
	isTestTransfer    bool
	status            payoutStatus
	isBelowMinimum    bool                 // as its hold says or the pack (R02)
	minimum           policy.MinimumPayout // in the payout's currency, as long as nothing of it arrived
	payoutAmount      int64                // minor units, where there is a minimum
	hasUnknownArrival bool                 // arrived, but nobody says when

	isOrderCancelled bool
	scheme           int // of the list of schemes

	confirmedAt arrow.Timestamp // where confirmedOn is known
	isObserved  bool            // the confirmation, not the delivery that stands in for it
	confirmedOn calendar.Day
	settledOn   calendar.Day
	arrivedOn   calendar.Day

	// disputes is the day on which the last dispute that was opened before the
	// settlement closed: noDay without one, stillOpen if it has not.
	disputes calendar.Day

	seller         *seller
	settledAccount *account // on settled_on

	hasReport bool
	reported  int64 // exported difference in days
}

// stillOpen is the closing day of what has not closed on the as-of date, or of
// which nobody knows the day.
const stillOpen calendar.Day = math.MaxInt32

// A verdict is what is decided of a line. Days that are not known are noDay;
// numbers are meaningful where the days that they are between are known.
type verdict struct {
	scope       scope
	chargeScope scope // of a line that is no sale, as scopeOf has it
	rule        int   // index of the due rule; -1 = none

	isConfirmed       bool
	startOn           calendar.Day
	startAccount      *account
	eligibleOn, dueOn calendar.Day

	waitEligible, waitSettle, waitArrive int32
	taken, takenCalendar                 int32
	daysAfterDue                         int32

	isOpen, isLate, isEscalated bool
	isDueUncounted              bool // working days are not counted up to the due date, which lies after the calendar
	ageing                      ageing
	hasAgreement                bool
	agreement                   agreement

	isMovedByDispute, isMovedByAccount bool // they, not the confirmation, decided eligible_on
}

// isJudged reports whether due, late and ageing hold (D04, D55).
func (v *verdict) isJudged() bool { return v.scope == inScope }

// A judge holds the policy under which lines are judged.
type judge struct {
	asOf    calendar.Day
	rules   *dueRules
	values  *policy.ValueTable
	country policy.DatedValue // of registration that the pack is for (B17)

	escalateAfter func(start calendar.Day) (workingDays int, err error)
	workdays      calendar.Counter // of Russia
}

// judge decides a line, in the place of another verdict. It fails where the RU calendar
// does not know a year that the line needs, or the pack lacks a threshold.
func (j *judge) judge(f *facts, v *verdict) error {
	*v = verdict{}
	j.startClock(f, v)
	j.splitWait(f, v)
	if err := compareWithMinimum(f); err != nil {
		return err
	}
	country, _, _ := j.country.At(f.settledOn)
	v.scope, v.rule, v.dueOn = scopeOf(f, country), -1, noDay
	if !f.isSale {
		v.scope, v.chargeScope = notASale, v.scope
	}
	if v.isJudged() {
		v.rule = j.rules.of(v.startOn, v.startAccount.tierCode, f.scheme)
	}
	if v.isJudged() && v.rule < 0 {
		v.scope = unknownScope
	}
	v.isOpen = f.arrivedOn == noDay && !f.hasUnknownArrival
	if v.isJudged() {
		if err := j.compareWithDue(f, v); err != nil {
			return err
		}
	}
	return j.workdays.Err
}

// compareWithMinimum says of a payout that has not arrived whether it is below the
// minimum that held when it was settled: then it is carried over (R02).
func compareWithMinimum(f *facts) error {
	if f.arrivedOn != noDay || f.hasUnknownArrival {
		return nil
	}
	isAbove, err := f.minimum.IsAbove(f.payoutAmount, f.settledOn)
	f.isBelowMinimum = f.isBelowMinimum || isAbove
	return err
}

// startClock starts the clock at the confirmation, else at the settlement (B04,
// C04, D01).
func (j *judge) startClock(f *facts, v *verdict) {
	v.isConfirmed = f.confirmedOn != noDay
	v.startOn = f.settledOn
	if v.isConfirmed {
		v.startOn = f.confirmedOn
	}
	v.startAccount = accountOn(f.seller.accounts, v.startOn)
}

// splitWait splits the wait into three legs (B03, B04) and compares the exported
// difference with the last (B20).
func (j *judge) splitWait(f *facts, v *verdict) {
	v.eligibleOn = noDay
	if v.isConfirmed {
		j.decideEligibility(f, v)
	}
	if v.eligibleOn != noDay {
		v.waitEligible = int32(j.workdays.Between(v.startOn, v.eligibleOn))
		v.waitSettle = int32(j.workdays.Between(v.eligibleOn, f.settledOn))
	}
	if f.arrivedOn == noDay {
		return
	}
	v.waitArrive = int32(j.workdays.Between(f.settledOn, f.arrivedOn))
	v.taken = int32(j.workdays.Between(v.startOn, f.arrivedOn))
	v.takenCalendar = int32(f.arrivedOn - v.startOn)
	if f.hasReport {
		v.hasAgreement = true
		v.agreement = agreementOf(f.reported, int32(f.arrivedOn-f.settledOn), v.waitArrive)
	}
}

// decideEligibility takes the latest of the three preconditions: confirmation,
// closing of disputes, complete account data (B03, B08). One that is not met
// leaves the day unknown.
func (j *judge) decideEligibility(f *facts, v *verdict) {
	complete := completeOn(f.seller.accounts, f.seller.gaps, f.confirmedOn, j.asOf)
	v.eligibleOn = max(f.confirmedOn, f.disputes, complete)
	v.isMovedByDispute = f.disputes == v.eligibleOn && f.disputes > f.confirmedOn
	v.isMovedByAccount = complete == v.eligibleOn && complete > f.confirmedOn
	if v.eligibleOn == stillOpen {
		v.eligibleOn = noDay
	}
}

// compareWithDue says whether the line is late and how late (D02, D03).
func (j *judge) compareWithDue(f *facts, v *verdict) error {
	end := f.arrivedOn
	if v.isOpen {
		end = j.asOf
	}
	v.dueOn = dueOn(&j.rules.rules[v.rule], v.startOn, j.workdays.Calendar)
	days, isCounted := j.workdays.WorkingDaysIn(v.dueOn, end)
	if !isCounted {
		// The calendar knows the end, so it lies before the due date.
		v.isDueUncounted, v.ageing = true, ageingOf(v.isOpen, 0)
		return nil
	}
	v.daysAfterDue = int32(days)
	v.isLate = v.daysAfterDue > 0
	v.ageing = ageingOf(v.isOpen, v.daysAfterDue)
	if !v.isLate {
		return nil
	}
	limit, err := j.escalateAfter(v.startOn)
	v.isEscalated = j.workdays.Between(v.startOn, end) > limit
	return err
}
