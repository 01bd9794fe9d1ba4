"""How sure is it that a form stands for the lexicon's concept here, and must it stay all the same?

Evidence is counted: a specific cue beside the form (the concept's company, product or person, the
canonical form of the same concept, its source characters) counts one point or more, a word of the
right topic half a point; countries and "AI" alone count nothing. The form says how much it needs.
Some surroundings forbid a change whatever the evidence: then the form is quoted, talked about,
glossed, part of a longer name or of an address.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

import regex

from cleaners.artifacts.context import Context
from cleaners.artifacts.forms import LITTLE, MORE, SOME, STRONG, fold
from cleaners.artifacts.lexicon import Concept, Lexicon
from cleaners.artifacts.matching import Mention, Occurrence
from cleaners.artifacts.romanisation import simplified

NEAR = 300
"""Characters on each side within which a cue is beside the form: about the same paragraph."""
BESIDE = 45
"""Characters within which a canonical form makes the other a gloss of it."""
NAMING_BEFORE, NAMING_AFTER = 24, 16
"""Characters before and after a form in which a naming verb speaks about the form."""
COMMON_WORD = 2.3
"""Zipf frequency from which a form is an ordinary word of the page's language."""
COMMON_ELSEWHERE = 3.3
"""Zipf frequency from which a form is an ordinary word of some other language."""
LITERAL = frozenset({"literal", "calque"})
LONGEST_ADDRESS = 200
ORGANISATIONS = frozenset({"company", "exchange", "institution", "media", "product", "coin"})

_ADDRESS = regex.compile(
    r"https?://|www\.|\w@\w|^[(\[\"“«]?[@#]|[@#]\p{L}|\p{L}_|_\p{L}|[/\\][^/\\]*[/\\]"
    r"|\p{L}\.(?:com|net|org|io|cn|tw|hk|fr|html?|pdf)(?!\p{L})"
)
"""What makes a run of characters without white space an address, a handle, a hashtag or a path."""
_HAN = regex.compile(r"\p{Han}{2,}(?:[·・]\p{Han}+)*")
_PARENTHESIS = regex.compile(r"\s?[(（\[]\s?([^()（）\[\]\n]{1,60})[)）\]]")
_OPENING = "\"'“”„«‹「『‘’»›"
_CLOSING = "\"'“”»›」』’‘«‹"
_LATIN_WORD = regex.compile(r"[\p{Latin}\p{Cyrillic}][\p{L}'’-]*")
_WORD_BEFORE = regex.compile(r"([\p{Latin}\p{Cyrillic}][\p{L}'’.-]*) $")
_SENTENCE_START = regex.compile(r"(?:^|[.!?:;…。\n«»„“\"(\[•*|>–—-])\s*[\"“„«'(\[]*\s*$")
_ARTICLE_BEFORE = regex.compile(
    r"(?<!\p{L})(?:la|le|les|l'|une?|el|los|las|unas?|o|a|os|as|uma|um|il|lo|gli|the|an?|der|die|das|eine?)\s?$"
)


@dataclass
class Scene:
    """A page as the evidence sees it: its text, what was found in it, and what is accepted so far.

    ``candidates`` are the wrong forms to judge; ``boost`` is what the page's origin adds for every form (marks of machine translation).
    """

    text: str
    lexicon: Lexicon
    context: Context
    rights: Sequence[Occurrence]
    mentions: Sequence[Mention]
    candidates: Sequence[Occurrence] = ()
    boost: float = 0.0
    accepted: list[Occurrence] = field(default_factory=list)
    folded: str = field(init=False)

    def __post_init__(self) -> None:
        """Fold the text once."""
        self.folded = fold(self.text)

    def protects(self, start: int, end: int) -> bool:
        """Tell whether a span is in an address, a handle, code or a link target: never a name."""
        first, last = start, end
        while first > 0 and start - first < LONGEST_ADDRESS and not self.text[first - 1].isspace():
            first -= 1
        while last < len(self.text) and last - end < LONGEST_ADDRESS:
            if self.text[last].isspace():
                break
            last += 1
        if _ADDRESS.search(self.text, first, last):
            return True
        line_start = self.text.rfind("\n", 0, start) + 1
        in_code = self.text.count("`", line_start, start) % 2 and "`" in self.text[end : end + NEAR]
        opened = self.text.rfind("[[", line_start, start)
        return bool(in_code) or opened > self.text.rfind("]]", line_start, start)

    def concept(self, occurrence: Occurrence) -> Concept:
        """Give the concept of an occurrence."""
        return self.lexicon.concepts[occurrence.form.concept]


def score(found: Occurrence, scene: Scene, language: str, pending: Iterable[Occurrence]) -> float:
    """Count the evidence that a form means its concept here; 1 is one specific cue beside it."""
    concept = scene.concept(found)
    total = scene.boost + _beside(found, scene, concept) + _companions(found, scene, concept, pending)
    total += _topics(found, scene, concept)
    if concept.kind in ORGANISATIONS:
        total += LITTLE * min(_roles(found, scene, language), 2)
        if _acts(found, scene, language):
            total += SOME
    return total


def need(found: Occurrence, scene: Scene, language: str) -> float:
    """Say how much evidence this occurrence needs: the form's own need, and more for words."""
    needed = found.form.need
    surface = scene.text[found.start : found.end]
    if surface == surface.lower() != surface.upper():
        needed += {"calque": SOME, "literal": 2 * STRONG}.get(found.form.origin, 0.0)
    if " " in found.form.text:
        return needed
    frequencies = scene.context.ordinary.get(found.form.text, {})
    if frequencies.get(language, 0.0) >= COMMON_WORD:
        needed = max(needed, STRONG)
        if _starts_sentence(found, scene) and not _acts(found, scene, language):
            needed += LITTLE
        if _ARTICLE_BEFORE.search(scene.folded, max(0, found.start - 6), found.start):
            needed += SOME
    elif max(frequencies.values(), default=0.0) >= COMMON_ELSEWHERE:
        needed = max(needed, SOME)
    return needed


def forbidden(found: Occurrence, scene: Scene, language: str) -> str:
    """Give the reason why a form must stay whatever the evidence, or an empty string."""
    if scene.protects(found.start, found.end):
        return "address"
    concept = scene.concept(found)
    if _contradicted(found, scene, concept):
        return "other source characters"
    if _is_gloss(found, scene, concept):
        return "gloss"
    if _is_named(found, scene, language):
        return "talked about"
    if _vetoed(found, scene, concept):
        return "veto word"
    if _is_longer(found, scene, concept, language):
        return "longer name"
    if _is_quoted(found, scene, concept, language):
        return "quoted"
    return ""


def _beside(found: Occurrence, scene: Scene, concept: Concept) -> float:
    """Count the concept's own source characters beside the form, and its right form elsewhere."""
    points = 0.0
    match = _PARENTHESIS.match(scene.text, found.end)
    if match and _names(concept, match.group(1)):
        points += 2 * STRONG
    same = [r for r in scene.rights if r.form.concept == concept.id]
    if any(abs(r.start - found.start) <= NEAR for r in same):
        points += MORE
    elif same:
        points += SOME
    if any(a.form.concept == concept.id and a.form.text != found.form.text for a in scene.accepted):
        points += SOME
    if any(a.form.text == found.form.text for a in scene.accepted):
        points += SOME
    return points


def _names(concept: Concept, text: str) -> bool:
    """Tell whether Chinese characters beside a form are the concept's own."""
    han = _HAN.search(text)
    if not han:
        return False
    plain = simplified(han.group())
    sources = {simplified(source) for source in (*concept.source, *concept.short_source)}
    return plain in sources


def _companions(
    found: Occurrence, scene: Scene, concept: Concept, pending: Iterable[Occurrence]
) -> float:
    """Count other concepts of the same field: linked ones most, near ones more than far ones."""
    linked = scene.context.linked.get(concept.id, frozenset())
    domains = set(concept.domains)
    best: dict[str, float] = {}
    for other in (*scene.rights, *scene.accepted):
        identifier = other.form.concept
        if identifier == concept.id or identifier not in scene.lexicon.concepts:
            continue
        company = scene.lexicon.concepts[identifier]
        near = abs(other.start - found.start) <= NEAR
        if identifier in linked:
            points = MORE if near else SOME
        elif domains & set(company.domains):
            points = SOME if near else LITTLE
        else:
            continue
        if company.risk == "high" and other.form.origin == "right" and identifier not in linked:
            points /= 2
        best[identifier] = max(best.get(identifier, 0.0), points)
    likely = {
        other.form.concept
        for other in pending
        if other.form.concept not in best
        and other.form.concept != concept.id
        and abs(other.start - found.start) <= NEAR
    }
    kin = likely & linked
    tentative = {
        other.form.concept
        for other in pending
        if other.form.concept in likely - kin
        and other.form.need <= SOME
        and domains & set(scene.lexicon.concepts[other.form.concept].domains)
    }
    return sum(best.values()) + SOME * min(len(kin), 1) + LITTLE * min(len(tentative), 2)


def _topics(found: Occurrence, scene: Scene, concept: Concept) -> float:
    """Count distinct words of the concept's fields: half a point near, a quarter elsewhere."""
    near: set[str] = set()
    far: set[str] = set()
    for mention in scene.mentions:
        if mention.domain in concept.domains and not (
            mention.start < found.end and found.start < mention.end
        ):
            is_near = abs(mention.start - found.start) <= NEAR
            (near if is_near else far).add(mention.word)
    return min(LITTLE * len(near), SOME) + min(0.25 * len(far - near), LITTLE)


def _roles(found: Occurrence, scene: Scene, language: str) -> int:
    """Count the words that only go with companies right before and after the form."""
    roles = scene.context.roles.get(language) or scene.context.roles["all"]
    before = scene.folded[max(0, found.start - 28) : found.start]
    after = scene.folded[found.end : found.end + 32]
    possessive = language == "en" and after.startswith("'s ")
    return possessive + bool(roles.search(before)) + bool(roles.search(after))


def _acts(found: Occurrence, scene: Scene, language: str) -> bool:
    """Tell whether the form, without an article, is the subject of a verb that names have."""
    verbs = scene.context.verbs.get(language)
    if verbs is None or scene.text[found.end : found.end + 1] != " ":
        return False
    start = max(0, found.start - 6)
    return bool(
        verbs.match(scene.folded, found.end + 1)
        and not _ARTICLE_BEFORE.search(scene.folded, start, found.start)
    )


def _starts_sentence(found: Occurrence, scene: Scene) -> bool:
    return bool(_SENTENCE_START.search(scene.text[max(0, found.start - 6) : found.start])) or (
        found.start == 0
    )


def _contradicted(found: Occurrence, scene: Scene, concept: Concept) -> bool:
    match = _PARENTHESIS.match(scene.text, found.end)
    return bool(match and _HAN.search(match.group(1)) and not _names(concept, match.group(1)))


def _is_gloss(found: Occurrence, scene: Scene, concept: Concept) -> bool:
    """Tell whether the form only explains the concept's right form beside it, or is explained."""
    for right in scene.rights:
        if right.form.concept != concept.id:
            continue
        first, second = sorted([(right.start, right.end), (found.start, found.end)])
        between = scene.text[first[1] : second[0]]
        if second[0] - first[1] <= BESIDE and regex.fullmatch(
            r"\s?[(（\[,]?\s?(?:[\p{L} ]{0,24}[:：]?\s?)?[\"“«]?", between
        ):
            if any(c in between for c in "(（["):
                return True
            if regex.search(r"\b(?:or|alias|aka|dit|ou|o|oder|или|hay|tức|atau|né)\b", between):
                return True
    opened = scene.text[max(0, found.start - 1) : found.start] in ("(", "（", "[", "【")
    closed = scene.text[found.end : found.end + 1] in (")", "）", "]", "】", "/")
    if opened and closed:
        return True
    return found.form.origin == "source" and (opened or closed or _is_explained(found, scene))


def _is_explained(found: Occurrence, scene: Scene) -> bool:
    """Tell whether a parenthesis right after source characters says how they are read."""
    return _PARENTHESIS.match(scene.text, found.end) is not None


def _is_named(found: Occurrence, scene: Scene, language: str) -> bool:
    naming = scene.context.naming.get(language)
    if naming is None:
        return False
    before = scene.folded[max(0, found.start - NAMING_BEFORE) : found.start]
    after = scene.folded[found.end : found.end + NAMING_AFTER]
    before = regex.split(r"[.!?;,\n]", before)[-1]
    after = regex.split(r"[.!?;,\n]", after)[0]
    return bool(naming.search(before) or naming.search(after))


def _vetoed(found: Occurrence, scene: Scene, concept: Concept) -> bool:
    around = scene.folded[max(0, found.start - NEAR) : found.end + NEAR]
    return any(fold(word) in around for word in concept.veto)


def _is_longer(found: Occurrence, scene: Scene, concept: Concept, language: str) -> bool:
    """Tell whether the form is only a part of a longer name (``Ma Yun-jung``, ``Carlos Bian``)."""
    after = scene.text[found.end : found.end + 24]
    if concept.kind == "person" and regex.match(r"[-‐‑][\p{Ll}\p{Lu}]", after):
        return True
    if found.form.need < SOME or found.form.origin in LITERAL:
        return False
    follower = _LATIN_WORD.match(after[1:]) if after[:1] == " " else None
    if follower and follower.group()[0].isupper() and language != "de":
        start = found.end + 1
        if not _may_follow(scene, start, language) and not _known_at(scene, start):
            return True
    before = _WORD_BEFORE.search(scene.text, max(0, found.start - 30), found.start)
    if before and before.group(1)[0].isupper() and language != "de":
        roles = scene.context.roles.get(language) or scene.context.roles["all"]
        start = before.start()
        if roles.match(scene.folded, start) or _known_at(scene, start):
            return False
        return not _SENTENCE_START.search(scene.text[max(0, start - 6) : start]) and start > 0
    return False


def _may_follow(scene: Scene, start: int, language: str) -> bool:
    """Tell whether a capitalised word after a company's name is a generic one (Asia, Company)."""
    lists = (scene.context.generic.get(language), scene.context.generic.get("tails"))
    return any(words and words.match(scene.folded, start) for words in lists)


def _known_at(scene: Scene, position: int) -> bool:
    """Tell whether a name that the lexicon knows, or a word of its topics, covers a position."""
    return any(
        item.start <= position < item.end
        for item in (*scene.rights, *scene.candidates, *scene.mentions)
    )


def _is_quoted(found: Occurrence, scene: Scene, concept: Concept, language: str) -> bool:
    """Tell whether quotation marks hold exactly the form; Russian quotes companies by rule."""
    if language in ("ru", "uk") and concept.kind != "person":
        return False
    before = scene.text[max(0, found.start - 2) : found.start].strip()[-1:]
    after = scene.text[found.end : found.end + 2].strip()[:1]
    if scene.text[found.end : found.end + 2] in ("'s", "’s"):
        return False
    if before in "'’" and regex.search(r"\p{L}['’]$", scene.text[: found.start][-3:]):
        return False
    return bool(before and after) and before in _OPENING and after in _CLOSING
