"""How much of what the lexicon knows does discovery find again when the lexicon forgets it?

    python -m benchmarks.discovery --raw DIR --artifacts FILE.jsonl [--pages FILE.jsonl]
    python -m benchmarks.discovery --raw DIR

``artifacts`` lists wrong forms of the pages: {path, surface, right, alts, tier}; without it they
are those that the whole lexicon repairs. Every concept and general name that has one of the right
forms, or makes one of the wrong ones, is taken out of a copy of the rules; then the pages are
cleaned and discovery runs. A form counts as found when a candidate is that form (case, articles,
Cyrillic case endings and a generic "company" aside) among the first ``--first``. ``pages`` ({path,
story}) splits the figures by halves of the stories.
"""

from __future__ import annotations

import argparse
import json
import shutil
import tempfile
from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from cleaners.artifacts import exchange, lexicon, tables
from cleaners.artifacts.discovery import Candidate
from cleaners.artifacts.forms import fold
from cleaners.artifacts.generation import wrong_forms
from cleaners.artifacts.lexicon import Concept
from cleaners.artifacts.romanisation import simplified
from cleaners.rules import BUILT_IN, Rules
from flows.collection import collect
from flows.discover import candidates, from_collection
from flows.settings import Settings
from flows.shards import clean_pages

SMALL = frozenset({"la", "le", "les", "el", "los", "the", "company"})
SHORTEST_STEM, LONGEST_ENDING = 4, 3


@dataclass(frozen=True)
class Artifact:
    """A wrong form on a page, with the forms that are right."""

    path: str
    surface: str
    rights: frozenset[str]
    tier: str
    language: str


def main() -> None:
    """Read the options, hide, discover, count."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--raw", type=Path, required=True, help="folder with the scraped pages")
    parser.add_argument("--artifacts", type=Path, help="the wrong forms on them")
    parser.add_argument("--pages", type=Path, help="the story of each page")
    parser.add_argument("--first", type=int, default=200, help="candidates that count")
    parser.add_argument("--list", action="store_true", help="print the candidates, too")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        work = Path(folder)
        settings = Settings(raw=options.raw, clean=work / "clean", workers=1)
        artifacts = (
            _read(options.artifacts) if options.artifacts else list(_repaired(settings, work))
        )
        rules, hidden = _forgetful(artifacts, work / "rules")
        print(f"{hidden} names hidden")
        pages = clean_pages(settings, rules)
        material = from_collection(collect(settings, rules, pages))
        found, documents, couples = candidates([material], rules)
    print(f"{documents} documents, {couples} document pairs, {len(found)} candidates")
    stories = _stories(options.pages) if options.pages else {}
    _report(artifacts, found[: options.first], stories)
    if options.list:
        for number, one in enumerate(found[: options.first], 1):
            clues = " ".join(f"{clue.kind}:{clue.times}" for clue in one.clues)
            print(number, one.score, one.wrong, one.canonical, one.source, clues, sep="\t")


def _read(file: Path) -> list[Artifact]:
    rows = map(json.loads, file.read_text("utf-8").splitlines())
    return [
        Artifact(
            row["path"],
            row["surface"],
            frozenset(map(fold, (row["right"], *row["alts"]))),
            row["tier"],
            row["lang"],
        )
        for row in rows
    ]


def _repaired(settings: Settings, work: Path) -> Iterable[Artifact]:
    """Give what the whole lexicon repairs."""
    rules = Rules((BUILT_IN,), work)
    whole = replace(settings, clean=work / "whole")
    for document in collect(whole, rules, clean_pages(whole, rules)).documents:
        for edit in document.edits:
            if edit.step == "names":
                right = frozenset([fold(edit.after)])
                yield Artifact(document.path, edit.before, right, "repaired", document.language)


def _forgetful(artifacts: Iterable[Artifact], folder: Path) -> tuple[Rules, int]:
    """Copy the rules without the concepts that the artifacts are of; say how many went."""
    rights = {right for one in artifacts for right in one.rights}
    wrongs = {fold(one.surface) for one in artifacts}
    shutil.copytree(BUILT_IN, folder)
    words = lexicon.read(Rules())
    hidden = {one.id for one in words.concepts.values() if _is_of(one, rights, wrongs, words)}
    sources = {simplified(s) for one in hidden for s in words.concepts[one].source}
    kept = [one for one in words.concepts.values() if one.id not in hidden]
    kept = [replace(c, linked=tuple(x for x in c.linked if x not in hidden)) for c in kept]
    for file in sorted((folder / "lexicon").iterdir()):
        if file.name not in {lexicon.DOMAINS_FILE, *lexicon.GLOSSES_FILES}:
            file.unlink()
    rows = (tables.row(exchange.entry(one)) for one in kept)
    lines = ["\t".join(tables.COLUMNS), *rows]
    (folder / "lexicon" / "known.tsv").write_text("\n".join(lines) + "\n", "utf-8")
    gone = sum(
        _without(file, rights, sources) for file in sorted((folder / "gazetteer").glob("*.tsv"))
    )
    return Rules((folder,), folder.parent), len(hidden) + gone


def _is_of(
    concept: Concept, rights: Collection[str], wrongs: Collection[str], words: lexicon.Lexicon
) -> bool:
    names = [concept.name, concept.short, *concept.variants]
    names += [name for _, name in (*concept.names, *concept.shorts)]
    if any(fold(name) in rights for name in names):
        return True
    forms = {form.text for form in wrong_forms(concept, words.glosses)}
    return not forms.isdisjoint(wrongs) or not set(concept.source).isdisjoint(wrongs)


def _without(file: Path, rights: Collection[str], sources: Collection[str]) -> int:
    """Take general names out of a table; gives how many."""
    header, *rows = file.read_text("utf-8").splitlines()
    kept = []
    for row in rows:
        _, _, name, source, _ = row.split("\t")
        if fold(name) not in rights and not any(
            simplified(s) in sources for s in source.split("|")
        ):
            kept.append(row)
    file.write_text("\n".join([header, *kept]) + "\n", "utf-8")
    return len(rows) - len(kept)


def _stories(file: Path) -> dict[str, str]:
    rows = map(json.loads, file.read_text("utf-8").splitlines())
    return {row["path"]: row["story"] for row in rows if row["story"]}


def _report(artifacts: Sequence[Artifact], found: list[Candidate], stories: dict[str, str]) -> None:
    """Count each wrong form of a concept once."""
    distinct = {(fold(one.surface), one.rights): one for one in artifacts}
    places: defaultdict[str, list[str]] = defaultdict(list)
    hits: set[int] = set()
    named = 0
    for one in distinct.values():
        number = next((n for n, c in enumerate(found) if _is_same(c, one)), None)
        is_right = number is not None and fold(found[number].canonical) in one.rights
        named += is_right
        groups = ["all", f"tier {one.tier}"]
        if stories:
            order = sorted(set(stories.values()))
            half = order.index(stories[one.path]) % 2 if one.path in stories else 0
            groups.append("other half of the stories" if half else "half that was tuned on")
        for group in groups:
            places[group].append("" if number is None else "found")
        if number is None:
            print(f"not found: {one.surface} ({one.language}, {one.path})")
        else:
            hits.add(number)
    for group, results in places.items():
        share = results.count("found") / len(results)
        print(f"{group}: {results.count('found')} of {len(results)} = {share:.3f}")
    print(f"with the right form: {named}")
    for first in (50, 100, 200):
        among = min(first, len(found))
        if among:
            print(f"of the first {first}: {sum(n < first for n in hits) / among:.2f} hidden ones")
    kinds: defaultdict[str, list[bool]] = defaultdict(list)
    for number, candidate in enumerate(found):
        kinds[candidate.clues[0].kind].append(number in hits)
    for kind, right in sorted(kinds.items()):
        print(f"{kind}: {sum(right)} of {len(right)} candidates are hidden ones")


def _is_same(candidate: Candidate, one: Artifact) -> bool:
    wrong, surface = _plain(candidate.wrong), _plain(one.surface)
    if wrong == surface:
        return True
    if one.language not in ("ru", "uk"):
        return False
    stem = min(len(wrong), len(surface))
    while stem and wrong[:stem] != surface[:stem]:
        stem -= 1
    longest = max(len(wrong), len(surface))
    return stem >= SHORTEST_STEM and longest - stem <= LONGEST_ENDING


def _plain(text: str) -> str:
    words = fold(text).replace("l'", "").split()
    return " ".join(word for word in words if word not in SMALL)


if __name__ == "__main__":
    main()
