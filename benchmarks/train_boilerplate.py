"""Train the weights of the boilerplate labeller and report them on pages they have not seen.

    python -m benchmarks.train_boilerplate --html pages.jsonl.gz --text text_pages.jsonl.gz \
        [--flat scrapes.jsonl …] [--site raw-folder gold-pages.jsonl] --out DIRECTORY

Writes ``html.npz``, ``text.npz``, ``text_trees.npz`` and ``text_page.npz``, and beside them what
the package makes of each page with weights that have not seen its site (``held_out_html.json``,
``held_out_text.json``, ``{page id: text}``), for the scorers of the benchmark.

Needs CatBoost, JAX and inscriptis (``pip install catboost jax inscriptis``), which the weights
themselves do not: HTML is judged by boosted trees, flattened text by boosted trees and the network
of ``train_network`` together, which also learn from every HTML page flattened in three ways.
Whether a flattened page has a text of its own at all is learned from what they think of pages that
they have not seen (``train_page``).

Data used for the weights that ship with the package: 510 HTML pages and 1,277 flattened pages of
scrapinghub/article-extraction-benchmark (MIT), Murrough-Foley/web-content-extraction-benchmark
(CC-BY-4.0), feab5994 of leogao2/htmltotext-benchmark, adbar/trafilatura's evaluation pages
(Apache-2.0) and TurkuNLP/multilingual-register-labeling (lines judged by people); 39 flattened and
57 scraped pages written for this project. No page text enters the weights: those of HTML hold
thresholds on measures of form only, those of text besides a few numbers for each of 8,192 buckets
into which the words of all languages are thrown.

Text is learned from in letters of other scripts as well, where no word is known (see
``foreign_letters``), so that languages which are not among these pages fare alike.

A line counts as content when 80 % of its 4-token shingles stand in the page's clean text, as
boilerplate below 30 %; what lies between is not learned from. For flattened text, clean texts are
learned from too, as pages without boilerplate: that is what keeps a clean article whole.
HTML is also learned from in plain tags without class names, on some pages. Cross-validation is by
site, threefold for text (pages that share a line are of one site), fivefold for HTML.
"""

from __future__ import annotations

import argparse
import gzip
import hashlib
import json
import re
import tempfile
import time
import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import inscriptis
import numpy as np
from bs4 import BeautifulSoup
from numpy.typing import NDArray

from benchmarks import foreign_letters, held_out, train_network, train_page, train_trees
from cleaners import layout, markup, rules
from cleaners.boilerplate import (
    features,
    hits,
    labels,
    model,
    network,
    phrases,
    strip,
    substance,
)
from cleaners.boilerplate.lines import Line, Lines
from cleaners.records import Metadata, Scrape

RULES = rules.load()
PHRASES = phrases.load(RULES)
TOKEN = re.compile(r"[\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]|[^\W\u3040-\u9fff]+")
# How much a page of each origin counts; own-written pages are few and of the kind that matters.
ORIGIN_WEIGHTS = {"own": 3.0, "trafilatura-eval": 2.0, "leogao2": 0.7}
CLEAN_WEIGHT = 0.35
# The same for HTML, where every page counts alike, and for its copies in plain tags.
HTML_WEIGHTS = {"own": 0.5, "trafilatura-eval": 0.6, "leogao2": 0.8}
PLAIN_WEIGHT = 0.3
PLAIN_SHARE = 0.3
# An HTML page's lines together weigh as much as so many lines; a line's words to this power.
PAGE_WEIGHT = 60.0
LENGTH_POWER = 0.8
# Trees for text learn from so many per cent of the pages in another form, which count so much.
AGAIN_SHARE = 33
AGAIN_WEIGHT = 0.9
_SECTIONS = frozenset({
    "article", "main", "nav", "header", "footer", "aside", "section", "figure", "figcaption",
    "time", "address",
})  # fmt: skip
FOLDS = {"text": 3, "html": 5}
# Whether pages have a text of their own is held out by so many parts of each fold.
PAGE_PARTS = 4
# What a page counts there at least: also one that is got wrong either way.
LEAST_AT_STAKE = 0.02
NOTHING_KNOWN = Metadata()
# Of these pages only parts of the clean text are known.
SNIPPETS_ONLY = frozenset({"trafilatura-eval"})
# How likely a round of learning looks at a page in one of its other forms.
AGAIN_CHANCE = 0.3
# The same for pages in foreign letters; the trees learn from so many per cent of those, which
# count so much. On so many per cent of them the phrases are known nevertheless.
FOREIGN_CHANCE = 0.5
FOREIGN_SHARE = 67
FOREIGN_WEIGHT = 0.5
PHRASES_KNOWN = 50


@dataclass(frozen=True)
class Sample:
    """A page to learn from: its lines, their labels (``1``, ``0``, ``?``), its clean text.

    ``clean`` pages are the content of others, ``again`` are pages in another form; ``foreign`` says
    in which writing of ``foreign_letters`` the lines are measured, empty for their own.
    """

    id: str
    origin: str
    mode: str
    site: str
    lines: tuple[Line, ...]
    metadata: Metadata
    labels: str
    gold: str
    clean: bool = False
    again: bool = False
    foreign: str = ""


Item = tuple[Sample, features.Measured]
# Trees, and for text the network that judges beside them.
Judges = tuple[model.Model, network.Network | None]


def main() -> None:
    """Train on everything and write the weights; cross-validate, print and write what came out."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--html", type=Path, required=True)
    parser.add_argument("--text", type=Path, required=True)
    parser.add_argument("--flat", type=Path, nargs="*", default=[])
    parser.add_argument("--site", type=Path, nargs=2, action="append", default=[])
    parser.add_argument("--out", type=Path, required=True)
    given = parser.parse_args()
    samples = [*judged(given.text), *marked_up(given.html), *own(given.flat, given.site)]
    samples += [copy for sample in samples for copy in (*cleaned(sample), *plain(sample))]
    samples += flattened(given.html)
    measured = [(sample, measure(sample)) for sample in samples if sample.lines]
    measured += [copy for item in measured for copy in in_foreign_letters(item)]
    given.out.mkdir(parents=True, exist_ok=True)
    for mode, file in (("html", given.html), ("text", given.text)):
        items = [item for item in measured if item[0].mode == mode]
        write(mode, learn(mode, items), given.out)
        trained = blind(mode, items)
        asked = whole_pages(items, trained) if mode == "text" else []
        if asked:
            judge = train_page.train([page for _, page in asked])
            train_page.write(judge, given.out / f"{substance.NAME}.npz")
        texts = cross_validated(mode, items, trained, asked, rows(file))
        held = given.out / f"held_out_{mode}.json"
        held.write_text(json.dumps(texts, ensure_ascii=False), encoding="utf-8")
        print(f"{mode} done after {time.process_time():.0f} CPU seconds", flush=True)


def blind(mode: str, items: Sequence[Item]) -> list[Judges]:
    """Learn for each fold from the sites of the others; print how the lines of its own fared."""
    folds = [fold(sample.site, FOLDS[mode]) for sample, _ in items]
    found = []
    for part in range(FOLDS[mode]):
        found.append(learn(mode, [i for i, own in zip(items, folds, strict=True) if own != part]))
        report(mode, found[-1], [i for i, own in zip(items, folds, strict=True) if own == part])
    return found


def whole_pages(
    items: Sequence[Item], trained: Sequence[Judges]
) -> list[tuple[str, train_page.Page]]:
    """Gather what judges that have not seen a page's site think of it as a whole, by site."""
    found = []
    for sample, measured in items:
        if sample.again or sample.foreign:
            continue
        scores = scores_of(trained[fold(sample.site, len(trained))], measured)
        empty = not sample.gold and not sample.clean
        stake = 1.0 if empty else token_f1(sample, scores > 0)
        page = train_page.Page(substance.gather(measured, scores), empty, stake + LEAST_AT_STAKE)
        found.append((sample.site, page))
    return found


def cross_validated(
    mode: str,
    items: Sequence[Item],
    trained: Sequence[Judges],
    asked: Sequence[tuple[str, train_page.Page]],
    pages: Sequence[dict[str, Any]],
) -> dict[str, str]:
    """Give the text of each page by weights that have not seen its site.

    ``asked`` are the pages as wholes; for each part of a fold their judge learns from all others.
    """

    def place(site: str) -> tuple[int, int]:
        parts = PAGE_PARTS if asked else 1
        return fold(site, len(trained)), fold(f"{site}pages", parts)

    places = {sample.id: place(sample.site) for sample, _ in items if is_itself(sample)}
    texts: dict[str, str] = {}
    for here in sorted(set(places.values())):
        with tempfile.TemporaryDirectory() as layer:
            weights = Path(layer) / "boilerplate"
            weights.mkdir()
            write(mode, trained[here[0]], weights)
            if asked:
                others = [page for site, page in asked if place(site) != here]
                train_page.write(train_page.train(others), weights / f"{substance.NAME}.npz")
            own = (page for page in pages if places.get(page["id"]) == here)
            texts |= held_out.texts(mode, own, Path(layer))
    return texts


def measure(sample: Sample) -> features.Measured:
    """Measure the lines of a page."""
    said = sample.metadata
    return features.measure(Lines.of(sample.lines), said.title or "", PHRASES, said)


def in_foreign_letters(item: Item) -> Iterable[Item]:
    """Measure a flattened page in each way to write it that it was not written in.

    Of pages in another form there are enough: one way for each of them.
    """
    sample, measured = item
    writings = foreign_letters.WRITINGS if sample.mode == "text" else ()
    if sample.again:
        writings = writings[fold(page_key(sample), 3) :][:1]
    for writing in writings:
        copy = replace(sample, foreign=writing)
        texts = foreign_letters.exchange(
            [line.text for line in sample.lines], writing, page_key(copy)
        )
        lines = (line._replace(text=text) for line, text in zip(sample.lines, texts, strict=True))
        known_ = fold(f"{page_key(copy)}phrases", 100) < PHRASES_KNOWN
        phrases_found = measured.hits if known_ else hits.of(texts, PHRASES)
        yield copy, foreign_letters.measure(Lines.of(lines), phrases_found)


def page_key(sample: Sample) -> str:
    """Tell pages of one id apart, and their copies in foreign letters."""
    return f"{sample.id}{len(sample.lines)}{sample.foreign}"


def is_itself(sample: Sample) -> bool:
    """Tell a page from what was made of it."""
    return not (sample.again or sample.clean or sample.foreign)


def rows(file: Path) -> list[dict[str, Any]]:
    """Read a JSONL file, gzipped or not."""
    unpack = gzip.open if file.suffix == ".gz" else open
    with unpack(file, "rt", encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def lines_of(
    content: str | bytes, media: str, url: str | None = None
) -> tuple[tuple[Line, ...], Metadata]:
    """Flatten a page as ``extract_html`` does; give its lines and what it says of itself."""
    kind = "html" if media == "html" else "text"
    page = markup.flatten(Scrape("page", content, kind, metadata=Metadata(url=url)))
    page = layout.rejoin(page, RULES).page
    return tuple(strip.as_lines(page)), page.metadata if media == "html" else NOTHING_KNOWN


def judged(file: Path) -> Iterable[Sample]:
    """Flattened pages, with judged lines where no letter was changed."""
    found = []
    for row in rows(file):
        lines, metadata = lines_of(row["text"], "text")
        labels_ = aligned(lines, row["text"].split("\n"), row["labels"])
        labels_ = labels_ or compare(lines, row["gold"])
        site = urlsplit(row["url"] or "").netloc
        found.append(
            Sample(row["id"], row["src"], "text", site, lines, metadata, labels_, row["gold"])
        )
    return together(found)


def aligned(lines: Sequence[Line], given: Sequence[str], labels_: str) -> str:
    """Carry labels over to lines that were joined or cut; nothing where letters changed."""
    letters = [sum(map(str.isalnum, line.text)) for line in lines]
    before = [sum(map(str.isalnum, text)) for text in given]
    if sum(letters) != sum(before):
        return ""
    shares = np.repeat([{"1": 1.0, "0": 0.0}.get(label, 0.5) for label in labels_], before)
    ends = np.cumsum(letters)
    found = ""
    for start, end in zip(ends - letters, ends, strict=True):
        own = shares[start:end]
        content, other = (own == 1).mean() if len(own) else 0, (own == 0).mean() if len(own) else 0
        found += "1" if content >= 0.8 else "0" if other >= 0.7 else "?"
    return found


def together(samples: Sequence[Sample]) -> list[Sample]:
    """Name the site of pages without address: those that share a line of six words have one."""
    site = {sample.id: sample.id for sample in samples}

    def root(id_: str) -> str:
        while site[id_] != id_:
            id_ = site[id_]
        return id_

    holder: dict[str, str] = {}
    for sample in samples:
        if not sample.site:
            for line in sample.lines:
                if len(tokens(line.text)) >= 6:
                    site[root(sample.id)] = root(holder.setdefault(line.text, sample.id))
    return [sample if sample.site else replace(sample, site=root(sample.id)) for sample in samples]


def marked_up(file: Path) -> Iterable[Sample]:
    """HTML pages, labelled by comparing with their clean text or their snippets."""
    for row in rows(file):
        lines, metadata = lines_of(row["html"], "html", row["url"])
        site = urlsplit(row["url"] or "").netloc or row["id"]
        found = (
            compare(lines, row["gold"])
            if row["gold"]
            else snippets(lines, row.get("with") or [], row.get("without") or [])
        )
        yield Sample(row["id"], row["src"], "html", site, lines, metadata, found, row["gold"])


def flattened(file: Path) -> Iterable[Sample]:
    """HTML pages as other programs flatten them, labelled by comparing."""
    for row in rows(file):
        site = urlsplit(row["url"] or "").netloc or row["id"]
        for text in flattenings(row["html"]):
            lines, metadata = lines_of("\n".join(map(str.strip, text.split("\n"))), "text")
            found = (
                compare(lines, row["gold"])
                if row["gold"]
                else snippets(lines, row.get("with") or [], row.get("without") or [])
            )
            yield Sample(
                row["id"], row["src"], "text", site, lines, metadata, found, row["gold"], again=True
            )


def flattenings(html: str) -> tuple[str, str, str]:
    """Flatten a page line by block, as a text browser, and with a cut at every element."""
    soup = BeautifulSoup(html, "lxml")
    for hidden in soup(["script", "style", "noscript", "template"]):
        hidden.decompose()
    by_block = markup.flatten(Scrape("page", html, "html")).text
    return by_block, inscriptis.get_text(html), soup.get_text("\n")


def own(flat: Sequence[Path], sites: Sequence[Sequence[Path]]) -> Iterable[Sample]:
    """Pages written for this project: flattened ones, and scraped ones with their gold."""
    for file in flat:
        for row in rows(file):
            lines, metadata = lines_of(row["text"], "text")
            found = compare(lines, row["gold"])
            yield Sample(row["id"], "own", "text", row["id"], lines, metadata, found, row["gold"])
    for folder, gold in sites:
        for row in rows(gold):
            file = folder / row["path"]
            content = file.read_bytes()
            if not content:
                continue
            media = "html" if file.suffix == ".html" else "text"
            lines, metadata = lines_of(content, media)
            body = "\n".join(row.get("body_paragraphs") or [])
            site = row["story"] or "junk"
            found = compare(lines, body)
            yield Sample(row["path"], "own", media, site, lines, metadata, found, body)


def plain(sample: Sample) -> Iterable[Sample]:
    """Give an HTML page without class names and telling tags, for some pages."""
    digest = int(hashlib.sha256(f"{sample.id}plain".encode()).hexdigest()[:4], 16)
    if sample.mode == "html" and digest < PLAIN_SHARE * 0x10000:
        lines = tuple(
            line._replace(css="", path="/".join(map(_untold, line.path.split("/"))))
            for line in sample.lines
        )
        said = sample.metadata if digest % 2 else Metadata(title=sample.metadata.title)
        yield replace(sample, lines=lines, metadata=said, again=True)


def _untold(tag: str) -> str:
    return "div" if tag in _SECTIONS else tag


def cleaned(sample: Sample) -> Iterable[Sample]:
    """Give the content lines alone as a page without boilerplate, for about half of the pages."""
    wanted = sample.gold and int(hashlib.sha256(sample.id.encode()).hexdigest()[0], 16) < 10
    kept = [line for line, label in zip(sample.lines, sample.labels, strict=True) if label == "1"]
    if wanted and len(kept) >= 2:
        lines = tuple(Line(line.text, line.gap if sample.mode == "text" else 1) for line in kept)
        labels_ = "1" * len(lines)
        yield replace(
            sample, mode="text", lines=lines, metadata=NOTHING_KNOWN, labels=labels_, clean=True
        )


def tokens(text: str) -> list[str]:
    """Cut a text as the scorers do."""
    return TOKEN.findall(unicodedata.normalize("NFKC", text).casefold())


def compare(lines: Sequence[Line], gold: str) -> str:
    """Label lines by how much of them stands in the clean text."""
    words = tokens(gold)
    shingles = set(zip(words, words[1:], words[2:], words[3:], strict=False))
    joined = f" {' '.join(words)} "
    whole = Counter(" ".join(tokens(line)) for line in gold.split("\n"))
    cut = [tokens(line.text) for line in lines]
    found: list[str] = []
    for line in cut:
        if len(line) < 5:
            found.append("")
            continue
        own_shingles = list(zip(line, line[1:], line[2:], line[3:], strict=False))
        share = sum(shingle in shingles for shingle in own_shingles) / len(own_shingles)
        found.append("1" if share >= 0.8 else "0" if share <= 0.3 else "?")
    long = [index for index, line in enumerate(cut) if len(line) >= 5]
    seen: Counter[str] = Counter()
    for index, line in enumerate(cut):
        key = " ".join(line)
        seen[key] += 1
        if not found[index]:
            before = next((found[i] for i in reversed(long) if i < index), "")
            after = next((found[i] for i in long if i > index), "")
            found[index] = short_label(line, key, joined, before, after, whole=key in whole)
        if found[index] == "1" and seen[key] > max(whole[key], 1):
            found[index] = "?"
    return "".join(found)


def short_label(  # noqa: PLR0913
    line: Sequence[str], key: str, joined: str, before: str, after: str, *, whole: bool
) -> str:
    """Label a line of fewer than five tokens by the long lines around it."""
    if not line:
        return "?"
    if f" {key} " not in joined:
        return "0"
    if before == after == "1" or (whole and "1" in (before, after)):
        return "1"
    return "0" if "1" not in (before, after) and not whole else "?"


def snippets(lines: Sequence[Line], wanted: Sequence[str], unwanted: Sequence[str]) -> str:
    """Label the lines that hold a snippet which must, or must not, be in the clean text."""

    def holds(line: Line, parts: Sequence[str]) -> bool:
        return any(p in line.text or (len(line.text) > 25 and line.text in p) for p in parts)

    return "".join(
        "1" if holds(line, wanted) else "0" if holds(line, unwanted) else "?" for line in lines
    )


def fold(site: str, count: int) -> int:
    """Put a site into one of ``count`` folds, by hash."""
    return int(hashlib.sha256(site.encode()).hexdigest()[:6], 16) % count


def learn(mode: str, items: Sequence[Item]) -> Judges:
    """Learn all that judges one kind of input."""
    return grown(mode, items), learned(items) if mode == "text" else None


def grown(mode: str, items: Sequence[Item]) -> model.Model:
    """Grow the trees for one kind of input."""
    weigh = html_weight if mode == "html" else text_weight
    return train_trees.train(
        mode,
        [
            train_trees.Page(
                measured,
                known(sample),
                weigh(sample, measured),
                fold(f"{sample.site}inner", 60),
            )
            for sample, measured in items
            if mode == "html" or is_chosen(sample)
        ],
    )


def is_chosen(sample: Sample) -> bool:
    """Choose every page, and by hash some of those in another form and in foreign letters."""
    share = AGAIN_SHARE if sample.again else FOREIGN_SHARE if sample.foreign else 100
    return fold(page_key(sample), 100) < share


def known(sample: Sample) -> NDArray[np.int8]:
    """Give the labels as numbers: 1, 0 or -1 where it is not known."""
    return np.array([{"1": 1, "0": 0, "?": -1}[label] for label in sample.labels], np.int8)


def html_weight(sample: Sample, measured: features.Measured) -> NDArray[np.float64]:
    """Weigh the lines of an HTML page: every page alike, in it a line by its length."""
    weights = (measured.words + 0.5) ** LENGTH_POWER
    total = float(weights[known(sample) >= 0].sum())
    page = HTML_WEIGHTS.get(sample.origin, 1.0)
    page *= PLAIN_WEIGHT if sample.again else 1.0
    return np.asarray(weights * page * PAGE_WEIGHT / max(total, 1e-9))


def text_weight(sample: Sample, measured: features.Measured) -> NDArray[np.float64]:
    """Weigh the lines of flattened text for the trees."""
    share = AGAIN_WEIGHT if sample.again else 1.0
    share *= FOREIGN_WEIGHT if sample.foreign else 1.0
    return np.asarray(weight(sample, measured) * share)


def learned(items: Sequence[Item]) -> network.Network:
    """Train the network for flattened text."""
    return train_network.train([page_of(sample, measured) for sample, measured in items])


def page_of(sample: Sample, measured: features.Measured) -> train_network.Page:
    """Give a page as the network learns from it."""
    whole = CLEAN_WEIGHT if sample.clean else ORIGIN_WEIGHTS.get(sample.origin, 1.0)
    lengths = [len(tokens(line.text)) for line in sample.lines]
    gold = sum(lengths) if sample.clean else len(tokens(sample.gold))
    chance = AGAIN_CHANCE if sample.again else 1.0
    chance *= FOREIGN_CHANCE if sample.foreign else 1.0
    return train_network.Page(
        measured,
        known(sample),
        weight(sample, measured),
        0.0 if sample.origin in SNIPPETS_ONLY else whole,
        np.array(lengths, np.float64),
        float(gold),
        chance,
    )


def weight(sample: Sample, measured: features.Measured) -> Any:
    """Weigh lines by length, and long pages less than their length."""
    weights = np.log1p(measured.words) + 0.3
    total = float(weights.sum())
    scale = min(1.0, (60 / total) ** 0.5) if total else 1.0
    origin = CLEAN_WEIGHT if sample.clean else ORIGIN_WEIGHTS.get(sample.origin, 1.0)
    return weights * scale * origin


def scores_of(trained: Judges, measured: features.Measured) -> model.Scores:
    """Judge the lines of a page."""
    trees, judge = trained
    if judge is None:
        return labels.lifted(trees.score(measured), measured.words)
    return labels.together(judge, trees, measured)


def report(mode: str, trained: Judges, items: Sequence[Item]) -> None:
    """Print token F1 of the kept lines by origin, on pages the weights have not seen."""
    scores: dict[str, list[float]] = {}
    for sample, measured in items:
        if not sample.gold or sample.again or sample.foreign:
            continue
        name = sample.origin + (" (clean)" if sample.clean else "")
        scores.setdefault(name, []).append(token_f1(sample, scores_of(trained, measured) > 0))
    for name, values in sorted(scores.items()):
        print(
            f"{mode}  {name:28} {len(values):4} pages  token F1 {np.mean(values):.3f}", flush=True
        )


def token_f1(sample: Sample, kept: NDArray[np.bool_]) -> float:
    """Give the token F1 of the lines that are kept; of a page without content it is 0."""
    text = [line.text for line, keep in zip(sample.lines, kept, strict=True) if keep]
    gold = [line.text for line in sample.lines] if sample.clean else [sample.gold]
    one, other = Counter(tokens("\n".join(gold))), Counter(tokens("\n".join(text)))
    return 2 * (one & other).total() / max(one.total() + other.total(), 1)


def write(mode: str, trained: Judges, folder: Path) -> None:
    """Write the weights: ``html.npz``, or ``text.npz`` and ``text_trees.npz``."""
    trees, judge = trained
    if judge is not None:
        network.write(judge, folder / f"{mode}.npz")
    arrays = {
        f"{name}_{part}": np.asarray(getattr(stage, part))
        for name, stage in (("first", trees.first), ("second", trees.second))
        for part in ("features", "borders", "leaves", "bias")
    }
    np.savez(folder / ("html.npz" if judge is None else "text_trees.npz"), **arrays)


if __name__ == "__main__":
    main()
