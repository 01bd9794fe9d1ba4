"""Rules for the sites of a collection: proposed from its pages, accepted by a person.

Proposals are one TOML file a site in a folder of their own; nothing reads them but ``accept``,
which moves what a person accepted into a folder of rules.
"""

from __future__ import annotations

import json
import os
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from cleaners import rule_check
from cleaners.boilerplate import kinds, site_rules, sites
from cleaners.boilerplate.site_rules import SiteRule
from cleaners.boilerplate.sites import Observed
from cleaners.records import Reject, Scrape
from cleaners.rules import BUILT_IN, RULE_SUFFIXES, RuleFileError, Rules
from flows import raw
from flows.codec import from_json
from flows.progress import Progress, no_progress
from flows.settings import Settings, SettingsError
from flows.shards import batches_of, page_key
from flows.store import Store, write_atomically
from flows.workers import OBSERVE, Work, run_batches

_HEADER = """\
# Lines that {site} repeats on its pages: proposals for review, not applied.
# Set status = "accepted" (or "rejected", so that it is not proposed again), then:
#     limpide rules accept {file}
"""
_ACCEPTED = """\
# What {site} puts on its pages and nobody wants in an article. Applies to that site only.
"""


def propose(
    settings: Settings, out: Path, progress: Progress = no_progress
) -> list[tuple[Path, list[SiteRule]]]:
    """Write the proposals for each site of the raw folder: the files, with their rules.

    What a person decided in such a file before stays, and what was decided in the rules is not
    proposed again.
    """
    settings = settings.checked()
    rules = settings.load_rules()
    with tempfile.TemporaryDirectory(prefix="limpide-") as folder:
        store = Store(Path(folder))
        keys = _observe(settings, rules, store, progress)

        def pages() -> Iterator[Observed]:
            return (from_json(value["observed"], Observed) for _, value in store.load(keys))

        proposed = sites.propose(pages)
    decided = _decided(rules)
    written = []
    for site, listed in proposed.items():
        file = out / f"{site}.toml"
        new = [rule for rule in listed if rule.id not in decided]
        before = site_rules.read(file)[1] if file.is_file() else []
        kept = [rule for rule in before if rule.status != "proposed"]
        new = [rule for rule in new if rule.id not in {other.id for other in kept}]
        if new:
            header = _HEADER.format(site=site, file=file)
            write_atomically(file, (header + to_toml(site, [*kept, *new])).encode())
            written.append((file, new))
    return written


def _observe(settings: Settings, rules: Rules, store: Store, progress: Progress) -> list[str]:
    """Observe all pages, a batch at a time, and store what was seen; gives the pages' keys."""
    keys: list[str] = []

    def works() -> Iterator[Work[Scrape]]:
        for file in raw.list_files(settings.raw):
            for item in raw.read_file(settings.raw, file):
                if not isinstance(item, Reject):
                    keys.append(page_key(item))
                    yield Work(keys[-1], item)

    workers = settings.workers or os.cpu_count() or 1
    for results in run_batches(OBSERVE, batches_of(works()), rules, workers):
        store.save(results)
        progress("observe", len(keys), len(keys))
    return list(dict.fromkeys(keys))


def _decided(rules: Rules) -> frozenset[str]:
    return frozenset(
        rule.id for file in rules.files(site_rules.FOLDER) for rule in site_rules.read(file)[1]
    )


@dataclass(frozen=True, slots=True)
class Acceptance:
    """What was accepted for a site, and the rule file that holds it now."""

    site: str
    file: Path
    rules: tuple[SiteRule, ...]


def accept(proposals: Path, folder: Path, names: Sequence[str], *, everything: bool) -> Acceptance:
    """Move accepted rules (by status, by id, or all that are proposed) into a folder of rules.

    Raises ``SettingsError`` when there is nothing to accept, ``RuleFileError`` for a broken file.
    """
    if not proposals.is_file():
        raise SettingsError(f"{proposals}: no such file; 'limpide rules propose' writes it")
    site, listed = site_rules.read(proposals)
    unknown = sorted(set(names) - {rule.id for rule in listed})
    if unknown:
        raise SettingsError(f"{proposals}: has no rule {', '.join(unknown)}; look up its ids")
    chosen = [
        replace(rule, status="accepted")
        for rule in listed
        if rule.status == "accepted"
        or rule.id in names
        or (everything and rule.status == "proposed")
    ]
    if not chosen:
        raise SettingsError(
            f'{proposals}: nothing is accepted yet; set status = "accepted" on a rule, '
            "or name one with --rule, or all with --all"
        )
    _check_kinds(proposals, chosen)
    file = folder / site_rules.FOLDER / f"{site}.toml"
    before = site_rules.read(file)[1] if file.is_file() else []
    ids = {rule.id for rule in chosen}
    merged = [rule for rule in before if rule.id not in ids] + chosen
    write_atomically(file, (_ACCEPTED.format(site=site) + to_toml(site, merged)).encode())
    left = [rule for rule in listed if rule.id not in ids]
    if left:
        header = _HEADER.format(site=site, file=proposals)
        write_atomically(proposals, (header + to_toml(site, left)).encode())
    else:
        proposals.unlink()
    return Acceptance(site, file, tuple(chosen))


def _check_kinds(file: Path, rules: Sequence[SiteRule]) -> None:
    known = kinds.known(Rules())
    for rule in rules:
        if rule.kind not in known:
            listed = ", ".join(sorted(known))
            raise RuleFileError(file, rule.id, f"'kind' must be one of {listed}")


def check(rules: Rules) -> Iterator[str]:
    """Read every rule file of all layers and say what each layer holds, a line each.

    Raises ``RuleFileError`` at the first mistake.
    """
    rule_check.check(rules)
    for folder in rules.folders:
        files = [f for f in sorted(folder.rglob("*")) if f.suffix in RULE_SUFFIXES and f.is_file()]
        name = "built-in rules" if folder == BUILT_IN else str(folder)
        count = "1 file" if len(files) == 1 else f"{len(files)} files"
        yield f"{name}: {count}, no mistakes"
        for file in sorted((folder / site_rules.FOLDER).glob("*.toml")):
            site, listed = site_rules.read(file)
            counts = [(s, sum(rule.status == s for rule in listed)) for s in site_rules.STATUSES]
            said = ", ".join(f"{count} {status}" for status, count in counts if count)
            yield f"  {site}: {said or 'no rules'}"


def to_toml(site: str, rules: Sequence[SiteRule]) -> str:
    """Write site rules as TOML, in the order given."""
    lines = [f"site = {_quoted(site)}"]
    for rule in rules:
        lines += ["", "[[rule]]"]
        lines += [f"{name} = {_quoted(value)}" for name, value in _texts(rule) if value]
        lines += [
            f"{name} = {value}"
            for name, value in (
                ("pages", rule.pages),
                ("of", rule.of),
                ("share", round(rule.pages / rule.of, 3) if rule.of else 0.0),
                ("kept", rule.kept),
                ("removed", rule.removed),
            )
        ]
        lines.append("examples = [")
        lines += [
            f"    {{ page = {_quoted(example.page)}, text = {_quoted(example.text)} }},"
            for example in rule.examples
        ]
        lines.append("]")
    return "\n".join(lines) + "\n"


def _texts(rule: SiteRule) -> list[tuple[str, str]]:
    names = ("id", "status", "kind", "line", "path", "css", "note")
    return [(name, str(getattr(rule, name))) for name in names]


def _quoted(text: str) -> str:
    """Quote a text as TOML: JSON's escapes, and one for DEL; halves of surrogates are no text."""
    whole = text.encode("utf-8", "replace").decode("utf-8")
    return json.dumps(whole, ensure_ascii=False).replace("\x7f", "\\u007f")
