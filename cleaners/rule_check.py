"""Reading every rule file before any work is done, so that a typo stops a run at once."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial

from cleaners import (
    abbreviations,
    charsets,
    languages,
    mt_marks,
    patterns,
    quotes,
    rejection,
    rejoining,
    scale_rules,
    suspicion,
)
from cleaners.artifacts import (
    calques,
    context,
    discovery_cases,
    discovery_roles,
    firms,
    lexicon,
)
from cleaners.boilerplate import phrases, site_rules
from cleaners.rules import RULE_SUFFIXES, RuleFileError, Rules, read_toml, refuse_unknown

# Parts that a user's folder may layer over the built-in ones, and what reads each.
READERS: Mapping[str, Callable[[Rules], object]] = {
    "boilerplate": phrases.load,
    "boilerplate/site": site_rules.load,
    "calques": calques.by_form,
    "encoding": charsets.charsets,
    "encoding/invisible": partial(patterns.load, part="encoding/invisible"),
    "error_pages": rejection.error_page_rules,
    "firms": firms.read,
    "languages": languages.profiles,
    "layout": rejoining.unfinished_words,
    "lexicon": lexicon.read,
    "mt_marks": mt_marks.marks,
    "mt_notices": suspicion.notices,
    "names": context.read,
    "quotes": quotes.styles,
    "offices": discovery_roles.offices,
    "review": discovery_cases.load,
    "scales": scale_rules.read,
    "typography": partial(patterns.load, part="typography"),
}
PARTS = frozenset({name.split("/")[0] for name in READERS} | {"sentences"})


def check(rules: Rules) -> None:
    """Read all rule files of all layers; the first mistake raises ``RuleFileError``.

    A user's file that belongs to no part would be ignored in silence, and is refused.
    """
    for folder in rules.folders[1:]:
        for file in sorted(folder.rglob("*")):
            part = file.relative_to(folder).parts[0].split(".")[0]
            if file.is_dir() or file.suffix == ".md" or file.name.startswith("."):
                continue
            if file.suffix not in RULE_SUFFIXES:
                raise RuleFileError(file, "", f"is no {', '.join(sorted(RULE_SUFFIXES))} file")
            if part not in PARTS:
                known = ", ".join(sorted(PARTS))
                raise RuleFileError(
                    file, "", f"belongs to no part; name the file or folder: {known}"
                )
    for read in READERS.values():
        read(rules)
    tags = {"all", *(tag.split("-")[0] for tag in languages.profiles(rules))}
    for file in rules.files("sentences"):
        refuse_unknown(file, "", read_toml(file), tags)
    for tag in tags:
        abbreviations.abbreviations(rules, tag)
