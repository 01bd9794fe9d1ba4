"""Which column or field of a corpus is the source, which the target, and what else it tells."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from cleaners.metadata import language_tag
from flows.corpora.units import Languages, Unit, matches, plain, tag_of
from flows.raw_fields import field_key

# Role -> names, as releases of OPUS, ParaCrawl, Bitextor, Hugging Face and this program have them.
NAMES: dict[str, tuple[str, ...]] = {
    "source": (
        "source", "src", "src_text", "source_text", "source_sentence", "text_source", "sentence1",
        "original", "原文",
    ),
    "target": (
        "target", "trg", "tgt", "trg_text", "tgt_text", "target_text", "target_sentence",
        "text_target", "sentence2", "translation", "译文", "譯文",
    ),
    "source_language": ("source_lang", "src_lang", "source_language", "lang1", "sl"),
    "target_language": ("target_lang", "trg_lang", "tgt_lang", "target_language", "lang2", "tl"),
    "source_url": ("source_url", "src_url", "url1"),
    "target_url": ("target_url", "trg_url", "tgt_url", "url2"),
    "licence": ("licence", "license"),
    "name": ("id", "tuid", "identifier"),
}  # fmt: skip
_ROLES = {field_key(name): role for role, names in NAMES.items() for name in names}
_ADDRESS = re.compile(r"https?://\S+")
_NUMBER = re.compile(r"[-+]?\d*[.,]?\d+(?:[eE][-+]?\d+)?")

Roles = Mapping[str, str]


def roles(names: Sequence[str], asked: Languages) -> dict[str, str]:
    """Give the field that plays each role; none when there are not two sides.

    Fields that are named by a language are sides, too; ``asked`` says which two of them.

    >>> roles(["src_url", "src_text", "trg_text"], Languages())
    {'source_url': 'src_url', 'source': 'src_text', 'target': 'trg_text'}
    >>> roles(["id", "en", "fr"], Languages("fr", "en"))
    {'name': 'id', 'source': 'fr', 'target': 'en'}
    """
    found: dict[str, str] = {}
    for name in names:
        role = _ROLES.get(field_key(name))
        if role:
            found.setdefault(role, name)
    if {"source", "target"} <= found.keys():
        return found
    sides = _sides([name for name in names if tag_of(name)], asked)
    if not sides:
        return {}
    told = {role: name for role, name in found.items() if name not in sides}
    return told | {"source": sides[0], "target": sides[1]}


def _sides(names: Sequence[str], asked: Languages) -> tuple[str, str] | None:
    """Choose two of the fields that are named by languages."""
    # The first of three, `id` is an identifier; one of two it is Indonesian.
    if len(names) > 2 and names[0] == "id" and "id" not in (asked.source, asked.target):
        names = names[1:]
    for source in names:
        for target in names:
            both = matches(asked.source, tag_of(source)) and matches(asked.target, tag_of(target))
            if source != target and both:
                return source, target
    return None


def unnamed(rows: Sequence[Sequence[str]]) -> dict[str, int]:
    """Give the place of each role in rows without a header; none where there are not two sides.

    Addresses and scores may stand before the texts: ParaCrawl gives both addresses first, mined
    corpora a score.

    >>> unnamed([["1.0563", "Guten Tag", "Good day"]])
    {'source': 1, 'target': 2}
    """
    width = min(map(len, rows), default=0)

    def all_like(column: int, pattern: re.Pattern[str]) -> bool:
        return all(pattern.fullmatch(row[column].strip()) for row in rows)

    addresses = [column for column in range(width) if all_like(column, _ADDRESS)]
    texts = [
        column
        for column in range(width)
        if column not in addresses and not all_like(column, _NUMBER)
    ]
    if len(texts) < 2:
        return {}
    found = {"source": texts[0], "target": texts[1]}
    if len(addresses) > 1:
        found |= {"source_url": addresses[0], "target_url": addresses[1]}
    return found


def unit(number: int, values: Mapping[str, object], named: Roles) -> Unit | str:
    """Make a unit of a record, or say what is wrong with it."""
    texts = {}
    for side in ("source", "target"):
        value = values.get(named[side])
        if not isinstance(value, str):
            return f"{named[side]!r} holds no text"
        texts[side] = plain(value)
    if not any(texts.values()):
        return "both sides are empty"

    def told(role: str) -> str | None:
        value = values.get(named.get(role, ""))
        return str(value).strip() or None if isinstance(value, str | int) else None

    return Unit(
        number,
        texts["source"],
        texts["target"],
        language_tag(told("source_language")) or tag_of(named["source"]),
        language_tag(told("target_language")) or tag_of(named["target"]),
        told("name") or "",
        told("source_url"),
        told("target_url"),
        told("licence"),
    )
