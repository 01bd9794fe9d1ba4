"""How often each spelling of a name stands in a collection: times, documents, sites."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from cleaners.artifacts.spellings import Spelling, count, mixed
from cleaners.boilerplate.site_rules import site_of
from cleaners.records import Document
from cleaners.rules import Rules


@dataclass(frozen=True, slots=True)
class SpellingCount:
    """A spelling with how often it stands there, in how many documents, on how many sites.

    ``mixed`` counts the documents that have another spelling of the name too; ``spellings`` how
    many there are of it in this language. Pages of unknown origin are one site.
    """

    spelling: Spelling
    times: int
    documents: int
    sites: int
    mixed: int
    spellings: int


def spellings_of(documents: Sequence[Document], rules: Rules) -> tuple[SpellingCount, ...]:
    """Count the spellings of all documents; the order of the documents does not matter."""
    times: Counter[Spelling] = Counter()
    holders: Counter[Spelling] = Counter()
    mixing: Counter[Spelling] = Counter()
    sites: defaultdict[Spelling, set[str]] = defaultdict(set)
    for document in documents:
        counted = count(document, rules)
        times.update(counted)
        holders.update(counted.keys())
        mixing.update(mixed(counted))
        site = site_of(document.metadata, document.path)
        for spelling in counted:
            sites[spelling].add(site)
    ways = Counter((one.concept, one.language, one.short) for one in times)
    return tuple(
        SpellingCount(
            one,
            times[one],
            holders[one],
            len(sites[one]),
            mixing[one],
            ways[one.concept, one.language, one.short],
        )
        for one in sorted(times)
    )
