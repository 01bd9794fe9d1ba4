"""From the names that a person gives: which files a corpus is, of which kind and languages."""

from __future__ import annotations

import itertools
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Literal

from flows.corpora.records import count_lines, read_moses, read_pairs_jsonl, read_table
from flows.corpora.tmx import read_tmx
from flows.corpora.units import (
    SAMPLED,
    Languages,
    Unit,
    detect,
    languages_in,
    matches,
    stem,
    tag_of,
)
from flows.raw_streams import Fault, RawStream, open_stream
from flows.settings import SettingsError

Kind = Literal["tmx", "table", "jsonl", "moses"]
KINDS: dict[str, Kind] = {
    ".tmx": "tmx",
    ".tsv": "table",
    ".tab": "table",
    ".sent": "table",
    ".csv": "table",
    ".jsonl": "jsonl",
    ".ndjson": "jsonl",
}
STANDARD_INPUT = "-"
_ENOUGH = 64


@dataclass(frozen=True)
class Corpus:
    """A corpus of one file, or of two that correspond line by line, and what its names tell."""

    files: tuple[Path, ...]
    kind: Kind
    suffix: str
    languages: Languages

    @property
    def name(self) -> str:
        """What to call it in messages."""
        return " and ".join(map(str, self.files))

    @property
    def size(self) -> int:
        """Bytes in the first file; 0 where nobody can know."""
        file = self.files[0]
        return file.stat().st_size if str(file) != STANDARD_INPUT else 0


class Reader:
    """The units of a corpus, read once, and how far reading is."""

    def __init__(self, corpus: Corpus, asked: Languages) -> None:
        """Read ``corpus``, and of its languages those that are ``asked`` for."""
        self._corpus = corpus
        self._asked = asked
        self._stream: RawStream | None = None

    @property
    def position(self) -> int:
        """Bytes of the first file that are read."""
        return self._stream.position if self._stream else 0

    def __iter__(self) -> Iterator[Unit | Fault]:
        """Read the units, and faults where something cannot be read; never all at once."""
        corpus = self._corpus
        if corpus.kind == "moses":
            yield from self._moses(*corpus.files)
            return
        with _opened(corpus.files[0]) as stream:
            self._stream = stream
            if corpus.kind == "tmx":
                yield from read_tmx(stream, self._asked)
            elif corpus.kind == "jsonl":
                yield from read_pairs_jsonl(stream, self._asked)
            else:
                yield from read_table(stream, corpus.suffix, self._asked)
            if stream.fault:
                yield stream.fault

    def _moses(self, source: Path, target: Path) -> Iterator[Unit | Fault]:
        """Read two files, unless their line counts show that they do not correspond."""
        counts = []
        for path in (source, target):
            with _opened(path) as stream:
                counts.append(count_lines(stream))
        if counts[0] != counts[1]:
            detail = f"{source.name} has {counts[0]:,} lines and {target.name} {counts[1]:,}"
            yield Fault("unequal-lines", detail)
            return
        with _opened(source) as one, _opened(target) as other:
            self._stream = one
            yield from read_moses(one, other)
            for stream in (one, other):
                if stream.fault:
                    yield stream.fault


def find(files: Sequence[str], asked: Languages) -> Corpus:
    """Find the corpus that a person means: a file, two Moses files, or what these begin with.

    Raises ``SettingsError`` when there is no such file, or it is not clear which are meant.
    """
    if len(files) == 2:
        paths = tuple(map(Path, files))
        sides = [stem(path.name).rpartition(".")[2] for path in paths]
        return Corpus(paths, "moses", "", Languages(*map(tag_of, sides)))
    path = Path(files[0])
    if files[0] == STANDARD_INPUT or path.is_file():
        suffix = PurePosixPath(stem(path.name)).suffix
        if tag_of(suffix[1:]):
            return _halves(path.with_name(stem(path.name)[: -len(suffix)]), asked, first=path)
        kind = KINDS.get(suffix.lower()) or _kind_by_content(path)
        return Corpus((path,), kind, suffix.lower() or ".tsv", languages_in(path.name))
    return _halves(path, asked)


def _halves(prefix: Path, asked: Languages, first: Path | None = None) -> Corpus:
    """Find the two files of a Moses corpus by what their names begin with."""
    there: dict[str, Path] = {}
    for file in sorted(prefix.parent.glob(f"{_escaped(prefix.name)}.*")):
        if tag := tag_of(stem(file.name)[len(prefix.name) + 1 :]):
            there.setdefault(tag, file)
    own = tag_of(PurePosixPath(stem(first.name)).suffix[1:]) if first else ""
    wanted = _wanted(asked, languages_in(prefix.name), own)
    pairs = [
        (one, other)
        for one in there
        for other in there
        if one != other and matches(wanted.source, one) and matches(wanted.target, other)
    ]
    if wanted == Languages():
        pairs = [(one, other) for one, other in pairs if one < other]
    if len(pairs) == 1:
        source, target = pairs[0]
        return Corpus((there[source], there[target]), "moses", "", Languages(source, target))
    if not there:
        raise SettingsError(f"{prefix}: No such file; name a corpus that can be read")
    if not pairs:
        missing = "name both files of the corpus"
        raise SettingsError(f"{first or prefix}: its counterpart is not there; {missing}")
    listed = ", ".join(sorted(there))
    raise SettingsError(f"{prefix}: is there in {listed}; say which two with --from and --to")


def _wanted(asked: Languages, named: Languages, own: str) -> Languages:
    """Say which languages are wanted: those asked for, else what the names tell."""
    if asked.known or (asked != Languages() and own in ("", asked.source, asked.target)):
        return asked
    if asked == Languages():
        return named if named.known else Languages(own)
    return Languages(asked.source or own, asked.target or own)


def _escaped(name: str) -> str:
    """Keep a file name from acting as a pattern."""
    return "".join(f"[{char}]" if char in "*?[" else char for char in name)


def _kind_by_content(path: Path) -> Kind:
    """Tell by its first characters what a file holds whose name does not."""
    if str(path) == STANDARD_INPUT:
        start = sys.stdin.buffer.peek(_ENOUGH)  # type: ignore[union-attr]
    else:
        with _opened(path) as stream:
            start = stream.read(_ENOUGH)
    start = start.lstrip(b"\xef\xbb\xbf\xff\xfe\0 \t\r\n")
    if start.startswith(b"<"):
        return "tmx"
    return "jsonl" if start.startswith(b"{") else "table"


def _opened(path: Path) -> RawStream:
    if str(path) == STANDARD_INPUT:
        return RawStream(sys.stdin.buffer, "")
    try:
        return open_stream(path)
    except OSError as error:
        raise SettingsError(f"{path}: {error.strerror}; name a file that can be read") from error


def with_languages(
    items: Iterator[Unit | Fault], known: Languages, name: str
) -> Iterator[Unit | Fault]:
    """Give each unit its languages: its own, else those known, else what its first ones show.

    Raises ``SettingsError`` when nobody can know a side's language.
    """
    first = list(itertools.islice(items, SAMPLED))
    units = [item for item in first if isinstance(item, Unit)]
    silent = [unit for unit in units if not (unit.source_language and unit.target_language)]
    languages = known
    if silent and not known.known:
        languages = known.or_else(detect(silent))
        for side, option in (("source", "--from"), ("target", "--to")):
            if not getattr(languages, side) and not all(
                getattr(unit, f"{side}_language") for unit in silent
            ):
                unclear = f"the language of the {side} is not clear"
                raise SettingsError(f"{name}: {unclear}; give {option}")
    for item in itertools.chain(first, items):
        yield item.within(languages) if isinstance(item, Unit) else item
