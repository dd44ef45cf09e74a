"""What tells prose from a heading: length, sentence ends and what follows.

Both readers, of posts and of plain pages, ask here.
"""

from annotator.corpus.grammar.layout import Line

_HEADING_LENGTH = 45
# A line that is longer, white space included, need not be asked whether it is a heading.
LONGEST_HEADING_LINE = 2 * _HEADING_LENGTH
_PROSE_LENGTH = 25
_BODY_SHAPES = frozenset(("text", "list", "title"))
_PASSED_OVER = frozenset(("blank", "link"))
_NOT_AT_A_HEADING_END = ("、", "」", "』", "…", ",")


def is_heading(lines: list[Line], index: int) -> bool:
    """Tell whether a line heads what stands below it: short, no sentence, and prose or another heading follows."""
    words = lines[index].text.strip()
    if len(words) > _HEADING_LENGTH or "。" in words or words.endswith(_NOT_AT_A_HEADING_END):
        return False
    following = next_text(lines, index)
    return following is not None and (is_prose(following) or len(following.strip()) <= _HEADING_LENGTH)


def is_prose(words: str) -> bool:
    """Tell whether a line holds at least one whole sentence of some length."""
    return len(words) >= _PROSE_LENGTH and "。" in words


def next_text(lines: list[Line], index: int) -> str | None:
    """Return the next text line of the same clip's body; None where it is the last one."""
    for following in range(index + 1, len(lines)):
        line = lines[following]
        if line.shape in _BODY_SHAPES:
            return line.text
        if line.shape not in _PASSED_OVER:
            return None
    return None
