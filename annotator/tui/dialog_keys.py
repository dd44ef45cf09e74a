"""The keys of the dialogs and what they do, in both languages, as the help key shows them in an open dialog.

`{action}` in a row means the keys of that action of the labelling screen, except those that dialogs use themselves.
"""

from annotator.codebook.model import LocalizedText
from annotator.tui.keymap import Keymap

DialogKeys = tuple[tuple[str, LocalizedText], ...]

_NO_CHOICE = LocalizedText(en="Close without a choice", ja="何も選ばずに閉じる")
_NO_CHANGE = LocalizedText(en="Close and change nothing", ja="何も変えずに閉じる")
_CHOOSE = ("enter", LocalizedText(en="Take what is highlighted", ja="選択中の項目に決める"))
_CLOSE = ("escape ctrl+q", _NO_CHOICE)
_MOVE = ("down up", LocalizedText(en="Move in the list", ja="一覧の中を移動する"))
_PAGES = ("pagedown space pageup", LocalizedText(en="Move by a page", ja="1ページずつ移動する"))
_ENDS = ("home end", LocalizedText(en="Go to the beginning or the end", ja="先頭・末尾へ移動する"))
_HELP = ("f1 {help}", LocalizedText(en="Show these keys", ja="このキー一覧を表示する"))

PICKER_KEYS: DialogKeys = (
    _CHOOSE,
    _MOVE,
    _CLOSE,
    _HELP,
)
FILTER_KEYS: DialogKeys = (
    (
        "enter",
        LocalizedText(
            en="Choose the value of the highlighted criterion, or do what the row says",
            ja="選択中の条件の値を選ぶ、または行の操作を行う",
        ),
    ),
    _MOVE,
    ("escape ctrl+q", _NO_CHANGE),
    _HELP,
)
FIND_KEYS: DialogKeys = (
    ("enter", LocalizedText(en="Go to what is highlighted", ja="選択中の単位へ移動する")),
    (
        "down up",
        LocalizedText(
            en="Move in the list; down at its end brings more", ja="一覧の中を移動する(末尾から下で続き)"
        ),
    ),
    (
        "f2",
        LocalizedText(
            en="Take hiragana and katakana as the same, or not", ja="ひらがなとカタカナを区別する/しない"
        ),
    ),
    (
        "f3",
        LocalizedText(en="Keep to the filter, or search everywhere", ja="絞り込みの中だけを探す/全体を探す"),
    ),
    _CLOSE,
    _HELP,
)
NOTE_KEYS: DialogKeys = (
    ("escape ctrl+s ctrl+q", LocalizedText(en="Save the note and close", ja="メモを保存して閉じる")),
    ("enter", LocalizedText(en="New line", ja="改行する")),
    ("ctrl+z ctrl+y", LocalizedText(en="Undo and redo while writing", ja="入力を取り消す/やり直す")),
    _HELP,
)
CONFIRM_KEYS: DialogKeys = (
    _CHOOSE,
    _MOVE,
    ("escape ctrl+q backspace", LocalizedText(en="No: change nothing", ja="何も変えずに閉じる")),
    _HELP,
)
DOCUMENTS_KEYS: DialogKeys = (
    ("enter", LocalizedText(en="Go to the marked document", ja="選択中の文書へ移動する")),
    _MOVE,
    _PAGES,
    _ENDS,
    ("escape ctrl+q {documents}", _NO_CHOICE),
    _HELP,
)
HISTORY_KEYS: DialogKeys = (
    ("enter", LocalizedText(en="Put what is marked back into force", ja="選択中の操作を復元する")),
    _MOVE,
    _PAGES,
    _ENDS,
    ("escape ctrl+q {history}", _NO_CHANGE),
    _HELP,
)
STATISTICS_KEYS: DialogKeys = (
    ("f2", LocalizedText(en="Show your pace, or hide it", ja="作業速度を表示する/隠す")),
    ("down up", LocalizedText(en="Scroll", ja="スクロールする")),
    ("pagedown space pageup", LocalizedText(en="Scroll by a page", ja="1ページずつスクロールする")),
    ("escape enter ctrl+q {statistics}", LocalizedText(en="Close", ja="閉じる")),
    _HELP,
)
PALETTE_KEYS: DialogKeys = (
    ("enter", LocalizedText(en="Do what is highlighted", ja="選択中の操作を行う")),
    ("down up pagedown pageup", LocalizedText(en="Move in the list", ja="一覧の中を移動する")),
    ("escape", _NO_CHOICE),
    _HELP,
)
_ALL = (
    *(PICKER_KEYS, FILTER_KEYS, FIND_KEYS, NOTE_KEYS, CONFIRM_KEYS),
    *(DOCUMENTS_KEYS, HISTORY_KEYS, STATISTICS_KEYS, PALETTE_KEYS),
)
_KEYS_OF_DIALOGS = frozenset(
    key for table in _ALL for keys, _ in table for key in keys.split() if not key.startswith("{")
)


def binding_id(action: str) -> str:
    """Return the id of the dialogs' bindings for the keys of an action of the labelling screen."""
    return f"dialog.{action}"


def keys_in_dialogs(keymap: Keymap, action: str, *, is_typing: bool) -> tuple[str, ...]:
    """Return the keys of an action that work in dialogs too; in a dialog with an input, no characters."""
    keys = (key for key in keymap.keys_of(action) if key not in _KEYS_OF_DIALOGS)
    return tuple(key for key in keys if not (is_typing and len(key) == 1))


def expand_keys(keys: str, keymap: Keymap, *, is_typing: bool) -> str:
    """Return the keys of a row with each `{action}` replaced by the action's keys."""
    expanded: list[str] = []
    for key in keys.split():
        action = key.strip("{}")
        expanded += keys_in_dialogs(keymap, action, is_typing=is_typing) if action != key else [key]
    return " ".join(expanded)
