"""Lays out a plain page, one without any mark of the blog: one article and the text around it.

The article is the run of lines with the most prose; menus, rankings and the like are boilerplate blocks.
"""

import re

from annotator.corpus.grammar.diagnostics import DiagnosticCode, DiagnosticCollector
from annotator.corpus.grammar.layout import (
    MAX_HEADING_LINE,
    ClipDraft,
    Layout,
    Line,
    RepeatFinder,
    is_heading,
    is_prose,
)
from annotator.corpus.model import Block, BlockKind
from annotator.corpus.span import Span

# The cost of a line without prose inside the article: about a short sentence.
_NO_PROSE_PENALTY = 20
_TITLE_LENGTHS = range(10, 121)
# The least share of a title's bigrams that occur in the article; a long line hardly reaches it by chance.
_TITLE_OVERLAP = 0.35
_LONG_TITLE, _LONG_TITLE_OVERLAP = 20, 0.25
# The number of lines above the article that may be its title.
_TITLE_LINES = 12
# The number of the article's first characters that titles are compared with.
_TITLE_CONTEXT = 2000
# A line between paragraphs that points to another article.
_SEE_ALSO = re.compile(
    r"\s*[【\[(（▼▶]?(?:[あ合併]わせて読みたい|関連(?:記事|ニュース|リンク)|こちらもおすすめ|続きを読む|もっと読む)"
)
# The heading of readers' comments or of a ranking, which ends an article.
_END_HEADING = re.compile(
    r"(?:みんなの|読者の)?コメント(?:一覧|欄)?\s?[(（]?\d*\s?件?[)）]?|[^。]{0,20}ランキング"
)


def lay_out_page(lines: list[Line], diagnostics: DiagnosticCollector) -> Layout:
    """Lay out the lines of a plain page."""
    layout, repeats = Layout(), RepeatFinder(lines)
    if all(line.shape == "blank" for line in lines):
        layout.blocks = [Block("blank", line.start, line.end) for line in lines]
        return layout
    article = _article(lines)
    if article is None:
        diagnostics.add(
            0,
            DiagnosticCode.NO_PROSE,
            "nothing here reads like prose; every line of text is kept as a paragraph",
        )
        article = Span(0, len(lines))
    title = _title(lines, article)
    draft = ClipDraft()
    until_end = lines[: article.end]
    for index, line in enumerate(lines):
        inside = article.start <= index < article.end
        kind = _kind(until_end, index) if inside else _outer_kind(line, index == title)
        block = Block(kind, line.start, line.end, repeats.find(line.text, index))
        layout.blocks.append(block)
        if index == title:
            draft.set_headline(line.text, line.span)
        elif kind in ("paragraph", "heading", "list") and block.repeat_of is None:
            draft.add_line(line.span)
    if draft.start >= 0:
        layout.clips.append(draft)
    return layout


def _article(lines: list[Line]) -> Span | None:
    """Return the range of lines with the greatest sum of prose less penalties; None where there is no prose.

    Readers' comments are prose too, so no range extends across their heading.
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
            and _END_HEADING.fullmatch(line.text.strip())
        ):
            total = 0
        else:
            total -= _NO_PROSE_PENALTY
        if total > best:
            best, best_range = total, Span(start, index + 1)
    return best_range


def _title(lines: list[Line], article: Span) -> int | None:
    """Return the line above the article that shares the most bigrams with it."""
    body = "".join(line.text for line in lines[article.start : article.end])[:_TITLE_CONTEXT]
    best, chosen = 0.0, None
    for index in range(max(0, article.start - _TITLE_LINES), article.start):
        title = lines[index].text.strip()
        if len(title) not in _TITLE_LENGTHS or is_prose(title) or lines[index].shape not in ("text", "title"):
            continue
        shared = sum(title[at : at + 2] in body for at in range(len(title) - 1)) / (len(title) - 1)
        if shared > max(best, _LONG_TITLE_OVERLAP if len(title) >= _LONG_TITLE else _TITLE_OVERLAP):
            best, chosen = shared, index
    return chosen


def _kind(lines: list[Line], index: int) -> BlockKind:
    """Return the kind of a line of the article; `lines` are those up to the article's end."""
    match lines[index].shape:
        case "blank":
            return "blank"
        case "link":
            return "link"
        case "list":
            return "list"
    if _SEE_ALSO.match(lines[index].text) and not is_prose(lines[index].text):
        return "boilerplate"
    short = len(lines[index].text) <= MAX_HEADING_LINE
    return "heading" if short and is_heading(lines, index) else "paragraph"


def _outer_kind(line: Line, is_title: bool) -> BlockKind:
    """Return the kind of a line outside the article."""
    if is_title:
        return "headline"
    match line.shape:
        case "blank":
            return "blank"
        case "link":
            return "link"
    return "boilerplate"
