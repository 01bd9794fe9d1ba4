"""Pages of a release: one file each, without script or network, whatever text they show."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path
from urllib.parse import urlsplit

import langcodes
from langcodes.tag_parser import LanguageTagError

from flows.page.markup import escaped

POLICY = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"
# Scripts that are written from right to left (Unicode Standard, chapters 9 and 19).
RIGHT_TO_LEFT = frozenset({"Adlm", "Arab", "Hebr", "Mand", "Nkoo", "Rohg", "Samr", "Syrc", "Thaa"})


def page(title: str, body: Iterable[str], style: str = "") -> Iterator[str]:
    """Give a whole page around a body that is HTML already."""
    css = Path(__file__).with_name("page.css").read_text("utf-8") + style
    yield (
        '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{POLICY}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{escaped(title)}</title>\n<style>\n{css}</style>\n</head>\n<body>\n"
    )
    yield from body
    yield "</body>\n</html>\n"


@cache
def language(tag: str) -> str:
    """Give the attributes ``lang`` and ``dir`` for a text in a language.

    >>> language("ar"), language("zh-Hans"), language("und")
    ('lang="ar" dir="rtl"', 'lang="zh-Hans" dir="ltr"', 'dir="auto"')
    """
    if tag in ("und", "mul", "zxx"):
        return 'dir="auto"'
    try:
        script = langcodes.Language.get(tag).maximize().script
    except LanguageTagError:  # a page may claim any language
        return 'dir="auto"'
    direction = "rtl" if script in RIGHT_TO_LEFT else "ltr"
    return f'lang="{escaped(tag)}" dir="{direction}"'


def language_name(tag: str) -> str:
    """Give a language's English name (CLDR), the tag as a tooltip.

    >>> language_name("zh-Hans"), language_name("tlh")
    ('<span title="zh-Hans">Chinese (simplified)</span>', 'tlh')
    """
    name = _language_names().get(tag) or _language_names().get(tag.partition("-")[0])
    return f'<span title="{escaped(tag)}">{name}</span>' if name else escaped(tag)


@cache
def _language_names() -> dict[str, str]:
    lines = Path(__file__).with_name("languages.tsv").read_text("utf-8").splitlines()
    return dict(line.split("\t") for line in lines)


def link(address: object, text: str) -> str:
    """Link to an address of the web; any other address is shown without a link.

    >>> link("javascript:alert(1)", "page")
    'page'
    """
    shown = escaped(text)
    try:
        scheme = urlsplit(str(address)).scheme
    except ValueError:
        return shown
    if scheme not in ("http", "https"):
        return shown
    return f'<a href="{escaped(str(address))}" rel="noreferrer nofollow">{shown}</a>'


def finding(code: str) -> str:
    """Show an MQM code in few words, the whole code as a tooltip.

    >>> finding("accuracy/mistranslation:number")
    '<abbr title="MQM: accuracy/mistranslation:number">mistranslation: number</abbr>'
    """
    words = (code.partition("/")[2] or code).replace(":", ": ").replace("-", " ")
    return f'<abbr title="MQM: {escaped(code)}">{escaped(words)}</abbr>'
