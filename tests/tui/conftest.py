"""A project of three composed documents, a session on it, and its screen."""

from collections.abc import Callable
from pathlib import Path

import pytest

from annotator.tui.app import AnnotatorApp
from annotator.tui.state.session import Session
from annotator.workflow.importing.documents import add
from annotator.workflow.project import Project

ROUTE = """\
#前置き(どのクリップの下でもない行)
ベルカの港 冬の航路を再開へ #shiomi_news https://t.co/Ab3dE5fGh7
— 潮見放送ニュース (@shiomi_news) 2022年6月13日
港湾局のサーリ局長は「航路は三月まで毎日開けておく」と述べ、氷の割れる音を合図に船を出すと語りました。
k0417.hatenadiary.com
港湾局のサーリ局長は「航路は三月まで毎日開けておく」と述べ、氷の割れる音を合図に船を出すと語りました。
#冬の航路(サーリ局長「航路は三月まで毎日開けておく」・漁業者「氷の割れる音を合図に船を出す」)
#北航路=冬の北航路(サーリ局長「航路は四月まで毎日開けておく」・ロンゲ国防相「まったく違う話をここでしている」)
#岬(守り人「百年の明かりは今夜かぎりで消える」)
灯台の明かり 百年ぶりに消える https://t.co/Zy9xW8vUt6
— 潮見放送ニュース (@shiomi_news) 2022年6月14日
岬の守り人は「百年の明かりは今夜かぎりで消える」と話しました。
市場に新しい秤 https://t.co/Qq1rS2tUv3
— 潮見放送ニュース (@shiomi_news) 2022年6月15日
港の市場に新しい秤が入りました。
#市場(秤・赤い札)
"""
"""A line above all clips, a clip with three lines, one with none, one with one line; two lines of it fold away."""

HOSTILE = """\
[red]赤い帆[/red] と [/b] の旗 #shiomi_news https://t.co/Mm4nN5oP6q
— 潮見放送ニュース (@shiomi_news) 2022年6月16日
本文にも [/b] と [link=x]ここ[/link] があります。
#旗[/b](印・[red]赤い札「[bold]太い旗[/bold]を掲げる」)
#帆(白い帆)
"""
"""A clip and two lines that hold what would be markup."""

PAGE = """\
港の市場で競り始まる
ベルカ共和国の港の市場では、けさから新しい魚の競りが始まり、夜明け前から大勢の仲買人が集まりました。
市場を開く組合によりますと、今月の水揚げは去年の同じ月より2割ほど多く、値段は落ち着いているということです。
"""
"""A page without any commentary."""


@pytest.fixture
def walk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, open_as: Callable[..., Project]) -> Project:
    """Aya's project: seven commentary lines in two posts, and a page whose clip is queued."""
    folder = tmp_path / "walk"
    folder.mkdir()
    for name, text in (("1-route.txt", ROUTE), ("2-flags.txt", HOSTILE), ("3-page.txt", PAGE)):
        (folder / name).write_text(text, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    project = open_as("aya")
    add(project, ["walk"])
    return project


@pytest.fixture
def session(walk: Project) -> Session:
    """A session that has begun, at the first line of all."""
    begun = Session(walk)
    assert begun.begin()
    return begun


@pytest.fixture
def app(walk: Project) -> AnnotatorApp:
    """The English screen on the project."""
    return AnnotatorApp(walk, "en")
