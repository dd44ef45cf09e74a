"""Reads a plain page, one without any mark of the blog: one article and what stands around it.

The article is the run of lines that holds the most prose; menus, rankings and the like are boilerplate, kept
and marked.
"""

import re

from annotator.corpus.grammar.diagnostics import Remarks
from annotator.corpus.grammar.headline import read_headline
from annotator.corpus.grammar.layout import ClipDraft, Layout, Line, Repeats
from annotator.corpus.grammar.prose import LONGEST_HEADING_LINE, is_heading, is_prose
from annotator.corpus.model import Block, BlockKind
from annotator.corpus.span import Span, made_of

_block, _span = made_of(Block), made_of(Span)
# What a line without prose costs a run that takes it in: about a short sentence.
_PENALTY = 20
_TITLE_LENGTHS = range(10, 121)
# A title shares at least so many of its character pairs with the article; a long line hardly does so by chance.
_TITLE_OVERLAP = 0.35
_LONG_TITLE, _LONG_TITLE_OVERLAP = 20, 0.25
_TITLE_SEARCH = 12
# So much of the article is asked; its beginning says again what the title says.
_TITLE_BODY = 2000
# A line between paragraphs that points to another article.
_POINTER = re.compile(
    r"\s*[【\[(（▼▶]?(?:[あ合併]わせて読みたい|関連(?:記事|ニュース|リンク)|こちらもおすすめ|続きを読む|もっと読む)"
)
# A line that heads readers' comments or a ranking: no article runs across it.
_SECTION = re.compile(
    r"(?:みんなの|読者の)?コメント(?:一覧|欄)?\s?[(（]?\d*\s?件?[)）]?|[^。]{0,20}ランキング"
)


def read_page(lines: list[Line], remarks: Remarks) -> Layout:
    """Lay out the lines of a plain page."""
    layout, repeats = Layout(), Repeats(lines)
    if all(line.shape == "blank" for line in lines):
        layout.blocks = [Block("blank", line.start, line.end) for line in lines]
        return layout
    article = _article(lines)
    if article is None:
        remarks.add(0, "no-prose", "nothing here reads like prose; every line of text is kept as a paragraph")
        article = Span(0, len(lines))
    title = _title(lines, article)
    draft = ClipDraft()
    upto = lines[: article.end]
    for index, line in enumerate(lines):
        inside = article.start <= index < article.end
        kind = _kind(upto, index) if inside else _outer_kind(line, index == title)
        made = _block((kind, line.start, line.end, repeats.of(line.text, index)))
        layout.blocks.append(made)
        if index == title:
            draft.headline = read_headline(line.text)
            draft.headline_span = draft.headline.span.shifted(line.start) if draft.headline.text else None
            draft.url, draft.inline_tags = draft.headline.url, draft.headline.tags
            draft.cover(line.span)
        elif kind in ("paragraph", "heading", "list") and made.repeat_of is None:
            draft.add_line(line.span)
    if draft.first >= 0:
        layout.clips.append(draft)
    return layout


def _article(lines: list[Line]) -> Span | None:
    """Return the range of lines with the greatest sum of prose less penalties; None where there is no prose.

    Readers' comments are prose too, so no range runs across the line that heads them.
    """
    best, best_range = 0, None
    total, start = 0, 0
    for index, line in enumerate(lines):
        if total <= 0:
            total, start = 0, index
        if line.shape == "blank":
            continue
        if is_prose(line.text) and line.shape != "list":
            total += len(line.text)
        elif (
            total
            and ("コメント" in line.text or "ランキング" in line.text)
            and _SECTION.fullmatch(line.text.strip())
        ):
            total = 0
        else:
            total -= _PENALTY
        if total > best:
            best, best_range = total, _span((start, index + 1))
    return best_range


def _title(lines: list[Line], article: Span) -> int | None:
    """Return the line above the article, or its first one, that shares the most words with it."""
    body = "".join(line.text for line in lines[article.start : article.end])[:_TITLE_BODY]
    best, chosen = 0.0, None
    for index in range(max(0, article.start - _TITLE_SEARCH), article.start):
        words = lines[index].text.strip()
        if len(words) not in _TITLE_LENGTHS or is_prose(words) or lines[index].shape not in ("text", "title"):
            continue
        shared = sum(words[at : at + 2] in body for at in range(len(words) - 1)) / (len(words) - 1)
        if shared > max(best, _LONG_TITLE_OVERLAP if len(words) >= _LONG_TITLE else _TITLE_OVERLAP):
            best, chosen = shared, index
    return chosen


def _kind(lines: list[Line], index: int) -> BlockKind:
    """Return the kind of a line of the article, given the lines up to the article's end."""
    match lines[index].shape:
        case "blank":
            return "blank"
        case "link":
            return "link"
        case "list":
            return "list"
    if _POINTER.match(lines[index].text) and not is_prose(lines[index].text):
        return "boilerplate"
    short = len(lines[index].text) <= LONGEST_HEADING_LINE
    return "heading" if short and is_heading(lines, index) else "paragraph"


def _outer_kind(line: Line, is_title: bool) -> BlockKind:
    """Return the kind of a line that stands outside the article."""
    if is_title:
        return "headline"
    match line.shape:
        case "blank":
            return "blank"
        case "link":
            return "link"
    return "boilerplate"
