"""From rules to the entries of the index: calques, topic words and every form of each concept.

More than a million forms are made, some thousand at a time: each batch becomes hashes and rows of
numbers, so that compiling needs little more memory than the index. Which forms several concepts
claim is found by sorting the hashes.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import chain, islice
from typing import TypeVar, get_args

import numpy as np
from numpy.typing import NDArray

from cleaners.artifacts import lexicon, romanisation
from cleaners.artifacts.calques import Calque
from cleaners.artifacts.form_table import (
    ANY,
    CALQUE,
    FIELDS,
    FORM,
    NOT_SMALL,
    OPEN,
    SHORT,
    STEM,
    TOPIC,
    Entries,
    Row,
)
from cleaners.artifacts.forms import NEVER, RIGHT, STRONG, WITNESSED, Form, Origin, fold
from cleaners.artifacts.general import General
from cleaners.artifacts.generation import forms_to_find, right_forms
from cleaners.artifacts.lexicon import Concept, Lexicon

Entry = tuple[str, Row]

ORIGINS: tuple[Origin, ...] = get_args(Origin)
LANGUAGES = ("", *sorted(lexicon.LANGUAGES))
"""An entry says its origin and its language by their number here."""
_ORIGIN_CODES: Mapping[str, int] = {origin: code for code, origin in enumerate(ORIGINS)}
LANGUAGE_CODES: Mapping[str, int] = {language: code for code, language in enumerate(LANGUAGES)}
_RIGHT_CODES = [_ORIGIN_CODES[origin] for origin in sorted(RIGHT)]
AT_ONCE = 8192
"""So many forms are held at a time."""
_LANGUAGE_STEP = np.uint64(0x9E3779B97F4A7C15)
"""A hash with a language's number of these added to it is another hash."""
_Value = TypeVar("_Value")


def gathered(
    words: Lexicon,
    phrases: Mapping[str, tuple[Calque, ...]],
    names: General,
    at_once: int = AT_ONCE,
) -> tuple[Entries, tuple[str, ...]]:
    """Give all entries, and the exact spellings, which the entries have by number.

    A right form is never also a wrong one. Where two concepts claim a wrong form, both get it, and
    both need strong evidence. General names get the forms that are no right forms of the lexicon.
    ``at_once`` bounds how many forms are held.
    """
    right = {form.text for concept in _approved(words) for form in right_forms(concept)}
    numbers = {identifier: number for number, identifier in enumerate(words.concepts)}
    exact: dict[str, int] = {}
    batches = _batches(_forms(words, right), at_once)
    forms = _settled(Entries.joined([_of(batch, numbers, exact) for batch in batches]))
    used = _renumbered(forms.rows["exact"])
    spellings = tuple(exact)
    rows = chain(_phrase_rows(phrases), _topic_rows(words))
    own, general = (
        [_noted(batch) for batch in _batches(entries, at_once)]
        for entries in (rows, _general_rows(words, names, right))
    )
    return Entries.joined([*own, forms, *general]), tuple(spellings[number] for number in used)


def _batches(values: Iterator[_Value], at_once: int) -> Iterator[list[_Value]]:
    while batch := list(islice(values, at_once)):
        yield batch


def _approved(words: Lexicon) -> Iterator[Concept]:
    return (concept for concept in words.concepts.values() if concept.status == "approved")


def _forms(words: Lexicon, right: set[str]) -> Iterator[Form]:
    """Give the right forms of all concepts, then the wrong ones that are nobody's right form."""
    for concept in _approved(words):
        yield from right_forms(concept)
    for concept in _approved(words):
        for form in forms_to_find(concept, words.glosses):
            if form.text not in right:
                yield form


def _of(forms: list[Form], numbers: Mapping[str, int], exact: dict[str, int]) -> Entries:
    """Make entries of forms; ``exact`` gets the exact spellings that are new."""
    texts, concepts, origins, needs, short, languages, spellings, stems = zip(*forms, strict=True)
    rows = np.empty(len(forms), FIELDS)
    rows["what"] = FORM
    rows["subject"] = [numbers[concept] for concept in concepts]
    rows["origin"] = [_ORIGIN_CODES[origin] for origin in origins]
    rows["need"] = needs
    rows["flags"] = SHORT * np.array(short, np.uint8) | STEM * np.array(stems, np.uint8)
    rows["language"] = [LANGUAGE_CODES[language] for language in languages]
    rows["exact"] = [exact.setdefault(text, len(exact)) if text else -1 for text in spellings]
    rows["first"] = [*map(_first_letter, forms)]
    return Entries.of(texts, rows)


def _first_letter(form: Form) -> int:
    """Say which first letter a text must have for the matcher to find the form there."""
    if form.origin in RIGHT:
        return ord(form.exact[0])
    if form.origin == "suffix" or (form.origin in ("literal", "calque") and " " in form.text):
        return ANY
    return NOT_SMALL


def _settled(entries: Entries) -> Entries:
    """Keep each form once for each concept that may claim it, the first claims before the others.

    A form is a string in a language. A right one belongs to the first concept that has it.
    """
    rows = entries.rows
    forms = entries.strings.keys + rows["language"] * _LANGUAGE_STEP
    order = np.argsort(forms, kind="stable")
    starts = np.append(True, forms[order][1:] != forms[order][:-1])[: len(order)]
    firsts = order[starts][np.cumsum(starts) - 1]
    wrong = ~np.isin(rows["origin"], _RIGHT_CODES)
    claimed = (rows["subject"][order] != rows["subject"][firsts]) & wrong[order]
    rivals = np.sort(order[claimed])
    contested = np.concatenate([rivals, firsts[claimed]])
    rows["need"][contested] = np.maximum(rows["need"][contested], STRONG)
    return entries.at(np.concatenate([np.sort(order[starts]), rivals]))


def _renumbered(exact: NDArray[np.int32]) -> list[int]:
    """Count the exact spellings in the order in which they are met; give their old numbers."""
    known = np.flatnonzero(exact >= 0)
    old, firsts, places = np.unique(exact[known], return_index=True, return_inverse=True)
    order = np.argsort(firsts)
    exact[known] = np.argsort(order)[places]
    used: list[int] = old[order].tolist()
    return used


def _noted(entries: list[Entry]) -> Entries:
    texts, rows = zip(*entries, strict=True)
    return Entries.of(texts, np.array([*rows], FIELDS))


def _phrase_rows(phrases: Mapping[str, tuple[Calque, ...]]) -> Iterator[Entry]:
    number = 0
    for text, rules in phrases.items():
        for _ in rules:
            yield text, (CALQUE, number, 0, 0.0, 0, 0, -1, ANY)
            number += 1


def _topic_rows(words: Lexicon) -> Iterator[Entry]:
    for domain, topics in enumerate(words.domains.values()):
        for topic in topics:
            flags = OPEN * topic.endswith("*")
            yield fold(topic).rstrip("*"), (TOPIC, domain, 0, 0.0, flags, 0, -1, ANY)


def _general_rows(words: Lexicon, names: General, right: set[str]) -> Iterator[Entry]:
    """Give the forms of the general names that the lexicon does not have."""
    known = {
        romanisation.simplified(source)
        for concept in words.concepts.values()
        for source in concept.source
    }
    spelling, source_code = _ORIGIN_CODES["spelling"], _ORIGIN_CODES["source"]
    first = len(words.concepts)
    for number in range(len(names)):
        sources = names.sources(number)
        if any(romanisation.simplified(source) in known for source in sources):
            continue
        for source in sources:
            row = (FORM, first + number, source_code, NEVER, 0, 0, -1, NOT_SMALL)
            yield fold(source), row
        for text in dict.fromkeys(names.forms(number)):
            if len(text) > 2 and text not in right:
                row = (FORM, first + number, spelling, WITNESSED, 0, 0, -1, NOT_SMALL)
                yield text, row
