"""Texts made to be slow to parse, each a function of a rough size in code points.

Each repeats one construct in the place where a naive parser would scan it again and again.
"""

from collections.abc import Callable
from itertools import islice, product

_CLIP = "見出し https://t.co/a1\n— 潮見 (@shiomi) 2022年1月3日\n"
_SENTENCE = "議長は「約束は文書で残すべきだ。口約束では足りない」と述べ、船の積み荷を調べる考えを示しました。"
_KANJI = [chr(code) for code in range(0x4E00, 0x9F00)]


def _line(inside: str) -> str:
    return f"{_CLIP}{_SENTENCE}\n#話題({inside})\n"


def _words(length: int) -> list[str]:
    """Return different words of two kanji, enough to fill `length` characters with their brackets."""
    return list(islice(map("".join, product(_KANJI, repeat=2)), length // 6))


def _altered(size: int) -> str:
    body = "".join(
        f"第{number}の港で{_KANJI[number % 9000]}長は検査を強める方針を固めた。"
        for number in range(size // 50)
    )
    quoted = "・".join(
        f"外相「第{number}の港で{_KANJI[number % 9000]}長は検査を弱める方針」" for number in range(size // 60)
    )
    return f"{_CLIP}{body}\n#話題({quoted})\n"


def _one_character(size: int) -> str:
    near = "・外相「港港港港港港港海」" * (size // 26)
    return f"{_CLIP}{'港' * (size // 2)}\n#話題(外相「{'港' * 40}」{near})"


SHAPES: dict[str, Callable[[int], str]] = {
    "opening brackets in one line": lambda size: _line("「" * size),
    "closing brackets in one line": lambda size: _line("」" * size),
    "brackets in brackets": lambda size: _line("「『" * (size // 4) + "』」" * (size // 4)),
    "round brackets": lambda size: _line("(" * (size // 2) + ")" * (size // 2)),
    "unclosed quotations": lambda size: _line("外相「港は・" * (size // 6)),
    "hash signs": lambda size: _CLIP + "#" * size,
    "tags": lambda size: _CLIP + "#港" * (size // 2) + "(",
    "lines of tags": lambda size: _CLIP + "#港\n" * (size // 3),
    "middle dots": lambda size: _line("・" * size),
    "names with middle dots": lambda size: _line("アレク・サンドラ「港」" * (size // 11)),
    "one katakana word before a dot": lambda size: (
        f"{_CLIP}{'ア' * size}・ア\n#話題(アレク・サンドラ議長「港」)"
    ),
    "names of letters": lambda size: _line("デ・" * (size // 2) + "ラ外相「港」"),
    "names of ships": lambda size: _line("貨物船アレク・サンドラ号・" * (size // 13)),
    "tags with middle dots": lambda size: _CLIP + "#港・海(" + "(" * size + ")",
    "lost opening marks": lambda size: f"{_CLIP}{'首相は港と述べ、海」' * (size // 10)}\n#港(「海が見える」)",
    "attributions in one line": lambda size: "見出し— 風 (@kaze) " * (size // 14),
    "attribution lines": lambda size: "— 風 (@kaze) 2022年1月31日\n" * (size // 25),
    "links in one line": lambda size: "https://t.co/abcdefg " * (size // 21) + "港",
    "host names": lambda size: "a-b." * (size // 4) + "!",
    "titles": lambda size: "【" * size,
    "spaces": lambda size: " " * size + "港",
    "blank lines": lambda size: "\n" * size,
    "marks on one letter": lambda size: _line("外相「a" + "\u0301\u0327" * (size // 2) + "」"),
    "one character": _one_character,
    "short quotations that occur nowhere": lambda size: (
        f"{_CLIP}{'港の灯台。' * (size // 10)}\n#話題({''.join(f'「{each}」' for each in _words(size // 2))})"
    ),
    "altered quotations": _altered,
    "long quotations": lambda size: (
        f"{_CLIP}{_SENTENCE * (size // 100)}\n#話題(外相「{_SENTENCE * (size // 100)}海」)"
    ),
    "repeated lines": lambda size: _CLIP + f"{_SENTENCE}\n" * (size // 50),
    "a page of short lines": lambda size: "港の話\n" * (size // 4),
    "a head of comments": lambda size: (
        f"{_SENTENCE}\nコメント{' ' * (size // 2)}!\n{'ランキング' * (size // 10)}!"
    ),
    "a page of one sentence": lambda size: _SENTENCE * (size // 50),
}
