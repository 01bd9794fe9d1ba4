"""The lexicon: names and terms keyed by concept, read from rule files with care.

A concept is a person, company, coin … with its source forms (how it is written in the language it
comes from), its canonical form per language, the variants that are right too, and what is known of
wrong forms. Which wrong forms can follow from the source forms is generated (see ``forms``); the
lexicon only adds what cannot be.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Literal, cast, get_args

from cleaners.artifacts import tables, ukrainian, vietnamese
from cleaners.artifacts.forms import LATIN_LANGUAGES
from cleaners.artifacts.romanisation import korean
from cleaners.rules import (
    RuleFileError,
    Rules,
    read_toml,
    refuse_unknown,
    string,
    strings,
    toml_tables,
)

Kind = Literal[
    "person", "company", "exchange", "product", "coin", "institution", "place", "media", "concept"
]
Risk = Literal["low", "medium", "high"]
Status = Literal["approved", "draft"]

DOMAINS_FILE = "domains.toml"
GLOSSES_FILES = frozenset({"glosses.tsv", "glosses_more.tsv", "glosses_names.tsv"})
"""Translations of words; a later file's stand for an earlier one's of the same language."""
FORMS_FILES = frozenset({"forms.tsv", "forms_more.tsv"})
"""Canonical forms of languages, for concepts that other files define."""
RENDERINGS_FILE = "renderings.tsv"
"""What machines make of names that are words, for concepts that other files define."""
NICKNAMES_FILE = "nicknames.tsv"
"""What Chinese calls concepts that other files define, and what the words mean."""
LINKS_FILE = "links.tsv"
"""Which concepts of other files belong to which: people to their company, party, club, kin."""
PEERS = 40
"""Members up to which those of one house speak for each other; of a chamber or a league no more."""
OWN_LANGUAGES = frozenset({"ru", "uk", "ar", "ja", "ko", "zh"})
"""Languages that write names in their own letters: without a form there, none is given."""
LANGUAGES = OWN_LANGUAGES | LATIN_LANGUAGES | {"pl", "tr"}
_KEYS = frozenset(
    [
        "id",
        "type",
        "source",
        "short_source",
        "name",
        "short",
        "in",
        "short_in",
        "variants",
        "wrong",
        "literal",
        "calque",
        "full_calque",
        "domain",
        "veto",
        "keep",
        "risk",
        "status",
        "licence",
        "origin",
        "note",
        "with",
    ]
)


@dataclass(frozen=True, slots=True)
class Concept:
    """One entity: what it is called, rightly and wrongly, in which language.

    ``source`` are the forms of its full name in the language it comes from, ``short_source`` those
    of the surname or short form alone; ``literal`` are word-by-word renderings in English words
    that the gloss table translates; ``calque`` and ``full_calque`` literal renderings per language
    (of the short and of the full name). ``names`` and ``shorts`` give the canonical forms of single
    languages; ``keep`` lists languages whose own reading of the source is right. ``risk`` overrides
    the computed one; ``veto`` are words beside which a form means something else; ``linked`` are
    the concepts that it belongs to (a person's company), which speak for it as it does for them.
    """

    id: str
    kind: Kind
    name: str
    short: str
    source: tuple[str, ...] = ()
    short_source: tuple[str, ...] = ()
    names: tuple[tuple[str, str], ...] = ()
    shorts: tuple[tuple[str, str], ...] = ()
    variants: tuple[str, ...] = ()
    wrong: tuple[str, ...] = ()
    literal: tuple[str, ...] = ()
    calque: tuple[tuple[str, str], ...] = ()
    full_calque: tuple[tuple[str, str], ...] = ()
    domains: tuple[str, ...] = ()
    veto: tuple[str, ...] = ()
    keep: tuple[str, ...] = ()
    risk: Risk | None = None
    status: Status = "approved"
    licence: str = "CC0-1.0"
    linked: tuple[str, ...] = ()

    def canonical(self, language: str, *, short: bool = False) -> str | None:
        """Give the right form in a language, or ``None`` where the lexicon does not know it."""
        own = dict(self.shorts if short else self.names).get(language)
        if own:
            return own
        full = dict(self.names).get(language)
        if short and full and self.kind == "person":
            return self._surname(full)
        if full and not (short and self.short != self.name):
            return full
        if language == "ko" and not short and (hangul := self._in_hangul):
            return hangul
        name = self.short if short else self.name
        person = language in OWN_LANGUAGES and self.kind in ("person", "place")
        # Korean writes brands as they sound, but for abbreviations.
        return None if person or (language == "ko" and not name.isupper()) else name

    def _surname(self, full: str) -> str:
        """Give the short form of a person's name: *фон дер Ляйен*, where the words are as many."""
        words = full.replace("・", " ").split()
        name, short = self.name.lower(), self.short.lower()
        alike = len(words) == len(name.split()) and name.endswith(short)
        joint = "・" if "・" in full else " "
        return joint.join(words[-len(short.split()) if alike else -1 :])

    @property
    def _in_hangul(self) -> str:
        """The variant that Korean uses, where one is known."""
        return next((one for one in self.variants if "가" <= one[0] <= "힣"), "")


@dataclass(frozen=True)
class Lexicon:
    """All concepts by id, the words of each domain, and the glosses of literal renderings."""

    concepts: Mapping[str, Concept]
    domains: Mapping[str, tuple[str, ...]]
    glosses: Mapping[str, Mapping[str, tuple[str, ...]]]

    __hash__ = object.__hash__

    @cached_property
    def kin(self) -> Mapping[str, frozenset[str]]:
        """The concepts that belong together: those linked, and those of the same small house.

        Who is linked to one person need not know the others.
        """
        groups: dict[str, set[str]] = {}
        for concept in self.concepts.values():
            for head in concept.linked:
                groups.setdefault(head, set()).add(concept.id)
        kin: dict[str, set[str]] = {}
        for head, members in groups.items():
            know = self.concepts[head].kind != "person" and len(members) <= PEERS
            kin.setdefault(head, set()).update(members)
            for member in members:
                kin.setdefault(member, set()).update({head}, members - {member} if know else ())
        return {member: frozenset(others) for member, others in kin.items()}


@lru_cache(maxsize=8)
def read(rules: Rules) -> Lexicon:
    """Read the lexicon of all layers; a later layer's concept replaces one of the same id.

    Raises ``RuleFileError`` for an unknown key, a duplicate id in one layer, a wrong value.
    """
    concepts: dict[str, Concept] = {}
    domains: dict[str, tuple[str, ...]] = {}
    glosses: dict[str, dict[str, tuple[str, ...]]] = {}
    places: dict[str, tuple[Path, Path]] = {}
    added: list[Path] = []
    files = (*rules.files("lexicon"), *rules.files("lexicon", ".tsv"))
    for file in sorted(files, key=lambda file: rules.folders.index(_layer(file, rules))):
        if file.name == DOMAINS_FILE:
            domains.update(_word_lists(file, read_toml(file), "domain"))
            continue
        if file.name in GLOSSES_FILES:
            for word, own in _word_table(file).items():
                glosses[word] = glosses.get(word, {}) | own
            continue
        if file.name in _ADDERS:
            added.append(file)
            continue
        layer = _layer(file, rules)
        for concept in read_file(file):
            if concept.id in places and places[concept.id][0] == layer:
                other = places[concept.id][1].name
                raise RuleFileError(
                    file, concept.id, f"is defined twice ({other}); keep one concept of this id"
                )
            places[concept.id] = layer, file
            concepts[concept.id] = concept
    for file in added:
        _ADDERS[file.name](concepts, file)
    for concept in concepts.values():
        _check(concept, concepts, domains, places[concept.id][1])
    named = {one.id: replace(one, names=(*one.names, *_derived(one))) for one in concepts.values()}
    return Lexicon(named, domains, glosses)


def read_file(file: Path) -> list[Concept]:
    """Read the concepts of one file, TOML or a table."""
    if file.suffix == ".tsv":
        return [concept(file, entry) for entry in tables.entries(file)]
    return _concepts(file, read_toml(file))


def _add(concepts: dict[str, Concept], file: Path) -> None:
    """Add a table's renderings, or its forms to the concepts that have none in their language."""
    for identifier, words in _word_table(file).items():
        concept = concepts.get(identifier)
        if concept is None:
            raise RuleFileError(file, identifier, "is no concept; correct the id")
        pairs = tuple((language, form) for language, own in words.items() for form in own)
        if file.name == RENDERINGS_FILE:
            concepts[identifier] = replace(concept, full_calque=(*concept.full_calque, *pairs))
            continue
        known = {language for language, _ in concept.names}
        new = (pair for pair in pairs if pair[0] not in known)
        concepts[identifier] = replace(concept, names=(*concept.names, *new))


def _add_nicknames(concepts: dict[str, Concept], file: Path) -> None:
    """Add what a table says of nicknames: characters, and renderings in English words.

    The characters of a surname say that a name is foreign: Chinese people get no such.
    """
    for row in tables.rows(file, ("id", "source", "literal")):
        concept = concepts.get(row["id"])
        if concept is None:
            raise RuleFileError(file, row["id"], "is no concept; correct the id")
        source, literal = (
            tuple(filter(None, row[key].split("|"))) for key in ("source", "literal")
        )
        concepts[concept.id] = replace(
            concept,
            short_source=(*concept.short_source, *source) if concept.short_source else (),
            literal=(*concept.literal, *literal),
        )


def _add_links(concepts: dict[str, Concept], file: Path) -> None:
    """Add what a table says belongs together to what the concepts say themselves."""
    for row in tables.rows(file, ("id", "with")):
        others = tuple(filter(None, row["with"].split("|")))
        for identifier in (row["id"], *others):
            if identifier not in concepts:
                raise RuleFileError(file, identifier, "is no concept; correct the id")
        concept = concepts[row["id"]]
        linked = tuple(dict.fromkeys((*concept.linked, *others)))
        concepts[concept.id] = replace(concept, linked=linked)


_ADDERS: Mapping[str, Callable[[dict[str, Concept], Path], None]] = {
    **dict.fromkeys(FORMS_FILES, _add),
    RENDERINGS_FILE: _add,
    NICKNAMES_FILE: _add_nicknames,
    LINKS_FILE: _add_links,
}
"""What reads the tables that add to concepts of other files."""


def _check(
    concept: Concept,
    concepts: Mapping[str, Concept],
    domains: Mapping[str, tuple[str, ...]],
    file: Path,
) -> None:
    """Refuse a domain or a linked concept that does not exist."""
    for key, values, known in (
        ("domain", concept.domains, domains),
        ("linked concept", concept.linked, concepts),
    ):
        for value in values:
            if value not in known:
                advice = f"; the known ones are {', '.join(sorted(domains))}"
                raise RuleFileError(
                    file, concept.id, f"unknown {key} {value!r}" + advice * (key == "domain")
                )


def _derived(concept: Concept) -> Iterator[tuple[str, str]]:
    """Give the names of a person that follow from the others by rule: Ukrainian, Vietnamese."""
    names = dict(concept.names)
    if concept.kind != "person":
        return
    if "ru" in names and "uk" not in names:
        derived = ukrainian.from_russian(names["ru"], concept.name)
        yield from (("uk", derived),) if derived else ()
    source = next(iter(concept.source), "")
    known = {*names, *concept.keep}
    regional = not vietnamese.READ.isdisjoint(concept.domains)
    if regional and "vi" not in known and names.get("ko") != korean(source, person=True):
        artist = "culture" in concept.domains
        chinese = vietnamese.is_chinese(source, concept.name)
        derived = vietnamese.name(source, artist=artist) if chinese else ""
        yield from (("vi", derived),) if derived else ()


def _layer(file: Path, rules: Rules) -> Path:
    return next(folder for folder in reversed(rules.folders) if file.is_relative_to(folder))


def _word_lists(file: Path, content: dict[str, object], key: str) -> dict[str, tuple[str, ...]]:
    refuse_unknown(file, "", content, [key])
    table = _table(file, "", content, key)
    return {name: strings(file, name, table, name) for name in table}


def _word_table(file: Path) -> dict[str, dict[str, tuple[str, ...]]]:
    """Read a table of what something is called per language, alternatives separated by ``|``.

    The first column holds an English word, or the id of a concept.
    """
    header, *rows = (line.split("\t") for line in file.read_text("utf-8").splitlines())
    for language in header[1:]:
        if language not in LANGUAGES:
            raise RuleFileError(file, language, "is not a known language")
    glosses = {}
    for row in rows:
        if len(row) != len(header) or not row[0] or row[0] in glosses:
            raise RuleFileError(file, row[0], f"needs {len(header)} columns and a key of its own")
        cells = zip(header[1:], row[1:], strict=True)
        glosses[row[0]] = {language: tuple(cell.split("|")) for language, cell in cells if cell}
    return glosses


def _table(file: Path, field: str, given: Mapping[str, object], key: str) -> dict[str, object]:
    value = given.get(key, {})
    if not isinstance(value, dict):
        raise RuleFileError(file, field, f"{key!r} must be a table")
    return value


def _concepts(file: Path, content: dict[str, object]) -> list[Concept]:
    refuse_unknown(file, "", content, ["concept"])
    return [concept(file, entry) for entry in toml_tables(file, content, "concept")]


def concept(file: Path, entry: dict[str, object]) -> Concept:
    """Make a concept from what a file says of it; refuse mistakes."""
    identifier = string(file, "concept", entry, "id")
    refuse_unknown(file, identifier, entry, _KEYS)
    kind = _one_of(file, identifier, entry, "type", get_args(Kind))
    name = string(file, identifier, entry, "name")
    short = entry.get("short") or (
        name.split()[-1] if kind == "person" and entry.get("short_source") else name
    )
    if not isinstance(short, str):
        raise RuleFileError(file, identifier, "'short' must be a string")
    risk = _one_of(file, identifier, entry, "risk", get_args(Risk)) if "risk" in entry else None
    status = _one_of(file, identifier, {"status": "approved", **entry}, "status", get_args(Status))
    lists = {
        key: strings(file, identifier, entry, key)
        for key in ("source", "short_source", "variants", "wrong", "literal", "veto", "keep")
    }
    return Concept(
        id=identifier,
        kind=cast("Kind", kind),
        name=name,
        short=short,
        names=_per_language(file, identifier, entry, "in"),
        shorts=_per_language(file, identifier, entry, "short_in"),
        calque=_per_language(file, identifier, entry, "calque"),
        full_calque=_per_language(file, identifier, entry, "full_calque"),
        domains=strings(file, identifier, entry, "domain"),
        risk=cast("Risk | None", risk),
        status=cast("Status", status),
        licence=str(entry.get("licence", "CC0-1.0")),
        linked=strings(file, identifier, entry, "with"),
        **lists,
    )


def _one_of(
    file: Path, field: str, entry: Mapping[str, object], key: str, known: tuple[str, ...]
) -> str:
    value = entry.get(key)
    if value not in known:
        raise RuleFileError(file, field, f"{key!r} must be one of {', '.join(known)}")
    return str(value)


def _per_language(
    file: Path, field: str, entry: Mapping[str, object], key: str
) -> tuple[tuple[str, str], ...]:
    """Read a table of languages with a form or a list of forms each, as (language, form) pairs."""
    table = _table(file, field, entry, key)
    refuse_unknown(file, f"{field}.{key}", table, LANGUAGES)
    pairs = []
    for language, value in table.items():
        forms = [value] if isinstance(value, str) else value
        if not isinstance(forms, list) or not all(isinstance(form, str) for form in forms):
            raise RuleFileError(file, f"{field}.{key}", f"{language!r} must be a form or a list")
        pairs += [(language, form) for form in forms]
    return tuple(pairs)
