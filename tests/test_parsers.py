"""One block model: lxml's parser events and a parsed soup give the same page."""

from __future__ import annotations

import pytest
from bs4 import BeautifulSoup
from hypothesis import given, settings
from hypothesis import strategies as st

from cleaners.edits import line_spans
from cleaners.markup import flatten_html

MARKUP = {
    "unclosed paragraphs and items": "<ul class=m><li>un<li>deux<p>trois<p>quatre</ul>cinq",
    "unclosed inline elements": "<p><b>un<i>deux<p>trois</b>quatre</i><a href=x>cinq<p>six",
    "closed in the wrong order": "<div><b><p>un</b>deux</p></div></span>trois</div></p>quatre",
    "closed twice": "</p></div><p>un</p></p></li><li>deux</li></li>",
    "cells without a table": "<td>un<td>deux<tr><th>trois",
    "nested tables": (
        "<table id=a><tr><td>un<table id=b><tr><td>deux<td>trois</table>quatre<tr><td>cinq</table>"
    ),
    "text and forms in a table": "<table>un<tr>deux<td>trois<form><tr><td>quatre</form></table>",
    "head without end": "<html><head><title>t</title><nav>un</nav><p>deux",
    "two heads, two bodies": "<head><body class=a>un<head><title>t</title><body id=b><p>deux",
    "nothing but text": "un\n\n deux",
    "runs of br": "<div>un<br><br/>deux<br>\n<br><br>trois</br>quatre<p><br></p>cinq</div>",
    "br in a link": "<p><a href=x>un<br>deux</a><br><span>trois</span><span>quatre</span>",
    "blanks between boxes": "<p><a href=x>un</a> <a href=x>deux</a>\n<a>trois</a><b> </b><a>q</a>",
    "boxes that touch": "<nav><a href=1>Un</a><a href=2>Deux</a><span>3</span><label>x</label>",
    "custom elements": (
        "<x-card><x-title>un</x-title><x-body hidden>deux</x-body>trois</x-card><x-a>4</x-a><p>5"
    ),
    "template and noscript": (
        "<template><p>un</p></template><noscript><p>deux</noscript><p>trois<noscript>x</noscript>4"
    ),
    "hidden parts": (
        "<body hidden><div style='display:none'><p>un</div><section class='sr-only x'>deux"
        "</section><p hidden>trois<h1 style='visibility : hidden'>q</h1><dialog>c</dialog>"
    ),
    "hidden and never closed": "<p>un<div hidden><p>deux<ul><li>trois",
    "class names, ids, roles": (
        "<div class='A  B' id=C role=main itemprop=articleBody><div><section class=D><p id=E>un"
    ),
    "list of values": "<link rel='alternate license' href=/l hreflang=fr><a rel='x y' href=y>u",
    "entities": "<p title='&quot;'>&lt;b&gt; &amp;amp; &nbsp;&copy; &#x4f60;&#22909; &unknown; &",
    "comments and instructions": "<!-- a --><p>un<!-- <p> -->deux<?php echo '>' ?>trois<!x>quatre",
    "scripts with tags in them": "<script>if (a < b) '</p><p>x'</script><p>un<style>p > a {}",
    "linked data": (
        '<script type="application/ld+json">{"@type": "NewsArticle", "headline": "U"}</script><h1>U'
    ),
    "code": "<pre>\n  un\n\n\tdeux  \r\ntrois</pre><p>x<pre><code>quatre\n    cinq</code></pre>",
    "code alone": "<pre>un\n  deux</pre>",
    "ruby": "<p><ruby>漢<rt>かん</rt>字<rt>じ</rt></ruby>です",
    "svg and math": "<p>un<svg><title>x</title><text>y</text></svg>deux<math><mi>z</mi></math>",
    "definition list": "<dl><dt>un<dd>deux<dd>trois<dt>quatre</dl>",
    "figure": "<figure><img alt=x><figcaption>un<p>deux</figcaption></figure>trois",
    "headings that hold blocks": "<h2><div>un</div><p>deux</p></h2><h3>trois<h4>quatre",
    "deep": "<div>" * 60 + "un" + "<p class=x>deux",
    "uppercase and odd spacing": "<DIV CLASS=Menu><P\n>un</P ><A HREF='x' >deux</A></DIV>",
    "attributes given twice": "<p class=a class=b id=c id=d>un",
    "cut in an attribute": "<p class='a'>un</p><p class='b",
    "cut in an entity": "<p>un &eac",
    "empty": "<html></html>",
}  # fmt: skip


@pytest.mark.parametrize("html", [pytest.param(html, id=name) for name, html in MARKUP.items()])
def test_same_blocks(html: str) -> None:
    page = flatten_html(html)
    assert flatten_html(BeautifulSoup(html, "lxml")) == page
    assert [(block.start, block.end) for block in page.blocks] == line_spans(page.text)


ATTRIBUTES = st.lists(
    st.sampled_from((
        "hidden", "class=a", "class='b c'", "class=sr-only", "style='display:none'", "id=d",
        "role=main", "href=x", "href=y", "itemprop=name", "open", "rel=license", "lang=fr",
        "datetime=2026-07-05", "name=author content=e",
    )),
    max_size=2,
    unique=True,
).map(" ".join)  # fmt: skip
TAGS = st.sampled_from((
    "p", "div", "section", "ul", "li", "dl", "dt", "table", "tr", "td", "th", "caption", "a", "a",
    "span", "span", "b", "label", "button", "h1", "h2", "pre", "figure", "figcaption", "article",
    "form", "dialog", "noscript", "template", "svg", "x-card", "time", "font", "summary",
))  # fmt: skip
TEXT = st.sampled_from(
    ("un", "Deux", "5", " ", "\n", "a b", "黃仁勳", "。", " x ", "<br>", "<img alt=y>", "<hr>", "")
)


def element(inside: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    closing = st.sampled_from((True, True, True, False))
    return st.builds(
        lambda tag, attributes, parts, closed: (
            f"<{tag} {attributes}>{''.join(parts)}" + (f"</{tag}>" if closed else "")
        ),
        TAGS,
        ATTRIBUTES,
        st.lists(inside, max_size=4),
        closing,
    )


@given(st.lists(st.recursive(TEXT, element, max_leaves=12), max_size=4).map("".join))
@settings(max_examples=400, deadline=None)
def test_same_blocks_of_any_tree(html: str) -> None:
    page = flatten_html(html)
    assert flatten_html(BeautifulSoup(html, "lxml")) == page
    assert [(block.start, block.end) for block in page.blocks] == line_spans(page.text)
