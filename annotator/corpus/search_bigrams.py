"""The grams by which a text is indexed for search: pairs of neighbouring characters of its folded text.

Japanese words mostly have two characters, so pairs find them without a dictionary. Grams ignore the kind of kana and
never cross a line end. The invariant: if a folded text contains a folded query, it has all grams of the query. The
reverse does not hold: grams propose texts, the folded texts decide.
"""

from annotator.corpus.fold import KANA, fold_text

# Folded text has no full-width ASCII. In full width, ASCII is no punctuation to the tokenizer of an index.
_FULL_WIDTH = {code: chr(code + 0xFEE0) for code in range(0x21, 0x7F)}
_INDEXED = KANA | _FULL_WIDTH
# More grams than this narrow a search no further; they are taken evenly from the query.
_MOST_QUERY_GRAMS = 24


def grams(text: str, *, single: bool = False) -> set[str]:
    """Return the pairs of a text, and the last character of each line, so that every character begins a gram.

    With `single` every single character is a gram too.
    """
    indexed = _indexed(text)
    found = set(indexed) if single else set()
    for line in indexed.split("\n"):
        found.update(map(str.__add__, line, line[1:]))
        found.add(line[-1:])
    return found - {"", "\n"}


def query_grams(query: str) -> list[str]:
    """Return pairs that every text with the query has; for a single character itself, for an empty query nothing."""
    found: list[str] = []
    for line in _indexed(query).split("\n"):
        found += map(str.__add__, line, line[1:]) if len(line) > 1 else [line] if line else []
    unique = list(dict.fromkeys(found))
    if any(len(gram) > 1 for gram in unique):
        unique = [gram for gram in unique if len(gram) > 1]
    return unique[:: -(-len(unique) // _MOST_QUERY_GRAMS)] if unique else []


def _indexed(text: str) -> str:
    return fold_text(text).translate(_INDEXED)
