"""A step of several passes: each works on the one before, and one list of edits tells of all."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from operator import itemgetter

from cleaners.edits import apply
from cleaners.records import Edit

# Finds what to change in a text: the edits of one pass, ordered and disjoint.
Pass = Callable[[str], Sequence[Edit]]
# One round may lay open what the next repairs (text wrongly decoded twice); real pages need two.
MAX_ROUNDS = 6


def until_stable(text: str, passes: Sequence[Pass]) -> list[Edit]:
    """Run the passes in turn, again and again, until none finds anything; give all as one.

    >>> def halve(text: str) -> list[Edit]:
    ...     return [Edit("demo", "halve", 0, 2, "あ" * 2, "あ")] if "ああ" in text else []
    >>> [(edit.before, edit.after) for edit in until_stable("あああ", [halve])]
    [('あああ', 'あ')]
    """
    edits: list[Edit] = []
    changed = text
    for _ in range(MAX_ROUNDS):
        before = changed
        for find in passes:
            if found := find(changed):
                edits = compose(text, edits, found)
                changed = apply(text, edits)
        if changed == before:
            break
    return edits


def compose(text: str, first: Sequence[Edit], second: Sequence[Edit]) -> list[Edit]:
    """Join the edits of two passes, the second on the first one's output, into edits on ``text``.

    Edits that overlap become one, named after all their rules; those that undo each other vanish.

    >>> first, second = Edit("demo", "a", 0, 1, "x", "yz"), Edit("demo", "b", 1, 2, "z", "")
    >>> [(edit.rule, edit.before, edit.after) for edit in compose("x!", [first], [second])]
    [('a+b', 'x', 'y')]
    """
    if not first:
        return list(second)
    middle = ""
    composed = []
    shift = 0
    for start, end, undone, later in _clusters(first, second):
        grown = sum(len(edit.after) - len(edit.before) for edit in undone)
        left, right = start - shift, end - shift - grown
        shift += grown
        if not later and len(undone) == 1:
            composed.append(undone[0])
        elif not undone and len(later) == 1:
            composed.append(later[0].replace(start=left, end=right))
        else:
            middle = middle or apply(text, first)
            before = text[left:right]
            moved = [edit.replace(start=edit.start - start, end=edit.end - start) for edit in later]
            after = apply(middle[start:end], moved)
            if before != after:
                model = (undone + later)[0]
                rule = _joined(edit.rule for edit in undone + later)
                composed.append(
                    model.replace(rule=rule, start=left, end=right, before=before, after=after)
                )
    return composed


def _clusters(
    first: Sequence[Edit], second: Sequence[Edit]
) -> list[tuple[int, int, list[Edit], list[Edit]]]:
    """Group edits that overlap in the text between: start, end, those of the first and the second.

    The second's edits stand where they say; the first's, where they put what they put.
    """
    both = [(edit.start, edit.end, 1, edit) for edit in second]
    shift = 0
    for edit in first:
        start = edit.start + shift
        size = len(edit.after)
        both.append((start, start + size, 0, edit))
        shift += size - len(edit.before)
    both.sort(key=itemgetter(0, 1, 2))
    clusters: list[tuple[int, int, list[Edit], list[Edit]]] = []
    left = right = -1
    for start, end, turn, edit in both:
        if start < right or start == end == left == right:
            left, _, *members = clusters[-1]
            right = max(right, end)
            members[turn].append(edit)
            clusters[-1] = (left, right, members[0], members[1])
        else:
            left, right = start, end
            clusters.append((start, end, [], [edit]) if turn else (start, end, [edit], []))
    return clusters


def _joined(rules: Iterable[str]) -> str:
    """Join rule names, each once, in order."""
    return "+".join(dict.fromkeys(name for rule in rules for name in rule.split("+")))
