"""The two tables of the small job."""

import pandas as pd

WRITTEN = {"engine": "pyarrow", "compression": "zstd", "row_group_size": 122_880, "index": False}


def write(job, tables, rows, out):
    rows["end_on"] = rows["paid_on"].fillna(pd.Timestamp(job["as_of"]))
    rows = rows.merge(tables.rates.rename(columns={"d": "settled_on"}), on=["settled_on", "currency"], how="left")
    for name in ("due_on", "end_on"):
        rows = rows.merge(tables.calendar[["d", "n"]].rename(columns={"d": name, "n": f"{name}_n"}), on=name, how="left")
    rows = rows.merge(tables.synced(), on="posting_number", how="left").merge(tables.invoiced(), on="posting_number", how="left")
    lines = rows[["seller_id", "payout_id", "line_id", "posting_number", "scheme", "tier_code", "scope_code", "amount_minor", "currency"]].copy()
    for currency in ("rub", "cny", "usd"):
        lines[f"{currency}_minor"] = converted(rows, currency)
    for name in ("clock_start_on", "settled_on", "due_on"):
        lines[name] = rows[name]
    lines["arrived_on"] = rows["paid_on"]
    lines["days_after_due"] = (rows["end_on_n"] - rows["due_on_n"]).astype("Int32")
    lines["is_late"] = lines["days_after_due"] > 0
    lines["first_synced_on"], lines["invoiced_on"] = rows["first_synced_on"], rows["invoiced_on"]
    days = [name for name in lines.columns if name.endswith("_on")]
    arrow = {name: "date32[pyarrow]" for name in days}
    lines.astype(arrow).to_parquet(out / "lines.parquet", **WRITTEN)

    late = lines["is_late"].fillna(False)
    months = lines.assign(month=lines["settled_on"].dt.strftime("%Y-%m"), late_lines=late, late_days=lines["days_after_due"].where(late))
    summed = months.groupby(["seller_id", "month", "currency"], as_index=False).agg(
        lines=("line_id", "size"), late_lines=("late_lines", "sum"), late_days=("late_days", "sum"), amount_minor=("amount_minor", "sum"), rub_minor=("rub_minor", "sum")
    )
    summed.to_parquet(out / "seller_months.parquet", **WRITTEN)


def converted(rows, currency):
    """Exact: half away from zero in integers. A rate that is missing gives none."""
    num, den = (rows[f"{currency}_{part}"].astype("Int64") for part in ("num", "den"))
    minor = (2 * rows["amount_minor"].abs() * num + den) // (2 * den)
    return minor.where(rows["amount_minor"] >= 0, -minor)
