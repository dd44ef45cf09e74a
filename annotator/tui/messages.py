"""The words of the screen that are neither an action's nor the codebook's, in both languages."""

import os
from collections.abc import Iterable

from annotator.codebook.model import Language
from annotator.corpus.model import DiffPart
from annotator.tui.search_messages import WORDS

_WORDS: dict[str, tuple[str, str]] = {
    "document": ("doc {number}/{count}", "文書 {number}/{count}"),
    "clip": ("clip {number}/{count}", "クリップ {number}/{count}"),
    "no_clip_part": ("before any clip", "クリップの前"),
    "progress": ("{done} of {queued} done", "{queued} 件中 {done} 件完了"),
    "no_headline": ("(no headline)", "(見出しなし)"),
    "no_clip": ("No clip stands above this line.", "この行の上にクリップはありません。"),
    "no_commentary": ("No commentary under this clip.", "このクリップにコメント行はありません。"),
    "folded": (
        "{count} lines folded away ( {press} shows them)",
        "{count} 行をたたんでいます( {press} で表示)",
    ),
    "empty": (
        "There is nothing to label here yet. Add documents: annotator add PATH\n\nEsc leaves.",
        "ラベル付けする文書がありません。annotator add PATH で追加してください。\n\nEsc で終了します。",
    ),
    "target": ("Target", "対象"),
    "no_target": ("(none: press {press})", "(なし: {press} で選択)"),
    "target_count": ("{number} of at most {limit}", "{number} 件(最大 {limit} 件)"),
    "remove_target": ("Take away", "取り除く"),
    "target_removed": ("{target} taken away", "{target} を除去"),
    "no_targets": ("No question here has a target.", "対象をとる質問はありません。"),
    "skipped": ("skip", "スキップ"),
    "skip": ("Skip the unit", "単位を飛ばす"),
    "skip_hint": (
        "Type a reason or choose one; Enter skips, Esc closes",
        "理由を入力または選択; Enter で飛ばす、Esc で閉じる",
    ),
    "unskip": ("Do not skip it any more", "飛ばすのをやめる"),
    "skip_damaged": ("the text is damaged", "本文が壊れている"),
    "skip_duplicate": ("the same as another unit", "別の単位と同じ内容"),
    "skip_off_topic": ("off the topic", "対象外の話題"),
    "skip_foreign": ("in a language that I do not read", "読めない言語で書かれている"),
    "skip_unclear": ("cannot be understood", "意味がわからない"),
    "is_skipped": ("skipped: {reason}", "スキップ: {reason}"),
    "low": ("low", "低"),
    "middle": ("middle", "中"),
    "high": ("high", "高"),
    "no_confidence": ("not said", "指定なし"),
    "confidence_next": ("confidence of the next answer: {level}", "次の回答の確信度: {level}"),
    "confidence_given": ("confidence: {levels}", "確信度: {levels}"),
    "contradicts": ("this does not go together: {why}", "回答が矛盾しています: {why}"),
    "nothing_to_repeat": ("there are no answers to repeat", "繰り返す回答がありません"),
    "no_line_here": ("only commentary lines can be selected", "選択できるのはコメント行だけです"),
    "selected": ("{count} lines selected", "{count} 行を選択中"),
    "selection_ends": ("a selection stays within its document", "選択は一つの文書の中だけです"),
    "needs_targets": (
        "{count} of the selected lines have no target: choose one for each first",
        "選択した行のうち {count} 行に対象がありません。先に選んでください",
    ),
    "bulk_title": ("Answer together", "まとめて回答"),
    "bulk_count": ("for {count} lines", "{count} 行に回答"),
    "bulk_changes": (
        "{count} of them have another answer, which changes",
        "うち {count} 行は今の回答が変わります",
    ),
    "bulk_yes": ("Yes (Enter)", "はい (Enter)"),
    "bulk_no": ("No (Esc)", "いいえ (Esc)"),
    "flagged": ("flagged", "フラグあり"),
    "note": ("Note", "メモ"),
    "stale": ("answered before the text changed", "本文変更前の回答"),
    "stale_change": ("Changed since you answered: {change}", "回答後に変更: {change}"),
    "stale_position": (
        "Answered before: it may be another of several equal lines, or stand under another clip.",
        "以前の回答です。同じ文の別の行か、別のクリップの行かもしれません。",
    ),
    "auto_on": ("goes on by itself", "自動で次へ進む"),
    "auto_off": ("stays after the last answer", "回答後もとどまる"),
    "hint": ("{help} help   {palette} commands", "{help} ヘルプ   {palette} コマンド"),
    "too_small": (
        "The terminal is too small: it needs {columns} columns and {rows} rows. {leaving} leaves.",
        "端末が小さすぎます。{columns} 桁 {rows} 行以上にしてください。{leaving} で終了します。",
    ),
    "how_to_quit": ("{leaving} leaves; everything is saved", "{leaving} で終了します(すべて保存済み)"),
    "time_to_rest": (
        "{minutes} min of work: time for a rest",
        "作業 {minutes} 分。そろそろ休憩を",
    ),
    "reminder_on": ("reminds you of a rest after 50 minutes of work", "50分作業したら休憩を勧めます"),
    "reminder_off": ("does not remind you of a rest", "休憩の案内を切りました"),
    "settings_not_read": ("Settings: {why}", "設定: {why}"),
    "not_remembered": ("Not kept for the next time: {why}", "次回のために保存できません: {why}"),
    "theme_hint": ("Type to search; Enter chooses, Esc closes", "入力して検索; Enter で決定、Esc で閉じる"),
    "palette_hint": ("Search all commands", "コマンドを検索"),
    "palette_none": ("No command is like that.", "該当するコマンドはありません。"),
    "saved": ("saved: {what}", "保存しました: {what}"),
    "unchanged": ("already so: {what}", "変更なし: {what}"),
    "undone": ("taken back: {what}", "取り消しました: {what}"),
    "redone": ("restored: {what}", "元に戻しました: {what}"),
    "nothing_to_undo": ("nothing to take back", "取り消す操作がありません"),
    "nothing_to_redo": ("nothing to restore", "元に戻す操作がありません"),
    "not_saved": ("NOT SAVED: {why}", "保存できません: {why}"),
    "pending": (
        "NOT SAVED ({count} kept, tried again by itself): {why}",
        "未保存です({count} 件を保持し、自動で再試行します): {why}",
    ),
    "still_pending": (
        "NOT SAVED: {count} kept, tried again by itself",
        "未保存: {count} 件を保持し、自動で再試行しています",
    ),
    "pending_here": ("KEPT, NOT YET SAVED: {what}", "保持中・未保存: {what}"),
    "flag": ("flag", "フラグ"),
    "retry_succeeded": ("saved after all: {count}", "保持していた {count} 件を保存しました"),
    "retry_refused": ("could not be saved: {why}", "保存できませんでした: {why}"),
    "dropped": ("taken back before it was saved", "保存前の操作を取り消しました"),
    "no_copy": ("no copy was made today: {why}", "今日のバックアップを作成できませんでした: {why}"),
    "not_read": ("cannot be read: {why}", "読み込めません: {why}"),
    "not_asked": ("{dimension} is not asked here: {why}", "{dimension}はここでは問われません: {why}"),
    "no_key": ("no answer has the key {typed}", "キー {typed} に対応する回答はありません"),
    "needs_target": ("Choose a target first: {press}", "先に対象を選んでください: {press}"),
    "all_done": ("Everything is answered.", "すべて回答済みです。"),
    "first_clip": ("This is the first clip.", "最初のクリップです。"),
    "last_clip": ("This is the last clip.", "最後のクリップです。"),
    "note_hint": ("Esc saves and closes", "Esc で保存して閉じる"),
    "target_hint": (
        "Type to search or to name another; Enter chooses, Esc closes",
        "入力して検索・新規; Enter で決定、Esc で閉じる",
    ),
    "no_units": ("There is nothing to label in this document.", "この文書にはラベル付けの対象がありません。"),
    "documents_hint": ("Enter goes there, Esc closes", "Enter で移動、Esc で閉じる"),
    "history_hint": (
        "Enter puts what is marked back into force, Esc closes",
        "Enter で選んだ操作を復元、Esc で閉じる",
    ),
    "history_none": ("You have done nothing on this unit yet.", "この単位への操作はまだありません。"),
    "history_undone": ("taken back", "取り消し済み"),
    "history_not_restorable": (
        "only answers and marks can be put back",
        "復元できるのは回答とマークだけです",
    ),
    "event_answer": ("answer", "回答"),
    "event_withdraw": ("withdrawn", "撤回"),
    "event_flag": ("flag", "フラグ"),
    "event_note": ("note", "メモ"),
    "event_skip": ("skip", "スキップ"),
    "event_undo": ("undo", "取り消し"),
    "event_redo": ("redo", "やり直し"),
    "statistics_hint": (
        "Your own answers; F2 shows your pace, Esc closes",
        "自分の回答だけを集計; F2 で作業速度、Esc で閉じる",
    ),
    "statistics_none": ("no answers yet", "回答はまだありません"),
    "statistics_days": ("Answers by day", "日ごとの回答数"),
    "statistics_tags": ("By tag", "タグ別"),
    "statistics_publishers": ("By publisher", "発信元別"),
    "statistics_others": ("{count} more", "ほか {count} 件"),
    "pace": ("Your pace", "作業速度"),
    "pace_none": ("too little was done to tell", "まだ測れるだけの操作がありません"),
    "pace_summary": (
        "{acts} acts in {hours} h {minutes} min of work; {seconds} s from one to the next (median)",
        "{acts} 回の操作、作業時間 {hours} 時間 {minutes} 分、操作の間隔は中央値 {seconds} 秒",
    ),
    "help_title": ("Keys", "キー一覧"),
    "help_close": ("Esc closes, the arrow keys scroll", "Esc で閉じる、矢印キーでスクロール"),
    "help_here": ("{press} keys", "{press} キー一覧"),
    "same_in": ("also in {places}", "同じ文: {places}"),
    "nearly_in": ("nearly the same in {places}", "ほぼ同じ文: {places}"),
    "more_places": ("and more", "ほか"),
    "this_document": ("this document", "この文書"),
    "near_duplicate_hint": ("{pressed} goes there", "{pressed} で移動"),
    "no_near_duplicate": ("This text stands nowhere else.", "同じ文はほかにありません。"),
    "in_clip": ("in clip {number}", "クリップ {number} 内"),
    "verbatim": ("verbatim", "一致"),
    "recast": ("same words, not as a quotation", "地の文と一致"),
    "altered": ("altered", "改変"),
    "absent": ("not in any clip", "クリップにない"),
    "no_clip_evidence": ("no clip", "クリップなし"),
    "of_quotation": ("About the quotation of {speaker}", "{speaker}の引用について"),
    "clip_says": ("clip: ", "記事: "),
    "line_says": ("line: ", "この行: "),
    "no_quotations": ("This line quotes nobody.", "この行に引用はありません。"),
    "not_of_quotations": (
        "The codebook asks nothing of quotations.",
        "コードブックは引用について何も問いません。",
    ),
    "no_speaker": ("(no speaker)", "(話者なし)"),
}
_WORDS |= WORDS

SKIP_REASONS = ("skip_damaged", "skip_duplicate", "skip_off_topic", "skip_foreign", "skip_unclear")
"""The words for the reasons that are offered for leaving a unit out."""


def say(key: str, language: Language, **values: object) -> str:
    """Return the words for a key, with its values filled in."""
    english, japanese = _WORDS[key]
    return (japanese if language == "ja" else english).format(**values)


def change_words(parts: Iterable[DiffPart]) -> str:
    """Return a difference in one line, readable without colour: [-what went-] and {+what came+}."""
    shown = []
    for part in parts:
        if part[0] == "equal":
            shown.append(part[1])
        else:
            went = part[1] if part[0] in ("delete", "replace") else ""
            came = part[-1] if part[0] in ("insert", "replace") else ""
            shown.append((f"[-{went}-]" if went else "") + (f"{{+{came}+}}" if came else ""))
    return "".join(shown)


def language_of(wanted: str | None) -> Language:
    """Return the language asked for, else that of the locale."""
    chosen = wanted or next(
        (value for name in ("LC_ALL", "LC_MESSAGES", "LANG") if (value := os.environ.get(name))), ""
    )
    return "ja" if chosen.lower().startswith("ja") else "en"
