"""What reading documents brought is counted as the documents say, in bounded memory unless all is asked for."""

from annotator.corpus.grammar.diagnostics import MEANINGS
from annotator.corpus.parse import parse
from annotator.workflow.importing.findings import FEW, DiagnosticLocation, Findings

ODD = "#港(市場\n" * 5


def findings(*texts: str, keep_all: bool = False) -> Findings:
    """Return what the texts bring, each as a file of its own."""
    found = Findings(keep_all=keep_all)
    for number, text in enumerate(texts, 1):
        found.count(parse(text), f"{number}.txt")
    return found


def test_units_and_tags_are_counted(post_text: str, article_text: str) -> None:
    found = findings(post_text, article_text)
    assert (found.clips, found.commentary, found.quotations) == (3, 3, 2)
    assert (found.tags, found.document_tags) == (3, 1)


def test_quotations_are_counted_by_their_evidence(post_text: str) -> None:
    found = findings(post_text)
    assert found.evidence == {"verbatim": 1, "recast": 0, "altered": 0, "absent": 1, "no_clip": 0}
    assert sum(found.evidence.values()) == found.quotations


def test_the_most_frequent_code_comes_first_with_its_meaning_and_places() -> None:
    found = findings("#港(市場」)\n" + ODD)
    first, *others = found.oddities()
    times = [oddity.times for oddity in (first, *others)]
    assert times == sorted(times, reverse=True)
    assert found.odd == sum(times) > 0
    for oddity in (first, *others):
        assert oddity.meaning == MEANINGS[oddity.code]


def test_only_a_few_places_of_a_code_are_kept() -> None:
    (unclosed,) = [one for one in findings(ODD, ODD).oddities() if one.code == "unclosed-bracket"]
    assert unclosed.times == 10
    assert [str(place) for place in unclosed.places] == [f"1.txt:{line}:6" for line in (1, 2, 3)]
    assert len(unclosed.places) == FEW


def test_all_places_are_kept_where_all_are_asked_for() -> None:
    (unclosed,) = [
        one for one in findings(ODD, ODD, keep_all=True).oddities() if one.code == "unclosed-bracket"
    ]
    assert len(unclosed.places) == unclosed.times == 10
    assert unclosed.places[-1] == DiagnosticLocation("2.txt", 5, 6, unclosed.places[-1].message)


def test_documents_without_oddity_have_none(post_text: str) -> None:
    found = findings(post_text)
    assert (found.odd, found.oddities()) == (0, [])
