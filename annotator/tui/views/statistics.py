"""The statistics of an annotator's own work as paragraphs with plots. Pure."""

from collections import Counter
from collections.abc import Iterator, Mapping
from itertools import islice

from annotator.codebook.model import Codebook, Dimension, Language
from annotator.tui.messages import say
from annotator.tui.text.line_breaking import cell_width, pad, printable
from annotator.tui.text.sections import NOT_OF_THE_DOCUMENT, Paragraph
from annotator.tui.views.plots import draw_bar
from annotator.workflow.browsing.statistics import Labels, Pace, Statistics

_BAR_CELLS = 24
_MOST_ROWS = 15
_MOST_DAYS = 30
_WIDEST_NAME = 28


def statistics_page(
    found: Statistics, pace: Pace | None, codebook: Codebook, language: Language
) -> list[Paragraph]:
    """Return labels by question, answers by day, labels by tag and publisher, and the pace if it is wanted."""
    page: list[Paragraph] = []
    if pace is not None:
        page += [_heading(say("pace", language)), _text(_pace_words(pace, language)), _text("")]
    for dimension in codebook.dimensions:
        labels = found.labels.get(dimension.id, Labels())
        page += _dimension(dimension, labels, language)
    page += _section(say("statistics_days", language), _days(found), language)
    for dimension in codebook.dimensions:
        labels = found.labels.get(dimension.id, Labels())
        for title, groups in (
            ("statistics_tags", labels.by_tag),
            ("statistics_publishers", labels.by_publisher),
        ):
            if groups:
                heading = f"{dimension.name.get(language)} · {say(title, language)}"
                page += _section(heading, _groups(dimension, groups, language), language)
    return page


def _dimension(dimension: Dimension, labels: Labels, language: Language) -> list[Paragraph]:
    counts = {label.name.get(language): labels.total[label.id] for label in dimension.labels}
    return _section(dimension.name.get(language), _bars(counts), language, some=any(counts.values()))


def _section(
    title: str, rows: Iterator[str], language: Language, *, some: bool | None = None
) -> list[Paragraph]:
    paragraphs = [_text(row) for row in rows]
    if some is False or not paragraphs:
        paragraphs = [_text(say("statistics_none", language))]
    return [_heading(title), *paragraphs, _text("")]


def _days(found: Statistics) -> Iterator[str]:
    """Yield a bar for each of the last days on which something was answered."""
    days = list(found.by_day.items())[-_MOST_DAYS:]
    return _bars({day.isoformat(): count for day, count in days})


def _bars(counts: Mapping[str, int]) -> Iterator[str]:
    """Yield a row for each name: the name, a bar, the count."""
    most = max(counts.values(), default=0) or 1
    width = min(_WIDEST_NAME, max((cell_width(printable(name)) for name in counts), default=0))
    for name, count in counts.items():
        yield f"{pad(printable(name), width + 1)} {draw_bar(count / most, _BAR_CELLS)}  {count}"


def _groups(dimension: Dimension, groups: Mapping[str, Counter[str]], language: Language) -> Iterator[str]:
    """Yield a row for each of the largest groups, with the count of each label given in it."""
    ordered = sorted(groups.items(), key=lambda group: (-group[1].total(), group[0]))
    names = {label.id: label.name.get(language) for label in dimension.labels}
    shown = list(islice(ordered, _MOST_ROWS))
    rows = _bars({name: counts.total() for name, counts in shown})
    for row, (_, counts) in zip(rows, shown, strict=True):
        yield f"{row}  {' · '.join(f'{names.get(label, label)} {count}' for label, count in counts.most_common())}"
    if len(ordered) > len(shown):
        yield say("statistics_others", language, count=len(ordered) - len(shown))


def _pace_words(pace: Pace, language: Language) -> str:
    if pace.median_seconds is None:
        return say("pace_none", language)
    minutes = round(pace.worked.total_seconds() / 60)
    return say(
        "pace_summary",
        language,
        acts=pace.acts,
        hours=minutes // 60,
        minutes=minutes % 60,
        seconds=f"{pace.median_seconds:.1f}",
    )


def _heading(words: str) -> Paragraph:
    return Paragraph(words, NOT_OF_THE_DOCUMENT, "heading")


def _text(words: str) -> Paragraph:
    return Paragraph(words, NOT_OF_THE_DOCUMENT, "paragraph")
