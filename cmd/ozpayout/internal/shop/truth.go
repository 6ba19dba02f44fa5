package shop

import "strings"

// A cause is a reason for lateness, in the order of precedence (D12).
type cause int

const (
	trackingNotSynced cause = iota
	carrierNotWhitelisted
	returnOpen
	disputeOpen
	invoiceMissing
	accountIncomplete
	routeFallbackBank
	manualReview
	innIntercept
	taxHeld
	riskFreeze
	channelSuspended
	chineseHoliday
	externalBankReview
	unexplained
	causes = int(unexplained) + 1
)

var causeCodes = [...]string{
	"TRACKING_NOT_SYNCED", "CARRIER_NOT_WHITELISTED", "OPEN_RETURN", "OPEN_DISPUTE", "INVOICE_MISSING", "ACCOUNT_INCOMPLETE", "ROUTE_FALLBACK_BANK",
	"MANUAL_REVIEW", "INN_INTERCEPT", "TAX_HOLD", "RISK_FREEZE", "CHANNEL_SUSPENDED", "HOLIDAY", "EXTERNAL_BANK_REVIEW", "UNEXPLAINED",
}

func (c cause) String() string { return causeCodes[c] }

const (
	changeOfRule = day(19_875) // 2024-06-01, from which working days count (B02)
	knockOnDays  = 3           // working days that Ozon needs after the last clearing (D11)
	stillOpen    = day(1 << 30)
)

// A verdict is what is true about a payout line.
type verdict struct {
	due        day
	late       []day // Russian working days after the due date up to arrival or as-of
	owners     []cause
	causes     []cause // with at least one late day, in order of precedence
	precedence cause
	bottleneck cause
}

func (v *verdict) daysOf(c cause) int64 {
	n := int64(0)
	for _, owner := range v.owners {
		if owner == c {
			n++
		}
	}
	return n
}

// judge finds the truth about a sale line from what the files show and nothing
// else: day by day, without the planner's arithmetic. It is meant to be slow and
// obvious, because the pipeline is tested against it.
func (s *shop) judge(po *payout, l *line) verdict {
	p := l.posting
	v := verdict{due: s.slowDue(p)}
	end := po.arrived
	if end == 0 {
		end = s.asOf
	}
	for d := v.due + 1; d <= end; d++ {
		if s.off.working("RU", d) {
			v.late = append(v.late, d)
		}
	}
	if len(v.late) == 0 {
		return v
	}
	blockers := s.blockers(po, l, v.due, end)

	// Each late day goes to the first cause that is active on it (D10).
	lastCleared := day(0) // of all causes but the holiday, which has no knock-on (D54)
	var first cause = unexplained
	for c := range unexplained {
		active := false
		for _, d := range v.late {
			active = active || blockers[c].activeOn(d)
		}
		if !active {
			continue
		}
		v.causes = append(v.causes, c)
		if c != chineseHoliday {
			lastCleared = max(lastCleared, blockers[c].cleared())
			first = min(first, c)
		}
	}
	afterClearing := 0
	for _, d := range v.late {
		owner := unexplained
		for _, c := range v.causes {
			if blockers[c].activeOn(d) {
				owner = c
				break
			}
		}
		if owner == unexplained && first != unexplained && d > lastCleared && afterClearing < knockOnDays {
			owner = first
			afterClearing++
		}
		v.owners = append(v.owners, owner)
	}

	v.precedence, v.bottleneck = unexplained, unexplained
	if len(v.causes) > 0 {
		v.precedence, v.bottleneck = v.causes[0], v.causes[0]
	}
	for _, c := range v.causes {
		if blockers[c].cleared() > blockers[v.bottleneck].cleared() {
			v.bottleneck = c
		}
	}
	return v
}

// slowDue walks from the start of the clock to the due date (B02, C05, D02).
func (s *shop) slowDue(p *posting) day {
	clock := p.clock()
	if clock < changeOfRule {
		return clock + 7
	}
	left := 5
	if p.scheme == fbo || p.seller.tierOn(clock) == premium {
		left = 3
	}
	for d := clock + 1; ; d++ {
		if s.off.working("RU", d) {
			left--
		}
		if left == 0 {
			return d
		}
	}
}

// recordTruth judges a sale line, writes its row if it is late, and returns the
// verdict.
func (s *shop) recordTruth(po *payout, l *line, number int) verdict {
	s.summary.JudgedLines++
	v := s.judge(po, l)
	if len(v.late) == 0 {
		return v
	}
	s.summary.LateLines++
	s.lateLines[v.precedence]++
	for _, owner := range v.owners {
		s.lateDays[owner]++
	}
	var codes []string
	for _, c := range v.causes {
		codes = append(codes, c.String())
	}
	t := s.truth
	t.text(po.seller.id)
	t.text(po.id)
	t.number(int64(number))
	t.plain(l.posting.postingNumber())
	t.date(v.due)
	t.date(po.arrived)
	t.number(int64(len(v.late)))
	t.text(v.precedence.String())
	t.text(v.bottleneck.String())
	t.text(strings.Join(codes, "|"))
	t.number(v.daysOf(unexplained))
	t.endRow()
	return v
}

var truthColumns = []string{
	"seller_id", "payout_id", "line_id", "posting_number", "due_on", "arrived_on", "late_days", "precedence_cause_code", "bottleneck_cause_code", "cause_codes", "unexplained_days",
}

// writeTruthSummary writes late lines and late days per cause, both by precedence.
func (s *shop) writeTruthSummary() error {
	t, err := s.out.createTable("truth_summary.csv", canonicalDialect, []string{"cause_code", "late_lines", "precedence_days"})
	if err != nil {
		return err
	}
	for c := range cause(causes) {
		t.text(c.String())
		t.number(s.lateLines[c])
		t.number(s.lateDays[c])
		t.endRow()
	}
	return nil
}
