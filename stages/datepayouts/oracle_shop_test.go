package datepayouts_test

import (
	"fmt"

	"pgregory.net/rapid"
)

func drawShop(t *rapid.T) (s shop) {
	pick := func(words ...string) string { return rapid.SampledFrom(words).Draw(t, "word") }
	day := func(from string) string { return plus(from, rapid.IntRange(0, 35).Draw(t, "day")) }
	instant := func(from string) string { return day(from) + pick("T09:00:00Z", "T20:59:59Z", "T21:00:00Z") }
	maybe := func(text string) string {
		if rapid.IntRange(0, 3).Draw(t, "absent") == 0 {
			return ""
		}
		return text
	}
	numbers := []string{"1-1-1", "1-1-2", "1-2-1", "1-3-1"}
	for _, number := range numbers[:rapid.IntRange(0, 4).Draw(t, "postings")] {
		s.postings = append(s.postings, table{
			"posting_number": number, "order_id": number[:3], "scheme": pick("fbo", "fbs", "unknown", ""), "status": pick("delivered", "delivered", "cancelled", ""),
			"delivered_at": maybe(instant("2024-05-20")),
		})
	}
	for i := range rapid.IntRange(0, 4).Draw(t, "disputes") {
		number := pick(numbers...)
		d := table{"dispute_id": fmt.Sprint(i), "order_id": number[:3], "opened_at": instant("2024-05-20"), "closed_at": maybe(instant("2024-06-10"))}
		if rapid.Bool().Draw(t, "names the posting") {
			d["posting_number"] = number
		}
		s.disputes = append(s.disputes, d)
	}
	for _, seller := range []string{"s1", "s2"} {
		for _, period := range [][2]string{{"", "2024-06-03"}, {"2024-06-04", "2024-06-10"}, {"2024-06-12", ""}} {
			if rapid.IntRange(0, 4).Draw(t, "gap") == 0 {
				continue
			}
			s.accounts = append(s.accounts, table{
				"seller_id": seller, "valid_from": period[0], "valid_to": period[1], "tier": pick("premium", "ordinary", ""),
				"registration_country": pick("CN", "CN", "CN", "", "HK"), "site": pick("ozon_ru", "ozon_global", ""), "is_test": pick("true", "false", "false", ""),
				"kyc_state": pick("complete", "pending", ""), "is_account_data_complete": pick("true", "true", "false", ""),
				"intended_route": maybe(pick("lianlian")), "payout_method": maybe(pick("bank")), "default_payout_method": maybe(pick("pingpong")),
			})
		}
	}
	for from := range rapid.IntRange(0, 3).Draw(t, "gaps") {
		opened := plus("2024-05-20", 12*from+rapid.IntRange(0, 8).Draw(t, "opened"))
		s.gaps = append(s.gaps, table{
			"seller_id": pick("s1", "s2", "s3"), "gap_opened_on": opened, "gap_cleared_on": plus(opened, rapid.IntRange(0, 3).Draw(t, "gap days")),
			"gap_source_file": "bindings.csv",
		})
	}
	if rapid.IntRange(0, 3).Draw(t, "open gap") == 0 {
		s.gaps = append(s.gaps, table{"seller_id": pick("s1", "s3"), "gap_opened_on": "2024-06-26"})
	}
	for i := range rapid.IntRange(1, 8).Draw(t, "lines") {
		number := pick(numbers...)
		line := table{
			"seller_id": pick("s1", "s2", "s3"), "payout_id": "P", "line_id": fmt.Sprint(i), "line_type": pick("sale", "sale", "sale", "payout", "refund"),
			"payout_status_code": pick("paid", "paid", "paid", "paid", "", "returned", "cancelled", "carried_over"), "hold_reason": pick("", "", "", "risk", "below_minimum"),
			"arrival_code": pick("arrived", "arrived", "arrived", "unknown"), "is_test_transfer": pick("", "", "", "false", "true"),
			"settled_on": day("2024-05-27"), "confirmed_at": maybe(instant("2024-05-20")), "reported_delay_days": maybe(fmt.Sprint(rapid.IntRange(0, 9).Draw(t, "reported"))),
		}
		if line["arrival_code"] == "arrived" {
			line["arrived_on"] = maybe(plus(line["settled_on"], rapid.IntRange(0, 9).Draw(t, "arrival")))
		}
		switch rapid.IntRange(0, 3).Draw(t, "keys") {
		case 0:
			line["order_id"] = number[:3]
		case 1:
			line["posting_number"] = number
		case 2:
			line["order_id"], line["posting_number"] = number[:3], number
		}
		s.lines = append(s.lines, line)
	}
	return s
}
