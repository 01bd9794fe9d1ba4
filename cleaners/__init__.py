"""What Limpide knows about text: pure functions, usable without the flows.

    import cleaners
    document = cleaners.clean_html(html, url=None, language=None)
    document = cleaners.clean_text(text, url=None, language=None)
    result = cleaners.normalise(text, language="fr")
    beads = cleaners.align(source_sentences, target_sentences, "zh", "fr")
    quality = cleaners.assess(source, target, "zh", "fr")
    pairs = cleaners.pair(documents)
"""

from cleaners.bitext.alignment import align
from cleaners.bitext.pairing import pair
from cleaners.bitext.quality import assess
from cleaners.pipeline import clean, clean_html, clean_text, normalise

__all__ = ["align", "assess", "clean", "clean_html", "clean_text", "normalise", "pair"]
