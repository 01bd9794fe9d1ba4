"""Texts longer than a window are aligned as if they were looked at whole."""

from __future__ import annotations

import pytest

from cleaners.bitext.alignment import align
from cleaners.bitext.windows import align_stream

SUBJECTS = (
    ("The mayor", "Le maire"), ("A fisherman", "Un pêcheur"), ("The school", "L’école"),
    ("My sister", "Ma sœur"), ("The doctor", "Le médecin"), ("A farmer", "Un paysan"),
)  # fmt: skip
DOINGS = (
    ("bought a red boat", "a acheté un bateau rouge"),
    ("closed the window because of the rain", "a fermé la fenêtre à cause de la pluie"),
    ("wrote a long letter to the bank", "a écrit une longue lettre à la banque"),
    ("found an old coin in the garden", "a trouvé une vieille pièce dans le jardin"),
    ("sold two horses at the market", "a vendu deux chevaux au marché"),
)


def story(days: range) -> tuple[list[str], list[str]]:
    english, french = [], []
    for day in days:
        who, what = SUBJECTS[day % len(SUBJECTS)], DOINGS[day % len(DOINGS)]
        english.append(f"On day {day}, {who[0].lower()} {what[0]}.")
        french.append(f"Le jour {day}, {who[1].lower()} {what[1]}.")
    return english, french


@pytest.mark.parametrize("window", [12, 25, 500])
def test_the_window_does_not_show(window: int) -> None:
    english, french = story(range(1, 91))
    del french[40]
    whole = align(english, french, "en", "fr")
    done: list[tuple[int, int]] = []
    beads = list(
        align_stream(english, french, ("en", "fr"), lambda i, j: done.append((i, j)), window=window)
    )
    assert [(bead.source, bead.target) for bead in beads] == [
        (bead.source, bead.target) for bead in whole
    ]
    assert done[-1] == (90, 89)
    assert done == sorted(done)


def test_a_window_that_shows_nothing_sure_is_widened() -> None:
    english, french = story(range(1, 61))
    extra = [f"Moon {day} of that planet is made of ice, dust and iron." for day in range(40)]
    source = [*english[:30], *extra, *english[30:]]
    beads = list(align_stream(source, french, ("en", "fr"), window=16))
    pairs = {(bead.source, bead.target) for bead in beads}
    right = {((i,), (i,)) for i in range(25)} | {((i + 40,), (i,)) for i in range(35, 60)}
    assert len(right & pairs) >= 45
    assert sorted(i for bead in beads for i in bead.source) == list(range(100))
    assert sorted(j for bead in beads for j in bead.target) == list(range(60))


@pytest.mark.parametrize(("source", "target"), [([], []), (["Yes."], []), ([], ["Oui."])])
def test_little_is_aligned_too(source: list[str], target: list[str]) -> None:
    beads = list(align_stream(source, target, ("en", "fr")))
    assert sum(len(bead.source) for bead in beads) == len(source)
    assert sum(len(bead.target) for bead in beads) == len(target)
