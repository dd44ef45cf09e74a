"""Pages for the tests of layout and viewport."""

from itertools import accumulate

from hypothesis import strategies as st

from annotator.tui.text.layout import LazyRows, Paragraph

SENTENCE = "ロシア外務省の報道官は「NATOの東方拡大は約束違反だ」と述べた。"
PARAGRAPHS = st.lists(st.text("漢字かな。「」ab c", max_size=40), min_size=1, max_size=30)


def page(texts: list[str]) -> list[Paragraph]:
    """Return paragraphs of a document, one character apart."""
    starts = accumulate((len(text) + 1 for text in texts), initial=0)
    return [Paragraph(text, "paragraph", start) for text, start in zip(texts, starts, strict=False)]


def numbered_rows(count: int, built: list[int]) -> LazyRows:
    """Return rows that show their numbers; those that are built are noted in `built`."""

    def build(number: int, width: int) -> Paragraph:
        built.append(number)
        return Paragraph(f"{number}"[:width], "meta", click_position=number)

    return LazyRows(count, build)
