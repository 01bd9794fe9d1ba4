"""A sample of a release's segment pairs: the same seed gives the same rows in any order."""

from __future__ import annotations

from dataclasses import fields

import pyarrow.compute as pc

from flows.exports.drawing import drawn
from flows.published import Published, Record
from flows.release import UnknownIdError
from flows.rows import PairRow

COLUMNS = tuple(field.name for field in fields(PairRow))


def draw(
    published: Published, count: int, seed: int, pair: str = "", *, accepted_only: bool = False
) -> list[Record]:
    """Draw rows of ``pairs``, at most ``count``, of one language pair or of all together.

    A row's place depends on its identifier and the seed alone, so that a smaller sample is the
    beginning of a larger one. Raises ``UnknownIdError`` for a pair that the release does not have.
    """
    if pair and pair not in published.language_pairs:
        known = ", ".join(published.language_pairs) or "none"
        raise UnknownIdError(f"{pair!r} is no language pair of this release; there are: {known}")
    table = f"pairs/{pair}" if pair else "pairs"
    where = pc.field("accepted") if accepted_only else None
    identifiers = (str(row["id"]) for row in published.records(table, ("id",), where))
    chosen = drawn(identifiers, count, seed)
    rows = {str(row["id"]): row for row in published.with_ids(table, COLUMNS, chosen)}
    return [rows[identifier] for identifier in chosen]
