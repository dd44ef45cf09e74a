"""Quotations as they are found in one line, before anything has a name."""

from collections.abc import Iterable
from typing import NamedTuple

from annotator.corpus.grammar.brackets import Pair
from annotator.corpus.span import Span
from annotator.corpus.speakers.attribution import inner_speaker, is_connector

# Quotations nested deeper than people write are left inside the text of the outer one.
MAX_DEPTH = 3
# So much behind a bracket tells whether the words in it run on.
_RUN_ON = 20


class Quoted(NamedTuple):
    """A quotation as found; `parent` is the index of the outer one in the same list."""

    speaker: str | None
    span: Span
    depth: int
    parent: int | None


def add_nested(text: str, inner: Iterable[Pair], found: list[Quoted]) -> None:
    """Add the quotations inside the last one found, in text order, each behind its outer one.

    `inner` are the pairs of quotation brackets inside it, in text order.
    """
    stack = [len(found) - 1]
    previous: Pair | None = None
    for pair in inner:
        if pair.start + 1 >= pair.end:
            continue
        while found[stack[-1]].span.end < pair.after:
            stack.pop()
        outer = found[stack[-1]]
        if outer.depth >= MAX_DEPTH:
            continue
        if previous and (
            previous.after == pair.start or is_connector(text[previous.after : pair.start][:_RUN_ON])
        ):
            speaker = found[-1].speaker
        else:
            start = previous.after if previous and previous.after <= pair.start else 0
            before = text[max(outer.span.start, start) : pair.start]
            speaker = inner_speaker(before, text[pair.after : min(outer.span.end, pair.after + _RUN_ON)])
        found.append(Quoted(speaker, Span(pair.start + 1, pair.end), outer.depth + 1, stack[-1]))
        stack.append(len(found) - 1)
        previous = pair
