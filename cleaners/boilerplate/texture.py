"""What tells running text from the rest when there is no markup: how a page's lines are woven.

Words that come again, here or near by; patterns of marks that repeat, as in lists and feeds; lines
that go on in the next; and what the page is like as a whole. All of it is counted on the page
itself, so that it holds in any language.
"""

from __future__ import annotations

COLUMNS = (
    "characters", "upper", "caseless", "figures", "marks", "commas", "length_habit", "rise", "fall",
    "unevenness",
    "token_length", "token_spread", "short_tokens", "numbers", "familiar", "fresh", "likeness",
    "above", "below", "first_shared", "last_shared",
    "template", "template_before", "template_after", "template_even",
    "continues", "continued", "trails_off", "points_on", "exclaims", "open_end", "symbol_start",
    "upper_habit",
    "page_words", "page_median", "page_high", "page_ended", "page_fresh", "page_caseless",
    "page_templates", "page_run", "page_short",
)  # fmt: skip
"""The measures, in the order of their rows; ``page_…`` are the same for all lines of a page."""
