"""Two texts of a user's own, read, aligned, and each pair assessed if that is wanted."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path, PurePosixPath

from cleaners import sentences
from cleaners.bitext.beads import joined
from cleaners.bitext.checks.pair import Pair
from cleaners.bitext.presets import DEFAULT, PRESETS
from cleaners.bitext.quality import assess_all
from cleaners.bitext.windows import align_stream
from cleaners.encoding import UnreadableError, decode
from flows.corpora.results import Result
from flows.corpora.units import SAMPLED, Languages, language_of, plain, stem, tag_of
from flows.progress import Progress
from flows.raw_streams import open_stream
from flows.settings import SettingsError

# A whole text, decompressed: a shelf of novels.
LARGEST = 1 << 30
# From this share of lines of several sentences on, lines are paragraphs.
PARAGRAPHS = 0.3
# Pairs assessed at once.
PAIRS_A_BATCH = 256


@dataclass(frozen=True)
class Side:
    """One text: its sentences, and the line from which each comes, from 1."""

    file: str
    sentences: tuple[str, ...]
    lines: tuple[int, ...]
    language: str


@dataclass(frozen=True)
class Texts:
    """Two texts to align, and what a person should know of them."""

    source: Side
    target: Side
    hints: tuple[str, ...] = ()


def read_sides(source: str, target: str, asked: Languages, *, split: bool) -> Texts:
    """Read two text files, one sentence a line or, to ``split``, one paragraph a line.

    Raises ``SettingsError`` when a file cannot be read or its language cannot be told.
    """
    one = _side(source, asked.source, "--from", split=split)
    other = _side(target, asked.target, "--to", split=split)
    hints = [] if split else [hint for side in (one, other) if (hint := _hint(side))]
    return Texts(one, other, tuple(hints))


def _side(file: str, language: str, option: str, *, split: bool) -> Side:
    numbered = [
        (number, text) for number, line in enumerate(_lines(file), 1) if (text := plain(line))
    ]
    language = language or language_of([text for _, text in numbered[:SAMPLED]]) or _named(file)
    if not language:
        raise SettingsError(f"{file}: its language is not clear; give {option}")
    if split:
        numbered = [
            (number, text[start:end])
            for number, text in numbered
            for start, end in sentences.split(text, language)
        ]
    return Side(
        file, tuple(text for _, text in numbered), tuple(line for line, _ in numbered), language
    )


def _lines(file: str) -> list[str]:
    try:
        with open_stream(Path(file)) as stream:
            data = stream.read_all(LARGEST)
            fault = stream.fault
    except OSError as error:
        raise SettingsError(f"{file}: {error.strerror}; name a file that can be read") from error
    if fault or data is None:
        raise SettingsError(f"{file}: {fault.detail if fault else 'is too large'}; give another")
    try:
        return decode(data).split("\n")
    except UnreadableError as error:
        raise SettingsError(f"{file}: {error.detail}") from error


def _named(file: str) -> str:
    """Give the language that a part of a file's name is."""
    parts = stem(PurePosixPath(file).name).split(".")[1:]
    return next(filter(None, map(tag_of, reversed(parts))), "")


def _hint(side: Side) -> str:
    """Say so when lines seem to be paragraphs."""
    sample = side.sentences[:SAMPLED]
    several = sum(len(sentences.split(text, side.language)) > 1 for text in sample)
    if several <= PARAGRAPHS * len(sample):
        return ""
    share = f"{several} of the first {len(sample)} lines hold several sentences"
    return f"{side.file}: {share}; --split aligns sentence by sentence"


def results(texts: Texts, *, judge: bool, advance: Progress) -> Iterator[Result]:
    """Align the texts and give pair after pair, gaps included; ``judge`` assesses them, too."""
    source, target = texts.source, texts.target
    total = len(source.sentences) + len(target.sentences)
    beads = align_stream(
        source.sentences,
        target.sentences,
        (source.language, target.language),
        lambda i, j: advance("align", i + j, total),
    )
    found = (
        Result(
            number,
            source.language,
            target.language,
            joined([source.sentences[index] for index in bead.source], source.language),
            joined([target.sentences[index] for index in bead.target], target.language),
            alignment=f"{len(bead.source)}-{len(bead.target)}",
            source_index=tuple(source.lines[index] for index in bead.source),
            target_index=tuple(target.lines[index] for index in bead.target),
            score_alignment=bead.score,
        )
        for number, bead in enumerate(beads, 1)
    )
    return _judged(found) if judge else found


def _judged(found: Iterator[Result]) -> Iterator[Result]:
    """Assess pairs some at a time; a gap has nothing to assess."""
    while batch := list(islice(found, PAIRS_A_BATCH)):
        whole = [one for one in batch if one.source and one.target]
        qualities = iter(assess_all([_pair(one) for one in whole]))
        for one in batch:
            if one.source and one.target:
                quality = next(qualities)
                accepted = PRESETS[DEFAULT].accepts(quality)
                yield replace(one, quality=quality, accepted=accepted)
            else:
                yield replace(one, accepted=False)


def _pair(result: Result) -> Pair:
    return Pair(result.source, result.target, result.source_lang, result.target_lang)
