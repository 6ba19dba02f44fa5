"""The small job in pandas: python3 driver.py PREPARED OUT

THREADS (2) may be set in the environment: Arrow reads CSV and writes Parquet with
so many; pandas itself has one.
"""

import json
import os
import sys
from pathlib import Path

import pyarrow

from dates import dated
from load import Tables
from marts import write

prepared, out = Path(sys.argv[1]), Path(sys.argv[2])
pyarrow.set_cpu_count(int(os.environ.get("THREADS", "2")))
job = json.loads((prepared / "job.json").read_text(encoding="utf-8"))
out.mkdir(parents=True, exist_ok=True)
tables = Tables(job)
write(job, tables, dated(job, tables), out)
