"""Rule data: found in layers, read with care, hashed for the cache key.

Rules are TOML and TSV files below a ``rules`` folder: the package's own first, then those that a
user adds (``rules/`` in the working folder). The narrower layer wins: all languages < language <
site, and a user's file over a built-in one. The loaders refuse what they do not know and say where.
"""

from __future__ import annotations

import hashlib
import json
import os
import tomllib
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from pathlib import Path

BUILT_IN = Path(__file__).parent / "rules"
RULE_SUFFIXES = frozenset({".toml", ".tsv", ".json", ".npz"})
REVIEW = "review"
"""The part in which decisions are remembered: it changes no text, and so is in no hash."""


class RuleFileError(ValueError):
    """A rule file that cannot be used: one line that names the file, the field and what to do."""

    def __init__(self, file: Path, field: str, advice: str) -> None:
        """Name the file, the field in it, and what is wrong and how to mend it."""
        shown = file.relative_to(BUILT_IN.parent) if file.is_relative_to(BUILT_IN) else file
        super().__init__(f"{shown}: {field}: {advice}" if field else f"{shown}: {advice}")
        self.file = file
        self.field = field


@dataclass(frozen=True)
class Rules:
    """Folders of rule files, the broadest first. Hashable, so that compiled rules can be cached.

    ``compiled`` is a folder in which compiled forms of the rules may be kept from one process to
    the next; ``None`` keeps nothing. ``keep`` are the kinds of boilerplate that stay
    (``reader_comment`` …); they change no compiled form, and so make no other rules.
    """

    folders: tuple[Path, ...] = (BUILT_IN,)
    compiled: Path | None = None
    keep: tuple[str, ...] = field(default=(), compare=False)

    def __hash__(self) -> int:
        """Hash by what is compared, once: each page asks for a dozen compiled forms."""
        return self._number

    @cached_property
    def _number(self) -> int:
        return hash((self.folders, self.compiled))

    def __getstate__(self) -> dict[str, object]:
        """Leave the hash out: texts have others in another process."""
        return {name: value for name, value in self.__dict__.items() if name != "_number"}

    def files(self, part: str, suffix: str = ".toml") -> list[Path]:
        """Give the files of one part (``boilerplate``, ``lexicon`` …), broadest layer first.

        A part is a file ``<part>.toml`` or a folder ``<part>/`` with files in it, at any depth.
        """
        found: list[Path] = []
        for folder in self.folders:
            single = folder / f"{part}{suffix}"
            if single.is_file():
                found.append(single)
            found += sorted((folder / part).rglob(f"*{suffix}"))
        return found

    @property
    def fingerprint(self) -> str:
        """Name all that these rules decide, 64 digits: their files, and what is to stay."""
        if not self.keep:
            return self.hash
        return hashlib.sha256("\0".join([self.hash, *self.keep]).encode()).hexdigest()

    @cached_property
    def hash(self) -> str:
        """SHA-256 over the names and bytes of all rule files that decide something."""
        return self.digest()

    def digest(self, without: Collection[str] = ()) -> str:
        """Give the SHA-256 of the rule files, less those of some parts (``boilerplate`` …)."""
        digest = hashlib.sha256()
        for folder in self.folders:
            for file in sorted(folder.rglob("*")):
                name = file.relative_to(folder)
                if file.is_relative_to(folder / REVIEW) or name.parts[0] in without:
                    continue
                if file.suffix in RULE_SUFFIXES and file.is_file():
                    digest.update(name.as_posix().encode() + b"\0")
                    digest.update(hashlib.sha256(file.read_bytes()).digest())
        return digest.hexdigest()


def cache_folder() -> Path:
    """Name the folder for what is only kept to save time, as the XDG specification has it."""
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "limpide"


@lru_cache(maxsize=8)
def load(*extra: Path, compiled: Path | None = None) -> Rules:
    """Give the built-in rules with a user's folders layered over them.

    Their compiled forms are kept in ``compiled``, where none is named in the user's cache folder.
    """
    for folder in extra:
        if not folder.is_dir():
            raise RuleFileError(folder, "", "is not a folder; name one that holds rule files")
    return Rules((BUILT_IN, *extra), compiled or cache_folder())


def read_toml(file: Path) -> dict[str, object]:
    """Read a TOML file; a syntax error becomes a ``RuleFileError`` with its line."""
    try:
        return tomllib.loads(file.read_text("utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise RuleFileError(file, "", f"is not valid TOML ({error}); correct that line") from error


def quoted(text: str) -> str:
    r"""Quote a text as TOML: JSON's escapes, and one for DEL; halves of surrogates are no text.

    >>> print(quoted('the "Huida"\n'))
    "the \"Huida\"\n"
    """
    whole = text.encode("utf-8", "replace").decode("utf-8")
    return json.dumps(whole, ensure_ascii=False).replace("\x7f", "\\u007f")


def refuse_unknown(
    file: Path, field: str, given: Mapping[str, object], known: Iterable[str]
) -> None:
    """Refuse keys that no rule of this kind has."""
    known = sorted(known)
    for key in given:
        if key not in known:
            raise RuleFileError(
                file, field, f"unknown key {key!r}; the known ones are {', '.join(known)}"
            )


def toml_tables(
    file: Path, content: Mapping[str, object], key: str, *, unique: str | None = "id"
) -> list[dict[str, object]]:
    """Read the ``[[key]]`` tables of a file; no two may have the same ``unique`` string."""
    found = content.get(key, [])
    if not isinstance(found, list) or not all(isinstance(table, dict) for table in found):
        raise RuleFileError(file, key, f"must be a list of [[{key}]] tables")
    taken: set[str] = set()
    if unique is None:
        return found
    for table in found:
        name = string(file, key, table, unique)
        if name in taken:
            raise RuleFileError(file, name, f"is defined twice; give each {key} its own {unique!r}")
        taken.add(name)
    return found


def strings(file: Path, field: str, given: Mapping[str, object], key: str) -> tuple[str, ...]:
    """Read a list of strings; a missing key is an empty list."""
    value = given.get(key, [])
    if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
        raise RuleFileError(file, field, f"{key!r} must be a list of strings")
    return tuple(value)


def string(file: Path, field: str, given: Mapping[str, object], key: str) -> str:
    """Read a string that must be there."""
    value = given.get(key)
    if not isinstance(value, str) or not value:
        raise RuleFileError(file, field, f"missing {key!r}; add a string")
    return value


def require_examples(
    file: Path, field: str, given: Mapping[str, object]
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Read a rule's ``changes`` and ``keeps`` examples; refuse a rule that lacks either."""
    changes = strings(file, field, given, "changes")
    keeps = strings(file, field, given, "keeps")
    if not changes:
        raise RuleFileError(file, field, "missing 'changes'; add a text this rule must change")
    if not keeps:
        raise RuleFileError(file, field, "missing 'keeps'; add a text this rule must leave alone")
    return changes, keeps
