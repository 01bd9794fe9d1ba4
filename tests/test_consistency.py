"""What shows across a dataset: two translations of one text, and pairs that pages repeat."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleaners.bitext.consistency import SOURCES, TARGETS, TEMPLATE, Entry, across

Row = tuple[str, str]


def entries(rows: Sequence[Row], languages: tuple[str, str] = ("en", "fr")) -> list[Entry]:
    """Put each row on a page of its own."""
    return [
        Entry(languages, source, target, (f"p{number}", f"q{number}"))
        for number, (source, target) in enumerate(rows)
    ]


def codes(rows: list[Entry]) -> list[list[str]]:
    found = across(rows)
    return [[finding.code for finding in found.get(place, ())] for place in range(len(rows))]


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ([("Yes", "Oui"), ("No", "Non")], [[], []]),
        ([("Yes", "Oui"), ("Yes.", "oui !")], [[], []]),
        ([("Bank", "Banque"), ("bank", "Rive")], [[TARGETS], [TARGETS]]),
        ([("Large", "Grand"), ("Big", "Grand")], [[SOURCES], [SOURCES]]),
        ([("Read on", "Suite")] * 3, [[TEMPLATE]] * 3),
        ([("Read on", "Suite")] * 2, [[], []]),
        ([("A", "B"), ("A", ""), ("", "B")], [[], [], []]),
        ([("It costs $5", "5 $"), ("It costs 5", "5 $")], [[SOURCES], [SOURCES]]),
        (
            [("Read on", "Suite")] * 3 + [("Read on", "Lire")],
            [[TEMPLATE, TARGETS]] * 3 + [[TARGETS]],
        ),
    ],
)
def test_findings(rows: list[Row], expected: list[list[str]]) -> None:
    assert codes(entries(rows)) == expected


def test_other_languages_are_other_datasets() -> None:
    rows = [*entries([("Bank", "Banque")]), *entries([("Bank", "Bank")], ("en", "de"))]
    assert codes(rows) == [[], []]


def test_what_one_page_repeats_is_no_template() -> None:
    rows = [Entry(("en", "fr"), "Read on", "Suite", ("page", "page")) for _ in range(5)]
    assert codes(rows) == [[]] * 5


def test_the_message_names_the_commonest_other() -> None:
    rows = [("Bank", "Rive"), ("Bank", "Banque"), ("Bank", "banque"), ("Bank", "Talus")]
    (finding,) = across(entries(rows))[0]
    assert finding.message == "the same source has another target elsewhere: 'Banque' (2 times)"
    assert finding.severity == "neutral"
    assert "'Rive' (once)" in across(entries([("Bank", "Rive"), ("Bank", "Banque")]))[1][0].message


WORD = st.sampled_from(["a", "b", "A.", "c"])


@given(rows=st.lists(st.tuples(WORD, WORD), max_size=8), data=st.data())
def test_the_order_does_not_matter(rows: list[Row], data: st.DataObject) -> None:
    whole = entries(rows)
    order = data.draw(st.permutations(range(len(whole))))
    found, again = across(whole), across([whole[place] for place in order])
    for new, old in enumerate(order):
        assert again.get(new) == found.get(old)
