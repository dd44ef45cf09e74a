"""The characters that folding passes over fold to themselves."""

import unicodedata

from annotator.corpus.fold import _PLAIN, _SINGLE


def test_plain_characters_fold_to_themselves() -> None:
    plain = [chr(code) for code in range(0x11000) if not _SINGLE.match(chr(code))]
    assert len(plain) > 20_000, _PLAIN
    for character in plain:
        folded = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", character).casefold())
        assert folded == character
        assert character == "\n" or not character.isspace()
