"""The statistics page: the annotator's own answers as counts and bars, and the pace."""

from collections import Counter
from collections.abc import Iterator, Mapping

from annotator.codebook.model import Codebook, Dimension, Language
from annotator.tui.messages import say
from annotator.tui.text.graphemes import cell_width, pad
from annotator.tui.text.layout import Paragraph
from annotator.workflow.browsing.statistics import LabelCounts, Pace, Statistics

_BAR_CELLS = 24
_MAX_GROUPS = 15
_MAX_DAYS = 30
_MAX_NAME_CELLS = 28
# Braille patterns, since every terminal gives them one cell.
_FULL, _HALF, _EMPTY = "⣿", "⡇", "⠀"


def statistics_page(
    statistics: Statistics, pace: Pace | None, codebook: Codebook, language: Language
) -> list[Paragraph]:
    """Return labels by question, answers by day, labels by tag and publisher, and the pace if there is one."""
    page: list[Paragraph] = []
    if pace is not None:
        page += [_heading(say("pace", language)), _text(_pace_text(pace, language)), _text("")]
    for dimension in codebook.dimensions:
        labels = statistics.labels.get(dimension.id, LabelCounts())
        page += _label_counts(dimension, labels, language)
    page += _section(say("statistics_days", language), _days(statistics), language)
    for dimension in codebook.dimensions:
        labels = statistics.labels.get(dimension.id, LabelCounts())
        for title, groups in (
            ("statistics_tags", labels.by_tag),
            ("statistics_publishers", labels.by_publisher),
        ):
            if groups:
                heading = f"{dimension.name.get(language)} · {say(title, language)}"
                page += _section(heading, _groups(dimension, groups, language), language)
    return page


def _label_counts(dimension: Dimension, labels: LabelCounts, language: Language) -> list[Paragraph]:
    counts = {label.name.get(language): labels.total[label.id] for label in dimension.labels}
    return _section(dimension.name.get(language), _bars(counts), language, has_data=any(counts.values()))


def _section(
    title: str, rows: Iterator[str], language: Language, *, has_data: bool = True
) -> list[Paragraph]:
    paragraphs = [_text(row) for row in rows]
    if not has_data or not paragraphs:
        paragraphs = [_text(say("statistics_none", language))]
    return [_heading(title), *paragraphs, _text("")]


def _days(statistics: Statistics) -> Iterator[str]:
    """Yield a bar for each of the last days on which something was answered."""
    days = list(statistics.by_day.items())[-_MAX_DAYS:]
    return _bars({day.isoformat(): count for day, count in days})


def _bars(counts: Mapping[str, int]) -> Iterator[str]:
    """Yield a row for each name: the name, a bar, the count."""
    most = max(counts.values(), default=0) or 1
    width = min(_MAX_NAME_CELLS, max(map(cell_width, counts), default=0))
    for name, count in counts.items():
        yield f"{pad(name, width + 1)} {draw_bar(count / most, _BAR_CELLS)}  {count}"


def _groups(dimension: Dimension, groups: Mapping[str, Counter[str]], language: Language) -> Iterator[str]:
    """Yield a row for each of the largest groups, with the count of each label given in it."""
    ordered = sorted(groups.items(), key=lambda group: (-group[1].total(), group[0]))
    names = {label.id: label.name.get(language) for label in dimension.labels}
    shown = ordered[:_MAX_GROUPS]
    rows = _bars({name: counts.total() for name, counts in shown})
    for row, (_, counts) in zip(rows, shown, strict=True):
        yield f"{row}  {' · '.join(f'{names.get(label, label)} {count}' for label, count in counts.most_common())}"
    if len(ordered) > len(shown):
        yield say("statistics_others", language, count=len(ordered) - len(shown))


def _pace_text(pace: Pace, language: Language) -> str:
    if pace.median_seconds is None:
        return say("pace_none", language)
    minutes = round(pace.worked.total_seconds() / 60)
    return say(
        "pace_summary",
        language,
        acts=pace.actions,
        hours=minutes // 60,
        minutes=minutes % 60,
        seconds=f"{pace.median_seconds:.1f}",
    )


def draw_bar(part: float, cells: int) -> str:
    """Return a bar that fills `part` (0 to 1) of `cells` cells, to half a cell; whatever is above 0 shows."""
    halves = round(max(0.0, min(part, 1.0)) * cells * 2)
    if part > 0:
        halves = max(1, halves)
    filled = _FULL * (halves // 2) + _HALF * (halves % 2)
    return filled + _EMPTY * (cells - len(filled))


def _heading(text: str) -> Paragraph:
    return Paragraph(text, "heading")


def _text(text: str) -> Paragraph:
    return Paragraph(text, "paragraph")
