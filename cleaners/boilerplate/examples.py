"""The examples of a kind of boilerplate: lines that must go and lines that must stay, by language.

Each example is one test. A small article in its language is put around it: of ``changes`` every
line must go, under the name of the kind; of ``keeps`` every line must stay.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import Path

from cleaners.rules import RuleFileError, strings

# A kind must be tried in so many languages, or in all that its phrases are in, if those are fewer.
LEAST_LANGUAGES = 8
# Where sites put lines of a kind: over the headline, under it, between two paragraphs, below the
# article, or inside a paragraph at its end.
PLACES = frozenset({"above", "headline", "inside", "below", "sentence"})
_TAG = re.compile(r"[a-z]{2,3}(?:-[A-Z][a-z]{3})?(?:-[A-Z]{2})?")
_ANY_LANGUAGE = "und"


@dataclass(frozen=True, slots=True)
class Example:
    """A line (or some, parted by line breaks) as a page in ``language`` may hold it."""

    language: str
    text: str


def read(
    file: Path, given: Mapping[str, object], key: str, spoken: Collection[str]
) -> tuple[Example, ...]:
    """Read the examples ``key``: a table with a list of texts for each language.

    ``spoken`` are the languages of the kind's phrases. Raises ``RuleFileError`` where the table is
    missing, a language is no BCP-47 tag, or too few languages have an example.
    """
    table = given.get(key)
    if not isinstance(table, dict) or not table:
        advice = f"missing; add a table [{key}] with a list of lines for each language"
        raise RuleFileError(file, key, advice)
    check_tags(file, key, table)
    examples = tuple(
        Example(language, text)
        for language in table
        for text in strings(file, f"{key}.{language}", table, language)
    )
    if not all(example.text.strip() for example in examples):
        raise RuleFileError(file, key, "an example is empty; write the line")
    tried = {example.language for example in examples}
    bounded = spoken and _ANY_LANGUAGE not in spoken
    least = min(LEAST_LANGUAGES, len(spoken)) if bounded else LEAST_LANGUAGES
    if len(tried) < least:
        advice = f"has examples in {len(tried)} languages; give at least {least}"
        raise RuleFileError(file, key, advice)
    return examples


def check_tags(file: Path, key: str, table: Mapping[str, object]) -> None:
    """Refuse a language that is no tag such as ``pl``, ``zh-Hant`` or ``pt-BR``."""
    for language in table:
        if not _TAG.fullmatch(language):
            advice = f"{language!r} is no language tag; write one such as 'pl' or 'zh-Hant'"
            raise RuleFileError(file, key, advice)
