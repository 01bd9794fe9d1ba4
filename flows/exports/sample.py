"""``sample.html``: some segment pairs of a release to look at in a browser."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from flows.exports.drawing import drawn
from flows.exports.html import finding, language, language_name, link, page
from flows.page.markup import escaped
from flows.rows import PairRow

SAMPLE_ROWS = 100
_SEED = 0
# A cell of a megabyte helps nobody; the tables have the whole text.
_LONGEST = 2_000


def sample_text(pairs: Sequence[PairRow], version: str) -> Iterator[str]:
    """Show rows drawn from all segment pairs with two sides, accepted or not."""
    whole = {pair.id: pair for pair in pairs if pair.source.strip() and pair.target.strip()}
    rows = [whole[identifier] for identifier in drawn(whole, SAMPLE_ROWS, _SEED)]
    rows.sort(key=lambda pair: (pair.source_lang, pair.target_lang))
    return page(f"Sample of Limpide {version}", _body(rows, len(whole), version))


def _body(rows: Sequence[PairRow], count: int, version: str) -> Iterator[str]:
    yield "<main>\n"
    yield f"<h1>{len(rows):,} of {count:,} segment pairs</h1>\n"
    yield (
        f'<p class="quiet">Drawn by chance from release {escaped(version)}, accepted or not. The '
        "score (0-1) says how far a pair can be trusted as a translation.</p>\n"
    )
    if not rows:
        yield "<p>No two pages of this release are translations of each other.</p>\n</main>\n"
        return
    yield (
        '<table class="sample">\n<thead><tr><th scope="col">Source</th><th scope="col">Target</th>'
        '<th scope="col" class="about">About the pair</th></tr></thead>\n<tbody>\n'
    )
    yield from map(_row, rows)
    yield "</tbody>\n</table>\n</main>\n"


def _row(pair: PairRow) -> str:
    source, target = (
        f"<td {language(tag)}>{escaped(_short(text))}</td>"
        for tag, text in ((pair.source_lang, pair.source), (pair.target_lang, pair.target))
    )
    verdict = (
        '<span class="good">accepted</span>'
        if pair.accepted
        else '<span class="bad">refused</span>'
    )
    about = [f"{language_name(pair.source_lang)} – {language_name(pair.target_lang)}"]
    about += [f"<b>{pair.score_quality:.2f}</b> {verdict}", *map(finding, pair.findings)]
    about += [
        link(url, words)
        for url, words in ((pair.source_url, "source page"), (pair.target_url, "target page"))
        if url
    ]
    return f'<tr>{source}{target}<td class="about">{"<br>".join(about)}</td></tr>\n'


def _short(text: str) -> str:
    return text if len(text) <= _LONGEST else text[:_LONGEST] + "…"
