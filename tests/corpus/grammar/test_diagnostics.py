"""Every diagnostic code has a meaning, and an example that is reported with its position."""

import pytest

from annotator.corpus.grammar.diagnostics import Diagnostic, DiagnosticCode
from annotator.corpus.parse import parse
from annotator.corpus.source import read_source

HEAD = "港の市場で競り始まる https://t.co/Ab3dE5fGh7\n— 潮見放送ニュース (@shiomi_news) 2022年6月13日\n"
# By code: a text, and the line and column of the diagnostic.
EXAMPLES: dict[DiagnosticCode, tuple[str, int, int]] = {
    DiagnosticCode.ATTRIBUTION_WITHOUT_DATE: (
        "港の市場で競り始まる https://t.co/Ab3dE5fGh7\n— 潮見放送ニュース (@shiomi_news)\n競りが始まった。\n",
        2,
        1,
    ),
    DiagnosticCode.BRACKET_NOT_SPEECH: (HEAD + "#港(市場・「枯渇」しつつある)\n", 3, 7),
    DiagnosticCode.DOT_IN_NAME: (HEAD + "#港(テレザ・ヴォルニク「朝は早い」)\n", 3, 7),
    DiagnosticCode.HEADLINE_MISSING: (
        "— 潮見放送ニュース (@shiomi_news) 2022年6月13日\n競りが始まった。\n",
        1,
        1,
    ),
    DiagnosticCode.HEADLINE_WITHOUT_ATTRIBUTION: (
        HEAD + "競りが始まった。\n#港(朝)\n灯台の明かり消える https://t.co/Zy9xW8vUt6\n",
        5,
        1,
    ),
    DiagnosticCode.LOST_OPENING_BRACKET: (HEAD + "#港=市場「朝は早い」)\n", 3, 6),
    DiagnosticCode.MAYBE_ANOTHER_PAGE: (HEAD + "競りが始まった。\n", 2, 1),
    DiagnosticCode.NO_CLIP_ABOVE: ("#港(朝)\n" + HEAD, 1, 1),
    DiagnosticCode.NO_PROSE: ("市場\n地図\n", 1, 1),
    DiagnosticCode.POSSIBLE_HEADLINE: (
        HEAD + "競りが始まった。\n灯台の明かり消える https://t.co/Zy9xW8vUt6\n灯台は消えた。\n",
        4,
        1,
    ),
    DiagnosticCode.SPEAKER_WITHOUT_DOT: (HEAD + "#港(市場「朝は早い」組合「夜は長い」)\n", 3, 14),
    DiagnosticCode.SPEECH_OR_NAME: (HEAD + "#港(市場「全面勝利」)\n", 3, 6),
    DiagnosticCode.SURPLUS_BRACKET: (HEAD + "#港(市場」・朝)\n", 3, 6),
    DiagnosticCode.TEXT_AFTER_BODY: (HEAD + "#港(市場)朝\n", 3, 7),
    DiagnosticCode.UNCLOSED_BRACKET: (HEAD + "#港(市場・組合「朝は早い)\n", 3, 9),
    DiagnosticCode.UNDECODABLE: ("港\n市\udcff場\n", 2, 2),
}


def test_every_code_has_an_example() -> None:
    assert set(DiagnosticCode) == set(EXAMPLES)


@pytest.mark.parametrize("code", EXAMPLES)
def test_a_code_is_reported_at_its_position(code: DiagnosticCode) -> None:
    text, line, column = EXAMPLES[code]
    source = read_source(text.encode("utf-8", "surrogateescape"))
    found = parse(source.text).with_diagnostics(source.diagnostics).diagnostics
    places = [(one.line, one.column) for one in found if one.code == code]
    assert places == [(line, column)], found


@pytest.mark.parametrize("meaning", [code.meaning for code in DiagnosticCode])
def test_a_meaning_is_a_sentence(meaning: str) -> None:
    assert meaning[0].isupper()
    assert meaning.endswith(".")


def test_an_ordinary_text_has_no_diagnostic() -> None:
    found: tuple[Diagnostic, ...] = parse(HEAD + "競りが始まった。\n#港(市場)\n").diagnostics
    assert found == ()
