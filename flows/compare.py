"""What is different between two releases: documents, segment pairs, rules, reasons."""

from __future__ import annotations

import hashlib
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz

from flows import figures
from flows.published import Published, Record

# From this likeness (0-100, `rapidfuzz.fuzz.ratio`) two pairs of the same pages are one that was
# changed; below it, one went and another came.
SAME_PAIR = 60
DOCUMENT_COLUMNS = ("id", "path", "record", "raw_sha256", "language", "title", "content")
PAIR_COLUMNS = (
    *("id", "source_lang", "target_lang", "source", "target", "source_doc", "target_doc"),
    *("accepted", "score_quality", "findings"),
)
JUDGEMENT = ("accepted", "score_quality", "findings")

Fired = Counter[tuple[str, str, str]]


@dataclass(frozen=True, slots=True)
class Change:
    """One row before and after, and why: what was noticed, or the rules that fired differently."""

    before: Record
    after: Record
    why: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Difference:
    """What became of the rows of one table."""

    added: tuple[Record, ...]
    removed: tuple[Record, ...]
    changed: tuple[Change, ...]
    judged: tuple[Change, ...]
    same: int


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two releases side by side; counts are before and after, and only those that differ."""

    made: Mapping[str, tuple[str, str]]
    funnel: Mapping[str, tuple[int, int]]
    documents: Difference
    pairs: Difference
    rules: Mapping[str, tuple[int, int]]
    findings: Mapping[str, tuple[int, int]]
    rejects: Mapping[str, tuple[int, int]]


def compare(before: Published, after: Published) -> Comparison:
    """Compare two releases, the older one first.

    Pages are the same by identifier, by file and record, or by their raw bytes; segment pairs by
    identifier, else by their texts on the same two pages.
    """
    documents, now = _documents(before, after)
    fired = _fired([*documents.changed, *documents.judged], before, after)
    explained = tuple(_with_rules(change, fired) for change in documents.changed)
    stages = (figures.funnel(before), figures.funnel(after))
    return Comparison(
        made=_made(before, after),
        funnel={name: (stages[0].get(name, 0), stages[1].get(name, 0)) for name in _union(*stages)},
        documents=Difference(
            documents.added,
            documents.removed,
            explained,
            (),
            documents.same + len(documents.judged),
        ),
        pairs=_pairs(before, after, now, fired),
        rules=_differing(figures.count_rules, before, after),
        findings=_differing(figures.count_findings, before, after),
        rejects=_differing(figures.count_rejects, before, after),
    )


def _union(*mappings: Mapping[str, object]) -> dict[str, None]:
    return {name: None for mapping in mappings for name in mapping}


def _differing(
    count: Callable[[Published], Mapping[str, int]], before: Published, after: Published
) -> dict[str, tuple[int, int]]:
    """Give the counts that differ, the largest difference first."""
    one, other = count(before), count(after)
    both = {name: (one.get(name, 0), other.get(name, 0)) for name in _union(one, other)}
    found = [item for item in both.items() if item[1][0] != item[1][1]]
    return dict(sorted(found, key=lambda item: (-abs(item[1][1] - item[1][0]), item[0])))


def _made(before: Published, after: Published) -> dict[str, tuple[str, str]]:
    """Give what was different in how the releases were made: rules, code, libraries, settings."""
    one, other = _settings(before), _settings(after)
    return {
        name: (one.get(name, ""), other.get(name, ""))
        for name in _union(one, other)
        if one.get(name) != other.get(name)
    }


def _settings(published: Published) -> dict[str, str]:
    manifest = published.manifest
    notes, signature = manifest["notes"], str(manifest["signature"])
    assert isinstance(notes, list)
    named = [part.partition(":") for part in signature.split("|")]
    named += [str(note).rpartition(" ") for note in notes]
    return {name: value for name, _, value in named}


def _documents(before: Published, after: Published) -> tuple[Difference, dict[str, str]]:
    """Compare documents; gives also the identifier now of each document that was there before."""
    old, new = _digests(before), _digests(after)
    now = _matched(old, new)
    pairs = [(old[one], new[other]) for one, other in now.items()]
    other_text = [(one, other) for one, other in pairs if one["content"] != other["content"]]
    other_page = [
        (one, other)
        for one, other in pairs
        if one["content"] == other["content"] and one["id"] != other["id"]
    ]
    reached = set(now.values())
    difference = Difference(
        added=tuple(row for identifier, row in new.items() if identifier not in reached),
        removed=tuple(row for identifier, row in old.items() if identifier not in now),
        changed=tuple(Change(*pair, _page_changed(*pair)) for pair in other_text),
        judged=tuple(Change(*pair, ()) for pair in other_page),
        same=len(pairs) - len(other_text) - len(other_page),
    )
    return difference, now


def _digests(published: Published) -> dict[str, Record]:
    """Read the documents, in the order of their files, a hash in place of the text."""
    rows = []
    for row in published.records("documents", DOCUMENT_COLUMNS):
        text = str(row["content"]).encode("utf-8", "surrogatepass")
        rows.append({**row, "content": hashlib.sha256(text).hexdigest()})
    rows.sort(key=lambda row: (row["path"], row["record"], row["id"]))
    return {str(row["id"]): row for row in rows}


def _matched(old: Mapping[str, Record], new: Mapping[str, Record]) -> dict[str, str]:
    """Find for each document of before the one that it is now."""
    now: dict[str, str] = {}
    for key in (("id",), ("path", "record"), ("raw_sha256",)):
        free = {_key(row, key): identifier for identifier, row in new.items()}
        for identifier in now.values():
            free.pop(_key(new[identifier], key), None)
        for identifier, row in old.items():
            if identifier not in now and _key(row, key) in free:
                now[identifier] = free.pop(_key(row, key))
    return now


def _key(row: Record, columns: Iterable[str]) -> tuple[object, ...]:
    return tuple(row[column] for column in columns)


def _page_changed(before: Record, after: Record) -> tuple[str, ...]:
    return ("the page itself changed",) if before["raw_sha256"] != after["raw_sha256"] else ()


def _fired(changes: Sequence[Change], before: Published, after: Published) -> dict[str, Fired]:
    """Give, by identifier of now, the edits that only one of two versions of a document has."""
    old = _edits(before, [str(change.before["id"]) for change in changes])
    new = _edits(after, [str(change.after["id"]) for change in changes])
    fired = {}
    for change in changes:
        one, other = old[str(change.before["id"])], new[str(change.after["id"])]
        fired[str(change.after["id"])] = (one - other) + (other - one)
    return fired


def _edits(published: Published, documents: Sequence[str]) -> dict[str, Fired]:
    edits: dict[str, Fired] = defaultdict(Counter)
    for row in published.with_ids("edits", ("id", "step", "rule", "before", "after"), documents):
        edit = (f"{row['step']}/{row['rule']}", str(row["before"]), str(row["after"]))
        edits[str(row["id"])][edit] += 1
    return edits


def _with_rules(change: Change, fired: Mapping[str, Fired]) -> Change:
    rules = sorted({rule for rule, _, _ in fired[str(change.after["id"])]})
    return Change(change.before, change.after, (*change.why, *rules))


def _pairs(
    before: Published, after: Published, now: Mapping[str, str], fired: Mapping[str, Fired]
) -> Difference:
    old, new = _judgements(before), _judgements(after)
    both = old.keys() & new.keys()
    altered = {identifier for identifier in both if old[identifier] != new[identifier]}
    left = before.with_ids("pairs", PAIR_COLUMNS, old.keys() - new.keys())
    came = after.with_ids("pairs", PAIR_COLUMNS, new.keys() - old.keys())
    removed, added, twins = _twins(left, came, now)
    both_rows = [
        sorted(one.with_ids("pairs", PAIR_COLUMNS, altered), key=lambda row: str(row["id"]))
        for one in (before, after)
    ]
    twins += zip(*both_rows, strict=True)
    changed, judged = [], []
    for one, other in twins:
        if _key(one, ("source", "target")) != _key(other, ("source", "target")):
            changed.append(Change(one, other, _rules_inside(one, other, fired)))
        elif _judgement(one) != _judgement(other):
            judged.append(Change(one, other, _judged(one, other)))
    same = len(both) - len(altered) + len(twins) - len(changed) - len(judged)
    return Difference(tuple(added), tuple(removed), tuple(changed), tuple(judged), same)


def _judgements(published: Published) -> dict[str, object]:
    rows = published.records("pairs", ("id", *JUDGEMENT))
    return {str(row["id"]): _judgement(row) for row in rows}


def _judgement(row: Record) -> tuple[object, ...]:
    findings = row["findings"]
    assert isinstance(findings, list)
    return (row["accepted"], row["score_quality"], *findings)


def _twins(
    left: Sequence[Record], came: Sequence[Record], now: Mapping[str, str]
) -> tuple[list[Record], list[Record], list[tuple[Record, Record]]]:
    """Find the pairs that are one and the same; gives the others of before, of after, the twins."""
    there: dict[tuple[object, ...], list[Record]] = defaultdict(list)
    for row in came:
        there[_key(row, ("source_doc", "target_doc"))].append(row)
    twins: list[tuple[Record, Record]] = []
    rest = list(left)
    for likeness in (_equal, _half_equal, _alike):
        unmatched = []
        for row in rest:
            pages = (now.get(str(row["source_doc"])), now.get(str(row["target_doc"])))
            candidates = there.get(pages, [])
            best = max(candidates, key=lambda other: likeness(row, other), default=None)
            if best is not None and likeness(row, best):
                candidates.remove(best)
                twins.append((row, best))
            else:
                unmatched.append(row)
        rest = unmatched
    return rest, [row for rows in there.values() for row in rows], twins


def _equal(one: Record, other: Record) -> float:
    return float(_key(one, ("source", "target")) == _key(other, ("source", "target")))


def _half_equal(one: Record, other: Record) -> float:
    return float(any(one[side] and one[side] == other[side] for side in ("source", "target")))


def _alike(one: Record, other: Record) -> float:
    texts = (f"{row['source']}\n{row['target']}" for row in (one, other))
    return fuzz.ratio(*texts, score_cutoff=SAME_PAIR)


def _rules_inside(one: Record, other: Record, fired: Mapping[str, Fired]) -> tuple[str, ...]:
    """Give the rules whose work shows in one text of the pair and not in the other."""
    rules = set()
    for side in ("source", "target"):
        old, new = str(one[side]), str(other[side])
        for rule, before, after in fired.get(str(other[f"{side}_doc"]), ()):
            shown = [text for text in (before, after) if text.strip()]
            if any((text in old) != (text in new) for text in shown):
                rules.add(rule)
    return tuple(sorted(rules))


def _judged(one: Record, other: Record) -> tuple[str, ...]:
    """Say in words what is thought differently of a pair."""
    old, new = (set(_judgement(row)[2:]) for row in (one, other))
    said = [f"no longer {code}" for code in sorted(map(str, old - new))]
    said += [f"now {code}" for code in sorted(map(str, new - old))]
    if one["score_quality"] != other["score_quality"]:
        said.append(f"score {one['score_quality']:.2f} to {other['score_quality']:.2f}")
    if one["accepted"] != other["accepted"]:
        said.append("now accepted" if other["accepted"] else "no longer accepted")
    return tuple(said)
