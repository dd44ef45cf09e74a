"""What a text is indexed by for search: pairs of neighbouring characters of its folded text.

Japanese words mostly have two characters, so pairs find them without a dictionary. Grams ignore the kind of kana
and never cross a line end. The invariant: where folded words occur in a folded text, all grams of the words are
grams of the text. The reverse does not hold: grams propose, the folded text decides.
"""

from annotator.corpus.fold import KANA, fold_text

# Folded text has no full-width ASCII, so ASCII written so is still itself, and no index takes it for punctuation.
_WIDE = {code: chr(code + 0xFEE0) for code in range(0x21, 0x7F)}
_PLAIN = KANA | _WIDE
# More grams than this narrow a search no further; they are taken evenly from the words.
_ENOUGH = 24


def grams(text: str, *, alone: bool = False) -> set[str]:
    """Return the pairs of a text, and the last character of each line, so that every character begins a gram.

    With `alone` every character is a gram by itself too.
    """
    plain = _plain(text)
    found = set(plain) if alone else set()
    for line in plain.split("\n"):
        found.update(map(str.__add__, line, line[1:]))
        found.add(line[-1:])
    return found - {"", "\n"}


def query_grams(words: str) -> list[str]:
    """Return pairs that every text holding the words has; of a lone character, itself. Empty for no words."""
    found: list[str] = []
    for line in _plain(words).split("\n"):
        found += map(str.__add__, line, line[1:]) if len(line) > 1 else [line] if line else []
    unique = list(dict.fromkeys(found))
    if any(len(gram) > 1 for gram in unique):
        unique = [gram for gram in unique if len(gram) > 1]
    return unique[:: -(-len(unique) // _ENOUGH)] if unique else []


def as_indexed(folded: str) -> str:
    """Return folded text with ASCII in full width, as the index holds it."""
    return folded.translate(_WIDE)


def _plain(text: str) -> str:
    return fold_text(text).translate(_PLAIN)
