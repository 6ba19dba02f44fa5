package explaindelays_test

import (
	"fmt"
	"strconv"
	"testing"

	"github.com/apache/arrow/go/v17/arrow"
	"github.com/apache/arrow/go/v17/arrow/memory"

	"ozpayout/datasets"
	"ozpayout/pipeline"
	"ozpayout/pipeline/stagetest"
	"ozpayout/stages/explaindelays"
)

const benchLines = 20_000

// benchWorld is a partition of sale lines, one of eight late, with the tables
// that a posting usually has.
func benchWorld() world {
	w := world{}
	for i, code := range []string{"TRACKING_NOT_SYNCED", "CARRIER_NOT_WHITELISTED", "OPEN_RETURN", "OPEN_DISPUTE", "INVOICE_MISSING", "INN_INTERCEPT", "HOLIDAY", "UNEXPLAINED"} {
		w.add(datasets.CauseCatalog, row{
			"cause_code": code, "precedence": strconv.Itoa(i + 1), "rule_ids": "B09 D10", "is_player": strconv.FormatBool(code != "UNEXPLAINED"),
			"has_knock_on": strconv.FormatBool(code != "HOLIDAY"), "is_fbo_suppressed": "false",
		})
	}
	for name, value := range map[string]string{"knock_on_days": "3", "inn_threshold_usd": "10000.00", "rate_max_age_days": "12"} {
		w.add(datasets.PolicyValues, row{"pack": "article-2024", "name": name, "value": value})
	}
	for day := range 200 {
		country := [...]string{"RU", "CN"}[day%2]
		w.add(datasets.Calendar, row{"country": country, "date": date(19723 + day), "kind": "holiday"})
	}
	for _, alias := range []string{"CDEK", "Boxberry", "Russian Post"} {
		w.add(datasets.Carriers, row{"alias": alias, "is_whitelisted": "true"})
	}
	for i := range 20 {
		w.add(datasets.SellerAccounts, row{"seller_id": strconv.Itoa(i), "inn": "1", "is_account_data_complete": "true"})
	}
	for i := range benchLines {
		w.addBenchLine(i)
	}
	return w
}

func (w world) addBenchLine(i int) {
	posting := fmt.Sprintf("%08d-%04d-1", i*7919%100_000_000, i%1000)
	order, seller := posting[:13], strconv.Itoa(i%20)
	start := firstDay + i%20
	settled, due := start+2, start+7
	l := row{
		"seller_id": seller, "payout_id": fmt.Sprintf("P-%06d", i/40), "line_id": strconv.Itoa(i % 40), "settlement_batch_no": fmt.Sprintf("B-%05d", i/200),
		"scheme": "fbs", "posting_number": posting, "order_id": order, "sku": strconv.Itoa(1000 + i%500), "route_code": "lianlian", "tier_code": "ordinary",
		"payout_status_code": "paid", "amount": "845.20", "currency": "CNY", "payout_currency": "CNY", "payout_amount": "34000.00",
		"clock_start_on": date(start), "confirmed_on": date(start), "settled_on": date(settled), "due_on": date(due), "arrived_on": date(due), "taken_days": "5",
		"is_late": "false", "days_after_due": "0", "handed_over_at": date(start-9) + "T10:00:00Z", "delivered_at": date(start) + "T10:00:00Z",
		"policy_pack": "article-2024", "rule_ids": "B02 C05", "first_source_file": "pay.csv", "first_source_row": strconv.Itoa(i + 2),
	}
	synced := "T12:00:00Z"
	if i%8 == 0 {
		end := due + 6
		l["arrived_on"], l["taken_days"], l["is_late"] = date(end), "9", "true"
		l["days_after_due"] = strconv.Itoa(len(w.workingDays("RU", due, end)))
		synced = "T23:00:00Z"
		if i%16 == 0 {
			w.add(datasets.ReturnEvidence, row{"posting_number": posting, "is_client_return": "true", "is_open": "false", "opened_at": date(start) + "T10:00:00Z", "closed_at": date(due+2) + "T10:00:00Z"})
		}
	}
	w.add(datasets.PendingLines, l)
	w.add(datasets.PostingEvidence, row{"posting_number": posting, "order_id": order, "source_file": "orders.csv", "source_row": strconv.Itoa(i + 2)})
	for n, event := range []string{"accepted", "in_transit", "at_pickup", "delivered"} {
		day := date(start - 4 + n)
		w.add(datasets.TrackingEvidence, row{
			"seller_id": seller, "posting_number": posting, "carrier": "CDEK", "event": event, "event_at": day + "T11:00:00Z", "synced_at": day + synced,
			"source_file": "track.csv", "source_row": strconv.Itoa(4*i + n + 2),
		})
	}
	w.add(datasets.InvoiceEvidence, row{"seller_id": seller, "posting_number": posting, "issued_on": date(start), "status": "uploaded", "source_file": "inv.csv", "source_row": strconv.Itoa(i + 2)})
}

func BenchmarkStage(b *testing.B) {
	w := benchWorld()
	inputs := map[*pipeline.Dataset][]arrow.Record{}
	for _, d := range explaindelays.Stage.Inputs {
		inputs[d] = []arrow.Record{stagetest.Rows(memory.DefaultAllocator, d, w.csv(d))}
	}
	b.ReportAllocs()
	for b.Loop() {
		done, err := stagetest.Exec(explaindelays.Stage, inputs, today, "article-2024", memory.DefaultAllocator)
		if err != nil {
			b.Fatal(err)
		}
		done.Release()
	}
	b.ReportMetric(benchLines*float64(b.N)/b.Elapsed().Seconds(), "lines/s")
}
