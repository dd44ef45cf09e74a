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

_NO_CHOICE = LocalizedText(en="Close without a choice", ja="何も選ばずに閉じる")
_NO_CHANGE = LocalizedText(en="Close and change nothing", ja="何も変えずに閉じる")
_CLOSE_PAGE = LocalizedText(en="Close", ja="閉じる")
_MOVE_HELP = LocalizedText(en="Move in the list", ja="一覧の中を移動する")
_CHOOSE = KeyRow({"enter": None}, LocalizedText(en="Take what is highlighted", ja="選択中の項目に決める"))
_CLOSE = KeyRow({"escape ctrl+q": "close"}, _NO_CHOICE)
_MOVE = KeyRow({"down": "move(1)", "up": "move(-1)"}, _MOVE_HELP)
_PAGES = KeyRow(
    {"pagedown space": "page(1)", "pageup": "page(-1)"},
    LocalizedText(en="Move by a page", ja="1ページずつ移動する"),
)
_ENDS = KeyRow(
    {"home": "move(-1_000_000_000)", "end": "move(1_000_000_000)"},
    LocalizedText(en="Go to the beginning or the end", ja="先頭・末尾へ移動する"),
)
_SCROLL = (
    KeyRow({"down": "scroll(1)", "up": "scroll(-1)"}, LocalizedText(en="Scroll", ja="スクロールする")),
    KeyRow(_PAGES.actions, LocalizedText(en="Scroll by a page", ja="1ページずつスクロールする")),
)
_HELP = KeyRow(
    {"f1 {help}": "app.keys_here"}, LocalizedText(en="Show these keys", ja="このキー一覧を表示する")
)

PICKER_KEYS: DialogKeys = (
    _CHOOSE,
    _MOVE,
    _CLOSE,
    _HELP,
)
FILTER_KEYS: DialogKeys = (
    KeyRow(
        {"enter": None},
        LocalizedText(
            en="Choose the value of the highlighted criterion, or do what the row says",
            ja="選択中の条件の値を選ぶ、または行の操作を行う",
        ),
    ),
    _MOVE,
    KeyRow({"escape ctrl+q": "close"}, _NO_CHANGE),
    _HELP,
)
FIND_KEYS: DialogKeys = (
    KeyRow({"enter": None}, LocalizedText(en="Go to what is highlighted", ja="選択中の単位へ移動する")),
    KeyRow(
        _MOVE.actions,
        LocalizedText(
            en="Move in the list; down at its end brings more", ja="一覧の中を移動する(末尾から下で続き)"
        ),
    ),
    KeyRow(
        {"f2": "switch('kana')"},
        LocalizedText(
            en="Take hiragana and katakana as the same, or not", ja="ひらがなとカタカナを区別する/しない"
        ),
        priority=True,
    ),
    KeyRow(
        {"f3": "switch('narrow')"},
        LocalizedText(en="Keep to the filter, or search everywhere", ja="絞り込みの中だけを探す/全体を探す"),
        priority=True,
    ),
    _CLOSE,
    _HELP,
)
NOTE_KEYS: DialogKeys = (
    KeyRow(
        {"escape ctrl+s ctrl+q": "save"},
        LocalizedText(en="Save the note and close", ja="メモを保存して閉じる"),
    ),
    KeyRow({"enter": None}, LocalizedText(en="New line", ja="改行する")),
    KeyRow(
        {"ctrl+z ctrl+y": None}, LocalizedText(en="Undo and redo while writing", ja="入力を取り消す/やり直す")
    ),
    _HELP,
)
CONFIRM_KEYS: DialogKeys = (
    _CHOOSE,
    KeyRow({"down up": None}, _MOVE_HELP),
    KeyRow(
        {"escape ctrl+q backspace": "decline"},
        LocalizedText(en="No: change nothing", ja="何も変えずに閉じる"),
    ),
    _HELP,
)
DOCUMENTS_KEYS: DialogKeys = (
    KeyRow({"enter": "choose"}, LocalizedText(en="Go to the marked document", ja="選択中の文書へ移動する")),
    _MOVE,
    _PAGES,
    _ENDS,
    KeyRow({"escape ctrl+q {documents}": "close"}, _NO_CHOICE),
    _HELP,
)
HISTORY_KEYS: DialogKeys = (
    KeyRow(
        {"enter": "choose"},
        LocalizedText(en="Put what is marked back into force", ja="選択中の操作を復元する"),
    ),
    _MOVE,
    _PAGES,
    _ENDS,
    KeyRow({"escape ctrl+q {history}": "close"}, _NO_CHANGE),
    _HELP,
)
STATISTICS_KEYS: DialogKeys = (
    KeyRow({"f2": "pace"}, LocalizedText(en="Show your pace, or hide it", ja="作業速度を表示する/隠す")),
    *_SCROLL,
    KeyRow({"escape enter ctrl+q {statistics}": "close"}, _CLOSE_PAGE),
    _HELP,
)
PALETTE_KEYS: DialogKeys = (
    KeyRow({"enter": None}, LocalizedText(en="Do what is highlighted", ja="選択中の操作を行う")),
    KeyRow({"down up pagedown pageup": None}, _MOVE_HELP),
    KeyRow({"escape": None}, _NO_CHOICE),
    _HELP,
)
HELP_KEYS: DialogKeys = (
    *_SCROLL,
    KeyRow({"escape enter ctrl+q": "close"}, _CLOSE_PAGE),
    KeyRow({"f1 {help}": "close"}, _CLOSE_PAGE, priority=True),
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
