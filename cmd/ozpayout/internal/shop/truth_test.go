package shop

import (
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"ozpayout/datasets/seeds"
)

func TestTruthAddsUp(t *testing.T) {
	dir, sum := mustWrite(t, quarter(20_000))
	payments := map[[3]string]map[string]string{}
	for _, path := range sellerFile(t, dir, "payment_history.csv") {
		for _, row := range readTable(t, path, paymentColumns) {
			payments[[3]string{row["seller_id"], row["payout_id"], row["line_id"]}] = row
		}
	}
	lines, days, unexplainedDays := map[string]int64{}, int64(0), int64(0)
	truth := readTable(t, filepath.Join(dir, "truth.csv"), truthColumns)
	for _, row := range truth {
		key := [3]string{row["seller_id"], row["payout_id"], row["line_id"]}
		payment := payments[key]
		if payment["posting_number"] != row["posting_number"] || parseDate(t, payment["arrived_on"]) != parseDate(t, row["arrived_on"]) {
			t.Fatalf("%v is not the line %v", row, payment)
		}
		late, _ := strconv.ParseInt(row["late_days"], 10, 64)
		open, _ := strconv.ParseInt(row["unexplained_days"], 10, 64)
		end := parseDate(t, row["arrived_on"])
		if end == 0 {
			end = dayOf(sum.AsOf)
		}
		if late < 1 || late > int64(end-parseDate(t, row["due_on"])) || open < 0 || open > late {
			t.Errorf("%v: impossible days", row)
		}
		codes := strings.Split(row["cause_codes"], "|")
		switch row["precedence_cause_code"] {
		case "UNEXPLAINED":
			if row["cause_codes"] != "" || row["bottleneck_cause_code"] != "UNEXPLAINED" || open != late {
				t.Errorf("%v: unexplained, but not throughout", row)
			}
		default:
			if codes[0] != row["precedence_cause_code"] || !strings.Contains(row["cause_codes"], row["bottleneck_cause_code"]) || open == late {
				t.Errorf("%v: causes do not fit", row)
			}
		}
		lines[row["precedence_cause_code"]]++
		days += late
		unexplainedDays += open
	}
	if int64(len(truth)) != sum.LateLines {
		t.Errorf("%d rows, summary says %d", len(truth), sum.LateLines)
	}

	share := map[string]float64{}
	for _, row := range readTable(t, filepath.Join(dir, "truth_summary.csv"), []string{"cause_code", "late_lines", "precedence_days"}) {
		code := row["cause_code"]
		if got := strconv.FormatInt(lines[code], 10); got != row["late_lines"] {
			t.Errorf("%s: %s lines in the truth, %s in its summary", code, got, row["late_lines"])
		}
		if lines[code] < 5 {
			t.Errorf("%s: only %d late lines planted", code, lines[code])
		}
		n, _ := strconv.ParseInt(row["precedence_days"], 10, 64)
		days -= n
		if code == "UNEXPLAINED" {
			unexplainedDays -= n
		}
		group := "other"
		for prefix, name := range map[string]string{"TRACKING": "tracking", "CARRIER": "tracking", "OPEN_": "return", "INVOICE": "invoice"} {
			if strings.HasPrefix(code, prefix) {
				group = name
			}
		}
		share[group] += float64(lines[code]) / float64(len(truth))
	}
	if days != 0 || unexplainedDays != 0 {
		t.Errorf("summary misses %d late days, %d of them unexplained", days, unexplainedDays)
	}
	for group, published := range map[string]float64{"tracking": 0.41, "return": 0.32, "invoice": 0.19, "other": 0.08} {
		if got := share[group]; got < published-0.08 || got > published+0.08 {
			t.Errorf("%s: share %.2f, published %.2f", group, got, published)
		}
	}
}

// makeShop returns a shop that is not being written.
func makeShop(t *testing.T, o Options) *shop {
	t.Helper()
	s, err := open(t.TempDir(), o)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// The planner's intention and the truth must agree: what shares a payout with
// others is in time, what is paid apart is late.
func TestPlanAndTruthAgree(t *testing.T) {
	s := makeShop(t, quarter(8_000))
	late, combined, stillWaiting := 0, 0, 0
	for order := range s.options.Orders {
		p := s.posting(order, 0)
		if p.payment.kind != withOthers && p.payment.kind != apart {
			continue
		}
		po := payout{payment: p.payment, seller: p.seller, amount: 1}
		v := s.judge(&po, &line{sale, &p, &p.items[0], 1})
		if due := s.dueOn(&p); due != v.due {
			t.Fatalf("%s: planned due date %v, true one %v", p.postingNumber(), due.date(), v.due.date())
		}
		planned := p.payment.kind == apart && (p.payment.arrived != 0 || s.calendar.index(s.asOf) > s.calendar.index(v.due))
		if isLate := len(v.late) > 0; isLate != planned {
			t.Errorf("%s: planned late %v, is late %v: %+v", p.postingNumber(), planned, isLate, p.payment)
		}
		if len(v.late) > 0 {
			late++
			if p.payment.arrived == 0 {
				stillWaiting++
			}
		}
		if len(v.causes) > 1 {
			combined++
		}
	}
	if late < 100 || combined < 20 || stillWaiting < 5 {
		t.Errorf("%d late, %d with several causes, %d still open: too few", late, combined, stillWaiting)
	}
}

// The rules leave open whether a late day that is a Chinese holiday counts as
// knock-on, so none may follow the last clearing of another cause.
func TestNoTruthOnOpenGround(t *testing.T) {
	for _, from := range []time.Time{time.Date(2024, 7, 1, 0, 0, 0, 0, time.UTC), time.Date(2024, 8, 15, 0, 0, 0, 0, time.UTC), time.Date(2025, 1, 1, 0, 0, 0, 0, time.UTC)} {
		o := quarter(8_000)
		o.From = from
		s := makeShop(t, o)
		for order := range s.options.Orders {
			p := s.posting(order, 0)
			if p.payment.kind != apart {
				continue
			}
			po := payout{payment: p.payment, seller: p.seller, amount: 1}
			l := line{sale, &p, &p.items[0], 1}
			v := s.judge(&po, &l)
			if len(v.causes) < 2 {
				continue
			}
			blockers := s.blockers(&po, &l, v.due, v.late[len(v.late)-1])
			last := day(0)
			for _, c := range v.causes {
				if c != chineseHoliday {
					last = max(last, blockers[c].cleared())
				}
			}
			for i, d := range v.late {
				if d > last && v.owners[i] == chineseHoliday {
					t.Errorf("%s: holiday on %v after the last clearing", p.postingNumber(), d.date())
				}
			}
		}
	}
}

// Cases worked out by hand from rules.md and decisions.md.
func TestJudge(t *testing.T) {
	s := makeShop(t, Options{Orders: 1, Seed: 1, From: time.Date(2024, 6, 1, 0, 0, 0, 0, time.UTC), Days: 30, Sellers: 1})
	d := func(month, dom int) day { return dayOf(time.Date(2024, time.Month(month), dom, 0, 0, 0, 0, time.UTC)) }
	noon := func(month, dom int) instant { return d(month, dom).at(12 * secondsPerHour) }
	of := &seller{id: "1"}
	type want struct {
		Due                    day
		Late                   int
		Precedence, Bottleneck string
		Causes                 []cause
		Unexplained            int64
	}
	// Confirmed on Friday 7 June 2024; 12 June is a Russian holiday, so T+5 is
	// Monday the 17th (B02). Seen at once and invoiced in time.
	base := func() posting {
		return posting{
			seller: of, scheme: fbs, kinds: 1, items: [2]item{{product: &product{}}},
			delivered: noon(6, 6), confirmed: noon(6, 7), handed: noon(6, 1), invoiced: noon(6, 2),
			arrivedAtBuyer: event{noon(6, 6), noon(6, 6) + 60},
			payment:        payment{kind: apart, settled: d(6, 14), arrived: d(6, 20)},
		}
	}
	for _, test := range []struct {
		name   string
		change func(*posting)
		want   want
	}{
		{"on the due date", func(p *posting) { p.payment.arrived = d(6, 17) }, want{Due: d(6, 17)}},
		{"nothing known", func(p *posting) {}, want{d(6, 17), 3, "UNEXPLAINED", "UNEXPLAINED", nil, 3}},
		{"FBO is due on the 13th", func(p *posting) { p.scheme = fbo }, want{d(6, 13), 5, "UNEXPLAINED", "UNEXPLAINED", nil, 5}},
		{"calendar days before June", func(p *posting) { p.confirmed = noon(5, 31) }, want{d(6, 7), 8, "UNEXPLAINED", "UNEXPLAINED", nil, 8}},
		{"delivery stands in for a missing confirmation", func(p *posting) { p.unconfirmed = true }, want{d(6, 14), 4, "UNEXPLAINED", "UNEXPLAINED", nil, 4}},
		{
			"invoice after due, knock-on takes the rest", func(p *posting) { p.invoiced = noon(6, 18) },
			want{d(6, 17), 3, "INVOICE_MISSING", "INVOICE_MISSING", []cause{invoiceMissing}, 0},
		},
		{"invoice on the due date is no cause (D54)", func(p *posting) { p.invoiced = noon(6, 17) }, want{d(6, 17), 3, "UNEXPLAINED", "UNEXPLAINED", nil, 3}},
		{"knock-on lasts three working days (D11)", func(p *posting) {
			p.invoiced, p.payment.arrived = noon(6, 18), d(6, 25)
		}, want{d(6, 17), 6, "INVOICE_MISSING", "INVOICE_MISSING", []cause{invoiceMissing}, 2}},
		{"the first by order and the last to clear differ (D10, D51)", func(p *posting) {
			p.arrivedAtBuyer.synced, p.returnOpened = noon(6, 18), noon(6, 10)
		}, want{d(6, 17), 3, "TRACKING_NOT_SYNCED", "OPEN_RETURN", []cause{trackingNotSynced, returnOpen}, 0}},
		{"a carrier off the list (D15)", func(p *posting) {
			p.carrier, p.arrivedAtBuyer.synced = whitelistedCarriers, noon(6, 19)
		}, want{d(6, 17), 3, "CARRIER_NOT_WHITELISTED", "CARRIER_NOT_WHITELISTED", []cause{carrierNotWhitelisted}, 0}},
		{
			"FBO has no tracking (B18)", func(p *posting) { p.scheme, p.arrivedAtBuyer.synced = fbo, noon(6, 19) },
			want{d(6, 13), 5, "UNEXPLAINED", "UNEXPLAINED", nil, 5},
		},
		{"nothing seen by the due date", func(p *posting) {
			p.arrivedAtBuyer, p.uploaded = event{}, event{noon(6, 1), noon(6, 18)}
		}, want{d(6, 17), 3, "TRACKING_NOT_SYNCED", "TRACKING_NOT_SYNCED", []cause{trackingNotSynced}, 0}},
		{"held by tax and not released", func(p *posting) {
			p.payment.hold, p.payment.held, p.payment.arrived = heldByTax, d(6, 14), 0
		}, want{d(6, 17), 9, "TAX_HOLD", "TAX_HOLD", []cause{taxHeld}, 0}},
		{
			"sent by bank", func(p *posting) { p.payment.byBank = true },
			want{d(6, 17), 3, "ROUTE_FALLBACK_BANK", "ROUTE_FALLBACK_BANK", []cause{routeFallbackBank}, 0},
		},
		{"a holiday in China takes its own day (D54)", func(p *posting) {
			// Confirmed on Monday 3 June, T+3 is Thursday the 6th; Monday the 10th is a day off in China.
			p.scheme, p.confirmed, p.payment.settled, p.payment.arrived = fbo, noon(6, 3), d(6, 6), d(6, 11)
		}, want{d(6, 6), 3, "HOLIDAY", "HOLIDAY", []cause{chineseHoliday}, 2}},
	} {
		t.Run(test.name, func(t *testing.T) {
			p := base()
			test.change(&p)
			po := payout{payment: p.payment, seller: of, amount: 1}
			v := s.judge(&po, &line{sale, &p, &p.items[0], 1})
			got := want{Due: v.due, Late: len(v.late), Causes: v.causes, Unexplained: v.daysOf(unexplained)}
			if len(v.late) > 0 {
				got.Precedence, got.Bottleneck = v.precedence.String(), v.bottleneck.String()
			}
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Errorf("(-want +got)\n%s", diff)
			}
		})
	}
}

func TestCalendarCountsLikeTheWalk(t *testing.T) {
	off, err := readDaysOff(seeds.Files)
	if err != nil {
		t.Fatal(err)
	}
	first, last := dayOf(time.Date(2023, 1, 1, 0, 0, 0, 0, time.UTC)), dayOf(time.Date(2027, 12, 31, 0, 0, 0, 0, time.UTC))
	c, err := newCalendar(off, first, last)
	if err != nil {
		t.Fatal(err)
	}
	rapid.Check(t, func(t *rapid.T) {
		from := day(rapid.IntRange(int(first), int(last)-40).Draw(t, "from"))
		n := rapid.IntRange(1, 15).Draw(t, "working days")
		walked, left := from, n
		for left > 0 {
			walked++
			if off.working("RU", walked) {
				left--
			}
		}
		if got := c.workday(c.index(from) + int64(n)); got != walked {
			t.Errorf("%v + %d working days = %v, walked to %v", from.date(), n, got.date(), walked.date())
		}
	})
}
