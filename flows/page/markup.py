"""HTML text made from hostile pages: everything escaped, nothing invisible left to act."""

from __future__ import annotations

import html
import re
from zlib import crc32

# Control characters and halves of surrogate pairs have no place in HTML; they are shown as signs.
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")
_SURROGATE = re.compile(r"[\ud800-\udfff]")
_CLASS = re.compile(r"[^a-z0-9]+")
# The colours of the kinds, in degrees: those that often stand side by side are far apart.
_HUES = {
    "advertisement": 0,
    "app_promotion": 140,
    "breadcrumb": 190,
    "byline": 48,
    "caption": 175,
    "comment_box": 330,
    "cookie_notice": 110,
    "copyright": 250,
    "disclaimer": 15,
    "footer": 235,
    "language_picker": 290,
    "menu": 210,
    "newsletter": 85,
    "press_boilerplate": 60,
    "reader_comment": 315,
    "reading_time": 75,
    "related_headlines": 32,
    "repeated_title": 165,
    "see_original": 345,
    "see_translation": 345,
    "share_bar": 265,
    "source_credit": 5,
    "teaser": 25,
    "ticker": 150,
    "time_ago": 55,
}


def escaped(text: str) -> str:
    r"""Make a text safe inside an element or a quoted attribute.

    >>> escaped('<b title="x">\x00')
    '&lt;b title=&quot;x&quot;&gt;␀'
    """
    return html.escape(visible(text))


def visible(text: str) -> str:
    r"""Show the control characters and halves of surrogate pairs of a text as signs.

    >>> visible("a\x1bb\ud83d")
    'a␛b\ufffd'
    """
    shown = _CONTROL.sub(lambda m: chr(0x2400 + ord(m[0])) if m[0] < " " else "\ufffd", text)
    return _SURROGATE.sub("\ufffd", shown)


def class_name(kind: str) -> str:
    """Give the class of a kind of boilerplate, fit for a style sheet whatever a rule file says.

    >>> class_name("language_picker"), class_name('x"} body{display:none')
    ('k-language-picker', 'k-x-body-display-none')
    """
    return f"k-{_CLASS.sub('-', kind.lower()).strip('-')}"


def hue(kind: str) -> int:
    """Give a kind its hue, 0-359, the same on every page."""
    return _HUES.get(kind, crc32(kind.encode()) % 360)
