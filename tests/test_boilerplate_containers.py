"""What the elements around a page's lines tell, and what the page says of itself."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import cleaners
from cleaners import markup, rules
from cleaners.boilerplate import about, containers, features, phrases, strip
from cleaners.boilerplate.lines import Line, Lines
from cleaners.boilerplate.tree import ELEMENT, TAGS, Tree
from cleaners.chains import Chains
from cleaners.records import Metadata

RULES = rules.load()
PHRASES = phrases.load(RULES)
SENTENCE = "Портът отвори отново тази сутрин след два дни, а корабите чакат в открито море."
ARTICLE = f"<article><h1>Портът отвори</h1>{f'<p>{SENTENCE} {SENTENCE}</p>' * 4}</article>"
MENU = "<ul><li><a href=/a>Начало</a><li><a href=/b>Новини</a><li><a href=/c>Спорт</a></ul>"
REPLIES = "<ol>{}</ol>".format(f"<li><p>Иван</p><p>{SENTENCE}</p></li>" * 3)


def measured(html: str, metadata: Metadata = features.NOTHING_SAID) -> features.Measured:
    """Measure the lines of a page."""
    page = markup.flatten_html(f"<body>{html}")
    return features.measure(strip.as_lines(page), "", PHRASES, metadata)


def rows(found: features.Measured) -> dict[str, list[float]]:
    """Give the container measures by name."""
    assert found.tree is not None
    table = containers.measure(found.sheet, found.tree)
    return dict(zip(containers.COLUMNS, table.tolist(), strict=True))


def test_an_article_is_the_subtree_with_the_text() -> None:
    found = rows(measured(f"<div>{MENU}</div>{ARTICLE}<div>{MENU}</div>"))
    inside = [0.0] * 3 + [1.0] * 5 + [0.0] * 3
    for candidate in ("parents", "grandparents", "gain"):
        assert found[f"{candidate}_inside"] == inside
        assert [step == 0 for step in found[f"{candidate}_steps"]] == [bool(i) for i in inside]


def test_replies_are_a_group_below_the_text() -> None:
    found = rows(measured(ARTICLE + REPLIES))
    assert found["posts_running"] == [-1.0] * 5 + [1.0] * 6
    assert found["posts_order"][5:] == pytest.approx([0, 0, 1 / 3, 1 / 3, 2 / 3, 2 / 3])
    assert found["posts_below_text"][5:] == [1.0] * 6
    assert found["near_count"][5:] == pytest.approx([np.log1p(3)] * 6)


def test_borders_are_where_elements_begin_and_end() -> None:
    found = rows(measured("<div><p>Едно</p></div><div><p>Две<p>Три</p></div>"))
    assert found["opened"] == [4.0, 2.0, 1.0]
    assert found["closed"] == [2.0, 1.0, 4.0]


def test_a_tree_knows_runs_of_lines_wider_elements_and_siblings() -> None:
    tree = Tree.of(Lines.of([Line("a", 0, "body/div/p", "", 0.0, (1, 2, 3, 4)),
                             Line("b", 0, "body/div/p", "", 0.0, (1, 2, 3, 5)),
                             Line("c", 0, "body/p", "", 0.0, (1, 2, 6))]))  # fmt: skip
    assert dict(zip(ELEMENT, tree.elements.tolist(), strict=True)) == {
        "first": [0, 0, 0, 0, 1, 2],
        "last": [2, 2, 1, 0, 1, 2],
        "parent": [-1, 0, 1, 2, 2, 1],
        "level": [0, 1, 2, 3, 3, 2],
        "tag": [0, *(TAGS[tag] for tag in ("body", "div", "p", "p", "p"))],
        "wider": [0, 0, 1, 2, 2, 1],
        "group": [0, 1, 2, 3, 3, 4],
    }
    assert tree.spans.tolist() == [[3, 4, 5], [0, 4, 8], [4, 4, 3]]
    assert tree.chain.tolist() == [0, 1, 2, 3, 0, 1, 2, 4, 0, 1, 5]


@given(
    st.lists(
        st.tuples(
            st.text("ab. ", min_size=1, max_size=40), st.lists(st.integers(1, 3), max_size=5)
        ),
        min_size=1,
        max_size=12,
    )
)
def test_any_page_can_be_measured(drawn: list[tuple[str, list[int]]]) -> None:
    lines = []
    for number, (text, branches) in enumerate(drawn):
        elements = tuple(range(1, len(branches) + 1)) + ((number + 10,) if branches else ())
        path = "/".join(["div"] * len(elements))
        lines.append(Line(text, 0, path, "", 0.0, elements))
    lines.append(Line("x", 0, "body", "", 0.0, (1,)))
    found = features.measure(Lines.of(lines), "", PHRASES)
    assert found.tree is not None
    scores = np.linspace(-3, 3, len(lines))
    for table in (found.columns, containers.agreed(found.tree, found.sheet, scores)):
        assert table.shape[1] == len(lines)
        assert np.isfinite(table).all()


@given(st.lists(st.lists(st.integers(0, 4), max_size=5).map(tuple), min_size=1, max_size=8))
def test_elements_are_kept_as_a_tree(chains: list[tuple[int, ...]]) -> None:
    kept = Chains.of(chains)
    assert [*kept] == chains
    assert [*kept.after(2)] == [(), (), *chains]
    assert [*kept.taken([len(chains) - 1, 0])] == [chains[-1], chains[0]]
    assert [*kept[1:]] == chains[1:]
    assert (kept.above < np.arange(len(kept.above))).all()


def test_the_threshold_falls_where_nothing_is_certain() -> None:
    weight = np.full(10, 5.0)
    certain, _ = containers.best_threshold(np.array([0.99] * 5 + [0.01] * 5), weight)
    doubtful, _ = containers.best_threshold(np.array([0.3] * 5 + [0.01] * 5), weight)
    assert doubtful < 0.5 < certain


@pytest.mark.parametrize(
    ("metadata", "said"),
    [
        (
            Metadata("http://a.example/b", types=("NewsArticle", "og:article")),
            {"article", "news", "og_article", "og"},
        ),
        (
            Metadata("http://a.example/b", types=("Product", "og:product.item")),
            {"product", "og_product", "og"},
        ),
        (Metadata(url="https://a.example/forum/viewtopic?t=1"), {"forum_address", "query"}),
        (Metadata(url="https://a.example/2024/05/a-b.html"), {"news_address", "dated", "document"}),
        (Metadata(canonical_url="https://a.example/"), {"home"}),
        (Metadata(url="http://[broken"), {"no_address", "home"}),
        (Metadata(), {"no_address", "home"}),
    ],
)
def test_what_a_page_says_of_itself(metadata: Metadata, said: set[str]) -> None:
    found = dict(zip(about.COLUMNS, about.measure(metadata).tolist(), strict=True))
    counts = {"parts", "hyphens", "digits", "name_length"}
    assert {name for name, value in found.items() if value} - counts == said


COMMENTS = '<div class="comments">' + f"<div><b>Иван</b><p>{SENTENCE}</p></div>" * 4 + "</div>"
NEWS = '<script type="application/ld+json">{"@type": "NewsArticle"}</script>'


def test_comments_go_from_a_page_that_calls_itself_an_article() -> None:
    text = cleaners.clean_html(f"<head>{NEWS}</head><body>{ARTICLE}{COMMENTS}").text
    assert text.count(SENTENCE) == 8


@pytest.mark.parametrize(
    ("types", "said"),
    [
        (("NewsArticle", "Comment"), True),
        (("og:article",), True),
        (("Article", "FAQPage", "Question"), True),
        (("DiscussionForumPosting", "og:article"), False),
        (("QAPage", "Question", "Article"), False),
        (("WebPage",), False),
        ((), False),
    ],
)
def test_which_pages_call_themselves_articles(types: tuple[str, ...], said: bool) -> None:
    assert about.is_article(Metadata(types=types)) == said
