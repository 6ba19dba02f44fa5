package stagetest

import (
	"context"
	"errors"
	"flag"
	"strings"
	"testing"

	"github.com/apache/arrow/go/v17/arrow"
	"github.com/apache/arrow/go/v17/arrow/array"
	"github.com/apache/arrow/go/v17/arrow/memory"
	"github.com/google/go-cmp/cmp"
	"golang.org/x/tools/txtar"
	"pgregory.net/rapid"

	"ozpayout/pipeline"
)

// A toy stage over two inputs.
var (
	posting    = &pipeline.Text{Name: "posting_number", Doc: "the posting"}
	amount     = &pipeline.Money{Name: "amount", Doc: "price", Unit: "RUB"}
	soldOn     = &pipeline.Date{Name: "sold_on", Doc: "day of the sale"}
	commission = &pipeline.Money{Name: "commission", Doc: "what the market keeps", Unit: "RUB"}
	net        = &pipeline.Money{Name: "net", Doc: "what is paid", Unit: "RUB", From: []pipeline.Column{amount, commission}}
	age        = &pipeline.Days{Name: "age_days", Doc: "age of the sale", Unit: "calendar days", From: []pipeline.Column{soldOn}}

	sales       = &pipeline.Dataset{Name: "sales", Grain: "one row per sale", Columns: []pipeline.Column{posting, amount, soldOn}}
	commissions = &pipeline.Dataset{Name: "commissions", Grain: "one row per sale", Columns: []pipeline.Column{posting, commission}}
	payouts     = &pipeline.Dataset{Name: "payouts", Grain: "one row per sale", Columns: []pipeline.Column{posting, net, age}}
)

var payOut = &pipeline.Stage{
	Name: "pay_out", Inputs: []*pipeline.Dataset{sales, commissions}, Outputs: []*pipeline.Dataset{payouts},
	Run: func(_ context.Context, t *pipeline.Task) error {
		if t.Pack == "" {
			return errors.New("no policy pack")
		}
		kept := make(map[string]int64)
		for rec, err := range t.Read(commissions) {
			if err != nil {
				return err
			}
			for i := range int(rec.NumRows()) {
				kept[strings.Clone(posting.In(rec).Value(i))] += commission.In(rec).Value(i)
			}
		}
		for rec, err := range t.Read(sales) {
			if err != nil {
				return err
			}
			if err := payOutBatch(t, rec, kept); err != nil {
				return err
			}
		}
		return nil
	},
}

func payOutBatch(t *pipeline.Task, rec arrow.Record, kept map[string]int64) error {
	b := pipeline.NewBuilder(t.Mem, payouts)
	defer b.Release()
	for i := range int(rec.NumRows()) {
		switch {
		case amount.In(rec).IsNull(i):
			t.Reject(pipeline.Finding{Column: "amount", Code: "missing_amount", Severity: pipeline.Fault})
			t.Settle(pipeline.Entry{Class: pipeline.Quarantined, Rows: 1})
		case amount.In(rec).Value(i) == 0:
			t.Settle(pipeline.Entry{Class: pipeline.NotData, Rows: 1})
		default:
			number := posting.In(rec).Value(i)
			posting.To(b).Append(number)
			net.To(b).Append(amount.In(rec).Value(i) - kept[number])
			age.To(b).Append(int32(t.AsOf - soldOn.In(rec).Value(i)))
			t.Settle(pipeline.Entry{Class: pipeline.Loaded, Rows: 1, Amount: amount.In(rec).Value(i)})
		}
	}
	out := b.Record()
	defer out.Release()
	return t.Write(payouts, out)
}

func TestRun(t *testing.T) { Run(t, payOut) }

// broken returns the toy stage with another Run.
func broken(run func(context.Context, *pipeline.Task) error) *pipeline.Stage {
	s := *payOut
	s.Run = run
	return &s
}

// keepNumbers writes the numbers of sales when their batches are gone.
func keepNumbers(_ context.Context, t *pipeline.Task) error {
	var numbers []string
	for rec, err := range t.Read(sales) {
		if err != nil {
			return err
		}
		for i := range int(rec.NumRows()) {
			numbers = append(numbers, posting.In(rec).Value(i))
		}
	}
	b := pipeline.NewBuilder(t.Mem, payouts)
	defer b.Release()
	for _, number := range numbers {
		posting.To(b).Append(number)
		net.To(b).AppendNull()
		age.To(b).AppendNull()
	}
	out := b.Record()
	defer out.Release()
	return t.Write(payouts, out)
}

const oneSale = `
-- task --
as_of 2024-06-30
pack p
-- in/sales.csv --
posting_number,amount,sold_on
1,2.00,2024-06-07
2,3.00,2024-06-07
-- want/payouts.csv --
posting_number,net,age_days
1,2.00,23
2,3.00,23
`

// TestComplaints runs cases that must not pass.
func TestComplaints(t *testing.T) {
	change := func(old, new string) string { return strings.Replace(oneSale, old, new, 1) }
	for _, test := range []struct {
		name, archive, want string
		stage               *pipeline.Stage
	}{
		{"another value", change("1,2.00,23", "1,2.01,23"), "1,2.01,23", payOut},
		{"a row too few", change("2,3.00,23\n", ""), "2,3.00,23", payOut},
		{"a row too many", oneSale + "3,1.00,23\n", "3,1.00,23", payOut},
		{"null is not empty", change("1,2.00,2024", ",2.00,2024"), `"",2.00,23`, payOut},
		{"no expectation", oneSale[:strings.Index(oneSale, "-- want")], "expects nothing", payOut},
		{"an error", change("pack p\n", ""), "no policy pack", payOut},
		{"no error", oneSale + "-- want/error --\nunknown pack\n", "no error", payOut},
		{"undeclared input", oneSale, "not among its inputs", broken(func(_ context.Context, t *pipeline.Task) error {
			for _, err := range t.Read(payouts) {
				return err
			}
			return nil
		})},
		{"undeclared output", oneSale, "not among its outputs", broken(func(_ context.Context, t *pipeline.Task) error {
			return t.Write(sales, nil)
		})},
		{"a text that outlives its batch", oneSale, `"?,,"`, broken(keepNumbers)},
	} {
		t.Run(test.name, func(t *testing.T) {
			c, err := parseCase(test.stage, txtar.Parse([]byte(test.archive)))
			if err != nil {
				t.Fatal(err)
			}
			got, err := c.run(t, 1024)
			if complaints := strings.Join(c.compare(got, err), "\n"); !strings.Contains(complaints, test.want) {
				t.Errorf("complaints %q, want one with %q", complaints, test.want)
			}
		})
	}
}

func TestBadCases(t *testing.T) {
	change := func(old, new string) string { return strings.Replace(oneSale, old, new, 1) }
	for _, test := range []struct{ name, archive, want string }{
		{"unknown input", change("in/sales", "in/payouts"), "in/payouts.csv: pay_out has no input payouts"},
		{"unknown output", change("want/payouts", "want/sales"), "want/sales.csv: pay_out has no output sales"},
		{"unknown file", change("task", "tasks"), "tasks: neither"},
		{"unknown column", change("net,", "gross,"), `payouts has no column "gross"`},
		{"column twice", change("net,", "posting_number,"), "twice"},
		{"cell too many", change("1,2.00,23", "1,2.00,23,4"), "line 2: 4 cells, the header has 3"},
		{"three decimals", change("1,2.00,23", "1,2.001,23"), "row 1, column net"},
		{"unknown word", change("as_of", "asof"), `"asof" is neither`},
		{"bad day", change("2024-06-30", "2024-06-31"), "day out of range"},
		{"open quote", change("1,2.00,23", `"1,2.00,23`), "no closing quote"},
	} {
		t.Run(test.name, func(t *testing.T) {
			_, err := parseCase(payOut, txtar.Parse([]byte(test.archive)))
			if err == nil || !strings.Contains(err.Error(), test.want) {
				t.Errorf("error %v, want one with %q", err, test.want)
			}
		})
	}
}

// A recorder is a testing.TB that fails in silence.
type recorder struct {
	testing.TB
	failed bool
}

func (r *recorder) Helper()               {}
func (r *recorder) Errorf(string, ...any) { r.failed = true }

func TestLeakFails(t *testing.T) {
	leaking := broken(func(_ context.Context, t *pipeline.Task) error {
		array.NewInt64Builder(t.Mem).Append(1)
		return nil
	})
	c, err := parseCase(leaking, txtar.Parse([]byte(oneSale)))
	if err != nil {
		t.Fatal(err)
	}
	var watched recorder
	if _, err := c.run(&watched, 1); err != nil || !watched.failed {
		t.Errorf("error %v, failed %v; want a complaint about the leak", err, watched.failed)
	}
}

func TestKeptBatchIsGone(t *testing.T) {
	in := Rows(memory.DefaultAllocator, sales, "posting_number\n1\n")
	defer in.Release()
	var kept arrow.Record
	keeping := broken(func(_ context.Context, t *pipeline.Task) error {
		for rec := range t.Read(sales) {
			kept = rec
		}
		return nil
	})
	if _, err := Exec(keeping, map[*pipeline.Dataset][]arrow.Record{sales: {in}}, 0, "p", memory.DefaultAllocator); err != nil {
		t.Fatal(err)
	}
	defer func() {
		if recover() == nil {
			t.Error("a batch that was not retained can still be read")
		}
	}()
	_ = kept.Column(0).Len()
}

func TestRewrite(t *testing.T) {
	wrong := strings.Replace(oneSale, "1,2.00,23\n2,3.00,23\n", "9,9.00,9\n", 1)
	archive := txtar.Parse([]byte(wrong))
	c, err := parseCase(payOut, archive)
	if err != nil {
		t.Fatal(err)
	}
	got, err := c.run(t, 1)
	if err != nil {
		t.Fatal(err)
	}
	rewrite(c, archive, got)
	if diff := cmp.Diff(oneSale, string(txtar.Format(archive))); diff != "" {
		t.Errorf("rewritten case (-want +got):\n%s", diff)
	}
	if flag.Lookup("update") == nil {
		t.Error("there is no flag -update")
	}
}

// TestCellsComeBack prints drawn cells of every type and reads them again.
func TestCellsComeBack(t *testing.T) {
	columns := []pipeline.Column{
		&pipeline.Text{Name: "text"}, &pipeline.Code{Name: "code"}, &pipeline.Int{Name: "int"}, &pipeline.Days{Name: "days"},
		&pipeline.Date{Name: "date"}, &pipeline.Instant{Name: "instant"}, &pipeline.Money{Name: "money"},
		&pipeline.Rate{Name: "rate"}, &pipeline.Flag{Name: "flag"}, &pipeline.Share{Name: "share"},
	}
	all := &pipeline.Dataset{Name: "all", Columns: columns}
	words := rapid.StringMatching(`[ a-z",é]{0,6}`)
	rapid.Check(t, func(t *rapid.T) {
		b := pipeline.NewBuilder(memory.DefaultAllocator, all)
		defer b.Release()
		for i := range columns {
			if i > 0 && rapid.Bool().Draw(t, "null") { // a line of nulls would be blank
				b.Field(i).AppendNull()
				continue
			}
			switch to := b.Field(i).(type) {
			case *array.StringBuilder:
				to.Append(words.Draw(t, "text"))
			case *array.BinaryDictionaryBuilder:
				if err := to.AppendString(words.Draw(t, "code")); err != nil {
					t.Fatal(err)
				}
			case *array.Int64Builder:
				to.Append(rapid.Int64().Draw(t, "int64"))
			case *array.Int32Builder:
				to.Append(rapid.Int32().Draw(t, "int32"))
			case *array.Date32Builder:
				to.Append(arrow.Date32(rapid.Int32Range(-700_000, 2_900_000).Draw(t, "date")))
			case *array.TimestampBuilder:
				to.Append(arrow.Timestamp(rapid.Int64Range(-6e16, 25e16).Draw(t, "instant")))
			case *array.BooleanBuilder:
				to.Append(rapid.Bool().Draw(t, "flag"))
			case *array.Float64Builder:
				to.Append(rapid.Float64().Draw(t, "share"))
			}
		}
		rec := b.Record()
		defer rec.Release()
		lines := Lines(all, []arrow.Record{rec})
		again := Rows(memory.DefaultAllocator, all, headerLine(columns)+"\n"+lines[0])
		defer again.Release()
		if !array.RecordEqual(rec, again) {
			t.Fatalf("%v reads as %v, printed %s", rec, again, lines[0])
		}
	})
}
