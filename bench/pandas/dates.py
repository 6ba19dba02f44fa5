"""From payment rows to dated lines: duckdb/dates.sql without what only causes need."""

import numpy as np
import pandas as pd

KEY = ["seller_id", "payout_id", "line_id"]
PAYOUT = ["seller_id", "payout_id"]
SCHEMES = {"FBO": "fbo", "FBS": "fbs", "OGL": "crossborder"}


def dated(job, tables):
    lines = without_repeats(tables.payments())
    rows = lines.merge(payouts(lines, pd.Timestamp(job["as_of"])), on=PAYOUT)
    rows = rows.merge(tables.postings(), on="posting_number", how="left").merge(tables.schemes, on="posting_number", how="left")
    rows["clock_start_on"] = rows["confirmed_on"].fillna(rows["delivered_on"]).fillna(rows["settled_on"])
    rows["scheme"] = rows["scheme"].map(SCHEMES).fillna("unknown").where(rows["scheme"].notna(), rows["order_scheme"].fillna("unknown"))
    whole = rows["line_id"].eq("0") & rows["line_type"].isna()
    rows["line_type"] = rows["line_type"].fillna("sale").mask(whole, "payout")
    rows["currency"] = rows["line_currency"].fillna(rows["source_currency"].where(rows["line_amount"].notna())).fillna(rows["payout_currency"])
    rows["amount_minor"] = rows["line_amount"].fillna(rows["payout_amount"]).astype("int64")

    accounts = tables.accounts()
    tiers = accounts[["seller_id", "d", "tier"]].rename(columns={"d": "clock_start_on", "tier": "tier_code"})
    rows = rows.merge(tiers, on=["seller_id", "clock_start_on"], how="left")
    rows = rows.merge(accounts.drop(columns="tier").rename(columns={"d": "settled_on"}), on=["seller_id", "settled_on"], how="left")
    rows = rows.merge(tables.calendar[["d", "t3", "t5"]].rename(columns={"d": "clock_start_on"}), on="clock_start_on", how="left")
    rows["tier_code"] = rows["tier_code"].fillna("unknown")
    rows["scope_code"] = scope(rows)
    due = rows["t3"].where(rows["scheme"].eq("fbo") | rows["tier_code"].eq("premium"), rows["t5"])
    due = due.mask(rows["clock_start_on"] < pd.Timestamp("2024-06-01"), rows["clock_start_on"] + pd.Timedelta(days=7))
    rows["due_on"] = due.where(rows["scope_code"].eq("in_scope"))
    return rows


def without_repeats(payments):
    """Keeps the newest row of a key (D40) and numbers rows without a line id (D46)."""
    repeated = payments.duplicated(KEY, keep=False)
    again = payments[repeated].sort_values(["exported_at", "file"], ascending=[False, True], kind="stable")
    once = payments[~repeated]
    newest = again[again["line_id"].notna()].drop_duplicates(KEY)
    bare = again[again["line_id"].isna()]
    latest = bare.groupby(PAYOUT)[["exported_at", "file"]].transform("first")
    bare = bare[(bare["exported_at"] == latest["exported_at"]) & (bare["file"] == latest["file"])]
    bare = pd.concat([once[once["line_id"].isna()], bare]).sort_values(["posting_number", "sku", "line_type", "line_amount", "order_id"], kind="stable")
    whole = bare["order_id"].isna() & bare["posting_number"].isna() & bare["line_amount"].isna()
    place = bare.groupby(PAYOUT).cumcount() + 1
    bare = bare.assign(line_id=place.astype("string[pyarrow]").mask(whole, "0"))
    return pd.concat([once[once["line_id"].notna()], newest, bare], ignore_index=True)


def payouts(lines, as_of):
    """When a payout arrived: all of the money must have come (9.2, D06)."""
    rows = lines[[*PAYOUT, "arrived_on", "arrived_amount", "bank_receipt_no", "payout_amount"]].assign(
        arrived=lines["payout_status"].eq("arrived").fillna(False), partly=lines["payout_status"].eq("partially_arrived").fillna(False)
    )
    status = rows.groupby(PAYOUT).agg(arrived=("arrived", "max"), partly=("partly", "max"), payout_amount=("payout_amount", "first"))
    parts = rows.drop_duplicates([*PAYOUT, "arrived_on", "arrived_amount", "bank_receipt_no"])
    now = parts["arrived_on"] <= as_of
    parts = parts.assign(
        arrivals=now, amounts=now & parts["arrived_amount"].notna(), arrived_sum=parts["arrived_amount"].where(now), later=parts["arrived_on"] > as_of
    )
    whole = status.join(
        parts.groupby(PAYOUT).agg(
            arrivals=("arrivals", "sum"), amounts=("amounts", "sum"), arrived_sum=("arrived_sum", "sum"), later=("later", "max"), last=("arrived_on", "max")
        )
    )
    complete = (whole["arrivals"] > 0) & (whole["arrivals"] == whole["amounts"]) & (whole["arrived_sum"] >= whole["payout_amount"])
    single = (whole["arrivals"] == 1) & (whole["amounts"] == 0) & ~whole["partly"]
    paid_on = whole["last"].where(~whole["later"] & (whole["arrived"] | complete | single))
    undated = whole["arrived"] & (whole["arrivals"] == 0) & ~whole["later"]
    return pd.DataFrame({"paid_on": paid_on, "is_undated": undated}).reset_index()


def scope(rows):
    """Says whether a line is judged, and if not, why; the first reason wins."""
    is_test = rows["is_test"].eq(True)
    status = rows["payout_status"]
    reasons = [
        (~rows["line_type"].isin(["sale", "payout"]), "not_a_sale"),
        (rows["is_test_transfer"], "test_transfer"),
        (is_test & rows["site"].eq("ozon.global"), "test_site"),
        (is_test & rows["kyc_state"].ne("complete"), "trial_without_kyc"),
        (rows["registration_country"].notna() & rows["registration_country"].ne("CN"), "not_cn_registered"),
        (status.eq("returned"), "returned"),
        (status.eq("cancelled") | rows["is_cancelled"].eq(True), "cancelled"),
        (status.eq("carried_over") | rows["hold_reason"].eq("below_minimum"), "carried_over"),
        (rows["is_undated"], "unknown_arrival"),
    ]
    conditions = [condition.fillna(False).to_numpy(dtype=bool) for condition, _ in reasons]
    return np.select(conditions, [word for _, word in reasons], default="in_scope")
