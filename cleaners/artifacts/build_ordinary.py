"""Build the table of forms that are also ordinary words; run by hand, never at run time.

``python -m cleaners.artifacts.build_ordinary`` looks every one-word form of the lexicon up in the
word lists of ``wordfreq`` (data CC BY-SA 4.0), with the words that sound like a brand, and writes
``ordinary.tsv``: form, language and Zipf frequency. Run it again after the lexicon has grown.
"""

from __future__ import annotations

import importlib
from math import log10

from cleaners import rules
from cleaners.artifacts import lexicon
from cleaners.artifacts.forms import fold
from cleaners.artifacts.generation import all_forms
from cleaners.artifacts.phonetic import sounds_like_brand

LANGUAGES = (
    *("ar", "cs", "da", "de", "en", "es", "fi", "fr", "hu", "id", "it", "ja", "nb", "nl", "pl"),
    *("pt", "ro", "ru", "sk", "sv", "tr", "uk", "vi"),
)
RAREST = 1.8
"""Words below this Zipf frequency (about one in 16 million) are not ordinary."""


def main() -> None:
    """Write the table."""
    frequencies = importlib.import_module("wordfreq").get_frequency_dict
    words = lexicon.read(rules.load())
    texts = {form.text for form in all_forms(words) if " " not in form.text}
    rows = set()
    for language in LANGUAGES:
        best: dict[str, float] = {}
        for word, frequency in frequencies(language, wordlist="best").items():
            folded = fold(word)
            if folded in texts or sounds_like_brand(folded, words):
                best[folded] = max(best.get(folded, 0.0), 9 + log10(frequency))
        rows |= {f"{word}\t{language}\t{zipf:.1f}" for word, zipf in best.items() if zipf >= RAREST}
    file = rules.BUILT_IN / "names" / "ordinary.tsv"
    file.write_text("\n".join(["form\tlanguage\tzipf", *sorted(rows)]) + "\n", "utf-8")


if __name__ == "__main__":
    main()
