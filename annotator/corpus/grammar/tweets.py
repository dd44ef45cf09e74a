"""Where tweets begin in a post: which lines are headlines, judged from the attributions below them.

An attribution has one headline at most, and no line is part of two tweets.
"""

from annotator.corpus.grammar.layout import Line
from annotator.corpus.grammar.lines import Attribution

# A tweet holds at most so many characters and lines above its attribution.
_TWEET_LENGTH = 300
_TWEET_LINES = 10
_HEADLINE_LENGTH = 200
_TWEET_SHAPES = frozenset(("text", "list", "title", "link"))


class Tops:
    """Where tweets begin.

    The lines that are headlines, those between them and their attributions, and the attributions that have none.
    """

    def __init__(self) -> None:
        self.headlines: set[int] = set()
        self.within: set[int] = set()
        self.missing: set[int] = set()


def tweet_tops(lines: list[Line]) -> Tops:
    tops = Tops()
    for index, line in enumerate(lines):
        if line.attribution and _begins_with_attribution(line, line.attribution):
            top = _tweet_top(lines, index)
            if top is None:
                tops.missing.add(index)
            else:
                tops.headlines.add(top)
                tops.within.update(range(top + 1, index))
    return tops


def _begins_with_attribution(line: Line, attribution: Attribution) -> bool:
    """Tell whether a line is an attribution, perhaps with text behind it, and no headline before it."""
    return line.shape == "attribution" or not line.text[: attribution.span.start].strip()


def _tweet_top(lines: list[Line], attribution: int) -> int | None:
    """Return the first line of the tweet that ends in this attribution, or of its first part."""
    above = attribution - 1
    while above >= 0 and lines[above].shape == "blank":
        above -= 1
    run: list[int] = []
    while above >= 0 and lines[above].shape in _TWEET_SHAPES and len(run) <= _TWEET_LINES:
        run.append(above)
        above -= 1
    if not run:
        return None
    follows_clip = above >= 0 and lines[above].shape in ("attribution", "card")
    length = sum(len(lines[index].text) for index in run)
    if not follows_clip and len(run) <= _TWEET_LINES and length <= _TWEET_LENGTH:
        return next((index for index in reversed(run) if lines[index].shape != "link"), None)
    nearest = next((index for index in run if lines[index].shape in ("text", "title")), run[0])
    words = lines[nearest].text
    if len(words) > _HEADLINE_LENGTH or lines[nearest].shape == "link":
        return None
    return nearest
