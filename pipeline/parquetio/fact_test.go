package parquetio

import (
	"fmt"
	"math/rand/v2"
	"reflect"
	"strings"
	"testing"

	"github.com/apache/arrow/go/v17/arrow"
	"github.com/apache/arrow/go/v17/arrow/array"
	"github.com/apache/arrow/go/v17/arrow/memory"

	"ozpayout/pipeline"
)

// A fact is a row like those of the mart of payout lines, as parquet-go wants
// rows: 36 columns, and a pointer wherever there may be a null. The encodings
// are those that suit it best.
type fact struct {
	PostingNumber string   `parquet:"posting_number,plain" column:"text"`
	PayoutID      string   `parquet:"payout_id,dict" column:"text"`
	LineID        string   `parquet:"line_id,dict" column:"text"`
	OrderID       *string  `parquet:"order_id,plain,optional" column:"text"`
	BatchNo       *string  `parquet:"settlement_batch_no,dict,optional" column:"text"`
	ReceiptNo     *string  `parquet:"last_receipt_no,dict,optional" column:"text"`
	Seller        *string  `parquet:"seller_id,dict,optional" column:"code"`
	Scheme        *string  `parquet:"scheme,dict,optional" column:"code"`
	Route         *string  `parquet:"route_code,dict,optional" column:"code"`
	Currency      *string  `parquet:"currency,dict,optional" column:"code"`
	Status        *string  `parquet:"payout_status_code,dict,optional" column:"code"`
	Cause         *string  `parquet:"cause_code,dict,optional" column:"code"`
	Rules         *string  `parquet:"rule_ids,dict,optional" column:"code"`
	SourceFile    *string  `parquet:"first_source_file,dict,optional" column:"code"`
	SourceRow     *int64   `parquet:"first_source_row,optional" column:"int"`
	CauseCount    *int64   `parquet:"cause_count,dict,optional" column:"int"`
	Amount        *int64   `parquet:"amount,decimal(2:18),dict,optional" column:"money"`
	AmountRUB     *int64   `parquet:"amount_rub,decimal(2:18),dict,optional" column:"money"`
	AmountCNY     *int64   `parquet:"amount_cny,decimal(2:18),dict,optional" column:"money"`
	AmountUSD     *int64   `parquet:"amount_usd,decimal(2:18),dict,optional" column:"money"`
	Rate          *int64   `parquet:"rate,decimal(10:18),dict,optional" column:"rate"`
	ConfirmedAt   *int64   `parquet:"confirmed_at,timestamp(microsecond),optional" column:"instant"`
	ConfirmedOn   *int32   `parquet:"confirmed_on,date,dict,optional" column:"date"`
	EligibleOn    *int32   `parquet:"eligible_on,date,dict,optional" column:"date"`
	SettledOn     *int32   `parquet:"settled_on,date,dict,optional" column:"date"`
	ArrivedOn     *int32   `parquet:"arrived_on,date,dict,optional" column:"date"`
	DueOn         *int32   `parquet:"due_on,date,dict,optional" column:"date"`
	WaitEligible  *int32   `parquet:"wait_eligible_days,dict,optional" column:"days"`
	WaitSettle    *int32   `parquet:"wait_settle_days,dict,optional" column:"days"`
	WaitArrive    *int32   `parquet:"wait_arrive_days,dict,optional" column:"days"`
	Taken         *int32   `parquet:"taken_days,dict,optional" column:"days"`
	AfterDue      *int32   `parquet:"days_after_due,dict,optional" column:"days"`
	IsOpen        *bool    `parquet:"is_open,optional" column:"flag"`
	IsLate        *bool    `parquet:"is_late,optional" column:"flag"`
	IsEscalated   *bool    `parquet:"is_escalated,optional" column:"flag"`
	Share         *float64 `parquet:"share,dict,optional" column:"share"`
}

// facts returns rows in no order of time, as the rows of a mart come by a hash: all
// row groups have lines of all payouts.
func facts(rows int) []fact {
	random := rand.New(rand.NewPCG(1, 2))
	skewed := func(n int) int { return int(random.Float64() * random.Float64() * float64(n)) }
	code := func(prefix string, n int) *string { return new(fmt.Sprintf("%s-%d", prefix, skewed(n))) }
	all := make([]fact, rows)
	for i := range all {
		payout := skewed(25_000)
		settled := int32(20_000 + payout*7919%250*7/5)
		id := fmt.Sprintf("%s-%d-%02d", fmt.Sprint(20240701+settled), 104233+payout%3*104584, payout%23)
		order := fmt.Sprintf("%08d-%04d", random.IntN(100_000_000), 1+random.IntN(400))
		price := int64(skewed(14_000)+1) * 37
		wait, arrive, late := int32(skewed(20)), int32(skewed(9)), random.IntN(10) == 0
		confirmed := settled - wait
		all[i] = fact{
			PostingNumber: order + "-1", PayoutID: "P-" + id, LineID: fmt.Sprint(1 + random.IntN(200)),
			OrderID: &order, BatchNo: new("B" + id), ReceiptNo: new("BR" + id),
			Seller: new(fmt.Sprint(104233 + payout%3*104584)), Scheme: code("scheme", 3), Route: code("route", 4),
			Currency: code("currency", 3), Status: code("status", 5), Rules: code("rules", 200), SourceFile: code("file", 4),
			SourceRow: new(int64(random.IntN(rows))), CauseCount: new(int64(skewed(5))),
			Amount: &price, AmountRUB: new(price * int64(900+settled%250) / 100), AmountCNY: new(price * 73 / 10), AmountUSD: &price,
			Rate: new(int64(900+settled%250) * 100_000_000), ConfirmedAt: new(int64(confirmed)*86_400_000_000 + int64(random.IntN(86_400))*1_000_000),
			ConfirmedOn: &confirmed, EligibleOn: &confirmed, SettledOn: &settled, ArrivedOn: new(settled + arrive), DueOn: new(settled + 4),
			WaitEligible: new(int32(0)), WaitSettle: &wait, WaitArrive: &arrive, Taken: new(wait + arrive), AfterDue: new(arrive - 4),
			IsOpen: new(false), IsLate: &late, IsEscalated: new(late && i%3 == 0),
		}
		if late {
			all[i].Cause, all[i].Share = code("cause", 14), new(float64(skewed(60))/12)
		}
		if i%100 == 0 {
			all[i].ArrivedOn, all[i].WaitArrive, all[i].Taken, all[i].ReceiptNo = nil, nil, nil, nil
		}
	}
	return all
}

// factColumns returns the columns of a fact as a dataset.
func factColumns() *pipeline.Dataset {
	d := &pipeline.Dataset{Name: "facts", Grain: "one row per payout line"}
	for field := range reflect.TypeFor[fact]().Fields() {
		name, _, _ := strings.Cut(field.Tag.Get("parquet"), ",")
		column := map[string]pipeline.Column{
			"text": &pipeline.Text{Name: name}, "code": &pipeline.Code{Name: name}, "int": &pipeline.Int{Name: name},
			"money": &pipeline.Money{Name: name}, "rate": &pipeline.Rate{Name: name}, "instant": &pipeline.Instant{Name: name},
			"date": &pipeline.Date{Name: name}, "days": &pipeline.Days{Name: name}, "flag": &pipeline.Flag{Name: name},
			"share": &pipeline.Share{Name: name},
		}[field.Tag.Get("column")]
		d.Columns = append(d.Columns, column)
		if field.Type.Kind() != reflect.Pointer {
			d.Key = append(d.Key, column)
		}
	}
	return d
}

// factRecord returns rows as a batch of the dataset.
func factRecord(t testing.TB, d *pipeline.Dataset, rows []fact) arrow.Record {
	b := pipeline.NewBuilder(memory.DefaultAllocator, d)
	defer b.Release()
	b.Reserve(len(rows))
	for _, row := range rows {
		cells := reflect.ValueOf(row)
		for i := range d.Columns {
			cell := cells.Field(i)
			if cell.Kind() == reflect.Pointer {
				if cell.IsNil() {
					b.Field(i).AppendNull()
					continue
				}
				cell = cell.Elem()
			}
			switch to := b.Field(i).(type) {
			case *array.StringBuilder:
				to.Append(cell.String())
			case *array.BinaryDictionaryBuilder:
				if err := to.AppendString(cell.String()); err != nil {
					t.Fatal(err)
				}
			case *array.Int64Builder:
				to.Append(cell.Int())
			case *array.TimestampBuilder:
				to.Append(arrow.Timestamp(cell.Int()))
			case *array.Int32Builder:
				to.Append(int32(cell.Int()))
			case *array.Date32Builder:
				to.Append(arrow.Date32(cell.Int()))
			case *array.BooleanBuilder:
				to.Append(cell.Bool())
			case *array.Float64Builder:
				to.Append(cell.Float())
			}
		}
	}
	return b.Record()
}
