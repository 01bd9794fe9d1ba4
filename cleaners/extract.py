"""The main text of a page and nothing more: for who wants it fast and needs no edits.

What stays is decided by the same steps as in ``cleaners.clean_html`` and ``cleaners.clean_text``;
characters, names, terms and typography are left as the page has them, and no way back is kept.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from cleaners import encoding, language, layout, markup
from cleaners import rules as rule_data
from cleaners.boilerplate import kinds, site_rules
from cleaners.boilerplate.strip import decide, kept_text
from cleaners.records import Metadata, Page
from cleaners.rules import Rules

if TYPE_CHECKING:
    from bs4 import BeautifulSoup


@dataclass(frozen=True, slots=True)
class Extraction:
    """What is worth reading on a page: ``content`` is all of it, the headline first if any.

    ``title`` is the headline, ``text`` the content without it; each is empty where the page has
    none. Blocks are separated by line breaks, paragraphs by an empty line.
    """

    content: str
    title: str

    @property
    def text(self) -> str:
        """The content without the headline."""
        return self.content.removeprefix(self.title).strip()


def extract_html(
    html: str | bytes | BeautifulSoup, url: str | None = None, keep: Iterable[str] = ()
) -> Extraction:
    """Give the main text of an HTML page: a string, bytes, or a parsed soup.

    ``url`` is where the page came from, if known (rules for its site apply); ``keep`` names kinds
    of boilerplate that stay. Raises ``encoding.UnreadableError`` when the bytes are no text and
    ``kinds.UnknownKindError`` for a kind that does not exist.

    >>> page = "<title>Le port</title><nav><a href='/'>Accueil</a></nav><p>Le port a rouvert"
    >>> extract_html(page + " ce matin. Les navires attendaient au large.</p>").text
    'Le port a rouvert ce matin. Les navires attendaient au large.'
    """
    rules = kinds.keeping(rule_data.load(), keep)
    if isinstance(html, bytes):
        html = encoding.decode(html, html=True)
    return _extract(markup.outline_html(html, _known(url)), rules)


def extract_text(text: str | bytes, url: str | None = None, keep: Iterable[str] = ()) -> Extraction:
    r"""Give the main text of a page that was flattened to text; see ``extract_html``.

    >>> extract_text("首页 登录\n台北今天下雨，地铁照常行驶。气象局说明天放晴。\n查看原文").text
    '台北今天下雨，地铁照常行驶。气象局说明天放晴。'
    """
    rules = kinds.keeping(rule_data.load(), keep)
    if isinstance(text, bytes):
        text = encoding.decode(text)
    return _extract(markup.flatten_text(text, _known(url)), rules)


def _known(url: str | None) -> Metadata:
    return Metadata(url=url) if url else markup.NOTHING_KNOWN


def _extract(page: Page, rules: Rules) -> Extraction:
    site = site_rules.site_of(page.metadata)
    given = Page(page.text, page.blocks, page.metadata, site=site) if site else page
    page = layout.rejoin(given, rules).page
    decision = decide(page, rules, _foreign(page, rules))
    content = kept_text(page, decision)
    titled = decision.verdicts.keeps("title")
    return Extraction(content, content.partition("\n")[0] if titled else "")


def _foreign(page: Page, rules: Rules) -> Callable[[int], bool]:
    """Give what tells foreign blocks; the page's language is found when it is first asked for."""
    known: list[Callable[[int], bool]] = []

    def foreign(index: int) -> bool:
        if not known:
            known.append(language.foreign(language.label_page(page, rules)))
        return known[0](index)

    return foreign
