"""Ids of documents and units."""

from hashlib import sha256

from hypothesis import given
from hypothesis import strategies as st

from annotator.corpus.parse import parse
from annotator.corpus.source import text_digest
from annotator.corpus.unit_ids import UnitIdGenerator, document_key, unit_id

HEAD = "海の話 https://t.co/A1\n— 風 (@kaze) 2022年1月31日\n港は静かです。"


def test_key_is_the_head_of_the_digest() -> None:
    assert document_key(text_digest("海")) == sha256("海".encode()).hexdigest()[:20]


def test_parse_takes_the_hash_of_its_text_as_key() -> None:
    assert parse(HEAD).key == document_key(text_digest(HEAD))


@given(st.text(max_size=8), st.text(max_size=8), st.integers(0, 3))
def test_id_is_twenty_hexadecimal_digits(key: str, text: str, number: int) -> None:
    name = unit_id(key, "clip", text, number)
    assert len(name) == 20
    assert int(name, 16) >= 0


def test_equal_units_are_numbered() -> None:
    names = UnitIdGenerator("key")
    assert [names.next_id("clip", "海"), names.next_id("clip", "海")] == [
        unit_id("key", "clip", "海", 0),
        unit_id("key", "clip", "海", 1),
    ]


def test_kinds_are_numbered_apart() -> None:
    names = UnitIdGenerator("key")
    names.next_id("clip", "海")
    assert names.next_id("quotation", "海") == unit_id("key", "quotation", "海", 0)


def test_each_part_enters_the_id() -> None:
    ids = {
        unit_id("key", "clip", "海", 0),
        unit_id("other", "clip", "海", 0),
        unit_id("key", "commentary", "海", 0),
        unit_id("key", "clip", "港", 0),
        unit_id("key", "clip", "海", 1),
    }
    assert len(ids) == 5


def test_equal_lines_of_a_document_have_ids_of_their_own() -> None:
    document = parse(f"{HEAD}\n#海(外相「港は開く」)\n#海(外相「港は開く」)")
    first, second = document.commentary
    assert [first.id, second.id] == [
        unit_id(document.key, "commentary", "#海(外相「港は開く」)", number) for number in (0, 1)
    ]
    assert first.quotations[0].id != second.quotations[0].id


def test_line_end_does_not_enter_the_id() -> None:
    one, other = parse(f"{HEAD}\n#海(港)", key="key"), parse(f"{HEAD}\n#海(港)\n", key="key")
    assert one.commentary[0].id == other.commentary[0].id


def test_words_elsewhere_do_not_move_an_id() -> None:
    one, other = (
        parse(f"{HEAD}\n#海(港)", key="key"),
        parse(f"#灯台(船)\n{HEAD}\nもう一文です。\n#海(港)", key="key"),
    )
    assert one.commentary[0].id == other.commentary[1].id
