"""What a run says when it is over: to a terminal, and as Markdown for Prefect's page."""

from __future__ import annotations

from flows.job import Outcome, Plan


def summary(outcome: Outcome | Plan) -> str:
    """Tell in a few lines what came of a run."""
    if isinstance(outcome, Plan):
        return (
            f"Nothing new: release {outcome.version} is published already. --force makes it again."
        )
    lines = [_headline(outcome), ""]
    lines += [f"{count:>8,}  {name}" for name, count in outcome.funnel.items()]
    if outcome.rejects:
        lines += ["", "Not published, each with its reason in rejects:"]
        lines += [f"{count:>8,}  {reason}" for reason, count in outcome.rejects.items()]
    lines += [f"Internal error on {path}; please report it." for path in outcome.internal_errors]
    lines += ["", f"Look at {_page(outcome)} in a browser."]
    return "\n".join(lines)


def markdown(outcome: Outcome | Plan) -> str:
    """Give the summary as Markdown."""
    if isinstance(outcome, Plan):
        return summary(outcome)
    rows = [f"| {name} | {count:,} |" for name, count in outcome.funnel.items()]
    rows += [f"| rejected: {reason} | {count:,} |" for reason, count in outcome.rejects.items()]
    table = ["| stage | count |", "|---|---:|", *rows]
    return "\n".join(
        [_headline(outcome), "", *table, "", f"Charts and samples: `{_page(outcome)}`"]
    )


def _page(outcome: Outcome) -> str:
    """Say where the report of the release stands."""
    return str(outcome.release.folder / "report.html")


def _headline(outcome: Outcome) -> str:
    release = outcome.release
    pages = f"{outcome.cleaned_now:,} pages cleaned, {outcome.finished_before:,} finished before"
    if outcome.is_new:
        return f"Published release {release.version} (number {release.number}): {pages}."
    return f"Made again, byte for byte the published release {release.version}: {pages}."
