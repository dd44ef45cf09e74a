"""The report of an import as messages and as data."""

from typing import TYPE_CHECKING

from annotator.cli import output

if TYPE_CHECKING:
    from annotator.workflow.importing.reimport import Revision
    from annotator.workflow.importing.report import ContentSummary, ImportReport


def print_report(report: "ImportReport", *, dry_run: bool, brief: bool = False) -> None:
    """Print what could not be read, what moved and changed, a table of counts, and the diagnostics.

    A `brief` report only counts the diagnostics by code.
    """
    print_problems(report)
    for moved in report.moved:
        output.message(f"{moved.source}: {'would be' if dry_run else 'is'} known, moved from {moved.before}")
    for changed in report.changed:
        output.message(f"{changed.source}: {_revision_summary(changed.revision, dry_run=dry_run)}")
    output.message_table(_counts(report, dry_run=dry_run))
    if brief and report.contents.diagnostic_count:
        codes = ", ".join(
            f"{diagnostic.code} {diagnostic.times}" for diagnostic in report.contents.diagnostics()
        )
        output.message(
            f"{report.contents.diagnostic_count} odd places: {codes}. `annotator parse --explain FILE` shows them."
        )
    elif report.contents.diagnostic_count:
        _print_diagnostics(report.contents)


def print_problems(report: "ImportReport") -> None:
    """Print what could not be read."""
    for problem in report.problems:
        output.message(f"annotator: {problem}")


def report_fields(report: "ImportReport") -> dict[str, object]:
    """Return the report as data, with all the locations that it has."""
    found = report.contents
    return {
        "new": report.new,
        "same": report.same,
        "moved": [moved._asdict() for moved in report.moved],
        "changed": [{"source": changed.source, **changed.revision._asdict()} for changed in report.changed],
        "skipped": len(report.problems),
        "clips": found.clips,
        "commentary": found.commentary,
        "quotations": found.quotations,
        "evidence": found.evidence,
        "tags": found.tags,
        "document_tags": found.document_tags,
        "diagnostics": [
            {
                "code": diagnostic.code,
                "meaning": diagnostic.meaning,
                "count": diagnostic.times,
                "places": [place._asdict() for place in diagnostic.locations],
            }
            for diagnostic in found.diagnostics()
        ],
        "problems": [str(problem) for problem in report.problems],
    }


def _counts(report: "ImportReport", *, dry_run: bool) -> list[tuple[str, str]]:
    found = report.contents
    new = f"{report.new} {'would be new' if dry_run else 'new'}"
    evidence = ", ".join(f"{count} {status}" for status, count in found.evidence.items() if count)
    return [
        (
            "documents",
            f"{new}, {report.same} the same, {len(report.moved)} moved, {len(report.changed)} changed, "
            f"{len(report.problems)} skipped",
        ),
        ("clips", str(found.clips)),
        ("commentary", str(found.commentary)),
        ("quotations", f"{found.quotations}{f': {evidence}' if evidence else ''}"),
        ("tags", f"{found.tags} in commentary, {found.document_tags} of documents"),
        ("odd places", str(found.diagnostic_count)),
    ]


def _revision_summary(revision: "Revision", *, dry_run: bool) -> str:
    """Return what another text changes in a document."""
    return (
        f"{'would have' if dry_run else 'has'} another text: {revision.same} units the same, "
        f"{revision.changed} changed, {revision.doubtful} doubtful, {revision.new} new, {revision.gone} gone; "
        f"{revision.stale} answers stale, {revision.kept} kept with the text before"
    )


def _print_diagnostics(found: "ContentSummary") -> None:
    """Print each diagnostic with its meaning and its locations."""
    for code, meaning, times, places in found.diagnostics():
        output.message("")
        output.message(f"{code} ({times}): {meaning}")
        for place in places:
            output.message(f"  {place}")
        if times > len(places):
            output.message(f"  and {times - len(places)} more; --verbose names all")
