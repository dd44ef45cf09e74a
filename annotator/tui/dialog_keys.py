"""The keys of the dialogs, with what they do in both languages; F1 shows those of the dialog that is open."""

from annotator.codebook.model import Name

DialogKeys = tuple[tuple[str, Name], ...]

_CLOSE = ("escape", Name(en="Close without a choice", ja="何も選ばずに閉じる"))
_MOVE = ("down up", Name(en="Move in the list", ja="一覧の中を移動する"))
_THESE = ("f1", Name(en="Show these keys", ja="このキー一覧を表示する"))

PICKER_KEYS: DialogKeys = (
    ("enter", Name(en="Take what is highlighted", ja="選択中の項目に決める")),
    _MOVE,
    _CLOSE,
    _THESE,
)
FIND_KEYS: DialogKeys = (
    ("enter", Name(en="Go to what is highlighted", ja="選択中の単位へ移動する")),
    (
        "down up",
        Name(en="Move in the list; down at its end brings more", ja="一覧の中を移動する(末尾から下で続き)"),
    ),
    (
        "f2",
        Name(en="Take hiragana and katakana as the same, or not", ja="ひらがなとカタカナを区別する/しない"),
    ),
    ("f3", Name(en="Keep to the filter, or search everywhere", ja="絞り込みの中だけを探す/全体を探す")),
    _CLOSE,
    _THESE,
)
NOTE_KEYS: DialogKeys = (
    ("escape ctrl+s", Name(en="Save the note and close", ja="メモを保存して閉じる")),
    ("enter", Name(en="New line", ja="改行する")),
    ("ctrl+z ctrl+y", Name(en="Undo and redo while writing", ja="入力を取り消す/やり直す")),
    _THESE,
)
CONFIRM_KEYS: DialogKeys = (
    ("enter", Name(en="Take what is highlighted", ja="選択中の項目に決める")),
    _MOVE,
    ("escape backspace", Name(en="No: change nothing", ja="何も変えずに閉じる")),
    _THESE,
)
