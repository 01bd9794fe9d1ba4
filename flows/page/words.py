"""Rules, steps and checks in the words of people who do not know the program."""

from __future__ import annotations

from collections.abc import Mapping

from cleaners.boilerplate import kinds

STEPS: Mapping[str, str] = {
    "encoding": "damaged or invisible characters",
    "layout": "lines and spaces",
    "boilerplate": "page furniture",
    "names": "names and terms",
    "typography": "typography",
}
# How a wrong form of a name came about.
_NAMES: Mapping[str, str] = {
    "attested": "a wrong form of this name that is known",
    "calque": "the name rendered by its meaning instead of its sound",
    "human": "an older or regional spelling of this name",
    "hybrid": "the name half translated and half spelt out",
    "literal": "the name translated word by word",
    "misspelt": "a slip in the spelling of this name",
    "noisy": "the name's characters read nearly right",
    "paired": "the page that this one was translated from has this name here",
    "source": "the name left in the letters of its own language",
    "spelling": "the name's characters spelt out by sound",
    "suffix": "the name with an ending that belongs elsewhere",
    "variant": "a right spelling, made the same as on the rest of the page",
}
_RULES: Mapping[str, str] = {
    "encoding/mojibake": "characters that were read in the wrong character set",
    "encoding/entity": "a character written as an HTML entity",
    "layout/space": "spaces and line ends evened out",
    "layout/list": "an item of a list put on its own line",
    "layout/markdown": "signs of Markdown taken out",
    "typography/quotes": "the quotation marks of the language",
    "typography/apostrophe": "the typographic apostrophe",
    "typography/full-width": "the width that the language uses",
    "typography/high-sign-space": "the space that the language puts before this sign",
}


def why(step: str, rule: str) -> str:
    """Say in plain words what a rule stands for.

    >>> why("names", "nvidia/spelling")
    "the name's characters spelt out by sound"
    >>> why("boilerplate", "menu/phrase"), why("encoding", "soft-hyphen")
    ('menu: a known phrase of its kind', 'soft hyphen')
    """
    first, _, rest = rule.partition("/")
    if step == "boilerplate":
        return f"{kinds.shown(first)}: {kinds.reason(rest)}" if rest else kinds.shown(first)
    if step == "names" and first != "calque":
        method = rest.rpartition("/")[2].rstrip("?")
        return _NAMES.get(method, method.replace("-", " ") or "another name stands there")
    if step == "names":
        return "a turn of phrase translated word by word"
    return _RULES.get(f"{step}/{first}") or rule.replace("/", ": ").replace("-", " ")


def title(identifier: str) -> str:
    """Make a heading of a code where nothing better is known.

    >>> title("jensen-huang"), title("only-menu")
    ('Jensen huang', 'Only menu')
    """
    words = identifier.replace("-", " ").replace("_", " ").strip()
    return words[:1].upper() + words[1:]


_EVIDENCE: Mapping[str, str] = {
    "sentences": "their sentences mean the same",
    "document": "the whole texts mean the same",
    "order": "the sentences come in the same order",
    "numbers": "the same numbers stand in both",
    "names": "the same names stand in both",
    "length": "how their lengths differ",
    "slug": "the same words stand in their addresses",
    "through_original": "both translate the same article",
    "link": "one page links to the other as its translation",
}


def evidence(one: str) -> tuple[str, str, str]:
    """Take a reason to pair two documents apart: in words, its value, its weight.

    >>> evidence("numbers=1.000 (+2.20)")
    ('the same numbers stand in both', '1.000', '+2.20')
    """
    kind, _, rest = one.partition("=")
    value, _, weight = rest.rpartition(" (")
    return _EVIDENCE.get(kind, kind.replace("_", " ")), value, weight.removesuffix(")")


def spaces(text: str) -> str:
    r"""Show a text that is nothing but spaces, so that it can be seen.

    >>> spaces("\u00a0"), spaces("a b")
    ('no-break space', 'a b')
    """
    if not text or text.strip():
        return text
    names = {
        " ": "space",
        "\u00a0": "no-break space",
        "\u202f": "narrow no-break space",
        "\u3000": "full-width space",
        "\n": "line end",
        "\t": "tab",
    }
    return " + ".join(names.get(sign, "space") for sign in text[:4])
