"""What Limpide knows about text: pure functions, usable without the flows.

import cleaners
document = cleaners.clean_html(html, url=None, language=None)
document = cleaners.clean_text(text, url=None, language=None)
extraction = cleaners.extract_html(html, url=None), cleaners.extract_text(text, url=None)
result = cleaners.normalise(text, language="fr")
beads = cleaners.align(source_sentences, target_sentences, "zh", "fr")
quality = cleaners.assess(source, target, "zh", "fr")
pairs = cleaners.pair(documents)
"""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from cleaners.bitext.alignment import align
    from cleaners.bitext.pairing import pair
    from cleaners.bitext.quality import assess
    from cleaners.extract import extract_html, extract_text
    from cleaners.pipeline import clean, clean_html, clean_text, normalise

__all__ = [
    "align",
    "assess",
    "clean",
    "clean_html",
    "clean_text",
    "extract_html",
    "extract_text",
    "normalise",
    "pair",
]

# Where each call lives; loaded when first asked for, so that who cleans a page waits for no model.
_HOMES = {
    "align": "cleaners.bitext.alignment",
    "assess": "cleaners.bitext.quality",
    "pair": "cleaners.bitext.pairing",
    "extract_html": "cleaners.extract",
    "extract_text": "cleaners.extract",
    "clean": "cleaners.pipeline",
    "clean_html": "cleaners.pipeline",
    "clean_text": "cleaners.pipeline",
    "normalise": "cleaners.pipeline",
}


def __getattr__(name: str) -> object:
    if name not in _HOMES:
        raise AttributeError(f"module 'cleaners' has no attribute {name!r}")
    return getattr(import_module(_HOMES[name]), name)
