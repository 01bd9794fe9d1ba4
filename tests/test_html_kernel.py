"""The HTML kernel: tags, references and elements as the standard and lxml have them."""

from __future__ import annotations

import html as standard
from html.entities import html5

import pytest
from bs4 import BeautifulSoup
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from cleaners import html_tables
from cleaners.flattening import flatten
from cleaners.markup import flatten_html

TAGS = html_tables._tags()


def test_start_tags_close_what_lxml_closes() -> None:
    differing = []
    for old in TAGS:
        if old in html_tables._VOID_TAGS or old in html_tables._CONTENTS or old in ("html", "head"):
            continue
        for new in TAGS:
            if new in ("html", "head", "body"):
                continue
            root = etree.fromstring(f"<body><{old}><{new}>", etree.HTMLParser())
            inside = root.find(f".//{old}//{new}") is not None
            if inside == html_tables._closes(new, old):
                differing.append((old, new))
    assert differing == []


def test_named_references_are_those_of_the_standard() -> None:
    for name in html5:
        for text in (f"&{name}", f"&{name} x", f"&{name}x", f"&{name}=1"):
            (title,) = flatten(f"<title>{text}</title>").notes
            assert title.attributes["text"] == standard.unescape(text), text


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("&#65;&#x42;&#X43;&#68", "ABCD"), ("&#65x&#x41g", "AxAg"), ("&#;&#x;&#xg", "&#;&#x;&#xg"),
        ("&#0;&#xD800;&#1114112;&#99999999999;", "\ufffd" * 4), ("&#128;&#159;", "€Ÿ"),
        ("&#x1F600;", "😀"), ("&;&1;& ;&", "&;&1;& ;&"), ("&ampamp;", "&amp;"),
    ],
)  # fmt: skip
def test_numeric_references(text: str, shown: str) -> None:
    (title,) = flatten(f"<title>{text}").notes
    assert title.attributes["text"] == shown


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("a=b", {"a": "b"}),
        ("A = 'b c' d", {"a": "b c", "d": ""}),
        ('a="x>y"b=c', {"a": "x>y", "b": "c"}),
        ("a=b a=c", {"a": "b"}),
        ("/a//b=/ c", {"a": "", "b": "/", "c": ""}),
        ('=a=b "=c', {"=a": "b", '"': "c"}),
        ("a=x&copy=1&copy;&amp;b&lt", {"a": "x&copy=1©&b<"}),
        ("a='1\r\n2\r3'", {"a": "1\n2\n3"}),
        ("a=\n'b'", {"a": "b"}),
        ("É=é", {"É": "é"}),
    ],
)
def test_attributes(written: str, read: dict[str, str]) -> None:
    (note,) = flatten(f"<html {written}>").notes
    assert (note.kind, note.attributes) == ("html", read)


@pytest.mark.parametrize(
    ("html", "kinds"),
    [
        ("<meta name=Description content=x>", ["meta"]),
        ("<meta property='fb:app og:title' content=x>", ["meta"]),
        ("<meta name=viewport content=x><meta charset=utf-8>", []),
        ("<link rel='stylesheet Canonical' href=x>", ["link"]),
        ("<link rel=alternate hreflang=fr href=x>", ["link"]),
        ("<link rel=preload href=x><a rel=nofollow href=x>y</a>", []),
        ("<a rel=license href=x>y</a><a hreflang=fr href=x>z</a>", ["a", "a"]),
    ],
)
def test_what_is_noted(html: str, kinds: list[str]) -> None:
    assert [note.kind for note in flatten(html).notes] == kinds


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<p>un<!-- <p> -- > -->deux", "undeux"),
        ("<p>un<!-->deux<!--->trois<!---->quatre", "undeuxtroisquatre"),
        ("<p>un<!-- x --!>deux<!x>trois<?x?>quatre</ x>cinq</>", "undeuxtroisquatrecinq"),
        ("<p>a < b <3 </p>c <", "a < b <3\n\nc <"),
        ("un</", "un</"),
        ("<p>un<script><!-- <script> </script> <p>x --></script>deux", "undeux"),
        ("<p>un<script><!-- </script>deux", "undeux"),
        ("<p>un<script>x</scripts></SCRIPT >deux", "undeux"),
        ("<p>un<style><p>x</style>deux<textarea><p>x</textarea>trois", "undeuxtrois"),
        ("<p>un<plaintext>x</plaintext>", "un\n\nx</plaintext>"),
        ("<div/>un<br/>deux<p/>trois", "un\ndeux\n\ntrois"),
        ("\ufeff<p>un", "un"),
    ],
)
def test_what_is_text(html: str, text: str) -> None:
    assert flatten_html(html).text == text


PIECES = st.one_of(
    st.sampled_from(TAGS).map("<{}>".format),
    st.sampled_from(TAGS).map("</{}>".format),
    st.sampled_from(["un", " ", "&lt", "<a href=x>", "<x-a>", "</x-a>", "<p/>", "<P id='a>", "'>"]),
)


@given(st.lists(PIECES, max_size=30).map("".join))
@settings(max_examples=300, deadline=None)
def test_broken_pages_are_read_as_lxml_reads_them(html: str) -> None:
    assert flatten_html(BeautifulSoup(html, "lxml")).text == flatten_html(html).text


def two_words(left: str, right: str, *, link: bool, loose: bool) -> bool:
    """Read the rule plainly: whether boxes that touch are two words."""
    if not (left and right and left[-1].isalnum() and right[0].isalnum()):
        return False
    if loose:
        return link and left[-1] <= "\u2e7f" and right[0] <= "\u2e7f"
    labels = max(len(left), len(right)) <= 30
    other_case = left[-1].islower() and right[0].isupper()
    return link or (labels and (other_case or left[-1].isdigit() != right[0].isdigit()))


LETTERS = st.text(st.characters(exclude_categories=["Z", "C"], exclude_characters="<&"), max_size=4)


@given(LETTERS, LETTERS, st.booleans(), st.booleans(), st.integers(0, 29))
@settings(max_examples=300, deadline=None)
def test_boxes_that_touch(left: str, right: str, link: bool, loose: bool, more: int) -> None:
    left = "a" * more + left
    tag = "a" if link else "span"
    html = f"<p>{'x ' if loose else ''}<{tag}>{left}</{tag}><{tag} id=b href=b>{right}</{tag}>"
    space = " " if two_words(left, right, link=link, loose=loose) else ""
    assert flatten(html).text == f"{'x ' if loose else ''}{left}{space}{right}".strip()
