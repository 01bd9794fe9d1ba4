"""Which of the raw files are corpora: pairs that are aligned already, not pages."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from flows.corpora.opening import KINDS, Corpus
from flows.corpora.records import holds_pairs
from flows.corpora.units import Languages, languages_in, stem, tag_of
from flows.raw_streams import open_stream

# Suffixes of corpora and of nothing else; the others may hold pages.
ALWAYS = frozenset({".tmx", ".sent", ".tab"})


@dataclass(frozen=True)
class RawCorpus:
    """A corpus below the raw folder; ``path`` names it in a release, ``files`` are below raw."""

    path: str
    files: tuple[str, ...]
    corpus: Corpus


def find_corpora(folder: Path, paths: Sequence[str]) -> list[RawCorpus]:
    """Tell which of the files below a folder are corpora, in the order of their paths."""
    found = [*_single(folder, paths), *_moses(folder, paths)]
    return sorted(found, key=lambda corpus: corpus.files)


def _single(folder: Path, paths: Sequence[str]) -> Iterator[RawCorpus]:
    for path in paths:
        name = PurePosixPath(path).name
        suffix = PurePosixPath(stem(name)).suffix.lower()
        if suffix in KINDS and (suffix in ALWAYS or _holds_pairs(folder / path, suffix)):
            corpus = Corpus((folder / path,), KINDS[suffix], suffix, languages_in(name))
            yield RawCorpus(f"{folder.resolve().name}/{path}", (path,), corpus)


def _holds_pairs(file: Path, suffix: str) -> bool:
    """Look into a file of records; one that cannot be read holds none."""
    try:
        with open_stream(file) as stream:
            return holds_pairs(stream, suffix, named=languages_in(file.name).known)
    except OSError:
        return False


def _moses(folder: Path, paths: Sequence[str]) -> Iterator[RawCorpus]:
    """Give files that differ only in the language at the end of their names, two and two."""
    sides: dict[str, dict[str, str]] = defaultdict(dict)
    for path in paths:
        bare = stem(path)
        suffix = PurePosixPath(bare).suffix
        if tag := tag_of(suffix[1:]):
            sides[bare[: -len(suffix)]].setdefault(tag, path)
    for prefix, there in sides.items():
        named = languages_in(prefix)
        tags = [named.source, named.target] if named.known else sorted(there)
        if len(tags) == 2 and set(tags) <= there.keys():
            files = tuple(there[tag] for tag in tags)
            corpus = Corpus(tuple(folder / file for file in files), "moses", "", Languages(*tags))
            yield RawCorpus(f"{folder.resolve().name}/{files[0]}", files, corpus)
