"""Every code has a meaning and a text that earns it, at the place that it names."""

from typing import get_args

import pytest

from annotator.corpus.grammar.diagnostics import MEANINGS, Code, Diagnostic
from annotator.corpus.parse import parse
from annotator.corpus.source import read_source

HEAD = "港の市場で競り始まる https://t.co/Ab3dE5fGh7\n— 潮見放送ニュース (@shiomi_news) 2022年6月13日\n"
# By code: a text, and the line and column of the remark.
ODD: dict[Code, tuple[str, int, int]] = {
    "attribution-without-date": (
        "港の市場で競り始まる https://t.co/Ab3dE5fGh7\n— 潮見放送ニュース (@shiomi_news)\n競りが始まった。\n",
        2,
        1,
    ),
    "bracket-not-speech": (HEAD + "#港(市場・「枯渇」しつつある)\n", 3, 7),
    "dot-in-name": (HEAD + "#港(テレザ・ヴォルニク「朝は早い」)\n", 3, 7),
    "headline-missing": ("— 潮見放送ニュース (@shiomi_news) 2022年6月13日\n競りが始まった。\n", 1, 1),
    "headline-without-attribution": (
        HEAD + "競りが始まった。\n#港(朝)\n灯台の明かり消える https://t.co/Zy9xW8vUt6\n",
        5,
        1,
    ),
    "lost-opening-bracket": (HEAD + "#港=市場「朝は早い」)\n", 3, 6),
    "maybe-another-page": (HEAD + "競りが始まった。\n", 2, 1),
    "no-clip-above": ("#港(朝)\n" + HEAD, 1, 1),
    "no-prose": ("市場\n地図\n", 1, 1),
    "possible-headline": (
        HEAD + "競りが始まった。\n灯台の明かり消える https://t.co/Zy9xW8vUt6\n灯台は消えた。\n",
        4,
        1,
    ),
    "speaker-without-dot": (HEAD + "#港(市場「朝は早い」組合「夜は長い」)\n", 3, 14),
    "speech-or-name": (HEAD + "#港(市場「全面勝利」)\n", 3, 6),
    "surplus-bracket": (HEAD + "#港(市場」・朝)\n", 3, 6),
    "text-after-body": (HEAD + "#港(市場)朝\n", 3, 7),
    "unclosed-bracket": (HEAD + "#港(市場・組合「朝は早い)\n", 3, 9),
    "undecodable": ("港\n市\udcff場\n", 2, 2),
}


def test_every_code_has_a_meaning_and_a_text() -> None:
    assert set(get_args(Code)) == set(MEANINGS) == set(ODD)


@pytest.mark.parametrize("code", ODD)
def test_a_text_earns_its_code_at_its_place(code: Code) -> None:
    text, line, column = ODD[code]
    source = read_source(text.encode("utf-8", "surrogateescape"))
    found = parse(source.text).with_diagnostics(source.diagnostics).diagnostics
    places = [(one.line, one.column) for one in found if one.code == code]
    assert places == [(line, column)], found


@pytest.mark.parametrize("meaning", MEANINGS.values())
def test_a_meaning_is_a_sentence(meaning: str) -> None:
    assert meaning[0].isupper()
    assert meaning.endswith(".")


def test_a_text_without_oddity_has_none() -> None:
    found: tuple[Diagnostic, ...] = parse(HEAD + "競りが始まった。\n#港(市場)\n").diagnostics
    assert found == ()
