"""The report counts what documents contain, in bounded memory unless everything is asked for."""

from annotator.corpus.parse import parse
from annotator.workflow.importing.report import LOCATIONS_KEPT, ContentSummary, DiagnosticLocation

UNCLOSED = "#港(市場\n" * 5


def summary(*texts: str, keep_all: bool = False) -> ContentSummary:
    """Return the summary of texts, each a file of its own."""
    contents = ContentSummary(keep_all=keep_all)
    for number, text in enumerate(texts, 1):
        contents.add(parse(text), f"{number}.txt")
    return contents


def test_units_and_tags_are_counted(post_text: str, article_text: str) -> None:
    contents = summary(post_text, article_text)
    assert (contents.clips, contents.commentary, contents.quotations) == (3, 3, 2)
    assert (contents.tags, contents.document_tags) == (3, 1)


def test_quotations_are_counted_by_their_evidence(post_text: str) -> None:
    contents = summary(post_text)
    assert contents.evidence == {"verbatim": 1, "recast": 0, "altered": 0, "absent": 1, "no_clip": 0}
    assert sum(contents.evidence.values()) == contents.quotations


def test_the_most_frequent_diagnostic_comes_first() -> None:
    contents = summary("#港(市場」)\n" + UNCLOSED)
    diagnostics = contents.diagnostics()
    times = [diagnostic.times for diagnostic in diagnostics]
    assert times == sorted(times, reverse=True)
    assert contents.diagnostic_count == sum(times) > 0
    assert [diagnostic.meaning for diagnostic in diagnostics] == [
        diagnostic.code.meaning for diagnostic in diagnostics
    ]


def test_only_the_first_locations_of_a_diagnostic_are_kept() -> None:
    (unclosed,) = [one for one in summary(UNCLOSED, UNCLOSED).diagnostics() if one.code == "unclosed-bracket"]
    assert unclosed.times == 10
    assert [str(location) for location in unclosed.locations] == [f"1.txt:{line}:6" for line in (1, 2, 3)]
    assert len(unclosed.locations) == LOCATIONS_KEPT


def test_all_locations_are_kept_on_request() -> None:
    diagnostics = summary(UNCLOSED, UNCLOSED, keep_all=True).diagnostics()
    (unclosed,) = [one for one in diagnostics if one.code == "unclosed-bracket"]
    assert len(unclosed.locations) == unclosed.times == 10
    assert unclosed.locations[-1] == DiagnosticLocation("2.txt", 5, 6, unclosed.locations[-1].message)


def test_a_clean_document_has_no_diagnostics(post_text: str) -> None:
    contents = summary(post_text)
    assert (contents.diagnostic_count, contents.diagnostics()) == (0, [])
