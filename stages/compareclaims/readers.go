package compareclaims

import (
	"math"

	"github.com/apache/arrow/go/v17/arrow"

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
func eachRow(t *pipeline.Task, d *pipeline.Dataset, visit func(r row)) error {
	for batch, err := range t.Read(d) {
		if err != nil {
			return err
		}
		for i := range int(batch.NumRows()) {
			visit(row{batch, i})
		}
	}
	return nil
}

// A row is a row of a mart.
type row struct {
	batch arrow.Record
	i     int
}

func (r row) code(c *pipeline.Code) string { return nullable.CopyCode(c.In(r.batch), r.i) }

func (r row) share(c *pipeline.Share) float64 {
	if cells := c.In(r.batch); cells.IsValid(r.i) {
		return cells.Value(r.i)
	}
	return math.NaN()
}

func (r row) count(c *pipeline.Int) int64 {
	if cells := c.In(r.batch); cells.IsValid(r.i) {
		return cells.Value(r.i)
	}
	return 0
}

func (r row) isTrue(c *pipeline.Flag) bool {
	return nullable.IsTrue(c.In(r.batch), r.i)
}

// readBindings answers A09 and A27 with shares of failed checks.
func readBindings(t *pipeline.Task, _ gate.Gate, into answers) error {
	claims := map[string]string{"case_or_space_share": "a09_case_or_space_share", "invisible_share": "a27_invisible_share"}
	return eachRow(t, datasets.BindingBenchmarks, func(r row) {
		if claim, ok := claims[r.code(datasets.BenchmarkCode)]; ok && r.code(datasets.BenchmarkProvince) == datasets.All {
			into.add(claim, percent, byInterval, measured(
				r.share(datasets.BenchmarkShare), r.share(datasets.BenchmarkLo), r.share(datasets.BenchmarkHi),
				r.count(datasets.BenchmarkSample), r.code(datasets.BenchmarkGate)).inPercent())
		}
	})
}

// readTickets answers A03 and A21 with shares of tickets.
func readTickets(t *pipeline.Task, _ gate.Gate, into answers) error {
	claims := map[string]string{"binding": "a03_binding_share", "lianlian_of_binding": "a03_lianlian_share", "cache_of_repeats": "a21_cache_share"}
	return eachRow(t, datasets.TicketShares, func(r row) {
		claim, ok := claims[r.code(datasets.TicketShareCode)]
		if ok && r.code(datasets.SellerID) == datasets.All && r.code(datasets.TicketPeriod) == datasets.All {
			into.add(claim, percent, byInterval, measured(
				r.share(datasets.TicketShare), r.share(datasets.TicketShareLo), r.share(datasets.TicketShareHi),
				r.count(datasets.TicketShareOf), r.code(datasets.TicketShareGate)).inPercent())
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
	return eachRow(t, datasets.ServiceLevels, func(r row) {
		if r.code(datasets.SellerID) != datasets.All || r.code(datasets.ServicePeriod) != datasets.All {
			return
		}
		k := key{r.code(datasets.ServiceParty), r.code(datasets.SLAClock)}
		if k == (key{"ozon", "closed"}) {
			into.add("a19_closed_within_24h", percent, byInterval, measured(
				r.share(datasets.MetRate), r.share(datasets.MetLo), r.share(datasets.MetHi), r.count(datasets.ServiceN), r.code(datasets.ServiceGate)).inPercent())
		}
		if c, ok := means[k]; ok {
			done := r.count(datasets.ClocksDone)
			into.add(c.claim, c.unit, c.how, measured(
				r.share(datasets.MeanMinutes), r.share(datasets.MeanLo), r.share(datasets.MeanHi), done, limits.Code(done)).per(c.perUnit))
		}
	})
}
