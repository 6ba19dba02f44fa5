package policy_test

import (
	"context"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/apache/arrow/go/v17/arrow"
	"github.com/apache/arrow/go/v17/arrow/memory"
	"github.com/google/go-cmp/cmp"

	"ozpayout/datasets"
	"ozpayout/datasets/seeds"
	"ozpayout/pipeline"
	"ozpayout/pipeline/stagetest"
	"ozpayout/stages/internal/calendar"
	"ozpayout/stages/internal/policy"
)

// tables are text tables by dataset.
type tables map[*pipeline.Dataset]string

// shipped returns a table as it comes with the product.
func shipped(t testing.TB, d *pipeline.Dataset) string {
	t.Helper()
	data, err := seeds.Files.ReadFile(d.Input.Seed)
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

// read runs a reader of this package on tables and returns its error.
func read(t testing.TB, pack string, in tables, reader func(*pipeline.Task) error) error {
	t.Helper()
	mem := memory.NewCheckedAllocator(memory.NewGoAllocator())
	defer mem.AssertSize(t, 0)
	stage := &pipeline.Stage{Run: func(_ context.Context, task *pipeline.Task) error { return reader(task) }}
	rows := make(map[*pipeline.Dataset][]arrow.Record)
	for d, text := range in {
		stage.Inputs = append(stage.Inputs, d)
		rec := stagetest.Rows(mem, d, text)
		defer rec.Release()
		rows[d] = []arrow.Record{rec}
	}
	_, err := stagetest.Exec(stage, rows, 0, pack, mem)
	return err
}

func day(text string) calendar.Day {
	at, err := time.Parse(time.DateOnly, text)
	if err != nil {
		panic(err)
	}
	return calendar.DayOf(at.Date())
}

func TestDueRulesOfThePack(t *testing.T) {
	for pack, want := range map[string]string{
		"article-2024":   "CAL7 T3_FBO T3_PREMIUM T5",
		"ozon-help-2023": "HALF_MONTH",
	} {
		var rules []policy.DueRule
		err := read(t, pack, tables{datasets.DueRules: shipped(t, datasets.DueRules)}, func(task *pipeline.Task) (err error) {
			rules, err = policy.DueRules(task)
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		var ids []string
		for _, rule := range rules {
			ids = append(ids, rule.ID)
		}
		if got := strings.Join(ids, " "); got != want {
			t.Errorf("pack %s has rules %q, want %q", pack, got, want)
		}
	}
}

// A rule that changes is a new row with its first day; the row before it may stay open.
func TestLaterPeriodOfADueRuleIsTriedFirst(t *testing.T) {
	rows := shipped(t, datasets.DueRules) + "article-2024,T5,4,working_days,9,,,,,,2024-08-01,,B02,our agreement\n"
	var rules []policy.DueRule
	err := read(t, "article-2024", tables{datasets.DueRules: rows}, func(task *pipeline.Task) (err error) {
		rules, err = policy.DueRules(task)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	for on, want := range map[string]int{"2024-07-31": 5, "2024-08-01": 9} {
		at := slices.IndexFunc(rules, func(r policy.DueRule) bool { return r.ID == "T5" && r.Period.Holds(day(on)) })
		if at < 0 || rules[at].Days != want {
			t.Errorf("on %s T5 grants %v, want %d working days", on, rules[at:], want)
		}
	}
}

// A table of which several rows hold at once has one row per key on a day, too: the later.
func TestLaterPeriodIsTheOneThatHolds(t *testing.T) {
	in := tables{
		datasets.ServiceClocks: "pack,clock_code,from_column,to_column,minutes,hours,responsible,valid_from\n" +
			"p,assigned,opened_at,assigned_at,240,working,ozon,\np,assigned,opened_at,assigned_at,480,working,ozon,2024-08-15\np,closed,opened_at,closed_at,60,clock,ozon,\n",
		datasets.TicketItems: "pack,process,item_code,shown_by,valid_from\n" +
			"p,binding_failure,screenshot,attachments,\np,binding_failure,screenshot,message,2024-08-15\np,payment_delay,screenshot,attachments,\n",
		datasets.DocumentChecklists: "pack,provider,document_code,needs,valid_from\n" +
			"p,lianlian,business_licence,,\np,lianlian,business_licence,stamp,2024-08-15\np,worldfirst,business_licence,,\n",
	}
	type rows struct {
		Minutes   []float64
		Items     []bool // shown by the message
		Documents []bool // with a stamp
	}
	got := map[string]rows{}
	err := read(t, "p", in, func(task *pipeline.Task) error {
		clocks, err := policy.ServiceClocks(task)
		if err != nil {
			return err
		}
		items, err := policy.TicketItems(task)
		if err != nil {
			return err
		}
		checklists, err := policy.DocumentChecklists(task)
		for _, on := range []string{"2024-08-14", "2024-08-15"} {
			var r rows
			for _, c := range policy.HoldingOn(clocks, day(on)) {
				r.Minutes = append(r.Minutes, c.Limit.Minutes())
			}
			for _, i := range policy.HoldingOn(items, day(on)) {
				r.Items = append(r.Items, i.IsMessage)
			}
			for _, paper := range checklists.Of("lianlian", day(on)) {
				r.Documents = append(r.Documents, paper.NeedsStamp)
			}
			got[on] = r
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	want := map[string]rows{
		"2024-08-14": {[]float64{240, 60}, []bool{false, false}, []bool{false}},
		"2024-08-15": {[]float64{480, 60}, []bool{true, false}, []bool{true}},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestDueRuleIsFor(t *testing.T) {
	for _, c := range []struct {
		rule         policy.DueRule
		tier, scheme string
		want         bool
	}{
		{policy.DueRule{}, "unknown", "unknown", true},
		{policy.DueRule{Tier: "premium"}, "premium", "fbs", true},
		{policy.DueRule{Tier: "premium"}, "ordinary", "fbs", false},
		{policy.DueRule{Tier: "premium"}, "unknown", "fbs", false},
		{policy.DueRule{Scheme: "fbo"}, "premium", "fbo", true},
		{policy.DueRule{Scheme: "fbo"}, "premium", "fbs", false},
		{policy.DueRule{Tier: "premium", Scheme: "fbo"}, "ordinary", "fbo", false},
	} {
		if got := c.rule.IsFor(c.tier, c.scheme); got != c.want {
			t.Errorf("%v.IsFor(%s, %s) = %v", c.rule, c.tier, c.scheme, got)
		}
	}
}

// A policy that nobody wrote is refused with the place of the row.
func TestRefusals(t *testing.T) {
	const dueHeader = "pack,due_rule_id,priority,rule_kind,working_days,calendar_days,half1_day,half2_day,source_file,source_row\n"
	dueRules := func(task *pipeline.Task) error { _, err := policy.DueRules(task); return err }
	calendars := func(task *pipeline.Task) error { _, _, err := policy.Calendars(task); return err }
	limit := func(task *pipeline.Task) error {
		values, err := policy.Values(task)
		if err == nil {
			_, err = values.Int("rate_max_age_days", day("2024-06-01"))
		}
		return err
	}
	for _, c := range []struct {
		name   string
		in     tables
		reader func(*pipeline.Task) error
		want   string
	}{
		{"no rules", tables{datasets.DueRules: dueHeader}, dueRules, `policy pack "p" has no due rules`},
		{"kind", tables{datasets.DueRules: dueHeader + "p,X,1,weeks,3,,,,my.csv,2"}, dueRules, `due_rules, my.csv row 2: rule_kind "weeks"`},
		{"no days", tables{datasets.DueRules: dueHeader + "p,X,1,working_days,,,,,my.csv,2"}, dueRules, "my.csv row 2: working_days is empty"},
		{"no priority", tables{datasets.DueRules: dueHeader + "p,X,,working_days,3,,,,my.csv,2"}, dueRules, "priority is empty"},
		{"day 31", tables{datasets.DueRules: dueHeader + "p,X,1,half_month,,,25,31,my.csv,2"}, dueRules, "rule X has days that no due date can have"},
		{"contradiction", tables{datasets.DueRules: dueHeader + "p,X,1,working_days,3,,,,a.csv,2\np,X,1,working_days,4,,,,b.csv,7"}, dueRules, "a.csv row 2 and b.csv row 7 contradict each other"},
		{"no CN", tables{datasets.Calendar: "country,date,kind\nRU,2024-01-01,holiday"}, calendars, "calendar CN: no days listed"},
		{"no value", tables{datasets.PolicyValues: "pack,name,value,valid_to\np,rate_max_age_days,12,2024-05-31"}, limit, "policy pack p has no rate_max_age_days on 2024-06-01"},
		{"no number", tables{datasets.PolicyValues: "pack,name,value\np,rate_max_age_days,twelve"}, limit, `"twelve"`},
	} {
		t.Run(c.name, func(t *testing.T) {
			if err := read(t, "p", c.in, c.reader); err == nil || !strings.Contains(err.Error(), c.want) {
				t.Errorf("error %v, want one with %q", err, c.want)
			}
		})
	}
}

// A user's rows replace shipped ones with their key, whichever comes first, and
// add others; the same row twice counts once.
func TestUserRowsReplaceShippedOnes(t *testing.T) {
	const header = "pack,name,value,valid_from,source_file,source_row\n"
	rows := []string{
		"p,knock_on_days,3,,seed:policy_values.csv,2",
		"p,knock_on_days,4,,my.csv,2",
		"p,knock_on_days,4,,again.csv,2",
		"p,knock_on_days,5,2024-06-01,my.csv,3",
		"q,knock_on_days,9,,my.csv,4",
	}
	for _, order := range [][]int{{0, 1, 2, 3, 4}, {3, 2, 1, 0, 4}} {
		var text strings.Builder
		text.WriteString(header)
		for _, i := range order {
			text.WriteString(rows[i] + "\n")
		}
		err := read(t, "p", tables{datasets.PolicyValues: text.String()}, func(task *pipeline.Task) error {
			values, err := policy.Values(task)
			if err != nil {
				return err
			}
			for on, want := range map[string]int{"2024-05-31": 4, "2024-06-01": 5} {
				if got, err := values.Int("knock_on_days", day(on)); err != nil || got != want {
					t.Errorf("rows %v: on %s %d, %v, want %d", order, on, got, err, want)
				}
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
}

func TestShippedValues(t *testing.T) {
	err := read(t, "article-2024", tables{datasets.PolicyValues: shipped(t, datasets.PolicyValues)}, func(task *pipeline.Task) error {
		values, err := policy.Values(task)
		if err != nil {
			return err
		}
		if minor, err := values.Money("inn_threshold_usd", 0); err != nil || minor != 1_000_000 {
			t.Errorf("B29: threshold %d minor units, %v", minor, err)
		}
		if text, rules, ok := values.At("scope_registration_country", 0); text != "CN" || rules != "B17 D05" || !ok {
			t.Errorf("B17: country %q by %q, %v", text, rules, ok)
		}
		if _, _, ok := values.At("no_such_name", 0); ok {
			t.Error("a name that is not in the table was found")
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

// B16: spellings match folded; what is not listed is not accepted.
func TestB16Carriers(t *testing.T) {
	text := "carrier_code,alias,is_whitelisted,valid_from,valid_to\n" +
		"cdek,CDEK,true,,\ncdek,СДЭК,true,,\nbox,Boxberry,true,,2024-05-31\nown,Own Fleet,,,\npost,Post,true,,\npost,Post,false,2024-06-01,\n"
	err := read(t, "p", tables{datasets.Carriers: text}, func(task *pipeline.Task) error {
		list, err := policy.Carriers(task)
		if err != nil {
			return err
		}
		for _, c := range []struct {
			spelling, on string
			want         bool
		}{
			{"СДЭК", "2024-06-01", true},
			{"cdek", "2024-06-01", true},
			{"CDEK ", "2024-06-01", true},
			{"Boxberry", "2024-05-31", true},
			{"Boxberry", "2024-06-01", false},
			{"own fleet", "2024-06-01", false},
			{"post", "2024-05-31", true},
			{"post", "2024-06-01", false},
			{"XYZ", "2024-06-01", false},
		} {
			if _, got := list.Of(c.spelling).At(day(c.on)); got != c.want {
				t.Errorf("%q on %s: %v", c.spelling, c.on, got)
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

// B05, B06: the route's own figure, else that of any route in the currency.
func TestB05B06TypicalDays(t *testing.T) {
	err := read(t, "article-2024", tables{datasets.TypicalDays: shipped(t, datasets.TypicalDays)}, func(task *pipeline.Task) error {
		table, err := policy.TypicalDays(task)
		if err != nil {
			return err
		}
		for _, c := range []struct {
			route, currency string
			want            int
			ok              bool
			class           string // C18
		}{
			{"lianlian", "CNY", 3, true, "rmb_direct"},
			{"worldfirst", "CNY", 3, true, "rmb_direct"},
			{"lianlian", "RUB", 5, true, "transit_account"},
			{"bank", "USD", 5, true, "transit_account"},
			{"bank", "CNY", 0, false, ""},
		} {
			if days, _, ok := table.For(c.route, c.currency); days != c.want || ok != c.ok {
				t.Errorf("%s %s: %d, %v", c.route, c.currency, days, ok)
			}
			if class := table.Class(c.route, c.currency); class != c.class {
				t.Errorf("%s %s: class %q, want %q", c.route, c.currency, class, c.class)
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

// The order of rows does not matter to a route that has a row of its own.
func TestTypicalDaysPreferTheRoute(t *testing.T) {
	const header = "pack,route_class,route_code,currency,working_days,valid_from\n"
	anyRoute, own, later := "p,transit,,USD,5,2025-01-01\n", "p,direct,bank,USD,4,\n", "p,direct,bank,USD,2,2024-06-01\n"
	for _, text := range []string{anyRoute + own + later, later + own + anyRoute, own + anyRoute + later} {
		err := read(t, "p", tables{datasets.TypicalDays: header + text}, func(task *pipeline.Task) error {
			table, err := policy.TypicalDays(task)
			if err != nil {
				return err
			}
			if days, _, ok := table.For("bank", "USD"); days != 2 || !ok {
				t.Errorf("rows\n%s: %d days, %v", text, days, ok)
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
}

func TestCausesInPrecedence(t *testing.T) {
	err := read(t, "p", tables{datasets.CauseCatalog: shipped(t, datasets.CauseCatalog)}, func(task *pipeline.Task) error {
		causes, err := policy.Causes(task)
		if err != nil {
			return err
		}
		for i, cause := range causes {
			if cause.Precedence != i+1 {
				t.Errorf("cause %d has precedence %d", i, cause.Precedence)
			}
		}
		first := policy.Cause{
			Code: "TRACKING_NOT_SYNCED", Precedence: 1, ClaimGroup: "tracking", ClaimShare: 0.41, IsFBOSuppressed: true, IsPlayer: true,
			HasKnockOn: true, NeedsTables: "tracking_events", RuleIDs: "B09 B16 B18",
		}
		if diff := cmp.Diff(first, causes[0]); diff != "" {
			t.Errorf("first cause (-want +got):\n%s", diff)
		}
		if got := causes[7].Tables(); len(got) != 2 {
			t.Errorf("%s needs %q, want two tables", causes[7].Code, got)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

func TestClaims(t *testing.T) {
	err := read(t, "p", tables{datasets.PublishedClaims: "claim_id,rule_id,source,as_of,value\nb,B07,B,2024-08-31,68\na,A19,A,2024-05-31,\n"}, func(task *pipeline.Task) error {
		claims, err := policy.Claims(task)
		if err != nil {
			return err
		}
		want := policy.ClaimList{
			{ID: "a", RuleID: "A19", Source: "A", HasAsOf: true, AsOf: day("2024-05-31")},
			{ID: "b", RuleID: "B07", Source: "B", HasAsOf: true, AsOf: day("2024-08-31"), HasValue: true, Value: 68e10},
		}
		if diff := cmp.Diff(want, claims); diff != "" {
			t.Errorf("claims (-want +got):\n%s", diff)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

func BenchmarkCalendars(b *testing.B) {
	text := shipped(b, datasets.Calendar)
	err := read(b, "p", tables{datasets.Calendar: text}, func(task *pipeline.Task) error {
		for b.Loop() {
			if _, _, err := policy.Calendars(task); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		b.Fatal(err)
	}
}
