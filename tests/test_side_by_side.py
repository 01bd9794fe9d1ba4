"""The side-by-side view: every line in its place, nothing of a hostile page acts."""

from __future__ import annotations

import json
import re
from html.parser import HTMLParser
from pathlib import Path

import pytest
from bs4 import BeautifulSoup, Tag
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

import cleaners
from cleaners import trace
from cleaners.edits import edit_page, line_spans
from cleaners.markup import flatten_text
from cleaners.records import Document, Edit, Metadata
from flows.page.side_by_side import render

GOLDEN = Path(__file__).parent / "golden" / "side_by_side.txt"

HOSTILE = (
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "</style></title></del></td></table><svg onload=alert(1)>",
    "javascript:alert(1)",
    "' onmouseover='alert(1)",
    "]]><!-- --><iframe srcdoc='<b>'>",
    "&lt;script&gt; &amp; \u202egnp.exe",
    "\x00\x1b[31mred\x1b[0m \ud800",
)


def page(text: str, *steps: list[Edit]) -> Document:
    """Make a document of a flattened page by the edits of several steps."""
    current = flatten_text(text)
    edits: list[Edit] = []
    for step in steps:
        current = edit_page(current, step)
        edits += step
    return Document(
        "0123456789abcdef", "raw/a.txt", 0, "0" * 64, current.text, current.blocks,
        Metadata(), "fr", tuple(edits),
    )  # fmt: skip


def removal(text: str, part: str, rule: str, confidence: float = 0.97) -> Edit:
    start = text.index(part)
    return Edit("boilerplate", rule, start, start + len(part), part, "", confidence)


def made() -> Document:
    """A page with all that the view knows: whole lines, parts of lines, repairs, a split line."""
    text = (
        "Accueil\nSports\nLe patron de Huida parle\n\nHuang Jenxun est à Paris. (Lire aussi : Un "
        "autre titre) Il part demain. Ce qu’il a dit Il a promis des puces.\n\n"
        "Voir l’original\n0/400"
    )
    first = [
        removal(text, "Accueil\n", "menu/phrase"),
        removal(text, "Sports\n", "menu/sequence", 0.81),
        removal(text, " (Lire aussi : Un autre titre)", "related_headlines/inline-label"),
        removal(text, "\n\nVoir l’original", "see_original/phrase"),
        removal(text, "\n0/400", "comment_box/shape"),
    ]
    for rule, before in (("heading/glued", " Ce qu’il"), ("heading/glued-end", " Il a promis")):
        start = text.index(before)
        first.append(Edit("boilerplate", rule, start, start + 1, " ", "\n\n", 0.9))
    first.sort(key=lambda edit: edit.start)
    after = edit_page(flatten_text(text), first).text
    names = [
        Edit(
            "names", rule, after.index(before), after.index(before) + len(before), before, new, 0.95
        )
        for rule, before, new in (
            ("nvidia/spelling", "Huida", "NVIDIA"),
            ("jensen-huang/hybrid", "Huang Jenxun", "Jensen Huang"),
        )
    ]
    return page(text, first, names)


def outline(html: str) -> str:
    """Reduce a view to its rows: number, fate, reason, the page's texts, the texts kept."""
    lines = []
    soup = BeautifulSoup(html, "lxml")
    for row in soup.select("tbody tr"):
        number = row.select_one("th")
        came, kept = row.select("td")
        assert number is not None
        why = came.select_one(".why")
        reason = f" ({' '.join(why.get_text().split())})" if why else ""
        lines.append(f"{number.get_text()} {' '.join(row['class'])}{reason}")
        lines += [f"    < {_text(one)}" for one in came.select("p")]
        lines += [f"    > {_text(one)}" for one in kept.select("p")]
        lines += [f"    * {' '.join(one.get_text().split())}" for one in kept.select(".edits li")]
    return "\n".join(lines) + "\n"


def _text(paragraph: Tag) -> str:
    for mark in paragraph.select("del, ins"):
        mark.insert_before(f"[{mark.name} ")
        mark.insert_after("]")
    return " ".join(paragraph.get_text().split())


def test_the_view_shows_every_line_in_its_place(request: pytest.FixtureRequest) -> None:
    shown = outline(render(made(), "a.txt"))
    if request.config.getoption("--update-golden"):
        GOLDEN.write_text(shown, "utf-8")
    assert shown == GOLDEN.read_text("utf-8")


class _Checker(HTMLParser):
    """A second, independent reader: the elements and attributes that a browser would see."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.attributes: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes |= {name for name, _ in attrs}


def safe(html: str) -> None:
    html.encode("utf-8")
    checker = _Checker()
    checker.feed(html)
    assert not checker.tags & {"script", "img", "iframe", "link", "a", "object", "form", "base"}
    assert not {name for name in checker.attributes if name.startswith("on")}
    assert not checker.attributes & {"src", "href", "style", "srcdoc"}
    assert checker.tags <= {
        "html", "head", "meta", "title", "style", "body", "header", "p", "h1", "bdi", "strong",
        "ul", "li", "b", "svg", "rect", "fieldset", "legend", "label", "input", "main", "table",
        "colgroup", "col", "thead", "tbody", "tr", "th", "td", "h2", "span", "div", "del", "ins",
        "mark", "small", "footer",
    }  # fmt: skip
    assert "url(" not in html.split("</style>", maxsplit=1)[0]
    assert "default-src 'none'" in html


@pytest.mark.parametrize("hostile", HOSTILE)
def test_nothing_of_a_hostile_page_acts(hostile: str) -> None:
    text = f"{hostile}\nHuida {hostile} parle.\nMenu {hostile}"
    edits = [
        removal(text, f"\nMenu {hostile}", f"menu/{hostile}"),
    ]
    names = [Edit("names", hostile, len(hostile) + 1, len(hostile) + 6, "Huida", hostile)]
    document = page(text, edits, names)
    safe(render(document, f"{hostile}.html"))


@given(st.lists(st.sampled_from([*HOSTILE, "Le port a rouvert ce matin.", "Menu"]), max_size=6))
@hypothesis_settings(max_examples=25)
def test_a_cleaned_page_is_shown_whole_and_safely(lines: list[str]) -> None:
    document = cleaners.clean_text("\n".join(lines))
    html = render(document, "a.txt")
    safe(html)
    rows = list(trace.rows(document))
    assert [block for row in rows for block in row.blocks] == list(document.blocks)
    numbers = [line.number for row in rows for line in row.lines]
    assert sorted(set(numbers)) == list(range(1, len(line_spans(document.page_text)) + 1))


def test_a_view_works_without_network_and_script_and_filters_by_kind() -> None:
    html = render(made(), "a.txt")
    safe(html)
    assert re.findall(r'id="show-(k-[a-z-]+)"', html) == [
        "k-menu", "k-comment-box", "k-related-headlines", "k-see-original",
    ]  # fmt: skip
    assert 'lang="fr" dir="auto"' in html
    assert "prefers-color-scheme: dark" in html
    assert "@media print" in html


def test_a_rejected_page_says_why() -> None:
    html = render(cleaners.clean_text(""), "empty.txt")
    assert "Rejected: empty" in html
    assert "The page holds no text." in html


def test_lines_of_a_page_are_traced_to_what_they_became() -> None:
    document = made()
    lines = trace.lines(document)
    assert [line.removal.kind if line.removal else "" for line in lines] == [
        "menu", "menu", "", "", "see_original", "comment_box",
    ]  # fmt: skip
    title = lines[2]
    assert title.clean is not None
    assert document.content[slice(*title.clean)] == "Le patron de NVIDIA parle"
    changed = [c for c in trace.changes(document.edits) if c.edit.step == "names"]
    assert [document.page_text[slice(*c.page)] for c in changed] == ["Huida", "Huang Jenxun"]
    assert [document.content[slice(*c.clean)] for c in changed] == ["NVIDIA", "Jensen Huang"]


def test_the_explanation_for_programs_counts_what_it_lists() -> None:
    from flows.explain_page import as_json

    shown = json.loads(json.dumps(as_json(made())))
    counted = {kind: count["removals"] for kind, count in shown["kinds"].items()}
    assert counted == {"comment_box": 1, "menu": 2, "related_headlines": 1, "see_original": 1}
    assert [row["kind"] for row in shown["removals"]] == [
        "menu", "menu", "related_headlines", "see_original", "comment_box",
    ]  # fmt: skip
    assert all(row["line"] and row["reason"] and row["text"] for row in shown["removals"])


def test_what_was_kept_on_request_is_labelled_in_its_colour() -> None:
    document = cleaners.clean_text(
        "Le port de Marseille a rouvert mardi matin après deux jours de tempête.\nBTC-0.62%",
        keep=["tickers"],
    )
    html = render(document, "a.txt")
    assert '<span class="tag k-ticker">ticker</span>' in html
    assert ".k-ticker { --h:" in html
