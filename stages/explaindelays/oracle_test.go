package explaindelays_test

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/apache/arrow/go/v17/arrow"
	"github.com/apache/arrow/go/v17/arrow/memory"
	gocmp "github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"pgregory.net/rapid"

	"ozpayout/datasets"
	"ozpayout/pipeline"
	"ozpayout/pipeline/stagetest"
	"ozpayout/stages/explaindelays"
)

// A span is a run of days on which something stood in the way.
type span struct {
	from, to int
	grade    string
}

// parts of a day, so that a day shared by up to 14 causes is a whole number.
const parts = 360360

// A verdict is what the oracle says of a cause on a line.
type verdict struct {
	opened, cleared                 int
	grade                           string
	days                            map[int]bool
	precedence, bottleneck, shapley int // bottleneck and shapley in parts
	saved                           int
}

// explain finds the causes of a line by walking day by day over sets of days.
func (w world) explain(l row) (verdicts map[string]*verdict, knockOn, residual int) {
	end := dayOr(l["arrived_on"], asOf)
	verdicts = map[string]*verdict{}
	late := w.workingDays("RU", dayOf(l["due_on"]), end)
	for code, spans := range w.spans(l) {
		spans = slices.DeleteFunc(spans, func(s span) bool {
			return s.from > end || s.to < dayOf(l["clock_start_on"]) || s.from > s.to
		})
		if slices.ContainsFunc(spans, func(s span) bool { return s.grade != "inferred" }) {
			spans = slices.DeleteFunc(spans, func(s span) bool { return s.grade == "inferred" })
		}
		v := &verdict{opened: never, cleared: ever, days: map[int]bool{}}
		for _, s := range spans {
			v.opened, v.cleared, v.grade = min(v.opened, s.from), max(v.cleared, s.to), s.grade
			for _, day := range late {
				if s.from <= day && day <= s.to {
					v.days[day] = true
				}
			}
		}
		if len(v.days) > 0 {
			verdicts[code] = v
		}
	}
	lastCleared, canWait := ever, false
	for code, v := range verdicts {
		if code != "HOLIDAY" {
			lastCleared, canWait = max(lastCleared, v.cleared), true
		}
	}
	most := 0
	for _, value := range w[datasets.PolicyValues] {
		if value["name"] == "knock_on_days" {
			most, _ = strconv.Atoi(value["value"])
		}
	}
	for _, day := range late {
		on := func(code string) bool { return verdicts[code].days[day] }
		if w.share(verdicts, on) {
			continue
		}
		if canWait && day > lastCleared && knockOn < most {
			w.share(verdicts, func(code string) bool { return code != "HOLIDAY" })
			knockOn++
			continue
		}
		residual++
	}
	return verdicts, knockOn, residual
}

// share gives a day to the causes for which on holds; it reports whether there
// are any.
func (w world) share(verdicts map[string]*verdict, on func(string) bool) bool {
	var active, last []string // in order of precedence
	for _, r := range w[datasets.CauseCatalog] {
		if code := r["cause_code"]; verdicts[code] != nil && on(code) {
			active = append(active, code)
		}
	}
	for _, code := range active {
		switch {
		case len(last) == 0 || verdicts[code].cleared > verdicts[last[0]].cleared:
			last = []string{code}
		case verdicts[code].cleared == verdicts[last[0]].cleared:
			last = append(last, code)
		}
	}
	for i, code := range active {
		verdicts[code].shapley += parts / len(active)
		if i == 0 {
			verdicts[code].precedence++
		}
		if len(active) == 1 {
			verdicts[code].saved++
		}
	}
	for _, code := range last {
		verdicts[code].bottleneck += parts / len(last)
	}
	return len(active) > 0
}

// causeLines prints the rows of delay_causes of a line.
func (w world) causeLines(l row) (lines []string) {
	verdicts, knockOn, residual := w.explain(l)
	optional := func(day int) string {
		if day == never || day == ever {
			return ""
		}
		return date(day)
	}
	days := func(n int) string { return strconv.FormatFloat(float64(n)/parts, 'g', -1, 64) }
	for code, v := range verdicts {
		lines = append(lines, strings.Join([]string{
			l["payout_id"], code, optional(v.opened), optional(v.cleared), strconv.Itoa(len(v.days)), strconv.Itoa(knockOn),
			strconv.Itoa(v.precedence), days(v.bottleneck), days(v.shapley), strconv.Itoa(v.saved), fmt.Sprintf("%d.00", 10*v.saved), v.grade,
		}, ","))
	}
	if residual > 0 {
		n := strconv.Itoa(residual)
		lines = append(lines, strings.Join([]string{l["payout_id"], "UNEXPLAINED", "", "", n, "0", n, n, n, "", "", ""}, ","))
	}
	return lines
}

// factLine prints what payout_facts adds to a line.
func (w world) factLine(l row) string {
	verdicts, _, residual := w.explain(l)
	first, last, ties := "", "", 0
	for _, r := range w[datasets.CauseCatalog] {
		code := r["cause_code"]
		if verdicts[code] == nil {
			continue
		}
		first = cmp.Or(first, code)
		switch {
		case last == "" || verdicts[code].cleared > verdicts[last].cleared:
			last, ties = code, 1
		case verdicts[code].cleared == verdicts[last].cleared:
			ties++
		}
	}
	if l["is_late"] == "true" {
		first, last = cmp.Or(first, "UNEXPLAINED"), cmp.Or(last, "UNEXPLAINED")
	}
	if l["is_late"] == "" {
		return l["payout_id"] + ",,,,,"
	}
	return strings.Join([]string{l["payout_id"], strconv.Itoa(len(verdicts)), first, last, strconv.Itoa(ties), strconv.Itoa(residual)}, ",")
}

func TestStageAgreesWithDayByDay(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		w := drawWorld(t)
		done := w.run(t)
		defer done.Release()
		var wantCauses, wantFacts []string
		for _, l := range w[datasets.DatedLines] {
			wantCauses = append(wantCauses, w.causeLines(l)...)
			wantFacts = append(wantFacts, w.factLine(l))
		}
		slices.Sort(wantCauses)
		slices.Sort(wantFacts)
		causes := stagetest.Lines(datasets.DelayCauses, done.Outputs[datasets.DelayCauses],
			datasets.PayoutID, datasets.LineCause, datasets.OpenedOn, datasets.ClearedOn, datasets.BlockedDays, datasets.KnockOnDays,
			datasets.PrecedenceDays, datasets.BottleneckDays, datasets.ShapleyDays, datasets.SavedDays, datasets.AmountDays, datasets.EvidenceCode)
		if diff := gocmp.Diff(wantCauses, causes, cmpopts.EquateEmpty()); diff != "" {
			t.Fatalf("delay_causes (-want +got):\n%s", diff)
		}
		facts := stagetest.Lines(datasets.PayoutFacts, done.Outputs[datasets.PayoutFacts],
			datasets.PayoutID, datasets.CauseCount, datasets.PrecedenceCause, datasets.BottleneckCause, datasets.BottleneckTies, datasets.UnexplainedDays)
		if diff := gocmp.Diff(wantFacts, facts); diff != "" {
			t.Fatalf("payout_facts (-want +got):\n%s", diff)
		}
	})
}

// run runs both stages, with batches of one row of each input in any order.
func (w world) run(t *rapid.T) stagetest.Outcome {
	concluded := w.runStage(t, explaindelays.Concluded, nil)
	pending := concluded.Outputs[datasets.PendingLines]
	done := w.runStage(t, explaindelays.Stage, pending)
	for d, batches := range concluded.Outputs {
		done.Outputs[d] = append(done.Outputs[d], batches...)
	}
	return done
}

func (w world) runStage(t *rapid.T, stage *pipeline.Stage, pending []arrow.Record) stagetest.Outcome {
	mem := memory.DefaultAllocator
	inputs := map[*pipeline.Dataset][]arrow.Record{datasets.PendingLines: pending}
	for _, d := range stage.Inputs {
		if d == datasets.PendingLines {
			continue
		}
		all := stagetest.Rows(mem, d, w.csv(d))
		var batches []arrow.Record
		for i := range all.NumRows() {
			batches = append(batches, all.NewSlice(i, i+1))
		}
		inputs[d] = batches
		if len(batches) > 1 && d != datasets.DatedLines {
			inputs[d] = rapid.Permutation(batches).Draw(t, "order of "+d.Name)
		}
	}
	done, err := stagetest.Exec(stage, inputs, today, "article-2024", mem)
	if err != nil {
		t.Fatal(err)
	}
	return done
}
