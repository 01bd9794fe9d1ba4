"""Gathering pairs of documents into stories: at most one page of a language and site in each."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from statistics import fmean

from cleaners.bitext.profiles import Profile

LogOdds = Callable[[str, str], float]


def gather(
    edges: Mapping[tuple[str, str], float], profiles: Mapping[str, Profile], log_odds: LogOdds
) -> list[list[str]]:
    """Merge documents into groups, the surest pairs first.

    Two groups merge when their pages of different languages belong together on average and no
    language and site would come twice. Gives groups of two and more, each sorted.
    """
    group_of = {name: [name] for edge in edges for name in edge}
    for first, second in sorted(edges, key=lambda edge: (-edges[edge], edge)):
        ours, theirs = group_of[first], group_of[second]
        if edges[first, second] <= 0 or ours is theirs:
            continue
        if _can_merge(ours, theirs, profiles, log_odds):
            merged = sorted([*ours, *theirs])
            group_of.update(dict.fromkeys(merged, merged))
    groups = {id(group): group for group in group_of.values() if len(group) > 1}
    return sorted(groups.values())


def _can_merge(
    ours: list[str], theirs: list[str], profiles: Mapping[str, Profile], log_odds: LogOdds
) -> bool:
    taken = {(profiles[name].language, profiles[name].site) for name in ours}
    if any((profiles[name].language, profiles[name].site) in taken for name in theirs):
        return False
    between = [
        log_odds(a, b) for a in ours for b in theirs if profiles[a].language != profiles[b].language
    ]
    return bool(between) and fmean(between) > 0
