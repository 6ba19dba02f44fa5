"""The files of the small job, with explicit schemas.

A cell that cannot be read is absent; rows without what every row needs are left
out (D42). Days are datetime64[s] at midnight; instants are UTC.
"""

from pathlib import Path

import pandas as pd
import pyarrow as pa
from pyarrow import csv

TEXT = "string[pyarrow]"
MOSCOW = pd.Timedelta(hours=3)
NEEDED = ["seller_id", "payout_id", "settled_on", "payout_amount", "payout_currency"]
PAYMENTS = [
    "seller_id", "payout_id", "settled_on", "arrived_on", "payout_status", "payout_amount", "payout_currency", "order_id",
    "posting_number", "sku", "line_id", "line_type", "line_amount", "line_currency", "source_currency", "confirmed_at",
    "bank_receipt_no", "arrived_amount", "hold_reason", "is_test_transfer", "exported_at",
]  # fmt: skip


def day(texts, form="%Y-%m-%d"):
    return pd.to_datetime(texts, format=form, errors="coerce").dt.as_unit("s")


def instant(texts):
    """instant reads ISO 8601 with an offset."""
    return pd.to_datetime(texts, format="%Y-%m-%dT%H:%M:%S%z", errors="coerce", utc=True).dt.tz_localize(None).dt.as_unit("s")


def moscow_day(instants):
    return (instants + MOSCOW).dt.floor("D")


def minor(texts):
    return (pd.to_numeric(texts.str.replace(",", ".", regex=False), errors="coerce") * 100).round().astype("Int64")


class Tables:
    """Tables reads the tables of a job; payments, the largest, only when asked."""

    def __init__(self, job):
        self.job = job
        self.prepared = Path(job["prepared"])
        calendar = pd.read_csv(self.prepared / "calendar.csv", dtype={"n": "int32"})
        for name in ("d", "t3", "t5"):
            calendar[name] = day(calendar[name])
        self.calendar = calendar
        self.rates = pd.read_csv(self.prepared / "rates.csv", dtype={"currency": TEXT})
        self.rates["d"] = day(self.rates["d"])
        self.schemes = pd.read_csv(self.prepared / "accrual_schemes.csv", dtype=TEXT)

    def read(self, kind, paths, columns):
        """read returns the columns as text; pandas' own reader cannot both name and choose columns with the engine of Arrow."""
        table_of = csv.ReadOptions(column_names=self.job["columns"][kind], skip_rows=1)
        parsed_by = csv.ParseOptions(delimiter=self.job["separators"].get(kind, ","))
        types = csv.ConvertOptions(include_columns=columns, column_types=dict.fromkeys(columns, pa.string()), null_values=[""], strings_can_be_null=True)
        parts = []
        for path in paths:
            table = csv.read_csv(path, table_of, parsed_by, types)
            parts.append(table.to_pandas(types_mapper={pa.string(): pd.StringDtype("pyarrow")}.get).assign(file=path))
        return pd.concat(parts, ignore_index=True)

    def payments(self):
        files = self.job["files"]
        english = self.read("PAYMENTS_EN", [*files["PAYMENTS_EN"], str(self.prepared / "json_payments.csv")], PAYMENTS)
        chinese = self.read("PAYMENTS_ZH", files["PAYMENTS_ZH"], PAYMENTS)
        russian = self.read("PAYMENTS_RU", files["PAYMENTS_RU"], PAYMENTS)
        for rows, form in ((english, None), (chinese, "%Y-%m-%d"), (russian, "%d.%m.%Y")):
            rows["settled_on"] = day(rows["settled_on"], form or "%Y-%m-%d")
            rows["arrived_on"] = day(rows["arrived_on"], form or "%Y-%m-%d")
            if form is None:
                rows["confirmed_on"] = moscow_day(instant(rows.pop("confirmed_at")))
                rows["exported_at"] = instant(rows["exported_at"])
            else:
                rows["confirmed_on"] = day(rows.pop("confirmed_at").str.slice(0, 10), form)
                rows["exported_at"] = day(rows["exported_at"], form + " %H:%M:%S") - MOSCOW
            for name in ("payout_amount", "line_amount", "arrived_amount"):
                rows[name] = minor(rows[name])
        rows = pd.concat([english, chinese, russian], ignore_index=True).dropna(subset=NEEDED)
        for name, words in self.job["words"].items():
            rows[name] = rows[name].replace(words)
        rows["is_test_transfer"] = rows["is_test_transfer"].eq("true").fillna(False)
        return rows

    def postings(self):
        """Delivery in Moscow days, and the scheme of the header generation (9.19)."""
        parts = []
        for kind, scheme in (("ORDERS_RU_FBO", "fbo"), ("ORDERS_RU_FBS", "fbs"), ("ORDERS_ZH", "fbs")):
            rows = self.read(kind, self.job["files"][kind], ["posting_number", "delivered_at", "status"])
            parts.append(rows.drop(columns="file").assign(order_scheme=scheme))
        rows = pd.concat(parts, ignore_index=True)
        rows["delivered_on"] = moscow_day(pd.to_datetime(rows.pop("delivered_at"), format="%Y-%m-%d %H:%M:%S", errors="coerce").dt.as_unit("s"))
        rows["is_cancelled"] = rows.pop("status").isin(["Отменён", "已取消"])
        return rows.groupby("posting_number", as_index=False).agg({"delivered_on": "min", "is_cancelled": "max", "order_scheme": "first"})

    def synced(self):
        rows = self.read("TRACKING", self.job["files"]["TRACKING"], ["posting_number", "event_at", "synced_at"])
        rows = rows.dropna(subset=["posting_number", "event_at"])
        rows["first_synced_on"] = moscow_day(instant(rows.pop("synced_at")))
        return rows.groupby("posting_number", as_index=False)["first_synced_on"].min()

    def invoiced(self):
        rows = self.read("INVOICES", self.job["files"]["INVOICES"], ["posting_number", "issued_on", "uploaded_at", "status"])
        rows = rows[rows["posting_number"].notna() & rows["status"].fillna("issued").isin(["issued", "uploaded"])]
        rows = rows.assign(invoiced_on=moscow_day(instant(rows["uploaded_at"])).fillna(day(rows["issued_on"])))
        return rows.groupby("posting_number", as_index=False)["invoiced_on"].min()

    def accounts(self):
        """One row per day and seller: what stood in the account on that day."""
        columns = ["seller_id", "valid_from", "valid_to", "is_test", "site", "kyc_state", "registration_country", "tier"]
        rows = self.read("ACCOUNTS", self.job["files"]["ACCOUNTS"], columns).drop(columns="file")
        for name in ("valid_from", "valid_to"):
            rows[name] = day(rows[name])
        rows["is_test"] = rows["is_test"].eq("true").fillna(False)
        rows["site"], rows["tier"] = rows["site"].str.lower(), rows["tier"].str.lower()
        rows = rows.merge(self.calendar[["d"]], how="cross")
        stood = (rows["valid_from"].isna() | (rows["valid_from"] <= rows["d"])) & (rows["valid_to"].isna() | (rows["valid_to"] >= rows["d"]))
        return rows[stood].drop(columns=["valid_from", "valid_to"])
