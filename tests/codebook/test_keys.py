"""Every key is recognized in every input mode."""

import string

import pytest

from annotator.codebook.keys import ascii_key

# JIS X 6002 as it is printed on the key caps, one row a line.
_CAPS = """
1ぬ 2ふ 3あ 4う 5え 6お 7や 8ゆ 9よ 0わ -ほ ^へ
qた wて eい rす tか yん uな iに oら pせ @゛ [゜
aち sと dし fは gき hく jま kの lり ;れ :け ]む
zつ xさ cそ vひ bこ nみ mも ,ね .る /め \\ろ
"""
KEY_CAPS = [(cap[0], cap[1]) for cap in _CAPS.split()]
HALF_WIDTH = dict(zip("1qaz5tgb0pl,", "ﾇﾀﾁﾂｴｶｷｺﾜｾﾘﾈ", strict=True))


@pytest.mark.parametrize(("key", "kana"), KEY_CAPS)
def test_a_kana_stands_for_the_key_it_is_printed_on(key: str, kana: str) -> None:
    assert ascii_key(kana) == key


@pytest.mark.parametrize(("key", "kana"), [cap for cap in KEY_CAPS if cap[1] not in "゛゜"])
def test_katakana_stands_for_the_same_key(key: str, kana: str) -> None:
    assert ascii_key(chr(ord(kana) + 0x60)) == key


@pytest.mark.parametrize(("key", "kana"), HALF_WIDTH.items())
def test_half_width_katakana_stands_for_the_same_key(key: str, kana: str) -> None:
    assert ascii_key(kana) == key


def test_every_half_width_kana_of_the_layout_is_there() -> None:
    unshifted = [chr(code) for code in range(0xFF71, 0xFFA0)]
    assert len({ascii_key(kana) for kana in unshifted}) == len(unshifted) == len(KEY_CAPS)


@pytest.mark.parametrize("key", string.digits + string.ascii_lowercase + string.punctuation)
def test_ascii_and_full_width_forms_are_twins(key: str) -> None:
    assert ascii_key(key) == ascii_key(chr(ord(key) + 0xFEE0)) == key


@pytest.mark.parametrize("character", ["Q", "q", "Ｑ", "ｑ"])
def test_capitals_change_nothing(character: str) -> None:
    assert ascii_key(character) == "q"


@pytest.mark.parametrize(
    ("character", "key"),
    [
        *zip("！？＊／．［］。、・「」｡､･｢｣", "!?*/.[].,/[].,/[]", strict=True),
        *zip("；＋－ー−＃％＝＼", ";+---#%=\\", strict=True),
        *zip("＂“”", '"""', strict=True),
        *zip("＇‘’", "'''", strict=True),
        (" ", "space"),
        ("　", "space"),
    ],
)
def test_the_program_keys_have_their_twins(character: str, key: str) -> None:
    assert ascii_key(character) == key


@pytest.mark.parametrize(
    "character", ["", "12", "ぬぬ", "っ", "ぁ", "が", "漢", "〜", "\n", "\x1b", "é", "①"]
)
def test_what_is_no_key_gives_none(character: str) -> None:
    assert ascii_key(character) is None
