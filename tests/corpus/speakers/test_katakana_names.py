"""The katakana words and dotted names of a document."""

import pytest

from annotator.corpus.speakers.katakana_names import DocumentLexicon


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("演説したアレク・モルテン外相は", True),
        ("  アレク・モルテン外相は", True),
        ("#港(アレク・モルテン外相「閉じない」)", False),
        (" ＃港(アレク・モルテン外相「閉じない」)", False),
        ("サンアレク・モルテン外相は", False),
        ("アレク・モルテンス外相は", False),
    ],
)
def test_dotted_names_are_those_of_articles(text: str, found: bool) -> None:
    assert DocumentLexicon(text).has_dotted_name("アレク", "モルテン") == found


@pytest.mark.parametrize(
    ("text", "ends_name", "is_whole"),
    [
        ("ベルカは", True, True),
        ("ヘイル・ベルカは", True, False),
        ("外相・ベルカは", True, False),
        ("ベルカ・外相", True, True),
        ("ベルカ・ヘイル", False, False),
        ("ベルカン", False, False),
        ("アベルカ", False, False),
        ("ヘイル・ベルカとベルカ", True, True),
        ("ベルカとヘイル・ベルカ", True, True),
    ],
)
def test_words_at_the_end_of_names_and_alone(text: str, ends_name: bool, is_whole: bool) -> None:
    lexicon = DocumentLexicon(text)
    assert (lexicon.ends_name("ベルカ"), lexicon.is_whole_name("ベルカ")) == (ends_name, is_whole)


@pytest.mark.parametrize(
    ("tag", "known"),
    [
        (("海港は開く", None), ("海港", None)),
        (("LTO", "沿岸機構港は"), ("LTO", "沿岸機構")),
        (("灯台は開く", None), ("灯台は開く", None)),
    ],
)
def test_a_tag_that_runs_into_its_body_is_cut(tag: tuple[str, str | None], known: object) -> None:
    assert DocumentLexicon("#海港(船)\n#LTO=沿岸機構(船)").longest_known_tag(*tag) == known
