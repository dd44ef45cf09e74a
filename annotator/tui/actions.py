"""Every action of the labelling screen: its id, its keys, what it runs, and its name and help in both languages.

Bindings, the command palette and the help are made from this table. Invariants: no key of an action is a letter or a
digit, since those are the keys of labels; ids never change, since people name them in key files of their own.
"""

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, NamedTuple

from annotator.codebook.model import Language, LocalizedText

if TYPE_CHECKING:
    from annotator.tui.screens.labelling import LabellingScreen

Handler = Callable[["LabellingScreen"], object]
"""Runs an action on the screen; what it returns is awaited where it can be."""


class Action(NamedTuple):
    """One action of the labelling screen, with its default keys."""

    id: str
    keys: tuple[str, ...]
    handler: Handler
    name: LocalizedText
    help: LocalizedText


def _action(id_: str, keys: str, handler: Handler, names: tuple[str, str], helps: tuple[str, str]) -> Action:
    name, help_ = (LocalizedText(en=english, ja=japanese) for english, japanese in (names, helps))
    return Action(id_, tuple(keys.split()), handler, name, help_)


ACTIONS: tuple[Action, ...] = (
    _action(
        "line_down",
        "down",
        lambda screen: screen.navigation.move_line(1),
        ("Next line", "次の行"),
        ("Go to the next commentary line, on into the next clip", "次のコメント行へ進む(クリップをまたぐ)"),
    ),
    _action(
        "line_up",
        "up",
        lambda screen: screen.navigation.move_line(-1),
        ("Previous line", "前の行"),
        ("Go to the line before, back into the clip before", "前のコメント行へ戻る(クリップをまたぐ)"),
    ),
    _action(
        "clip_next",
        "right ]",
        lambda screen: screen.navigation.move_clip(1),
        ("Next clip", "次のクリップ"),
        ("Go to the next clip, on into the next document", "次のクリップへ進む(文書をまたぐ)"),
    ),
    _action(
        "clip_previous",
        "left [",
        lambda screen: screen.navigation.move_clip(-1),
        ("Previous clip", "前のクリップ"),
        ("Go to the clip before, back into the document before", "前のクリップへ戻る(文書をまたぐ)"),
    ),
    _action(
        "scroll_down",
        "pagedown space",
        lambda screen: screen.clip_pane.scroll_page(1),
        ("Scroll down", "下へスクロール"),
        ("Scroll the clip down by a page", "クリップを1ページ下へ送る"),
    ),
    _action(
        "scroll_up",
        "pageup",
        lambda screen: screen.clip_pane.scroll_page(-1),
        ("Scroll up", "上へスクロール"),
        ("Scroll the clip up by a page", "クリップを1ページ上へ戻す"),
    ),
    _action(
        "next_open",
        "enter",
        lambda screen: screen.navigation.next_open(),
        ("Next unanswered", "次の未回答"),
        ("Go to the next unit that needs an answer", "回答が必要な次の単位へ進む"),
    ),
    _action(
        "switch_unit",
        "tab shift+tab",
        lambda screen: screen.navigation.toggle_clip(),
        ("Clip as unit", "クリップを単位に"),
        ("Take the clip as the unit, and back to the line", "クリップ自体を単位にする/行に戻る"),
    ),
    _action(
        "quotation_next",
        ";",
        lambda screen: screen.navigation.next_quotation(),
        ("Next quotation", "次の引用"),
        (
            "Open the line's next quotation: where it stands in the clip, and what differs",
            "行の次の引用を開く(クリップ内の位置と相違点)",
        ),
    ),
    _action(
        "switch_quotation",
        ":",
        lambda screen: screen.navigation.toggle_quotation(),
        ("Quotation as unit", "引用を単位に"),
        (
            "Take the opened quotation as the unit, and back to the line",
            "開いている引用を単位にする/行に戻る",
        ),
    ),
    _action(
        "undo",
        "backspace",
        lambda screen: screen.answers.undo(),
        ("Undo", "取り消し"),
        ("Take back your last act and return to its unit", "直前の操作を取り消し、その単位に戻る"),
    ),
    _action(
        "redo",
        "ctrl+y",
        lambda screen: screen.answers.redo(),
        ("Redo", "やり直し"),
        ("Restore what you took back last", "取り消した操作を元に戻す"),
    ),
    _action(
        "flag",
        "!",
        lambda screen: screen.answers.flag(),
        ("Flag", "フラグ"),
        ("Flag the unit, or take the flag away", "フラグを付ける/外す"),
    ),
    _action(
        "note",
        ".",
        lambda screen: screen.answers.note(),
        ("Note", "メモ"),
        ("Write a note on the unit", "単位にメモを書く"),
    ),
    _action(
        "skip",
        ",",
        lambda screen: screen.answers.skip(),
        ("Skip", "スキップ"),
        ("Leave the unit out with a reason, or take that back", "理由を付けて単位を飛ばす/飛ばすのをやめる"),
    ),
    _action(
        "target",
        "*",
        lambda screen: screen.answers.target(),
        ("Target", "対象"),
        ("Choose what the stance is towards, or take a target away", "立場の対象を選ぶ/取り除く"),
    ),
    _action(
        "surer",
        "+",
        lambda screen: screen.answers.step_confidence(1),
        ("More confident", "確信度を上げる"),
        ("Give the next answer with more confidence", "次の回答の確信度を上げる"),
    ),
    _action(
        "less_sure",
        "-",
        lambda screen: screen.answers.step_confidence(-1),
        ("Less confident", "確信度を下げる"),
        ("Give the next answer with less confidence", "次の回答の確信度を下げる"),
    ),
    _action(
        "repeat",
        "\" '",
        lambda screen: screen.bulk.repeat(),
        ("Repeat answers", "回答を繰り返す"),
        ("Give the labels of the unit answered last, here too", "直前に回答した単位と同じラベルを付ける"),
    ),
    _action(
        "select",
        "#",
        lambda screen: screen.bulk.select_line(),
        ("Select line", "行を選択"),
        (
            "Select the line, or leave it out; answers go to all selected lines",
            "行を選択する/外す(回答は選択した全行に付く)",
        ),
    ),
    _action(
        "select_down",
        "shift+down",
        lambda screen: screen.bulk.extend_selection(1),
        ("Select downwards", "下へ選択を広げる"),
        ("Select the line and the next one", "この行と次の行を選択する"),
    ),
    _action(
        "select_up",
        "shift+up",
        lambda screen: screen.bulk.extend_selection(-1),
        ("Select upwards", "上へ選択を広げる"),
        ("Select the line and the one before", "この行と前の行を選択する"),
    ),
    _action(
        "select_clip",
        "%",
        lambda screen: screen.bulk.select_clip(),
        ("Select all lines", "全行を選択"),
        ("Select all lines under the clip", "クリップの全コメント行を選択する"),
    ),
    _action(
        "unselect",
        "escape",
        lambda screen: screen.bulk.clear_selection(),
        ("Drop selection", "選択を解除"),
        ("Select nothing any more", "行の選択をすべて解除する"),
    ),
    _action(
        "filter",
        "&",
        lambda screen: screen.navigation.filter(),
        ("Filter", "絞り込み"),
        ("Choose which units the queue leads over", "たどる単位を条件で絞り込む"),
    ),
    _action(
        "toggle_filter",
        "f3",
        lambda screen: screen.navigation.toggle_filter(),
        ("Filter on or off", "絞り込みの入/切"),
        ("Put the filter aside, or take it up again", "絞り込みを一時的に外す/戻す"),
    ),
    _action(
        "jump",
        "@",
        lambda screen: screen.navigation.jump(),
        ("Go to", "移動"),
        ("Go to a unit or document by number or file name", "番号やファイル名で単位・文書へ移動する"),
    ),
    _action(
        "next_flagged",
        "$",
        lambda screen: screen.navigation.next_flagged(),
        ("Next flagged", "次のフラグ"),
        ("Go to the next unit that you flagged", "フラグを付けた次の単位へ進む"),
    ),
    _action(
        "twin",
        ">",
        lambda screen: screen.navigation.next_near_duplicate(),
        ("Same text", "同じ文"),
        ("Go to the next place with the same or nearly the same text", "同じ文、ほぼ同じ文の次の箇所へ移動"),
    ),
    _action(
        "find",
        "/",
        lambda screen: screen.navigation.find(),
        ("Find", "検索"),
        ("Find text in all units", "すべての単位から文字列を探す"),
    ),
    _action(
        "unfold",
        "\\",
        lambda screen: screen.preferences.unfold(),
        ("Show all text", "全文を表示"),
        ("Show boilerplate and repeats, or fold them away", "定型文と重複を表示する/たたむ"),
    ),
    _action(
        "auto",
        "=",
        lambda screen: screen.preferences.auto_advance(),
        ("Go on by itself", "自動で次へ"),
        ("Go on after the last required answer, or stay", "必須の回答がそろったら次へ進む/とどまる"),
    ),
    _action(
        "documents",
        "f6",
        lambda screen: screen.reports.documents(),
        ("Documents", "文書一覧"),
        ("Show all documents with your progress, and go to one", "全文書と進み具合を一覧し、移動する"),
    ),
    _action(
        "history",
        "f7",
        lambda screen: screen.reports.history(),
        ("History of the unit", "単位の履歴"),
        (
            "Show what you did on this unit, and put some of it back",
            "この単位への自分の操作を一覧し、復元する",
        ),
    ),
    _action(
        "statistics",
        "f8",
        lambda screen: screen.reports.statistics(),
        ("Statistics", "統計"),
        (
            "Count your labels by question, day, tag and publisher",
            "自分の回答を質問・日・タグ・発信元ごとに数える",
        ),
    ),
    _action(
        "theme",
        "f9",
        lambda screen: screen.preferences.theme(),
        ("Theme", "テーマ"),
        ("Choose the colours of the screen", "画面の配色を選ぶ"),
    ),
    _action(
        "reminder",
        "f4",
        lambda screen: screen.preferences.reminder(),
        ("Reminder to rest", "休憩の案内"),
        (
            "Remind you of a rest after 50 minutes of work, or do not",
            "50分作業したら休憩を勧める/勧めない",
        ),
    ),
    _action(
        "help",
        "? f1",
        lambda screen: screen.reports.help(),
        ("Help", "ヘルプ"),
        ("Show all keys", "すべてのキーを表示"),
    ),
    _action(
        "palette",
        "ctrl+p f10",
        lambda screen: screen.app.action_command_palette(),
        ("All commands", "コマンド一覧"),
        ("Search all commands", "コマンドを探す"),
    ),
    _action(
        "quit",
        "ctrl+q",
        lambda screen: screen.quit(),
        ("Quit", "終了"),
        ("Leave; everything is saved", "終了する(すべて保存済み)"),
    ),
)


def action_named(id_: str) -> Action:
    """Return an action by its id."""
    return next(action for action in ACTIONS if action.id == id_)


def action_name(id_: str, language: Language) -> str:
    """Return the name of an action, which is the title of its dialog."""
    return action_named(id_).name.get(language)


def binding_keys(keys: Iterable[str]) -> str:
    """Return keys as Textual's bindings list them: separated by commas, with the comma key by its name."""
    return ",".join("comma" if key == "," else key for key in keys)
