"""The kinds of boilerplate as people name them, and the evidence for a removal in plain words."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Mapping
from dataclasses import replace
from types import MappingProxyType

from cleaners.boilerplate import phrases
from cleaners.rules import Rules

# Each published kind, and what else people call it when they ask to keep it.
KINDS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "advertisement": ("ads", "adverts"),
        "app_promotion": ("apps",),
        "breadcrumb": (),
        "byline": ("authors", "dates", "datelines"),
        "caption": ("image captions", "picture captions"),
        "comment_box": ("comment forms",),
        "cookie_notice": ("cookies",),
        "copyright": (),
        "disclaimer": (),
        "footer": (),
        "language_picker": ("languages",),
        "menu": ("navigation",),
        "newsletter": (),
        "press_boilerplate": (),
        "reader_comment": ("comments", "replies", "posts"),
        "reading_time": (),
        "related_headlines": ("related", "headlines", "read also"),
        "repeated_title": (),
        "see_original": (),
        "see_translation": (),
        "share_bar": ("share buttons",),
        "source_credit": ("credits", "sources"),
        "teaser": (),
        "ticker": ("prices",),
        "time_ago": (),
    }
)
EVIDENCE: Mapping[str, str] = MappingProxyType(
    {
        "above-headline": "stands above the headline",
        "article-within": "an article of its own inside the page’s article",
        "below-the-article": "a headline below the last sentence, about something else",
        "beside-the-article": "outside the part of the page that has the headline and the text",
        "between-buttons": "stands between the buttons of two posts",
        "css": "the names that the site gives to its parts",
        "first-published": "says where the text first appeared",
        "glued": "headlines glued to the last sentence",
        "inline-label": "a labelled link to another article, put into the text",
        "inline-pair": "one of several bracketed headlines put into the text",
        "label-above": "stands below a label such as “Related articles”",
        "lead-in": "words that lead to another article, and its headline",
        "no-article": "nothing on the page is an article",
        "other-language": "another language, outside the text",
        "phrase": "a known phrase of its kind",
        "row": "a row of language names",
        "same-words": "says the headline again",
        "sequence": "how it looks, and what stands around it",
        "shape": "its shape: a price, a counter, a row of tags",
        "site-name": "the site’s name beside the headline",
        "site-rule": "a rule accepted for this site",
        "trail": "a trail of sections from the site’s front page down",
        "time-ago": "ends in how long ago it was posted",
    }
)
# Kinds of phrases that open a passage and are no boilerplate themselves.
_NOT_REMOVED = frozenset({"section_opener"})


def shown(kind: str) -> str:
    """Give a kind's name for people.

    >>> shown("language_picker")
    'language picker'
    """
    return kind.replace("_", " ")


def reason(evidence: str) -> str:
    """Say the evidence of a removal in plain words; an unknown code speaks for itself.

    >>> reason("row"), reason("odd-one-out")
    ('a row of language names', 'odd one out')
    """
    return EVIDENCE.get(evidence) or evidence.replace("-", " ")


def known(rules: Rules) -> frozenset[str]:
    """Give all kinds: the built-in ones and those of a user's phrase files."""
    return (frozenset(KINDS) | frozenset(phrases.load(rules).names)) - _NOT_REMOVED


class UnknownKindError(ValueError):
    """A kind of boilerplate that does not exist; the message lists those that do."""


def parse(names: Iterable[str], rules: Rules) -> tuple[str, ...]:
    """Turn names of kinds as people write them into published kinds, sorted, each once.

    A name is a kind (``reader_comment``), its plural, or one of its other names (``comments``);
    hyphens, spaces and capitals do not matter. Raises ``UnknownKindError`` for any other.

    >>> from cleaners import rules as rule_data
    >>> parse(["Comments", "source-credits"], rule_data.load())
    ('reader_comment', 'source_credit')
    """
    kinds = known(rules)
    names_of = {_folded(name): kind for kind in sorted(kinds) for name in _names(kind)}
    found = set()
    for name in names:
        if _folded(name) not in names_of:
            raise UnknownKindError(_unknown(name, kinds, names_of))
        found.add(names_of[_folded(name)])
    return tuple(sorted(found))


def keeping(rules: Rules, names: Iterable[str]) -> Rules:
    """Give the rules with these kinds to be kept; names as in ``parse``."""
    return replace(rules, keep=parse(names, rules)) if names else rules


def _unknown(name: str, kinds: Iterable[str], names_of: Mapping[str, str]) -> str:
    near = difflib.get_close_matches(_folded(name), names_of, 1, 0.75)
    hint = f" (did you mean {names_of[near[0]]}?)" if near else ""
    return f"kind {name!r}: is not known{hint}; the kinds are {', '.join(sorted(kinds))}"


def _names(kind: str) -> list[str]:
    plural = f"{kind[:-1]}ies" if kind.endswith("y") else f"{kind}s"
    return [*KINDS.get(kind, ()), kind, plural]


def _folded(name: str) -> str:
    return " ".join(name.replace("_", " ").replace("-", " ").casefold().split())
