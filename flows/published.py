"""What a published release holds, read back from its Parquet files."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.dataset as arrow

from flows.exports.schema import Value, arrow_schema
from flows.release import ReleaseError
from flows.rows import (
    DocumentPairRow,
    DocumentRow,
    EditRow,
    FindingRow,
    PairRow,
    RejectRow,
    RepairRow,
    Row,
    SpellingRow,
    SuggestionRow,
)

TABLES: dict[str, type[Row]] = {
    "documents": DocumentRow,
    "pairs": PairRow,
    "document_pairs": DocumentPairRow,
    "repairs": RepairRow,
    "edits": EditRow,
    "suggestions": SuggestionRow,
    "findings": FindingRow,
    "spellings": SpellingRow,
    "rejects": RejectRow,
}
Record = dict[str, object]


@dataclass(frozen=True)
class Published:
    """The folder of a release whose tables are written."""

    folder: Path

    @property
    def manifest(self) -> Record:
        """What the release says about itself."""
        manifest: Record = json.loads((self.folder / "manifest.json").read_text("utf-8"))
        return manifest

    def has(self, name: str) -> bool:
        """Tell whether the release has a table; one that an older version made may lack it."""
        return (self.folder / name).is_dir()

    @property
    def language_pairs(self) -> list[str]:
        """The names of the language pairs that the release has."""
        return sorted(folder.name for folder in (self.folder / "pairs").glob("*"))

    def table(
        self, name: str, columns: Sequence[str], where: pc.Expression | None = None
    ) -> pa.Table:
        """Read columns of a table, in the order of its files.

        ``pairs`` is all language pairs as one table, ``pairs/en-fr`` a single one.

        Raises ``ReleaseError`` when the release has no such table or column.
        """
        return self._scanner(name, columns, where).to_table()

    def records(
        self, name: str, columns: Sequence[str], where: pc.Expression | None = None
    ) -> Iterator[Record]:
        """Give the rows of a table as dictionaries, without reading it as a whole."""
        for batch in self._scanner(name, columns, where).to_batches():
            yield from batch.to_pylist()

    def with_ids(self, name: str, columns: Sequence[str], ids: Collection[str]) -> list[Record]:
        """Give the rows that have one of these identifiers."""
        wanted = pc.field("id").isin(pa.array(sorted(ids), pa.string()))
        return list(self.records(name, columns, wanted)) if ids else []

    def _scanner(
        self, name: str, columns: Sequence[str], where: pc.Expression | None
    ) -> arrow.Scanner:
        files = sorted((self.folder / name).rglob("*.parquet"))
        if not files and name != "pairs":  # without translations there are no pairs
            raise ReleaseError(f"{self.folder.name} has no {name}; an older version made it")
        schema = arrow_schema(TABLES[name.partition("/")[0]], {})
        source = arrow.dataset(files) if files else arrow.dataset(schema.empty_table())
        try:
            return source.scanner(columns=list(columns), filter=where)
        except pa.ArrowInvalid as error:
            raise ReleaseError(f"{self.folder.name}/{name} cannot be read: {error}") from error


def as_value(value: object) -> Value:
    """Give a value as the writers of text files take it: a list is a tuple."""
    return tuple(value) if isinstance(value, list) else value  # type: ignore[return-value]
