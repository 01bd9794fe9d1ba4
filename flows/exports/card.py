"""The dataset card: ``README.md`` with the head that Hugging Face reads."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import yaml

from flows.exports.manifest import FORMATS, PAGES, Manifest, PublishedTable
from flows.exports.schema import columns, describe, summary
from flows.exports.tables import SPREADSHEET_CELL_LIMIT

# Steps of Hugging Face's `size_categories`.
SIZES = (
    (1_000, "n<1K"),
    (10_000, "1K<n<10K"),
    (100_000, "10K<n<100K"),
    (1_000_000, "100K<n<1M"),
    (10_000_000, "1M<n<10M"),
)
LARGEST_SIZE = "n>10M"
NOT_LANGUAGES = frozenset({"und", "mul", "zxx"})


def card_text(manifest: Manifest) -> str:
    """Write the dataset card of a release."""
    sections = (
        _opening(manifest),
        _counts(manifest),
        _files(manifest),
        _loading(manifest),
        _reading(manifest),
        _scores(),
        _licences(manifest),
        _columns(manifest),
    )
    return f"---\n{_head(manifest)}---\n\n" + "\n\n".join(sections) + "\n"


def _head(manifest: Manifest) -> str:
    """Write the YAML head; each language pair is a configuration."""
    tags = sorted(set(manifest.info.languages) - NOT_LANGUAGES)
    head: dict[str, object] = {"pretty_name": f"Limpide {manifest.info.version}"}
    if tags:
        head["language"] = sorted({tag.partition("-")[0] for tag in tags})
        head["language_bcp47"] = tags  # the Hub takes only ISO 639 codes above
    if any(manifest.licences):
        head |= {"license": "other", "license_name": "per-record"}
    else:
        head["license"] = "unknown"
    head["task_categories"] = ["translation"]
    head["size_categories"] = [_size(_segment_pairs(manifest) or manifest.rows("documents"))]
    shown = [t for t in manifest.tables if t.is_pairs or t.name in ("documents", "repairs")]
    # `datasets` cannot load a split without rows.
    configs = [_config(table, default=_example(manifest)) for table in shown if table.rows]
    head |= {"configs": configs} if configs else {}
    return yaml.safe_dump(head, sort_keys=False, allow_unicode=True)


def _config(table: PublishedTable, default: PublishedTable) -> dict[str, object]:
    config: dict[str, object] = {
        "config_name": table.config,
        "data_files": [{"split": "train", "path": f"{table.name}/{table.config}.parquet"}],
    }
    return config | ({"default": True} if table is default else {})


def _size(rows: int) -> str:
    return next((name for limit, name in SIZES if rows < limit), LARGEST_SIZE)


def _segment_pairs(manifest: Manifest) -> int:
    return sum(table.rows for table in manifest.pairs)


def _opening(manifest: Manifest) -> str:
    notes = "".join(f"\n\n{note}" for note in manifest.info.notes)
    return f"""# Limpide {manifest.info.version}

Clean documents and aligned segment pairs from scraped web pages, many of them machine-translated.
Every change made to a page is kept (`edits`) and can be undone; what was left out is listed with
its reason (`rejects`).

Signature: `{manifest.info.signature}`{notes}"""


def _counts(manifest: Manifest) -> str:
    parts = ["## What is in it", _grid(("Table", "Rows", "One row is"), _table_rows(manifest))]
    if manifest.pairs:
        accepted = (
            (table.config, table.rows, table.accepted, table.gaps) for table in manifest.pairs
        )
        parts.append(_grid(("Language pair", "Pairs", "Accepted", "Gaps"), accepted))
    else:
        parts.append("No two pages of this release are translations of each other.")
    if manifest.info.funnel:
        parts += ["From raw pages to this release:"]
        parts.append(_grid(("Stage", "Count"), manifest.info.funnel.items()))
    return "\n\n".join(parts)


def _table_rows(manifest: Manifest) -> Iterable[tuple[str, int, str]]:
    return ((f"`{table.name}`", table.rows, summary(table.row_type)) for table in manifest.tables)


def _files(manifest: Manifest) -> str:
    formats = ((_ending(name), meaning) for name, meaning in FORMATS.items())
    long_cells = sum(table.long_cells for table in manifest.tables)
    return f"""## Which file to take

Each table is a folder with the same rows in every format, sorted by identifier.

{_grid(("File", "What it is"), formats)}

- **To look at it in Excel or LibreOffice, take `.csv`.** A cell that starts with `=`, `+`, `-`,
  `@` (full-width forms too), tab or a line end has an apostrophe before it, so that no spreadsheet
  runs it as a formula; apostrophes that stand before such a sign get one more. Choose the comma as
  the only separator where the program asks. A spreadsheet cell holds {SPREADSHEET_CELL_LIMIT:,}
  characters; longer ones are written in full and cut by the program that opens them
  (here: {long_cells:,}).
- **To compute, take `.parquet` or `.jsonl`; `.tsv` is the exact flavour for a shell.** Nothing in
  them is guarded or shortened.
- In `.csv` and `.tsv` lists are joined with `;` (inside an item `\\;` stands for `;`, `\\\\` for a
  backslash), truth is `true` or `false`, and unknown is an empty cell: only the other formats tell
  unknown from empty. Quoting follows RFC 4180; a cell may hold line ends.
- NUL and lone surrogates, which many readers refuse, are U+FFFD in every file. TMX lacks the other
  control characters, which XML cannot hold, as well.
- Pairs stand under `pairs/<source>-<target>/`, accepted or not: see the columns `accepted` and
  `findings`. Gaps are rows with an empty side. TMX, Moses files and `.sent.gz`
  hold accepted pairs only; in the last two, line ends (and tabs) in a text are one space.
- `manifest.json` lists every file for machines, and `sha256sum -c SHA256SUMS` checks the whole.

Beside the tables:

{_grid(("File", "What it is"), ((f"`{name}`", meaning) for name, meaning in PAGES.items()))}"""


def _ending(format_: str) -> str:
    return "`.<source>`, `.<target>`" if format_ == "moses" else f"`.{format_}`"


def _loading(manifest: Manifest) -> str:
    table = _example(manifest)
    stem = f"{table.name}/{table.config}"
    return f"""## Loading it

```python
import pandas as pd
rows = pd.read_parquet("{stem}.parquet")
rows = pd.read_csv("{stem}.tsv", sep="\\t", keep_default_na=False)
rows = pd.read_csv("{stem}.csv", encoding="utf-8-sig", keep_default_na=False)

from datasets import load_dataset
rows = load_dataset("path/of/this/folder", "{table.config}", split="train")

import duckdb
rows = duckdb.read_parquet("{stem}.parquet").limit(10)
```

Without `keep_default_na=False` pandas takes the text `NA` or `null` for nothing."""


def _example(manifest: Manifest) -> PublishedTable:
    """Choose the table a newcomer should look at: the largest language pair, else documents."""
    return max(manifest.pairs, key=lambda table: table.rows, default=manifest.tables[0])


def _reading(manifest: Manifest) -> str:
    repairs = manifest.rows("repairs")
    return f"""## Reading it

- Identifiers come from content: the same text gives the same identifier in the next release.
- `documents` are joined to the other tables by `id` (`source_doc`, `target_doc`, `document`), to
  each other by `story_id` (translations) and `cluster_id` (near duplicates).
- `edits` lead from the page as it was to the text as it is, in the order of `sequence`.
- `repairs` ({repairs:,} here) show single segments before and after, for training a corrector.
- `spellings` has the names that the lexicon knows as each language writes them here: where
  `spellings` is more than 1, documents or sites write one name differently.
- Offsets count characters (Unicode code points) from 0; the end is the first one not included.
- Languages are BCP-47 tags: `zh-Hans`, `pt-BR`; `und` = unknown, `mul` = mixed."""


def _scores() -> str:
    return """## Scores, and what they do not see

Scores are between 0 and 1, higher is better. The signature names what made them.

- `score_alignment`: how well the two sides fit each other in meaning and length. 0 for a gap.
- `score_quality`: how far the pair can be trusted as a translation, all findings considered.
- `findings` are named as MQM names them; `findings/` has the places and the severity.

Known blind spots:

- **Do not compare scores of different language pairs**, and choose a threshold for each.
- A sentence embedding sees what a sentence is about, not each word: a wrong number, name, date or
  a lost *not* may score high. Findings look for these and do not find all.
- Short segments, titles and mere lists of names are scored unreliably, in both directions.
- A text that was copied and not translated looks alike and scores high.
- A free but good human translation may score lower than a literal machine translation; a high score
  says nothing about who translated. `mt_suspected` rests on what the page itself says.
- Languages that the embedding was not trained on score low, whatever their quality."""


def _licences(manifest: Manifest) -> str:
    documents = manifest.rows("documents")
    known = sum(count for name, count in manifest.licences.items() if name)
    return f"""## Licences

Each record keeps the licence that it came with, in the column `licence`; {known:,} of {documents:,}
documents name one (`manifest.json` counts them). For all others the licence is unknown, which is
not a permission: the text belongs to whoever published it."""


def _columns(manifest: Manifest) -> str:
    parts = ["## Columns"]
    described = set()
    for table in manifest.tables:
        if table.row_type in described:
            continue
        described.add(table.row_type)
        rows = (
            (
                f"`{column.name}`",
                column.kind + (", may be unknown" if column.nullable else ""),
                describe(column.meaning),
            )
            for column in columns(table.row_type)
        )
        name = "pairs" if table.is_pairs else table.name
        parts += [f"### {name}", _grid(("Column", "Type", "Meaning"), rows)]
    return "\n\n".join(parts)


def _grid(header: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """Write a Markdown table."""
    filled = [tuple(_text(value) for value in row) for row in rows]
    lines = [header, ["---"] * len(header), *filled]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)


def _text(value: object) -> str:
    return f"{value:,}" if isinstance(value, int) else str(value).replace("|", "\\|")
