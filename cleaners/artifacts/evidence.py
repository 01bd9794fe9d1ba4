"""How sure is it that a form stands for the lexicon's concept here?

Evidence is counted: a specific cue beside the form (the concept's company, product or person, the
canonical form of the same concept, its source characters) counts one point or more, a word of the
right topic half a point; countries and "AI" alone count nothing. The form says how much it needs.
"""

from __future__ import annotations

import regex

from cleaners.artifacts import bearers
from cleaners.artifacts.forms import LITTLE, MORE, NEVER, NOT_NEEDED, SOME, STRONG, WITNESSED
from cleaners.artifacts.lexicon import Concept
from cleaners.artifacts.matching import Occurrence
from cleaners.artifacts.noisy import in_company
from cleaners.artifacts.scene import (
    LITERAL,
    PARENTHESIS,
    Places,
    Scene,
    names_concept,
    starts_sentence,
)
from cleaners.artifacts.slots import joins

COMMON_WORD = 2.3
"""Zipf frequency from which a form is an ordinary word of the page's language."""

FREQUENT_WORD = 3.0
"""Zipf frequency from which a word is used so often that its field alone proves nothing."""

COMMON_ELSEWHERE = 3.3
"""Zipf frequency from which a form is an ordinary word of some other language."""

WIDESPREAD = frozenset({"ar", "de", "en", "es", "fr", "id", "it", "pt", "ru", "uk", "vi"})
"""Languages whose words may turn up on a page in another one."""

SHORTEST_HYBRID = 7
"""Letters from which a mixed spelling is nobody else's name; *Li Si* is (Li Xi, spelt half-way)."""

NEXT = 40
"""Characters within which the next name of a list begins."""

MEDIA = (
    "通訊社",
    "通讯社",
    "通信社",
    "新聞社",
    "新闻社",
    "日報",
    "日报",
    "時報",
    "时报",
    "電視台",
    "电视台",
)
"""Ends of Chinese names of news media."""

ORGANISATIONS = frozenset({"company", "exchange", "institution", "media", "product", "coin"})

_ARTICLE_BEFORE = regex.compile(
    r"(?<!\p{L})(?:la|le|les|l'|une?|el|los|las|unas?|o|a|os|as|uma|um|il|lo|gli|the|an?|der|die|das|eine?)\s?$"
)


def score(found: Occurrence, scene: Scene, language: str, pending: Places[Occurrence]) -> float:
    """Count the evidence that a form means its concept here; 1 is one specific cue beside it."""
    concept = scene.concept(found)
    total = (
        scene.boost + _beside(found, scene, concept) + _companions(found, scene, concept, pending)
    )
    total += _topics(found, scene, concept)
    if concept.kind in ORGANISATIONS:
        total += LITTLE * min(_roles(found, scene, language), 2) + _slot(found, scene, language)
        if _acts(found, scene, language):
            total += SOME
    elif concept.kind == "person" and _titled(found, scene):
        total += SOME
    return total


def suffices(found: Occurrence, scene: Scene, language: str, pending: Places[Occurrence]) -> bool:
    """Tell whether the cues are specific enough for this kind of form, whatever their sum.

    One ordinary word needs two that are independent of each other; a frequent one, or one that only
    sounds like a name, also needs the concept itself or one that belongs to it. A full name in
    plain romanisation may be somebody else's own: it needs one, but where few can have it.
    """
    if _vouched(found, scene) >= WITNESSED:
        return True
    if found.form.origin == "noisy":
        return in_company(found, scene, pending)
    begins = scene.text[found.start]
    small = found.form.origin == "literal" and begins == begins.lower() != begins.upper()
    small = small or (found.form.origin == "hybrid" and len(found.form.text) < SHORTEST_HYBRID)
    if small and not _own_cues(found, scene, pending):
        return False
    if " " not in found.form.text and "-" not in found.form.text:
        enough = _word_suffices(found, scene, language, pending)
        if enough is not None:
            return enough
    elif found.form.origin == "misspelt" and found.form.need != NOT_NEEDED:
        return _is_placed(found, scene, language, pending)
    concept = scene.concept(found)
    foreign = any("·" in source for source in concept.source)
    plain = found.form.origin in ("spelling", "human") and not found.form.short
    anybody = concept.kind == "person" and plain and not foreign
    return not anybody or _is_the_bearer(found, scene, language, pending)


def _word_suffices(
    found: Occurrence, scene: Scene, language: str, pending: Places[Occurrence]
) -> bool | None:
    """Tell whether the cues are specific enough for one word; ``None`` where it is rare."""
    written = scene.context.ordinary.get(found.form.text, {})
    misspelt = found.form.origin == "misspelt"
    second = misspelt and found.form.need == NOT_NEEDED
    if (misspelt or written.get(language, 0.0) >= FREQUENT_WORD) and not second:
        return _is_placed(found, scene, language, pending)
    if found.form.origin in LITERAL and WIDESPREAD & written.keys():
        return _cues(found, scene, language, pending) >= 2
    if found.form.origin not in LITERAL and found.form.need >= MORE:
        return _cues(found, scene, language, pending) > 0
    return None


def _is_placed(found: Occurrence, scene: Scene, language: str, pending: Places[Occurrence]) -> bool:
    """Tell whether two cues speak for a form, one of them the concept's own or its place."""
    cues = _cues(found, scene, language, pending)
    placed = found.form.origin in LITERAL or _slot(found, scene, language) >= SOME
    return cues >= 2 and (placed or bool(_own_cues(found, scene, pending)))


def _is_the_bearer(
    found: Occurrence, scene: Scene, language: str, pending: Places[Occurrence]
) -> bool:
    """Tell whether a name that others may have is meant to be the known person's."""
    cues = _cues(found, scene, language, pending)
    if cues > 1 or in_company(found, scene, pending):
        return True
    if cues:
        return not bearers.is_doubtful(found, scene, language)
    return bearers.stands_alone(found, scene, language)


def _cues(found: Occurrence, scene: Scene, language: str, pending: Places[Occurrence]) -> int:
    """Count the specific cues: the concept itself, those linked with it, its field beside it."""
    concept = scene.concept(found)
    own = _own_cues(found, scene, pending)
    field = {
        other.form.concept
        for places in (scene.rights_at, scene.accepted_at)
        for other in places.near(found.start)
        if not set(concept.domains).isdisjoint(scene.concept(other).domains)
        and not _proves_little(other, concept, scene)
    }
    cues = 2 * (concept.id in own) + len((own | field) - {concept.id})
    topics = {
        mention.word
        for mention in scene.mentions_at.near(found.start)
        if mention.domain in concept.domains
        and not (mention.start < found.end and found.start < mention.end)
    }
    slot = _slot(found, scene, language)
    role = _roles(found, scene, language) > 0 or _acts(found, scene, language) or slot > 0
    role = role or (concept.kind == "person" and _titled(found, scene))
    rare = concept.kind == "person" and found.form.need == NOT_NEEDED
    cues += 2 * (_vouched(found, scene) >= MORE)
    cues += int(slot)
    return cues + (role and bool(topics)) + (len(topics) > (0 if rare else 1))


def _proves_little(other: Occurrence, concept: Concept, scene: Scene) -> bool:
    """Tell whether a name beside a form may be something else, or is at home in every field.

    It may be an ordinary word (*Base*, or *Naval* in *Naval Base*); and a place such as New York,
    whose field is finance, stands beside anything, so that it does not speak for a firm.
    """
    company = scene.concept(other)
    if company.kind == "place" and concept.kind in ORGANISATIONS:
        return True
    if other.form.origin != "right":
        return False
    if company.risk == "high":
        return True
    if company.kind != "person" or " " in other.form.text:
        return False
    frequencies = scene.context.ordinary.get(other.form.text, {})
    return max((frequencies.get(one, 0.0) for one in WIDESPREAD), default=0.0) >= COMMON_ELSEWHERE


def _own_cues(found: Occurrence, scene: Scene, pending: Places[Occurrence]) -> set[str]:
    """Give the concepts in sight that speak for this very one: itself, and those linked with it."""
    concept = scene.concept(found)
    match = PARENTHESIS.match(scene.text, found.end)
    itself = {(concept.id, "right"), (concept.id, "variant")} & scene.right_concepts
    others = scene.accepted_texts.get(concept.id, set()) - {found.form.text}
    present = {one for one, _ in scene.right_concepts} | set(scene.accepted_texts)
    present |= {other.form.concept for other in pending.near(found.start)}
    own = (present & scene.linked(concept.id)) - {concept.id}
    if itself or others or (match and names_concept(concept, match.group(1))):
        own.add(concept.id)
    return own


def need(found: Occurrence, scene: Scene, language: str) -> float:
    """Say how much evidence this occurrence needs: the form's own need, and more for words."""
    needed = found.form.need
    if is_own_word(found, scene, language):
        return NEVER
    surface = scene.text[found.start : found.end]
    if surface == surface.lower() != surface.upper():
        needed += {"calque": SOME, "literal": 2 * STRONG}.get(found.form.origin, 0.0)
    elif (
        found.form.origin == "literal"
        and " " in surface
        and surface[1:] == surface[1:].lower()
        and starts_sentence(found, scene)
    ):
        needed += 2 * STRONG if language == "en" else SOME
    if " " in found.form.text:
        return needed
    frequencies = scene.context.ordinary.get(found.form.text, {})
    if frequencies.get(language, 0.0) >= COMMON_WORD:
        needed = max(needed, STRONG)
        if starts_sentence(found, scene) and not _acts(found, scene, language):
            needed += LITTLE
        article = _ARTICLE_BEFORE.search(scene.folded, max(0, found.start - 6), found.start)
        if article and not _slot(found, scene, language):
            needed += SOME
    elif max((frequencies.get(one, 0.0) for one in WIDESPREAD), default=0.0) >= COMMON_ELSEWHERE:
        needed = max(needed, SOME)
    return needed


def is_own_word(found: Occurrence, scene: Scene, language: str) -> bool:
    """Tell whether a source form is a word of the page's language: 共和党 in Japanese.

    Then it says nothing of a translation, and is no more than that word.
    """
    written = scene.context.ordinary.get(found.form.text, {})
    return found.form.origin == "source" and language in written


def _beside(found: Occurrence, scene: Scene, concept: Concept) -> float:
    """Count the concept's own source characters beside the form, and its right form elsewhere."""
    points = _vouched(found, scene)
    match = PARENTHESIS.match(scene.text, found.end)
    if match and names_concept(concept, match.group(1)):
        points += WITNESSED
    if any(r.form.concept == concept.id for r in scene.rights_at.near(found.start)):
        points += MORE
    elif {(concept.id, "right"), (concept.id, "variant")} & scene.right_concepts:
        points += SOME
    texts = scene.accepted_texts.get(concept.id, set())
    same = found.form.text in texts
    points += SOME * same + SOME * (len(texts) > same)
    return points


def _vouched(found: Occurrence, scene: Scene) -> float:
    """Count what the original says: all for a long form, little for two characters."""
    concept = scene.concept(found)
    if found.form.origin == "paired":
        return WITNESSED
    if scene.named is None or concept.id not in scene.named.all:
        return 0.0
    if concept.id in scene.named.certain or concept.id in scene.general.numbers:
        return WITNESSED
    meant = found.form.origin == "attested" or _is_name(found, scene)
    return MORE if meant else LITTLE


def _is_name(found: Occurrence, scene: Scene) -> bool:
    """Tell whether a literal rendering has a capital that only a name has there."""
    word = scene.text[found.start : found.end]
    if found.form.origin not in LITERAL or not word[0].isupper() or starts_sentence(found, scene):
        return False
    line = scene.text[scene.text.rfind("\n", 0, found.start) + 1 :].partition("\n")[0]
    words = line.split()
    return 2 * sum(one[0].isupper() for one in words) < len(words)


def _companions(
    found: Occurrence, scene: Scene, concept: Concept, pending: Places[Occurrence]
) -> float:
    """Count other concepts of the same field: linked ones most, near ones more than far ones."""
    linked = scene.linked(concept.id)
    domains = set(concept.domains)
    best: dict[str, float] = {}
    around = (*scene.rights_at.near(found.start), *scene.accepted_at.near(found.start))
    beside = {(other.form.concept, other.form.origin) for other in around}
    accepted = {(identifier, "") for identifier in scene.accepted_texts}
    for identifier, origin in beside | scene.right_concepts | accepted:
        if identifier == concept.id or identifier not in scene.lexicon.concepts:
            continue
        company = scene.known(identifier)
        near = (identifier, origin) in beside
        if identifier in linked:
            points = MORE if near else SOME
        elif domains & set(company.domains):
            points = SOME if near else LITTLE
        else:
            continue
        if company.risk == "high" and origin == "right" and identifier not in linked:
            points /= 2
        best[identifier] = max(best.get(identifier, 0.0), points)
    waiting = [
        other
        for other in pending.near(found.start)
        if other.form.concept not in best and other.form.concept != concept.id
    ]
    kin = {other.form.concept for other in waiting} & linked
    tentative = {
        other.form.concept
        for other in waiting
        if other.form.concept not in kin
        and other.form.need <= SOME
        and domains & set(scene.concept(other).domains)
    }
    return sum(best.values()) + SOME * min(len(kin), 1) + LITTLE * min(len(tentative), 2)


def _topics(found: Occurrence, scene: Scene, concept: Concept) -> float:
    """Count distinct words of the concept's fields: half a point near, a quarter elsewhere."""
    own = set(scene.mentions_at.over(found.start, found.end))
    near = {
        mention.word
        for mention in scene.mentions_at.near(found.start)
        if mention.domain in concept.domains and mention not in own
    }
    far = {
        word
        for domain in concept.domains
        for word, count in scene.topic_words.get(domain, {}).items()
        if count > sum(mention.word == word and mention.domain == domain for mention in own)
    }
    return min(LITTLE * len(near), SOME) + min(0.25 * len(far - near), LITTLE)


def _roles(found: Occurrence, scene: Scene, language: str) -> int:
    """Count the words that only go with companies right before and after the form."""
    roles = scene.context.roles.get(language) or scene.context.roles["all"]
    before = scene.folded[max(0, found.start - 28) : found.start]
    after = scene.folded[found.end : found.end + 32]
    possessive = language == "en" and after.startswith("'s ")
    return possessive + bool(roles.search(before)) + bool(roles.search(after))


def _titled(found: Occurrence, scene: Scene) -> bool:
    """Tell whether a title of the person's walk of life stands beside the form."""
    fields = scene.concept(found).domains
    return scene.context.slots.title(scene.folded, found.start, found.end, fields)


def _is_medium(concept: Concept) -> bool:
    """Tell whether a concept is a news medium: by its kind, or by how Chinese calls such."""
    return concept.kind == "media" or any(one.endswith(MEDIA) for one in concept.source)


def _slot(found: Occurrence, scene: Scene, language: str) -> float:
    """Count what the place says: a trade of the field, an office *of*, reports, lists of names."""
    concept = scene.concept(found)
    if concept.kind not in ORGANISATIONS:
        return 0.0
    slots = scene.context.slots
    points = 0.0
    if slots.trade(scene.folded, found.start, found.end, concept.domains):
        points += STRONG
    if _is_medium(concept) and slots.reports(scene.folded, found.start, found.end):
        points += STRONG
    if slots.head(scene.folded, found.start, language):
        points += SOME if _roles(found, scene, language) else MORE
    if any(
        set(concept.domains) & set(scene.concept(other).domains)
        and other.form.concept != concept.id
        and scene.concept(other).kind == concept.kind
        and joins(scene.folded[min(found.end, other.end) : max(found.start, other.start)])
        for places in (scene.rights_at, scene.accepted_at)
        for other in places.beginning(found.start - NEXT, found.end + NEXT)
    ):
        points += SOME
    return points


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
