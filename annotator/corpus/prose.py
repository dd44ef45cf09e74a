"""What tells prose from a heading: length, sentence ends and what follows.

Both readers, of posts and of plain pages, ask here.
"""

from annotator.corpus.layout import Line
from annotator.corpus.lines import Shape

_HEADING_LENGTH = 45
_PROSE_LENGTH = 25
_NOT_AT_A_HEADING_END = ("、", "」", "』", "…", ",")


def is_heading(words: str, following: str) -> bool:
    """Tell whether a line heads the prose below it: short, no sentence, and prose follows."""
    stripped = words.strip()
    if len(stripped) > _HEADING_LENGTH or "。" in stripped or stripped.endswith(_NOT_AT_A_HEADING_END):
        return False
    return is_prose(following) or len(following.strip()) <= _HEADING_LENGTH


def is_prose(words: str) -> bool:
    """Tell whether a line holds at least one whole sentence of some length."""
    return len(words) >= _PROSE_LENGTH and "。" in words


def next_texts(lines: list[Line]) -> dict[int, Line]:
    """Return for each text line the next one of the same clip's body, if any."""
    following: dict[int, Line] = {}
    previous: int | None = None
    for index, line in enumerate(lines):
        if line.shape in (Shape.TEXT, Shape.LIST, Shape.TITLE):
            if previous is not None:
                following[previous] = line
            previous = index
        elif line.shape is not Shape.BLANK and line.shape is not Shape.LINK:
            previous = None
    return following
