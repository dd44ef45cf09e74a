"""The keys of the dialogs: the action that each runs, and its help in both languages, which F1 shows in the dialog.

The bindings of the dialogs are made from these tables. `{action}` means the keys of that action of the labelling
screen, except those that dialogs use themselves.
"""

from collections.abc import Mapping
from typing import NamedTuple

from textual.binding import Binding, BindingType

from annotator.codebook.model import LocalizedText
from annotator.tui.keymap import Keymap


class KeyRow(NamedTuple):
    """One row of a dialog's keys: the dialog's action for each key, or None where a widget handles the key itself."""

    actions: Mapping[str, str | None]
    help: LocalizedText
    priority: bool = False
    """Whether the keys act before an input handles what was typed earlier."""

    @property
    def keys(self) -> tuple[str, ...]:
        """All keys of the row."""
        return tuple(" ".join(self.actions).split())


DialogKeys = tuple[KeyRow, ...]


def _row(actions: Mapping[str, str | None], help_: tuple[str, str], *, priority: bool = False) -> KeyRow:
    return KeyRow(actions, LocalizedText(en=help_[0], ja=help_[1]), priority)


_NO_CHOICE = ("Close without a choice", "何も選ばずに閉じる")
_NO_CHANGE = ("Close and change nothing", "何も変えずに閉じる")
_CLOSE_PAGE = ("Close", "閉じる")
_MOVE_HELP = ("Move in the list", "一覧の中を移動する")
_CHOOSE = _row({"enter": None}, ("Take what is highlighted", "選択中の項目に決める"))
_CLOSE = _row({"escape ctrl+q": "close"}, _NO_CHOICE)
_MOVE = _row({"down": "move(1)", "up": "move(-1)"}, _MOVE_HELP)
_PAGES = _row({"pagedown space": "page(1)", "pageup": "page(-1)"}, ("Move by a page", "1ページずつ移動する"))
_ENDS = _row(
    {"home": "move(-1_000_000_000)", "end": "move(1_000_000_000)"},
    ("Go to the beginning or the end", "先頭・末尾へ移動する"),
)
_SCROLL = (
    _row({"down": "scroll(1)", "up": "scroll(-1)"}, ("Scroll", "スクロールする")),
    _row(_PAGES.actions, ("Scroll by a page", "1ページずつスクロールする")),
)
_HELP = _row({"f1 {help}": "app.keys_here"}, ("Show these keys", "このキー一覧を表示する"))

PICKER_KEYS: DialogKeys = (_CHOOSE, _MOVE, _CLOSE, _HELP)
FILTER_KEYS: DialogKeys = (
    _row(
        {"enter": None},
        (
            "Choose the value of the highlighted criterion, or do what the row says",
            "選択中の条件の値を選ぶ、または行の操作を行う",
        ),
    ),
    _MOVE,
    _row({"escape ctrl+q": "close"}, _NO_CHANGE),
    _HELP,
)
FIND_KEYS: DialogKeys = (
    _row({"enter": None}, ("Go to what is highlighted", "選択中の単位へ移動する")),
    _row(
        _MOVE.actions,
        ("Move in the list; down at its end brings more", "一覧の中を移動する(末尾から下で続き)"),
    ),
    _row(
        {"f2": "switch('kana')"},
        ("Take hiragana and katakana as the same, or not", "ひらがなとカタカナを区別する/しない"),
        priority=True,
    ),
    _row(
        {"f3": "switch('narrow')"},
        ("Keep to the filter, or search everywhere", "絞り込みの中だけを探す/全体を探す"),
        priority=True,
    ),
    _CLOSE,
    _HELP,
)
NOTE_KEYS: DialogKeys = (
    _row({"escape ctrl+s ctrl+q": "save"}, ("Save the note and close", "メモを保存して閉じる")),
    _row({"enter": None}, ("New line", "改行する")),
    _row({"ctrl+z ctrl+y": None}, ("Undo and redo while writing", "入力を取り消す/やり直す")),
    _HELP,
)
CONFIRM_KEYS: DialogKeys = (
    _CHOOSE,
    _row({"down up": None}, _MOVE_HELP),
    _row({"escape ctrl+q backspace": "decline"}, ("No: change nothing", "何も変えずに閉じる")),
    _HELP,
)
DOCUMENTS_KEYS: DialogKeys = (
    _row({"enter": "choose"}, ("Go to the marked document", "選択中の文書へ移動する")),
    *(_MOVE, _PAGES, _ENDS),
    _row({"escape ctrl+q {documents}": "close"}, _NO_CHOICE),
    _HELP,
)
HISTORY_KEYS: DialogKeys = (
    _row({"enter": "choose"}, ("Put what is marked back into force", "選択中の操作を復元する")),
    *(_MOVE, _PAGES, _ENDS),
    _row({"escape ctrl+q {history}": "close"}, _NO_CHANGE),
    _HELP,
)
STATISTICS_KEYS: DialogKeys = (
    _row({"f2": "pace"}, ("Show your pace, or hide it", "作業速度を表示する/隠す")),
    *_SCROLL,
    _row({"escape enter ctrl+q {statistics}": "close"}, _CLOSE_PAGE),
    _HELP,
)
PALETTE_KEYS: DialogKeys = (
    _row({"enter": None}, ("Do what is highlighted", "選択中の操作を行う")),
    _row({"down up pagedown pageup": None}, _MOVE_HELP),
    _row({"escape": None}, _NO_CHOICE),
    _HELP,
)
HELP_KEYS: DialogKeys = (
    *_SCROLL,
    _row({"escape enter ctrl+q": "close"}, _CLOSE_PAGE),
    _row({"f1 {help}": "close"}, _CLOSE_PAGE, priority=True),
)
_ALL = (
    *(PICKER_KEYS, FILTER_KEYS, FIND_KEYS, NOTE_KEYS, CONFIRM_KEYS),
    *(DOCUMENTS_KEYS, HISTORY_KEYS, STATISTICS_KEYS, PALETTE_KEYS),
)
_KEYS_OF_DIALOGS = frozenset(
    key for table in _ALL for row in table for key in row.keys if not key.startswith("{")
)


def bindings(rows: DialogKeys) -> list[BindingType]:
    """Return the bindings of a dialog; the application's keymap replaces the id of a binding by keys of an action."""
    return [
        Binding(id_ or key, action, id=id_, show=False, priority=row.priority)
        for row in rows
        for keys, action in row.actions.items()
        if action is not None
        for key in keys.split()
        for id_ in [binding_id(key.strip("{}")) if key.startswith("{") else None]
    ]


def binding_id(action: str) -> str:
    """Return the id of the dialogs' bindings for the keys of an action of the labelling screen."""
    return f"dialog.{action}"


def keys_in_dialogs(keymap: Keymap, action: str, *, is_typing: bool) -> tuple[str, ...]:
    """Return the keys of an action that work in dialogs too; in a dialog with an input, no characters."""
    keys = (key for key in keymap.keys_of(action) if key not in _KEYS_OF_DIALOGS)
    return tuple(key for key in keys if not (is_typing and len(key) == 1))


def expand_keys(row: KeyRow, keymap: Keymap, *, is_typing: bool) -> str:
    """Return the keys of a row with each `{action}` replaced by the action's keys."""
    expanded: list[str] = []
    for key in row.keys:
        action = key.strip("{}")
        expanded += keys_in_dialogs(keymap, action, is_typing=is_typing) if action != key else [key]
    return " ".join(expanded)
