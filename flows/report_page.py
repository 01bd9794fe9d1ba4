"""``report.html``: what came of a run, in figures, charts and samples, for people who look."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from cleaners.boilerplate import kinds
from flows import report_samples
from flows.charts import bar, histogram
from flows.exports import ReleaseInfo
from flows.exports.html import finding, language, language_name, page
from flows.figures import LENGTH_ENDS, SCORE_ENDS, Figures, Histogram, count
from flows.page.markup import escaped
from flows.published import Published

# Rows of a list before the rest is summed up.
LISTED = 12
STYLE = Path(__file__).with_name("report_page.css").read_text("utf-8")
# Each stage of the funnel: what it counts, for the tooltip, and what kind of reject it loses.
STAGES = {
    "pages": ("Records found in the raw files.", ""),
    "documents": ("Pages with an article in them, stripped and repaired.", "page"),
    "unique documents": ("Without those that are near duplicates of another.", "document"),
    "documents with a translation": ("Documents of which another language version was found.", ""),
    "document pairs": ("Two documents that are translations of each other.", ""),
    "segment pairs": ("Sentences aligned with their translation.", ""),
    "accepted segment pairs": ("Pairs good enough to train on or search in.", "pair"),
}
# Stages that start to count something else: their bars are shares of themselves.
NEW_UNITS = ("document pairs", "segment pairs")


def report_text(folder: Path, info: ReleaseInfo) -> Iterator[str]:
    """Give the report of the release whose tables stand in a folder."""
    published = Published(folder)
    return page(f"Limpide {info.version}: report", _body(published, info), STYLE)


def _body(published: Published, info: ReleaseInfo) -> Iterator[str]:
    figures = count(published, info.funnel)
    yield "<header>\n<h1>What came of the run</h1>\n"
    yield f'<p class="lead">{_lead(figures)}</p>\n'
    known = "; ".join((f"Release {info.version}", *info.notes))
    yield f'<p class="quiet">{escaped(known)}</p>\n'
    yield "</header>\n<main>\n"
    yield from _sections(published, figures)
    yield "</main>\n"
    yield (
        '<footer class="quiet only-screen">All rows stand in the tables of this folder, see its '
        f'<a href="README.md">README.md</a>. Made with {escaped(info.signature)}</footer>\n'
    )


def _lead(figures: Figures) -> str:
    documents = sum(figures.languages.values())
    accepted = sum(pair.accepted for pair in figures.pairs)
    pairs = sum(pair.pairs for pair in figures.pairs)
    text = f"{documents:,} clean documents in {len(figures.languages):,} languages"
    if pairs:
        text += (
            f", and {pairs:,} sentences with their translation, of which {accepted:,} "
            f"({accepted / pairs:.0%}) were accepted"
        )
    return text + "."


def _sections(published: Published, figures: Figures) -> Iterator[str]:
    yield from _section("From raw pages to accepted pairs", _funnel(figures))
    yield '<div class="columns">\n'
    if any(figures.quality.accepted + figures.quality.refused):
        yield from _section("Quality", _scores(figures.quality))
        yield from _section("Length", _lengths(figures.lengths["source"]))
    yield from _section("Languages", _languages(figures.languages))
    yield from _section("Language pairs", _pairs(figures))
    yield from _section("Sites", _sites(figures))
    yield from _section("Boilerplate that went", _boilerplate(figures))
    yield from _section("Findings", _findings(figures))
    yield from _section("Why things were rejected", _rejects(figures))
    yield from _section("Names repaired", _names(figures))
    yield from _section("Names with several spellings", _spelled(figures))
    yield from _section("Signs of machine translation", _translated(figures))
    yield "</div>\n"
    samples = report_samples.findings(published, list(figures.findings))
    yield from _section("Findings, seen in the text", samples, "samples")
    rejects = report_samples.rejects(published)
    yield from _section("Pages that were left out", rejects, "samples")


def _section(title: str, content: Iterator[str], classes: str = "") -> Iterator[str]:
    """Give a section, unless it has no content."""
    first = next(content, None)
    if first is None:
        return
    attribute = f' class="{classes}"' if classes else ""
    yield f"<section{attribute}>\n<h2>{title}</h2>\n"
    yield first
    yield from content
    yield "</section>\n"


def _funnel(figures: Figures) -> Iterator[str]:
    if not figures.funnel:
        return
    yield '<table class="funnel">\n<tbody>\n'
    whole = 1
    for place, (stage, number) in enumerate(figures.funnel.items()):
        meaning, loses = STAGES.get(stage, ("", ""))
        if not place or stage in NEW_UNITS:
            whole = max(number, 1)
        name = (
            f'<abbr title="{escaped(meaning)}">{escaped(stage)}</abbr>'
            if meaning
            else escaped(stage)
        )
        share = "" if number == whole else f' <span class="quiet">{number / whole:.0%}</span>'
        yield (
            f'<tr><td>{name}</td><td class="number">{number:,}{share}</td>'
            f'<td class="draw">{bar(min(number / whole, 1))}</td>'
            f'<td class="lost">{_lost(figures, loses)}</td></tr>\n'
        )
    yield "</tbody>\n</table>\n"


def _lost(figures: Figures, kind: str) -> str:
    """Say how many were lost on the way to a stage, for the most frequent reasons."""
    reasons = Counter[str]()
    for (what, stage, reason), number in figures.rejects.items():
        if what == kind and stage != "align":  # a gap never was a pair
            reasons[_reason(reason)] += number
    shown = [f"{number:,} × {name}" for name, number in reasons.most_common(4)]
    rest = sum(reasons.values()) - sum(number for _, number in reasons.most_common(4))
    shown += [f"{rest:,} for other reasons"] if rest else []
    return f'left out: <a href="rejects/rejects.csv">{", ".join(shown)}</a>' if shown else ""


def _reason(reason: str) -> str:
    """Show the code of a reason in words; those of MQM are findings."""
    return finding(reason) if "/" in reason else escaped(reason.replace("-", " "))


def _scores(scores: Histogram) -> Iterator[str]:
    labels = [f"{end - 0.05:.2f}" for end in SCORE_ENDS]
    good, bad = sum(scores.accepted), sum(scores.refused)
    yield _legend("How far each pair can be trusted as a translation, from 0 to 1.")
    yield histogram(
        scores,
        labels,
        f"Histogram of scores: {good:,} pairs accepted, {bad:,} refused.",
        "score from",
    )


def _lengths(lengths: Histogram) -> Iterator[str]:
    labels = [str(start) for start in (0, *LENGTH_ENDS[:-1])]
    last = max(
        i for i, two in enumerate(zip(lengths.accepted, lengths.refused, strict=True)) if any(two)
    )
    shown = Histogram(
        lengths.ends[: last + 1], lengths.accepted[: last + 1], lengths.refused[: last + 1]
    )
    yield _legend("Source side of each pair, in characters; Chinese and Japanese need fewer.")
    says = f"Histogram of lengths: most pairs have {_fullest(shown, labels)} characters or more."
    yield histogram(shown, labels[: last + 1], says, "characters from")


def _fullest(counted: Histogram, labels: Sequence[str]) -> str:
    totals = [sum(two) for two in zip(counted.accepted, counted.refused, strict=True)]
    return labels[totals.index(max(totals))]


def _legend(text: str) -> str:
    keys = "".join(
        '<span><svg viewBox="0 0 9 9" aria-hidden="true">'
        f'<rect class="fill-{name}" width="9" height="9"/></svg>{word}</span>'
        for name, word in (("good", "accepted"), ("bad", "refused"))
    )
    return f'<p class="quiet">{text}</p><p class="quiet legend">{keys}</p>\n'


def _languages(languages: Mapping[str, int]) -> Iterator[str]:
    return _bars("documents", [(language_name(tag), number) for tag, number in languages.items()])


def _boilerplate(figures: Figures) -> Iterator[str]:
    rows = [(escaped(kinds.shown(kind)), times) for kind, (times, _) in figures.boilerplate.items()]
    return _bars("removals", rows)


def _findings(figures: Figures) -> Iterator[str]:
    rows = [
        (f'{finding(code)} <span class="quiet">{escaped(severity)}</span>', number)
        for (code, severity), number in figures.findings.items()
    ]
    return _bars("times", rows)


def _rejects(figures: Figures) -> Iterator[str]:
    """Count rejects by reason."""
    rows = Counter[str]()
    for (kind, _, reason), number in figures.rejects.items():
        rows[f'{_reason(reason)} <span class="quiet">{escaped(kind)}</span>'] += number
    return _bars("times", list(rows.items()))


def _bars(what: str, rows: Sequence[tuple[str, int]]) -> Iterator[str]:
    """List names with their counts as bars; nothing when there are none."""
    if not rows:
        return
    largest = max(number for _, number in rows)
    yield f'<table>\n<thead><tr><td></td><th class="number">{what}</th><td></td></tr></thead>\n'
    yield "<tbody>\n"
    for name, number in rows[:LISTED]:
        yield (
            f'<tr><td>{name}</td><td class="number">{number:,}</td>'
            f'<td class="draw">{bar(number / largest)}</td></tr>\n'
        )
    if rest := rows[LISTED:]:
        yield (
            f'<tr><td class="quiet">{len(rest):,} more</td>'
            f'<td class="number">{sum(number for _, number in rest):,}</td><td></td></tr>\n'
        )
    yield "</tbody>\n</table>\n"


def _pairs(figures: Figures) -> Iterator[str]:
    if not figures.pairs:
        return
    largest = max((one.pairs for one in figures.pairs), default=0) or 1
    yield (
        '<table>\n<thead><tr><td></td><th class="number">pairs</th><th class="number">accepted</th>'
        "<td></td></tr></thead>\n<tbody>\n"
    )
    for one in figures.pairs[:LISTED]:
        share = one.accepted / max(one.pairs, 1)
        yield (
            f"<tr><td>{language_name(one.source)} – {language_name(one.target)}</td>"
            f'<td class="number">{one.pairs:,}</td><td class="number">{share:.0%}</td>'
            f'<td class="draw">{bar(one.pairs / largest, share)}</td></tr>\n'
        )
    yield "</tbody>\n</table>\n"
    if len(figures.pairs) > LISTED:
        yield f'<p class="quiet">and {len(figures.pairs) - LISTED:,} more, see README.md</p>\n'


def _sites(figures: Figures) -> Iterator[str]:
    known = [(escaped(one.name), one.documents) for one in figures.sites if one.name]
    unknown = sum(one.documents for one in figures.sites if not one.name)
    if known and unknown:
        known.append(('<span class="quiet">address unknown</span>', unknown))
    return _bars("documents", known)


def _names(figures: Figures) -> Iterator[str]:
    if not figures.names:
        return
    yield (
        "<table>\n<thead><tr><th>found</th><th>published</th><th>language</th>"
        '<th class="number">times</th></tr></thead>\n<tbody>\n'
    )
    for name in figures.names[: 2 * LISTED]:
        attributes = language(name.language)
        yield (
            f"<tr><td {attributes}><del>{escaped(name.before)}</del></td>"
            f"<td {attributes}>{escaped(name.after)}</td>"
            f'<td class="short">{language_name(name.language)}</td>'
            f'<td class="number">{name.times:,}</td></tr>\n'
        )
    yield "</tbody>\n</table>\n"
    if rest := figures.names[2 * LISTED :]:
        yield f'<p class="quiet">and {len(rest):,} more spellings, see glossary.tbx</p>\n'


def _spelled(figures: Figures) -> Iterator[str]:
    """List the names that documents or sites of one language write differently."""
    if not figures.spelled:
        return
    yield (
        "<table>\n<thead><tr><th>name</th><th>language</th><th>spelt</th>"
        '<th class="number">times</th><th class="number">documents</th>'
        '<th class="number">sites</th></tr></thead>\n<tbody>\n'
    )
    for one in figures.spelled[:LISTED]:
        rows = f' rowspan="{len(one.spellings)}"'
        first = (
            f"<td{rows}>{escaped(one.name)}</td>"
            f'<td{rows} class="short">{language_name(one.language)}</td>'
        )
        for text, *numbers in one.spellings:
            counts = "".join(f'<td class="number">{number:,}</td>' for number in numbers)
            yield f"<tr>{first}<td {language(one.language)}>{escaped(text)}</td>{counts}</tr>\n"
            first = ""
    yield "</tbody>\n</table>\n"
    if rest := figures.spelled[LISTED:]:
        yield f'<p class="quiet">and {len(rest):,} more names, see the table spellings</p>\n'


def _translated(figures: Figures) -> Iterator[str]:
    rows = [(escaped(sign.replace("-", " ")), times) for sign, times in figures.translated.items()]
    return _bars("documents", rows)
