"""The values that travel through Limpide: frozen, fully typed, comparable.

Offsets are in characters (Unicode code points), half-open: ``text[start:end]``.
Languages are BCP-47 tags (``fr``, ``zh-Hant``); ``und`` means that nobody can know.
"""

from __future__ import annotations

import hashlib
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Literal, final

UNKNOWN_LANGUAGE = "und"

Severity = Literal["neutral", "minor", "major", "critical"]


def content_id(*parts: str) -> str:
    r"""Give the stable identifier of some content: 16 hexadecimal digits.

    The same parts always give the same identifier (SHA-256 prefix of their NFC form).

    >>> content_id("fr", "Été") == content_id("fr", "E\u0301te\u0301")
    True
    >>> content_id("a", "b") == content_id("ab")
    False
    """
    digest = hashlib.sha256()
    for part in parts:
        data = unicodedata.normalize("NFC", part).encode("utf-8", "surrogatepass")
        digest.update(len(data).to_bytes(8, "big"))
        digest.update(data)
    return digest.hexdigest()[:16]


# Pages make thousands of edits and blocks. A frozen dataclass sets each field through a function; a
# record that is of an open class until its fields are set, and of its own class from then on, is
# made in a third of the time, and an altered copy in a sixth. Python allows the change of class
# because both have the same slots.
_change_class: Any = vars(object)["__class__"].__set__
_new: Any = object.__new__


class _OpenEdit:
    """An edit while its fields are being set."""

    __slots__ = ("after", "before", "confidence", "end", "round", "rule", "start", "step")


class _OpenBlock:
    """A block while its fields are being set."""

    __slots__ = (
        "css", "elements", "end", "kind", "label", "language", "link_density", "path", "start",
    )  # fmt: skip


@final
@dataclass(frozen=True, slots=True)
class Edit:
    """One change: ``before`` stood at ``start:end`` of a step's input, ``after`` replaces it.

    The edits of one step are ordered and disjoint; a removal has an empty ``after``, an insertion
    an empty ``before``. ``rule`` names the rule or, for removals, the kind and the rule
    (``ticker/symbol-percent``); ``confidence`` is 0-1; ``round`` counts how often the steps
    have run on the page, which is again until they find nothing more.
    """

    step: str
    rule: str
    start: int
    end: int
    before: str
    after: str
    confidence: float = 1.0
    round: int = 1

    def __init__(
        self,
        step: str,
        rule: str,
        start: int,
        end: int,
        before: str,
        after: str,
        confidence: float = 1.0,
        round: int = 1,  # noqa: A002 - the field's name
    ) -> None:
        """Make an edit of its fields."""
        _change_class(self, _OpenEdit)
        edit: Any = self
        edit.step = step
        edit.rule = rule
        edit.start = start
        edit.end = end
        edit.before = before
        edit.after = after
        edit.confidence = confidence
        edit.round = round
        edit.__class__ = Edit

    def replace(
        self,
        *,
        step: str | None = None,
        rule: str | None = None,
        start: int | None = None,
        end: int | None = None,
        before: str | None = None,
        after: str | None = None,
        confidence: float | None = None,
        round: int | None = None,  # noqa: A002 - the field's name
    ) -> Edit:
        """Give the edit with some fields changed, as ``dataclasses.replace`` does but faster."""
        edit = _new(_OpenEdit)
        edit.step = self.step if step is None else step
        edit.rule = self.rule if rule is None else rule
        edit.start = self.start if start is None else start
        edit.end = self.end if end is None else end
        edit.before = self.before if before is None else before
        edit.after = self.after if after is None else after
        edit.confidence = self.confidence if confidence is None else confidence
        edit.round = self.round if round is None else round
        edit.__class__ = Edit
        made: Edit = edit
        return made


BlockKind = Literal["paragraph", "heading", "list_item", "table_cell", "title", "caption", "code"]


@final
@dataclass(frozen=True, slots=True)
class Block:
    """One non-empty line of a page's text, with what is known about it.

    HTML and flattened text give the same blocks: ``path`` is the tag path (``body/main/p``; empty
    for flattened text), ``kind`` what markup or bullet says it is, ``link_density`` the share of
    its characters inside links (0-1), ``css`` the class names, ids, roles and item properties of
    its element and nearest ancestors (lower case, space-separated), ``label`` the decision of the
    boilerplate step. ``elements`` numbers the elements of ``path`` in document order, so that lines
    inside the same element can be told from lines inside a like one; it serves that step only.
    """

    start: int
    end: int
    kind: BlockKind = "paragraph"
    path: str = ""
    css: str = ""
    link_density: float = 0.0
    language: str = UNKNOWN_LANGUAGE
    label: str = ""
    elements: tuple[int, ...] = ()

    def __init__(
        self,
        start: int,
        end: int,
        kind: BlockKind = "paragraph",
        path: str = "",
        css: str = "",
        link_density: float = 0.0,
        language: str = UNKNOWN_LANGUAGE,
        label: str = "",
        elements: tuple[int, ...] = (),
    ) -> None:
        """Make a block of its fields."""
        _change_class(self, _OpenBlock)
        block: Any = self
        block.start = start
        block.end = end
        block.kind = kind
        block.path = path
        block.css = css
        block.link_density = link_density
        block.language = language
        block.label = label
        block.elements = elements
        block.__class__ = Block

    def replace(
        self,
        *,
        start: int | None = None,
        end: int | None = None,
        kind: BlockKind | None = None,
        path: str | None = None,
        css: str | None = None,
        link_density: float | None = None,
        language: str | None = None,
        label: str | None = None,
        elements: tuple[int, ...] | None = None,
    ) -> Block:
        """Give the block with some fields changed, as ``dataclasses.replace`` does but faster.

        >>> Block(0, 5, "heading").replace(end=4).kind
        'heading'
        """
        block = _new(_OpenBlock)
        block.start = self.start if start is None else start
        block.end = self.end if end is None else end
        block.kind = self.kind if kind is None else kind
        block.path = self.path if path is None else path
        block.css = self.css if css is None else css
        block.link_density = self.link_density if link_density is None else link_density
        block.language = self.language if language is None else language
        block.label = self.label if label is None else label
        block.elements = self.elements if elements is None else elements
        block.__class__ = Block
        made: Block = block
        return made

    def text(self, page_text: str) -> str:
        """Give the block's own text."""
        return page_text[self.start : self.end]


@dataclass(frozen=True, slots=True)
class Metadata:
    """What a page or its record says about itself; unknown is ``None`` (or empty), never a guess.

    ``alternates`` are (BCP-47 tag, URL) pairs from hreflang; ``published_at`` and ``fetched_at``
    are ISO 8601; ``mt_evidence`` are reasons to believe that the page was machine-translated;
    ``types`` are the kinds of thing (schema.org, ``og:…``) that the page says it holds; ``summary``
    is how it sums itself up: its description, and the article's text where linked data repeats it.
    """

    url: str | None = None
    canonical_url: str | None = None
    alternates: tuple[tuple[str, str], ...] = ()
    title: str | None = None
    language: str | None = None
    site_name: str | None = None
    published_at: str | None = None
    fetched_at: str | None = None
    licence: str | None = None
    mt_evidence: tuple[str, ...] = ()
    types: tuple[str, ...] = ()
    summary: str | None = None


@dataclass(frozen=True, slots=True)
class Scrape:
    """One page as it came: bytes (a file) or text (a field of a record), and what was said of it.

    ``path`` is relative to the folder that holds ``raw/``; ``record`` is the position inside a file
    of many records (0 for a file that is a page); ``media`` says how to read the content.
    """

    path: str
    content: bytes | str
    media: Literal["html", "text"]
    record: int = 0
    metadata: Metadata = field(default_factory=Metadata)

    @property
    def raw_sha256(self) -> str:
        """SHA-256 of the content as it came (text as UTF-8), 64 hexadecimal digits."""
        content = self.content
        data = content.encode("utf-8", "surrogatepass") if isinstance(content, str) else content
        return hashlib.sha256(data).hexdigest()


@dataclass(frozen=True, slots=True)
class Page:
    """A page on its way through the steps: its text, the blocks of it, and its metadata.

    Each non-empty line of ``text`` is exactly one block, in order. ``site`` is the registrable host
    of its address or the folder it came in, empty where neither is known.
    """

    text: str
    blocks: Sequence[Block]
    metadata: Metadata = field(default_factory=Metadata)
    language: str = UNKNOWN_LANGUAGE
    site: str = ""


@dataclass(frozen=True, slots=True)
class Cleaned:
    """What a cleaner gives back: the new page, the edits that made it, and what it only suggests.

    The edits are on the text of the page that went in; the suggestions on the text that comes out.
    """

    page: Page
    edits: tuple[Edit, ...] = ()
    suggestions: tuple[Edit, ...] = ()


@dataclass(frozen=True, slots=True)
class Segment:
    """A sentence, heading or title of a document, at ``start:end`` of ``Document.content``."""

    index: int
    text: str
    start: int
    end: int
    part: Literal["title", "heading", "body"] = "body"
    language: str = UNKNOWN_LANGUAGE


@dataclass(frozen=True, slots=True)
class Document:
    """A cleaned page.

    ``content`` is the whole clean text, the title line first where there is one; ``edits`` lead
    from ``page_text`` (the flattened page) to it, step after step; undoing them leads back.
    ``rejected`` is a reason code (``no-content``, ``empty`` …) when the page is not worth
    publishing, else ``None``; ``failure`` then says more where there is more to say.
    """

    id: str
    path: str
    record: int
    raw_sha256: str
    content: str
    blocks: tuple[Block, ...]
    metadata: Metadata
    language: str
    edits: tuple[Edit, ...] = ()
    suggestions: tuple[Edit, ...] = ()
    segments: tuple[Segment, ...] = ()
    rejected: str | None = None
    failure: str | None = None

    @property
    def title(self) -> str:
        """The headline, clean; empty when the page has none."""
        return next((b.text(self.content) for b in self.blocks if b.label == "title"), "")

    @property
    def text(self) -> str:
        """The clean text without the headline; blocks are separated as in ``content``."""
        for block in self.blocks:
            if block.label == "title":
                return (self.content[: block.start] + self.content[block.end :].lstrip()).strip()
        return self.content.strip()

    @property
    def page_text(self) -> str:
        """The flattened page before any edit."""
        from cleaners.edits import undo_steps  # noqa: PLC0415 - edits stands on records

        return undo_steps(self.content, self.edits)

    @property
    def mt_suspected(self) -> bool:
        """Whether something on the page says that a machine translated it."""
        return bool(self.metadata.mt_evidence)


@dataclass(frozen=True, slots=True)
class Normalised:
    """A text with names, terms and typography normalised, and how it came about."""

    text: str
    edits: tuple[Edit, ...] = ()
    suggestions: tuple[Edit, ...] = ()


@dataclass(frozen=True, slots=True)
class Bead:
    """Source and target sentence indices that belong together; an empty side is a gap.

    ``score`` is 0-1, higher is better; a gap has score 0.
    """

    source: tuple[int, ...]
    target: tuple[int, ...]
    score: float = 0.0


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing noticed about a segment pair, named as MQM names it.

    ``code`` is an MQM type, with a detail after a colon where one helps
    (``accuracy/mistranslation:number``); spans are offsets in the source and the target text.
    """

    code: str
    severity: Severity
    message: str
    source_span: tuple[int, int] | None = None
    target_span: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True)
class Quality:
    """How far a pair can be trusted: ``score`` 0-1, higher is better, and the findings behind."""

    score: float
    findings: tuple[Finding, ...] = ()


@dataclass(frozen=True, slots=True)
class Evidence:
    """One reason to believe (positive weight) or doubt (negative) that two documents correspond."""

    kind: str
    value: str
    weight: float


@dataclass(frozen=True, slots=True)
class DocumentPair:
    """Two documents that are translations of each other, with the evidence for it.

    ``source`` is the likely original or, where neither is, the side whose language tag comes first.
    ``direct`` is true when one side is the likely original of the story.
    """

    source: str
    target: str
    score: float
    evidence: tuple[Evidence, ...] = ()
    direct: bool = False


@dataclass(frozen=True, slots=True)
class Reject:
    """Something that is not published, and why; ``advice`` says what a person can do about it."""

    path: str
    record: int
    stage: str
    reason: str
    detail: str
    advice: str
