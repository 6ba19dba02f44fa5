package explaindelays_test

import (
	"math/big"
	"strings"

	"ozpayout/datasets"
	"ozpayout/pipeline"
)

// spans lists what formats.md 9.22 says stands in the way of a line.
func (w world) spans(l row) map[string][]span {
	s := map[string][]span{}
	add := func(code string, from, to int, grade string) {
		if to > asOf && grade != "stated" && code != "MANUAL_REVIEW" && code != "ACCOUNT_INCOMPLETE" {
			to = never // nobody knows yet that it ended (D06)
		}
		s[code] = append(s[code], span{from, to, grade})
	}
	settled, arrived := dayOf(l["settled_on"]), dayOr(l["arrived_on"], never)
	end := min(arrived, asOf)
	posting := w.postingOf(l)

	w.addTracking(l, posting, add)
	for _, r := range w[datasets.ReturnEvidence] {
		isOver := r["is_open"] == "false"
		if posting == "" || r["posting_number"] != posting || r["opened_at"] == "" || r["is_open"] == "" || isOver && r["closed_at"] == "" {
			continue
		}
		from, to := dayOf(r["opened_at"]), dayOr(r["closed_at"], never)
		if r["is_client_return"] == "true" {
			add("OPEN_RETURN", from, to, "observed")
		}
		if r["is_client_return"] == "" && l["delivered_at"] != "" && dayOf(l["delivered_at"]) <= from {
			add("OPEN_RETURN", from, to, "inferred")
		}
	}
	for _, r := range w[datasets.DisputeEvidence] {
		if concerns(r, l, posting) {
			known := "observed"
			if r["is_from_return"] == "true" {
				known = "inferred"
			}
			add("OPEN_DISPUTE", dayOf(r["opened_at"]), dayOr(r["closed_at"], never), known)
		}
	}
	if l["confirmed_on"] != "" && w.isLoaded("invoices", l) {
		first := never
		for _, r := range w[datasets.InvoiceEvidence] {
			if !concerns(r, l, posting) || r["status"] == "draft" {
				continue
			}
			if on := dayOr(r["uploaded_at"], dayOf(r["issued_on"])); on <= asOf {
				first = min(first, on)
			}
		}
		if confirmed := dayOf(l["confirmed_on"]); first > confirmed && (first != never || posting != "") {
			add("INVOICE_MISSING", confirmed, first, "observed")
		}
	}
	if l["payout_status_code"] == "processing_bank_transfer" ||
		l["route_code"] == "bank" && (l["intended_route_code"] == "lianlian") {
		add("ROUTE_FALLBACK_BANK", settled, arrived, "observed")
	}
	for reason, code := range map[string]string{"tax": "TAX_HOLD", "inn": "INN_INTERCEPT", "risk": "RISK_FREEZE", "manual_review": "MANUAL_REVIEW"} {
		switch {
		case l["hold_reason"] == reason && l["held_at"] != "":
			add(code, dayOf(l["held_at"]), releasedOr(l, never), "observed")
		case l["hold_reason"] == reason:
			add(code, settled, releasedOr(l, arrived), "inferred")
		}
	}
	w.addSeller(l, add)
	w.addChannel(l, add)
	working := map[int]bool{}
	for _, day := range w.workingDays("CN", settled, end) {
		working[day] = true
	}
	for _, day := range w.workingDays("RU", settled, end) {
		if !working[day] {
			add("HOLIDAY", day, day, "observed")
		}
	}
	for _, r := range w[datasets.ExternalEvents] {
		from, to := dayOf(r["starts_on"]), dayOr(r["ends_on"], never)
		if r["cause_code"] != "other" && matches(r["seller_id"], l["seller_id"]) && matches(r["route"], l["route_code"]) &&
			matches(r["currency"], l["payout_currency"]) && from <= end && to >= settled {
			add("EXTERNAL_BANK_REVIEW", from, to, "stated")
		}
	}
	return s
}

// releasedOr returns the end of the hold of a line if it is known on the as-of date.
func releasedOr(l row, otherwise int) int {
	if day := dayOr(l["released_at"], never); day <= asOf {
		return day
	}
	return otherwise
}

func (w world) addTracking(l row, posting string, add func(string, int, int, string)) {
	if posting == "" || l["scheme"] == "fbo" {
		return
	}
	var delivered row
	seen := never
	for _, r := range w[datasets.TrackingEvidence] {
		if r["posting_number"] != posting {
			continue
		}
		if r["event"] == "delivered" && r["event_source"] != "seller" && (delivered == nil || isBefore(r, delivered)) {
			delivered = r
		}
		seen = min(seen, dayOr(r["synced_at"], never))
	}
	carrier, carrierFrom := l["carrier"], row{}
	for _, r := range w[datasets.TrackingEvidence] {
		isKnownBefore := delivered != nil && r["event_at"] <= delivered["event_at"] ||
			delivered == nil && (l["delivered_at"] == "" || dayOf(r["event_at"]) <= dayOf(l["delivered_at"]))
		if r["posting_number"] == posting && r["carrier"] != "" && isKnownBefore && (carrierFrom["event_at"] == "" || isBefore(carrierFrom, r)) {
			carrier, carrierFrom = r["carrier"], r
		}
	}
	found := func(from, to int, grade string) {
		code := "TRACKING_NOT_SYNCED"
		isListed := strings.EqualFold(strings.TrimSpace(carrier), "CDEK") && from <= dayOr(w[datasets.Carriers][0]["valid_to"], never)
		if carrier != "" && !isListed {
			code = "CARRIER_NOT_WHITELISTED"
		}
		add(code, from, to, grade)
	}
	end := dayOr(l["arrived_on"], asOf)
	switch {
	case delivered != nil && dayOf(delivered["event_at"]) <= end && (delivered["synced_at"] == "" || delivered["synced_at"] > delivered["event_at"]):
		found(dayOf(delivered["event_at"]), dayOr(delivered["synced_at"], never), "observed")
	case seen > dayOf(l["due_on"]) && l["handed_over_at"] != "" && w.isLoaded("tracking_events", l):
		found(dayOf(l["handed_over_at"]), seen, "inferred")
	}
}

// addSeller adds what the seller's account, goods and events show.
func (w world) addSeller(l row, add func(string, int, int, string)) {
	settled, arrived := dayOf(l["settled_on"]), dayOr(l["arrived_on"], never)
	for _, r := range w[datasets.SellerAccounts] {
		from, to := dayOr(r["valid_from"], ever), dayOr(r["valid_to"], never)
		if r["seller_id"] != l["seller_id"] {
			continue
		}
		if r["is_account_data_complete"] == "false" {
			first, last := w.goesOn(datasets.SellerAccounts, r, "is_account_data_complete")
			add("ACCOUNT_INCOMPLETE", first, last, "observed")
		}
		if settled < from || settled > to {
			continue
		}
		isMissing := r["inn"] == "" || r["is_inn_uploaded"] == "false"
		if isMissing && w.isAbove100Dollars(l) {
			add("INN_INTERCEPT", settled, arrived, "inferred")
		}
		if l["payout_status_code"] == "held" && l["hold_reason"] == "" && (isMissing || r["tax_registration_type"] == "resident") {
			add("TAX_HOLD", dayOr(l["held_at"], settled), releasedOr(l, arrived), "inferred")
		}
	}
	for _, r := range w[datasets.CategoryStates] {
		category := map[string]string{"1": "Toys", "2": "beauty"}[l["seller_id"]]
		isItsOwn := r["seller_id"] == l["seller_id"] && r["category"] == category && l["sku"]+l["first_sku"] != ""
		if isItsOwn && r["state"] == "manual_review" {
			first, last := w.goesOn(datasets.CategoryStates, r, "state", "category")
			add("MANUAL_REVIEW", first, last, "observed")
		}
	}
	for _, r := range w[datasets.RiskEvents] {
		if r["seller_id"] != l["seller_id"] || r["event_type"] != "payouts_frozen" || !matches(r["provider"], l["route_code"]) || !matches(r["payout_id"], l["payout_id"]) {
			continue
		}
		lifted := never
		for _, e := range w[datasets.RiskEvents] {
			if e["seller_id"] == l["seller_id"] && e["event_type"] == "payouts_unfrozen" && e["event_at"] >= r["event_at"] &&
				matches(e["provider"], l["route_code"]) && matches(e["payout_id"], l["payout_id"]) {
				lifted = min(lifted, dayOf(e["event_at"]))
			}
		}
		add("RISK_FREEZE", dayOf(r["event_at"]), lifted, "observed")
	}
	for _, r := range w[datasets.PayoutFreezes] {
		if r["seller_id"] == l["seller_id"] && r["payout_id"] == l["payout_id"] {
			add("RISK_FREEZE", dayOf(r["freeze_from"]), arrived, "inferred")
		}
	}
}

// addChannel adds suspensions of the line's channel, and gaps of the account day by
// day where it does not say whether its data are complete.
func (w world) addChannel(l row, add func(string, int, int, string)) {
	for _, r := range w[datasets.ChannelSuspensions] {
		if r["seller_id"] == l["seller_id"] && r["provider"] == l["route_code"] {
			add("CHANNEL_SUSPENDED", dayOf(r["suspension_opened_on"]), dayOr(r["suspension_cleared_on"], never), "observed")
		}
	}
	for _, r := range w[datasets.AccountGaps] {
		if r["seller_id"] != l["seller_id"] {
			continue
		}
		cleared := dayOr(r["gap_cleared_on"], never)
		opened := never
		for day := dayOf(r["gap_opened_on"]); day <= min(cleared, asOf); day++ {
			switch isStated := w.isCompleteStated(l, day); {
			case !isStated && opened == never:
				opened = day
			case isStated && opened != never:
				add("ACCOUNT_INCOMPLETE", opened, day-1, "inferred")
				opened = never
			}
		}
		if opened != never {
			add("ACCOUNT_INCOMPLETE", opened, cleared, "inferred")
		}
	}
}

// isCompleteStated reports whether the account says on a day if its data are
// complete.
func (w world) isCompleteStated(l row, day int) bool {
	for _, r := range w[datasets.SellerAccounts] {
		if r["seller_id"] == l["seller_id"] && dayOr(r["valid_from"], ever) <= day && day <= dayOr(r["valid_to"], never) {
			return r["is_account_data_complete"] != ""
		}
	}
	return false
}

// goesOn walks from a row of a dated table to the first and the last day of the
// run of days on which rows of the seller hold the same cells.
func (w world) goesOn(d *pipeline.Dataset, r row, cells ...string) (first, last int) {
	first, last = dayOr(r["valid_from"], ever), dayOr(r["valid_to"], never)
	for range w[d] {
		for _, other := range w[d] {
			isSame := other["seller_id"] == r["seller_id"]
			for _, cell := range cells {
				isSame = isSame && other[cell] == r[cell]
			}
			from, to := dayOr(other["valid_from"], ever), dayOr(other["valid_to"], never)
			if isSame && from <= last+1 && to >= first-1 {
				first, last = min(first, from), max(last, to)
			}
		}
	}
	return first, last
}

// isAbove100Dollars converts with rationals.
func (w world) isAbove100Dollars(l row) bool {
	amount, _ := new(big.Rat).SetString(l["payout_amount"])
	if l["payout_currency"] == "CNY" {
		isPublished := false
		for _, r := range w[datasets.FXRates] {
			isPublished = isPublished || r["currency"] == "CNY" && r["on"] == l["settled_on"]
		}
		if !isPublished {
			return false
		}
		amount.Mul(amount, big.NewRat(125, 875))
	}
	return amount.Cmp(big.NewRat(100, 1)) > 0
}

// postingOf is the posting of a line, or the only one of its order.
func (w world) postingOf(l row) string {
	switch {
	case l["posting_number"] != "":
		return l["posting_number"]
	case l["order_id"] == "0002-0001":
		return "0002-0001-1"
	}
	return ""
}

// concerns reports whether a row names the posting, or the order and no posting.
func concerns(r, l row, posting string) bool {
	if r["posting_number"] != "" {
		return r["posting_number"] == posting
	}
	return l["order_id"] != "" && r["order_id"] == l["order_id"]
}

func (w world) isLoaded(table string, l row) bool {
	for _, r := range w[datasets.ObservedTables] {
		if r["table_name"] == table && r["seller_id"] == l["seller_id"] {
			return true
		}
	}
	return false
}

// isBefore orders events by time, then by their place.
func isBefore(a, b row) bool {
	if a["event_at"] != b["event_at"] {
		return a["event_at"] < b["event_at"]
	}
	return len(a["source_row"]) < len(b["source_row"]) || len(a["source_row"]) == len(b["source_row"]) && a["source_row"] < b["source_row"]
}

func matches(filter, value string) bool { return filter == "" || filter == value }
