"""Documents made to slow the screen down or to act on the terminal, each in a project of its own."""

from collections.abc import Iterator
from pathlib import Path

from annotator.workflow.browsing.document_view import view_document
from annotator.workflow.browsing.queue import save_position
from tests.benchmarks.corpora import opened, remove
from tests.benchmarks.measure import run_annotator

_HEAD = "{headline} https://t.co/Ab3dE5fGh7\n— 潮見放送ニュース (@shiomi_news) 2022年6月13日\n"
_SENTENCE = (
    "港湾局のサーリ局長は「航路は三月まで毎日開けておく」と述べ、氷の割れる音を合図に船を出すと語りました。"
)
_LINE = "#航路(サーリ局長「航路は三月まで毎日開けておく」・第{number}号「四月も開けておくつもりはない」)\n"
_ACTING = (
    "題 \x1b[2J\x1b[31m赤い\x1b]0;題\x07 [/b] [red]帆[/red] \u202e逆\u2066向\u2069き \x9b31m "
    "🇯🇵👨‍👩‍👧❤️1️⃣👍🏽" + "か\u3099" * 20 + "e" + "\u0301" * 100 + "終わり。"
)
# In each headline, so on each screen.
_SHOWN = "記事"


def _documents() -> dict[str, str]:
    """Return each document with a few commentary lines to move between."""
    lines = "".join(_LINE.format(number=number) for number in range(3))
    many = "・".join(f"第{number}船長「航路は{number}月まで毎日開けておく」" for number in range(500))
    paragraph = _SENTENCE * (5_000_000 // len(_SENTENCE.encode()))
    return {
        "10,000 lines under one clip": _HEAD.format(headline="行の多い記事")
        + _SENTENCE
        + "\n"
        + "".join(_LINE.format(number=number) for number in range(10_000)),
        "500 quotations in one line": _HEAD.format(headline="引用の多い記事")
        + f"{_SENTENCE}\n#航路({many})\n{lines}",
        "a paragraph of 5 MB": _HEAD.format(headline="長い段落の記事") + f"{paragraph}\n{lines}",
        "text that would act on the terminal": _HEAD.format(headline="動く文字の記事")
        + f"{_ACTING * 40}\n#旗[/b]({_ACTING * 5}・誰か「{_ACTING}」)\n{lines}",
    }


def hostile_projects(folder: Path) -> Iterator[tuple[str, Path, str]]:
    """Yield the name of each document, a project with only that, and a text that its screen shows."""
    for number, (name, text) in enumerate(_documents().items()):
        source, path = folder / f"hostile-{number}.txt", folder / f"hostile-{number}.db"
        remove(path)
        source.write_bytes(text.encode())
        run_annotator("add", str(source), "--db", str(path))
        with opened(path) as project:
            lines = view_document(project, 1).document.parse.commentary
            save_position(project, lines[len(lines) // 2 if len(lines) > 100 else 0].id)
        yield name, path, _SHOWN
