package compareclaims

import (
	"ozpayout/datasets"
	"ozpayout/pipeline"
	"ozpayout/stages/internal/gate"
	"ozpayout/stages/internal/nullable"
)

// readers read our figures from the marts above, each the claims it answers.
var readers = []func(*pipeline.Task, gate.Gate, answers) error{
	readPayouts, readBindings, readTickets, readServices, readRoutePairs, readBookingLags, readWaits, readReviews, readRateBases, readVolatility, readHolds,
}

// eachRow visits the rows of a mart.
func eachRow(t *pipeline.Task, d *pipeline.Dataset, visit func(nullable.Row)) error {
	for r, err := range nullable.Rows(t, d) {
		if err != nil {
			return err
		}
		visit(r)
	}
	return nil
}

// readBindings answers A09 and A27 with shares of failed checks.
func readBindings(t *pipeline.Task, _ gate.Gate, into answers) error {
	claims := map[string]string{"case_or_space_share": "a09_case_or_space_share", "invisible_share": "a27_invisible_share"}
	return eachRow(t, datasets.BindingBenchmarks, func(r nullable.Row) {
		if claim, ok := claims[r.Code(datasets.BenchmarkCode)]; ok && r.Code(datasets.BenchmarkProvince) == datasets.All {
			into.add(claim, percent, byInterval, measured(
				r.Share(datasets.BenchmarkShare), r.Share(datasets.BenchmarkLo), r.Share(datasets.BenchmarkHi),
				r.Int(datasets.BenchmarkSample), r.Code(datasets.BenchmarkGate)).inPercent())
		}
	})
}

// readTickets answers A03 and A21 with shares of tickets.
func readTickets(t *pipeline.Task, _ gate.Gate, into answers) error {
	claims := map[string]string{"binding": "a03_binding_share", "lianlian_of_binding": "a03_lianlian_share", "cache_of_repeats": "a21_cache_share"}
	return eachRow(t, datasets.TicketShares, func(r nullable.Row) {
		claim, ok := claims[r.Code(datasets.TicketShareCode)]
		if ok && r.Code(datasets.SellerID) == datasets.All && r.Code(datasets.TicketPeriod) == datasets.All {
			into.add(claim, percent, byInterval, measured(
				r.Share(datasets.TicketShare), r.Share(datasets.TicketShareLo), r.Share(datasets.TicketShareHi),
				r.Int(datasets.TicketShareOf), r.Code(datasets.TicketShareGate)).inPercent())
		}
	})
}

// readServices answers A19 with the share closed in time, A37 with mean first
// responses, and the promises A17, A18 and B23 with mean times.
func readServices(t *pipeline.Task, limits gate.Gate, into answers) error {
	type key struct{ party, clock string }
	const minutesPerHour = 60
	means := map[key]struct {
		claim, unit string
		how         comparison
		perUnit     float64
	}{
		{"lianlian", "provider_response"}:   {"a37_lianlian_first_response", minutes, byInterval, 1},
		{"worldfirst", "provider_response"}: {"a37_worldfirst_first_response", minutes, byInterval, 1},
		{"ozon", "assigned"}:                {"a17_assign_hours", workingHours, byLimit, minutesPerHour},
		{"lianlian", "diagnosed"}:           {"a18_diagnosis_hours", clockHours, byLimit, minutesPerHour},
		{"ozon", "first_response"}:          {"b23_reply_hours", clockHours, byLimit, minutesPerHour},
		{"ozon", "written_reason"}:          {"b23_reason_hours", clockHours, byLimit, minutesPerHour},
	}
	return eachRow(t, datasets.ServiceLevels, func(r nullable.Row) {
		if r.Code(datasets.SellerID) != datasets.All || r.Code(datasets.ServicePeriod) != datasets.All {
			return
		}
		k := key{r.Code(datasets.ServiceParty), r.Code(datasets.SLAClock)}
		if k == (key{"ozon", "closed"}) {
			into.add("a19_closed_within_24h", percent, byInterval, measured(
				r.Share(datasets.MetRate), r.Share(datasets.MetLo), r.Share(datasets.MetHi), r.Int(datasets.ServiceN), r.Code(datasets.ServiceGate)).inPercent())
		}
		if c, ok := means[k]; ok {
			done := r.Int(datasets.ClocksDone)
			into.add(c.claim, c.unit, c.how, measured(
				r.Share(datasets.MeanMinutes), r.Share(datasets.MeanLo), r.Share(datasets.MeanHi), done, limits.Code(done)).per(c.perUnit))
		}
	})
}
