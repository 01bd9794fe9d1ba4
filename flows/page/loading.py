"""Lines to copy that load a file of a release, or filtered rows, into the usual tools."""

from __future__ import annotations

import shlex
from collections.abc import Mapping

Lines = Mapping[str, str]


def lines_for(address: str) -> Lines:
    """Give a line for each tool that reads the Parquet at an address.

    >>> lines_for("http://127.0.0.1:8010/a.parquet?q=it%27s")["DuckDB"]
    "FROM read_parquet('http://127.0.0.1:8010/a.parquet?q=it%27s')"
    """
    plain = address.replace("\\", "%5C").replace('"', "%22").replace("'", "%27")
    return {
        "pandas": f'import pandas as pd\nrows = pd.read_parquet("{plain}")',
        "polars": f'import polars as pl\nrows = pl.read_parquet("{plain}")',
        "DuckDB": f"FROM read_parquet('{plain}')",
        "datasets": (
            "from datasets import load_dataset\n"
            f'rows = load_dataset("parquet", data_files="{plain}", split="train")'
        ),
        "curl": f"curl --fail --remote-header-name --remote-name {shlex.quote(plain)}",
    }
