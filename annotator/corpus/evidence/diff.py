"""How the clip's words become the quotation's, part by part, in stored text.

What is equal only after folding counts as equal; no part begins or ends inside a cluster of the stored text.
"""

from collections.abc import Iterator

from annotator.corpus.evidence.windows import Edit, EditTag, edit_script
from annotator.corpus.fold import Folded, fold
from annotator.corpus.model import DiffPart


def differences(clip: str, quotation: str) -> tuple[DiffPart, ...]:
    """Return how the clip's words become the quotation's, in stored text."""
    one, other = fold(clip), fold(quotation)
    parts: list[DiffPart] = []
    for tag, a0, a1, b0, b1 in _whole_clusters(edit_script(one.text, other.text), one, other):
        mine = one.stored_words(clip, a0, a1)
        yours = other.stored_words(quotation, b0, b1)
        match tag:
            case "equal":
                parts.append(("equal", yours))
            case "delete":
                parts.append(("delete", mine))
            case "insert":
                parts.append(("insert", yours))
            case _:
                parts.append(("replace", mine, yours))
    return tuple(parts)


def _whole_clusters(script: list[Edit], one: Folded, other: Folded) -> list[Edit]:
    """Return the edits such that none ends inside what one stored cluster became, on either side."""
    expands = one.expands or other.expands
    if not expands or not any(one.splits(a1) or other.splits(b1) for _, _, a1, _, b1 in script):
        return script
    joined: list[Edit] = []
    begun: tuple[int, int] | None = None
    for _, a0, a1, b0, b1 in _single_steps(script):
        a0, b0 = begun or (a0, b0)
        if one.splits(a1) or other.splits(b1):
            begun = (a0, b0)
            continue
        begun = None
        tag: EditTag = "equal" if one.text[a0:a1] == other.text[b0:b1] else "replace"
        if tag == "replace" and (a0 == a1 or b0 == b1):
            tag = "insert" if a0 == a1 else "delete"
        if joined and joined[-1][0] == tag == "equal":
            _, a0, _, b0, _ = joined.pop()
        joined.append((tag, a0, a1, b0, b1))
    return joined


def _single_steps(script: list[Edit]) -> Iterator[Edit]:
    for tag, a0, a1, b0, b1 in script:
        if tag == "equal":
            yield from ((tag, a0 + at, a0 + at + 1, b0 + at, b0 + at + 1) for at in range(a1 - a0))
        else:
            yield tag, a0, a1, b0, b1
