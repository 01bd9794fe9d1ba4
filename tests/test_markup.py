"""Markup: HTML and text to blocks."""

import time

import pytest
from bs4 import BeautifulSoup
from hypothesis import given, settings
from hypothesis import strategies as st

from cleaners.edits import line_spans
from cleaners.encoding import UnreadableError
from cleaners.markup import flatten, flatten_html, flatten_text, front_matter, looks_like_html
from cleaners.records import Metadata, Page, Scrape

NOT_SHOWN = (
    "<p>un<p style='display : NONE'>x<p hidden>x<div style=visibility:hidden>x</div><script>x"
    "</script><style>x</style><noscript>x</noscript><template>x</template><svg><title>x</title>"
    "<text>x</text></svg><textarea>x</textarea><select><option>x</select><dialog>x</dialog>"
    "<iframe>x</iframe><video>x</video><img alt=x><!-- x --><p class=sr-only>x<p>deux"
)
SHOWN = (
    "<body style='display:none'><p aria-hidden=true>un<p class=hidden-print>deux"
    "<dialog open>trois</dialog><button>quatre</button>"
)
TEXTS = {
    "title first, paragraphs apart": (
        "<title> Le\n port </title><p>un<p>deux<br>trois<br><br>quatre",
        "Le port\n\nun\n\ndeux\ntrois\n\nquatre",
    ),
    "inline elements do not cut": (
        "<p>Le <b>gr</b>and <a href=x>port</a> d<i>e</i> <span>Brest</span>, <em>vu</em>.",
        "Le grand port de Brest, vu.",
    ),
    "lists and nested lists": (
        "<p>a<ul><li>un<li>deux<ul><li>trois</ul></ul>b",
        "a\n\nun\ndeux\ntrois\n\nb",
    ),
    "data table": ("<table><tr><th>x<th>y<tr><td>1<td>2</table>", "x\ny\n1\n2"),
    "layout table": (
        "<table><tr><td><div>menu</div><td><p>un</p><p>deux</p></table>",
        "menu\n\nun\n\ndeux",
    ),
    "code keeps its lines": ("<pre>if x:\n    y\n\nz</pre><p>t", "if x:\n    y\n\nz\n\nt"),
    "menu of links": (
        "<nav><a href=/>Home</a><a href=/n>News</a><a href=/s>Sport</a></nav>",
        "Home News Sport",
    ),
    "counters": ("<div><span>5</span><span>likes</span><span>Share</span></div>", "5 likes Share"),
    "no space in a word in pieces": (
        "<p><span>m</span><span>aison</span> <a href=q>Foo</a><a href=q>Bar</a>",
        "maison FooBar",
    ),
    "drop cap": ("<p><span class=cap>L</span>e port", "Le port"),
    "Chinese links in a sentence": (
        "<p>他說<a href=1>輝達</a><a href=2>黃仁勳</a>來台",
        "他說輝達黃仁勳來台",
    ),
    "readings of characters are left out": (
        "<p><ruby>漢字<rp>(</rp><rt>かんじ</rt><rp>)</rp></ruby>です",
        "漢字です",
    ),
    "what is not shown": (NOT_SHOWN, "un\n\ndeux"),
    "what is shown all the same": (SHOWN, "un\n\ndeux\n\ntrois\n\nquatre"),
    "entities": ("<p>&eacute;t&#233; &amp;amp; &nope; A&T &#x80;", "été &amp; &nope; A&T €"),
    "CDATA, instructions": ("<?xml version='1.0'?><p>un<![CDATA[x]]><p>deux", "un\n\ndeux"),
    "text after the body": ("<html><body><p>un</body></html><p>deux", "un\n\ndeux"),
    "frameset": ("<frameset><frame src=a><noframes>x</noframes></frameset>", ""),
    "cut in a tag": ("<p>un</p><p>deux <a href='x", "un\n\ndeux"),
    "cut in a comment": ("<p>un</p><!-- deux", "un"),
    "NUL": ("<p>u\0n", "un"),
    "hard spaces stay": ("<p>90\u00a0% \u00a0x\u3000y", "90\u00a0% \u00a0x\u3000y"),
    "plain text in a page": ("<html><body><pre>un\ndeux</pre>", "un\ndeux"),
}  # fmt: skip


@pytest.mark.parametrize(
    ("html", "text"), [pytest.param(*case, id=name) for name, case in TEXTS.items()]
)
def test_text(html: str, text: str) -> None:
    assert flatten_html(html).text == text


@pytest.mark.parametrize("html", [pytest.param(html, id=name) for name, (html, _) in TEXTS.items()])
@pytest.mark.filterwarnings("ignore::bs4.XMLParsedAsHTMLWarning")
def test_a_soup_gives_the_same_page(html: str) -> None:
    html = html.replace("\0", "")
    assert flatten_html(BeautifulSoup(html, "lxml")) == flatten_html(html)


def blocks(page: Page) -> list[tuple[str, str, str]]:
    return [(block.text(page.text), block.kind, block.path) for block in page.blocks]


def test_kinds_and_paths() -> None:
    page = flatten_html(
        "<title>t</title><main><h2>a</h2><p>b<ul><li><p>c</p></ul><table><tr><td>d<td><p>e</table>"
        "<figure><figcaption>f</figcaption></figure><pre>g</pre></main>h"
    )
    assert blocks(page) == [
        ("t", "title", "head/title"),
        ("a", "heading", "body/main/h2"),
        ("b", "paragraph", "body/main/p"),
        ("c", "list_item", "body/main/ul/li/p"),
        ("d", "table_cell", "body/main/table/tr/td"),
        ("e", "paragraph", "body/main/table/tr/td/p"),
        ("f", "caption", "body/main/figure/figcaption"),
        ("g", "code", "body/main/pre"),
        ("h", "paragraph", "body"),
    ]


def test_css_and_link_density() -> None:
    page = flatten_html(
        "<div class=Far><div id=W><div class=C><div class='B x'><div><p class=Own id=Me>"
        "un <a href=q>deux</a><p>trois <a name=q>quatre</a></div>"
    )
    first, second = page.blocks
    assert first.css == "own me b x c"
    assert first.link_density == pytest.approx(4 / 6)
    assert second.link_density == 0


def test_kinds_of_flattened_text() -> None:
    text = (
        "# Titre\nun\n- deux\n• trois\n1. trois\n（5）五\n12 a\n| a | b |\nTitre\n====\n```\nx\n```"
    )
    kinds = [block.kind for block in flatten_text(text).blocks]
    assert kinds == [
        "heading", "paragraph", *["list_item"] * 3, "paragraph", "paragraph", "table_cell",
        "heading", "paragraph", "code", "code", "code",
    ]  # fmt: skip


def test_text_stays_as_it_is_but_for_line_ends() -> None:
    assert flatten_text("  a \r\n\r\n b\rc\t\n").text == "  a \n\n b\nc\t\n"


@pytest.mark.parametrize(
    ("content", "media", "text"),
    [
        ("<p>Été</p>".encode(), "html", "Été"),
        ("<meta charset=utf-8><p>Été à Orléans".encode("cp1252"), "html", "Été à Orléans"),
        (b"Le port\na < b et b > c", "html", "Le port\na < b et b > c"),
        ("<p>pas du HTML</p>", "text", "<p>pas du HTML</p>"),
        ("\ufeffLe port".encode(), "text", "Le port"),
    ],
)
def test_flatten(content: bytes | str, media: str, text: str) -> None:
    assert flatten(Scrape("raw/a", content, "html" if media == "html" else "text")).text == text


@pytest.mark.parametrize("content", [b"", b"  \n", b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 9])
def test_what_is_no_text_says_so(content: bytes) -> None:
    with pytest.raises(UnreadableError):
        flatten(Scrape("raw/a.html", content, "html"))


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("<!DOCTYPE html><title>x</title>", True),
        ("  <!-- x --><html>", True),
        ("Un<br>deux<br/>trois", True),
        ("<p>Bonjour</p>", True),
        ("a < b > c", False),
        ("use <T> and <int> here", False),
        ("the <b> tag", False),
        ("Bonjour <marie@a.example>, voir <https://a.example>", False),
    ],
)
def test_looks_like_html(text: str, html: bool) -> None:
    assert looks_like_html(text) is html


def test_front_matter_is_metadata() -> None:
    content = "---\ntitle: '台灣'\nlang: zh-TW\ndate: 2026-07-05\ntags:\n  - a\n---\n# 台灣\n"
    page = flatten(Scrape("raw/a.md", content, "text"))
    assert page.text == "# 台灣\n"
    known = page.metadata
    assert (known.title, known.language, known.published_at) == ("台灣", "zh-Hant", "2026-07-05")


@pytest.mark.parametrize(
    "text", ["---\nUne phrase sans champ.\n---\nfin", "--- \ntitle: x", "title: x\n---\n", "----\n"]
)
def test_what_only_looks_like_front_matter_stays(text: str) -> None:
    assert front_matter(text, Metadata()) == (text, Metadata())


def test_a_record_title_becomes_the_title_line_of_html_without_one() -> None:
    known = Metadata(title="Le port")
    assert flatten_html("<p>Il rouvre.", known).text == "Le port\n\nIl rouvre."
    assert flatten_html("<h1>Le port</h1><p>Il rouvre.", known).text == "Le port\n\nIl rouvre."
    assert flatten_html("<title>x</title><p>y", known).text == "x\n\ny"


@pytest.mark.parametrize(
    "html",
    [
        "<table><tr><td>" * 10_000 + "fin",
        "<div>" * 50_000 + "fin",
        "<ul><li>" * 10_000 + "fin" + "</ul>" * 10_000,
        "<p>" + "a" * 1_000_000,
        "<p>" + "a <b>b</b> " * 50_000,
        "<p>un" * 50_000,
        "<a href=x>un</a>" * 50_000,
        "&amp;" * 100_000 + "<p>",
        "<!--" * 50_000,
        "<" * 200_000 + "<p>",
        "<br>" * 50_000 + "un",
        "<p " + "a=b " * 50_000 + ">un",
    ],
    ids=lambda html: html[:12],
)
def test_odd_pages_take_linear_time(html: str) -> None:
    start = time.process_time()
    page = flatten_html(html)
    # The slowest takes half a second alone; anything quadratic would take minutes.
    assert time.process_time() - start < 10
    assert [(block.start, block.end) for block in page.blocks] == line_spans(page.text)


TAGS = st.sampled_from((
    "p", "br", "div", "ul", "li", "table", "tr", "td", "a", "span", "b", "h1", "pre", "title",
    "head", "body", "html", "script", "style", "svg", "form", "hr", "noscript", "select",
    "option", "dialog", "x-card", "math",
))  # fmt: skip
PIECES = st.one_of(
    TAGS.map("<{}>".format),
    TAGS.map("</{}>".format),
    st.sampled_from(["<a href=x>", "<p hidden>", "&nbsp;", "&#0;", "<!--", "-->", "\n", " ", "\r"]),
    st.text(max_size=8),
)


@given(st.lists(PIECES, max_size=50).map("".join))
@settings(max_examples=300, deadline=None)
def test_each_line_is_one_block(html: str) -> None:
    page = flatten_html(html)
    assert [(block.start, block.end) for block in page.blocks] == line_spans(page.text)
    assert flatten_html(html) == page
    assert flatten_html(BeautifulSoup(html.replace("\0", ""), "lxml")).text == page.text
    flat = flatten_text(html)
    assert [(block.start, block.end) for block in flat.blocks] == line_spans(flat.text)


def test_text_for_readers_without_scripts_is_shown_where_there_is_little_else() -> None:
    text = "<p>" + "Пристанището отвори отново тази сутрин. " * 10
    page = flatten_html(f"<body><p>Зареждане</p><noscript><div>{text}</div></noscript>")
    assert page.text.startswith("Зареждане\n\nПристанището")
    assert [len(block.elements) for block in page.blocks] == [3, 3]


@pytest.mark.parametrize(
    "html",
    [
        "<p>Снимка <noscript><img src=a.jpg>Вижте снимката</noscript> от морето.",
        "<head><noscript><p>"
        + "Включете скриптовете. " * 30
        + "</noscript></head><body><p>Снимка от морето.",
    ],
)
def test_other_text_for_readers_without_scripts_is_not_shown(html: str) -> None:
    assert flatten_html(html).text == "Снимка от морето."


def test_parts_that_react_streams_are_shown() -> None:
    html = '<div hidden id="S:0"><p>Портът отвори.</div><div hidden id="note"><p>Меню</div>'
    assert flatten_html(html).text == "Портът отвори."
