"""Decisions about discovered names: accept, reject, edit, each kept on disk at once.

Used by ``limpide review`` and by the web page. Candidates wait in ``names.toml`` of a folder that
``limpide discover`` writes (``proposals`` by default). What is accepted becomes an entry of
``lexicon/discovered.toml`` in a folder of rules (``rules`` by default) and a regression case in
``review/cases.toml`` beside it; what is rejected goes to ``review/rejected.toml`` and is never
proposed again. Every function reads the files afresh and writes them whole, under a lock, so that a
page and a terminal may work on the same folder.
"""

from __future__ import annotations

import fcntl
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from pathlib import Path

from cleaners import rules as rule_data
from cleaners.artifacts import discovery_cases as decided
from cleaners.artifacts import lexicon
from cleaners.artifacts.discovery import Candidate
from cleaners.artifacts.discovery_cases import Case, Rejected
from cleaners.artifacts.discovery_entry import entry_for, toml_entry
from cleaners.artifacts.lexicon import Concept, Kind
from cleaners.rules import REVIEW, RuleFileError, Rules
from flows import review_file, review_page
from flows.settings import SettingsError
from flows.store import write_atomically

ENTRIES = Path("lexicon") / "discovered.toml"
CASES = Path(REVIEW) / decided.CASES_FILE
REJECTED = Path(REVIEW) / decided.REJECTED_FILE
_ENTRIES_HEADER = """\
# Names that discovery proposed and a person accepted. `limpide review` adds to them; edit freely.
"""


@dataclass(frozen=True, slots=True)
class Correction:
    """What a person changes on a candidate; an empty field stays as it was proposed.

    ``languages`` are primary tags (``fr``), ``source`` the name in the language it comes from.
    """

    canonical: str = ""
    source: str = ""
    kind: Kind | None = None
    languages: tuple[str, ...] = ()

    def applied(self, candidate: Candidate) -> Candidate:
        """Give the candidate as corrected; its id stays, so that it can be found again."""
        return replace(
            candidate,
            canonical=self.canonical.strip() or candidate.canonical,
            source=self.source.strip() or candidate.source,
            kind=self.kind or candidate.kind,
            languages=tuple(sorted(self.languages)) or candidate.languages,
        )


@dataclass(frozen=True, slots=True)
class Accepted:
    """An accepted candidate, the lexicon's entry that it became, and the entry's file."""

    candidate: Candidate
    concept: Concept
    file: Path


def candidates(folder: Path) -> list[Candidate]:
    """Give the candidates that wait for a decision, the likeliest first.

    Raises ``SettingsError`` when the folder has no review file, ``RuleFileError`` for a broken one.
    """
    return _read(folder)[0]


def accept(
    folder: Path, identifier: str, rules: Path = Path("rules"), correction: Correction | None = None
) -> Accepted:
    """Make a candidate an entry of the lexicon in a folder of rules, with a regression case.

    A concept that the lexicon has already gets the new wrong form; else a concept is made. The
    candidate leaves the review file. The folder of rules is made when it is not there.

    Raises ``SettingsError`` for an unknown id or a candidate without a right form,
    ``RuleFileError`` when the rules as they would be hold a mistake; nothing is written then.
    """
    with _locked(folder):
        waiting, edited = _read(folder)
        chosen = (correction or Correction()).applied(_find(folder, waiting, identifier))
        if not chosen.canonical:
            raise SettingsError(
                f"{identifier}: nobody knows the right form of {chosen.wrong!r}; name it with "
                f"--edit {identifier} canonical=…"
            )
        concept = _add_entry(chosen, rules)
        _add_case(chosen, concept, rules)
        _save(folder, [one for one in waiting if one.id != chosen.id], edited)
    return Accepted(chosen, concept, rules / ENTRIES)


def reject(
    folder: Path, identifier: str, rules: Path = Path("rules"), reason: str = ""
) -> Rejected:
    """Turn a candidate down for good: the same name is never proposed for the same form again.

    The candidate leaves the review file. Raises ``SettingsError`` for an unknown id.
    """
    with _locked(folder):
        waiting, edited = _read(folder)
        one = _find(folder, waiting, identifier)
        turned_down = Rejected(
            one.id, one.wrong, one.canonical, one.source, one.languages, reason.strip()
        )
        file = rules / REJECTED
        before = [old for old in decided.read_rejected(file) if old.id != one.id]
        text = review_file.rejected_to_toml([*before, turned_down])
        write_atomically(file, text.encode())
        _save(folder, [other for other in waiting if other.id != one.id], edited)
    return turned_down


def edit(folder: Path, identifier: str, correction: Correction) -> Candidate:
    """Correct a candidate in the review file without deciding about it; gives it as it is now.

    What was corrected stays when discovery runs again. Raises ``SettingsError`` for an unknown id.
    """
    with _locked(folder):
        waiting, edited = _read(folder)
        chosen = correction.applied(_find(folder, waiting, identifier))
        listed = [chosen if one.id == chosen.id else one for one in waiting]
        _save(folder, listed, edited | {chosen.id})
    return chosen


def write(folder: Path, found: Sequence[Candidate], rules: Rules) -> list[Candidate]:
    """Write what discovery found, without what was rejected; gives what was written, in order.

    What a person corrected in the review file before stays corrected.
    """
    turned_down = decided.rejected(rules)
    open_ = [one for one in found if not any(old.rules_out(one) for old in turned_down)]
    with _locked(folder):
        known = (folder / review_file.FILE).is_file()
        before, edited = _read(folder) if known else ([], frozenset[str]())
        corrected = {one.id: one for one in before if one.id in edited}
        listed = [_as_corrected(one, corrected.get(one.id)) for one in open_]
        _save(folder, listed, edited & {one.id for one in listed})
    return listed


def check(rules: Rules) -> Iterator[str]:
    """Repair the examples of all accepted names again; says how many hold, a line each file.

    Raises ``RuleFileError`` for the first case that no longer holds.
    """
    for file in rules.files(REVIEW):
        if file.name != decided.CASES_FILE:
            continue
        for case, problem in decided.failures(file, rules):
            raise RuleFileError(
                file, case.id, f"{problem}; mend the entry {case.concept!r}, or remove the case"
            )
        count = len(decided.read_cases(file))
        yield f"{file}: {count} example{'s' * (count != 1)} of accepted names, all as when accepted"


def _as_corrected(one: Candidate, before: Candidate | None) -> Candidate:
    if before is None:
        return one
    return replace(
        one,
        canonical=before.canonical,
        source=before.source,
        kind=before.kind,
        languages=before.languages,
    )


def _read(folder: Path) -> tuple[list[Candidate], frozenset[str]]:
    file = folder / review_file.FILE
    if not file.is_file():
        raise SettingsError(f"{file}: no such file; 'limpide discover --out {folder}' writes it")
    return review_file.read(file)


def _find(folder: Path, waiting: Sequence[Candidate], identifier: str) -> Candidate:
    """Find a candidate by its id, or by the beginning of one."""
    found = [one for one in waiting if identifier and one.id.startswith(identifier)]
    if len(found) != 1:
        problem = "has no candidate" if not found else "has several candidates"
        file = folder / review_file.FILE
        raise SettingsError(f"{file}: {problem} {identifier!r}; look up its id")
    return found[0]


def _save(folder: Path, listed: Sequence[Candidate], edited: frozenset[str]) -> None:
    left = edited & {one.id for one in listed}
    write_atomically(folder / review_file.FILE, review_file.to_toml(listed, left).encode())
    page = "".join(review_page.render(listed))
    write_atomically(folder / review_page.FILE, page.encode())


def _add_entry(chosen: Candidate, folder: Path) -> Concept:
    """Add a candidate to the entries of a folder of rules; take it back when that is a mistake."""
    with _fresh(folder) as rules:
        words = lexicon.read(rules)
    file = folder / ENTRIES
    before = file.read_bytes() if file.is_file() else None
    concepts = {one.id: one for one in lexicon.read_file(file)} if before else {}
    concept = entry_for(chosen, words)
    concepts[concept.id] = concept
    lines = [_ENTRIES_HEADER, "concept = ["]
    lines += [f"  {toml_entry(concepts[one])}," for one in sorted(concepts)]
    write_atomically(file, "\n".join([*lines, "]", ""]).encode())
    try:
        with _fresh(folder) as rules:
            lexicon.read(rules)
    except RuleFileError:
        if before is None:
            file.unlink()
        else:
            write_atomically(file, before)
        raise
    return concept


def _add_case(chosen: Candidate, concept: Concept, folder: Path) -> None:
    """Keep the examples of an accepted name, to be tried."""
    file = folder / CASES
    others = [case for case in decided.read_cases(file) if case.id.partition("-")[0] != chosen.id]
    new = [
        Case(
            f"{chosen.id}-{number}",
            concept.id,
            one.language,
            one.text,
            chosen.wrong,
            chosen.canonical,
            "untried",
            one.original,
            one.original_language,
            one.path,
        )
        for number, one in enumerate(chosen.examples, 1)
    ]
    write_atomically(file, review_file.cases_to_toml([*others, *new]).encode())


def settle(folder: Path = Path("rules")) -> list[Case]:
    """Try the examples of names that were accepted since the last time, and note what came of them.

    Gives the cases that were tried. Compiles the lexicon, which takes some seconds: once after
    many decisions is enough.
    """
    file = folder / CASES
    with _locked(file.parent):
        kept = decided.read_cases(file)
        untried = [case for case in kept if case.outcome == "untried"]
        if not untried:
            return []
        with _fresh(folder) as rules:
            tried = {
                case.id: replace(case, outcome=decided.outcome(case, rules)) for case in untried
            }
        text = review_file.cases_to_toml([tried.get(case.id, case) for case in kept])
        write_atomically(file, text.encode())
    return list(tried.values())


@contextmanager
def _fresh(folder: Path) -> Iterator[Rules]:
    """Load a folder's rules as they are now: what was compiled from them before is not met again.

    This process remembers rules by their folders' names: another name for the folder of what is
    compiled makes them others, and the next process finds there what this one has compiled.
    """
    folder.mkdir(parents=True, exist_ok=True)
    kept = rule_data.cache_folder().absolute()
    with suppress(OSError):
        kept.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="limpide-") as name:
        compiled = Path(name) / "compiled"
        compiled.symlink_to(kept, target_is_directory=True)
        yield rule_data.load(folder, compiled=compiled)


@contextmanager
def _locked(folder: Path) -> Iterator[None]:
    """Let one process at a time decide about the candidates of a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / ".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
