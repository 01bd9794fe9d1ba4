"""The entries of the index, made in batches, are those that a table of all forms would give."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleaners.artifacts import entries
from cleaners.artifacts.entries import LANGUAGES, ORIGINS
from cleaners.artifacts.form_table import SHORT, STEM
from cleaners.artifacts.forms import RIGHT, STRONG, Form
from cleaners.artifacts.general import General
from cleaners.artifacts.generation import forms_to_find, right_forms
from cleaners.artifacts.lexicon import Concept, Lexicon
from cleaners.artifacts.spans import hashes

NAMES = st.lists(
    st.sampled_from(["Oa", "Óa", "Ma Yun", "Huida", "Хуэйда", "輝達", "馬雲"]), max_size=3
)
CONCEPTS = st.builds(
    Concept,
    st.just(""),
    st.sampled_from(["person", "company", "place"]),
    st.sampled_from(["Oa", "Huida", "Jack Ma", "Hong Kong"]),
    st.just("Ma"),
    NAMES.map(lambda names: tuple(name for name in names if name > "一")),
    names=st.sampled_from([(), (("fr", "Oa"),), (("vi", "Óa"), ("fr", "Ma Yun"))]),
    variants=NAMES.map(tuple),
    wrong=NAMES.map(tuple),
    literal=st.sampled_from([(), ("big pie",), ("horse",)]),
    status=st.sampled_from(["approved", "approved", "draft"]),
)


def _in_a_table(words: Lexicon) -> list[Form]:
    """Give the forms by the rules of ``gathered``, in a table of all of them."""
    approved = [concept for concept in words.concepts.values() if concept.status == "approved"]
    found: dict[tuple[str, str], Form] = {}
    for concept in approved:
        for form in right_forms(concept):
            found.setdefault((form.text, form.language), form)
    right = {text for text, _ in found}
    rivals = []
    for concept in approved:
        for form in forms_to_find(concept, words.glosses):
            key = (form.text, form.language)
            first = found.setdefault(key, form) if form.text not in right else form
            if first.concept != concept.id:
                found[key] = first._replace(need=max(first.need, STRONG))
                rivals.append(form._replace(need=max(form.need, STRONG)))
    return [*found.values(), *rivals]


@pytest.mark.parametrize("at_once", [3, 8192])
@given(concepts=st.lists(CONCEPTS, max_size=6))
def test_forms_in_batches_are_those_of_one_table(concepts: list[Concept], at_once: int) -> None:
    named = {str(number): replace(one, id=str(number)) for number, one in enumerate(concepts)}
    words = Lexicon(named, {}, {"big": {"fr": ("gros",)}, "pie": {"fr": ("gateau",)}})
    expected = _in_a_table(words)
    made, exact = entries.gathered(words, {}, General(()), at_once)
    assert made.strings.keys.tolist() == hashes([form.text for form in expected])[0].tolist()
    assert made.strings.lengths.tolist() == [len(form.text) for form in expected]
    for row, form in zip(made.rows, expected, strict=True):
        assert ORIGINS[row["origin"]] == form.origin
        assert (str(row["subject"]), row["need"]) == (form.concept, form.need)
        assert row["flags"] == SHORT * form.short | STEM * form.stem
        assert LANGUAGES[row["language"]] == form.language
        assert (exact[row["exact"]] if row["exact"] >= 0 else "") == form.exact
        assert form.origin not in RIGHT or chr(row["first"]) == form.exact[0]
    assert exact == tuple(dict.fromkeys(form.exact for form in expected if form.exact))
