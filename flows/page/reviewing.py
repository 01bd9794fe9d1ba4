"""Names that wait for a person's decision: the page does what ``limpide review`` does."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from cleaners import rules as rule_data
from cleaners.artifacts.discovery import Candidate, Example, candidate_id
from flows import review
from flows.page.entities import Suggestion, concepts
from flows.settings import SettingsError


@dataclass(frozen=True)
class Desk:
    """The folder of proposals, and the folder of rules that decisions go to."""

    proposals: Path
    rules: Path

    def waiting(self) -> list[Candidate]:
        """Give the candidates that wait; none when nothing was ever discovered."""
        try:
            return review.candidates(self.proposals)
        except SettingsError:
            return []

    def decide(self, identifier: str, decision: str, canonical: str = "", reason: str = "") -> str:
        """Accept or reject a candidate and say what was done.

        Raises ``SettingsError`` or ``RuleFileError`` when that cannot be; nothing is changed then.
        """
        if decision == "reject":
            gone = review.reject(self.proposals, identifier, self.rules, reason)
            return f"Rejected: {gone.wrong} is not {gone.canonical or 'a name to repair'}."
        correction = review.Correction(canonical=canonical)
        done = review.accept(self.proposals, identifier, self.rules, correction)
        return (
            f"Accepted: {done.candidate.wrong} is {done.candidate.canonical}, written to "
            f"{done.file}; the next run repairs it."
        )

    def propose(self, suggestion: Suggestion) -> str:
        """Make a suggestion of a release a candidate, if it is none yet, and give its id."""
        known = concepts()[suggestion.concept]
        source = known.source[0] if known.source else ""
        identifier = candidate_id(suggestion.before, suggestion.after, source)
        waiting = self.waiting()
        if all(one.id != identifier for one in waiting):
            language = suggestion.language.partition("-")[0]
            candidate = Candidate(
                id=identifier,
                wrong=suggestion.before,
                canonical=suggestion.after,
                source=source,
                kind=known.kind,
                languages=(language,),
                score=suggestion.confidence,
                times=suggestion.times,
                documents=suggestion.documents,
                examples=(Example(suggestion.path, suggestion.language, suggestion.example),),
            )
            folders = [self.rules] if self.rules.is_dir() else []
            review.write(self.proposals, [*waiting, candidate], rule_data.load(*folders))
        return identifier
