"""The screen's messages in English and Japanese, by key; those of actions and dialogs' keys are in their tables."""

import os
from collections.abc import Iterable

from annotator.codebook.model import Language
from annotator.corpus.model import DiffPart

MESSAGES: dict[str, tuple[str, str]] = {
    # The top bar and the panes
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
    # Targets
    "target": ("Target", "対象"),
    "no_target": ("(none: press {press})", "(なし: {press} で選択)"),
    "target_count": ("{number} of at most {limit}", "{number} 件(最大 {limit} 件)"),
    "remove_target": ("Take away", "取り除く"),
    "target_removed": ("{target} taken away", "{target} を除去"),
    "no_targets": ("No question here has a target.", "対象をとる質問はありません。"),
    # Skipping
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
    # Confidence, contradictions, repeated answers
    "low": ("low", "低"),
    "middle": ("middle", "中"),
    "high": ("high", "高"),
    "no_confidence": ("not said", "指定なし"),
    "confidence_next": ("confidence of the next answer: {level}", "次の回答の確信度: {level}"),
    "confidence_given": ("confidence: {levels}", "確信度: {levels}"),
    "contradicts": ("this does not go together: {why}", "回答が矛盾しています: {why}"),
    "nothing_to_repeat": ("there are no answers to repeat", "繰り返す回答がありません"),
    # Selected lines
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
    # The unit: its marks, stale answers, auto-advance
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
    # The bottom bar and the terminal
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
    # Preferences and commands
    "reminder_on": ("reminds you of a rest after 50 minutes of work", "50分作業したら休憩を勧めます"),
    "reminder_off": ("does not remind you of a rest", "休憩の案内を切りました"),
    "settings_not_read": ("Settings: {why}", "設定: {why}"),
    "not_remembered": ("Not kept for the next time: {why}", "次回のために保存できません: {why}"),
    "palette_hint": ("Search all commands", "コマンドを検索"),
    "palette_none": ("No command is like that.", "該当するコマンドはありません。"),
    # Saving, undo, and what is pending
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
    # Why a key does nothing
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
    # Documents, history, statistics
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
    # Keys
    "help_title": ("Keys", "キー一覧"),
    "help_close": ("Esc closes, the arrow keys scroll", "Esc で閉じる、矢印キーでスクロール"),
    "help_here": ("{press} keys", "{press} キー一覧"),
    # Near duplicates
    "same_in": ("also in {places}", "同じ文: {places}"),
    "nearly_in": ("nearly the same in {places}", "ほぼ同じ文: {places}"),
    "more_places": ("and more", "ほか"),
    "this_document": ("this document", "この文書"),
    "near_duplicate_hint": ("{pressed} goes there", "{pressed} で移動"),
    "no_near_duplicate": ("This text stands nowhere else.", "同じ文はほかにありません。"),
    # Quotations
    "in_clip": ("in clip {number}", "クリップ {number} 内"),
    "of_quotation": ("About the quotation of {speaker}", "{speaker}の引用について"),
    "clip_says": ("clip: ", "記事: "),
    "line_says": ("line: ", "この行: "),
    "no_quotations": ("This line quotes nobody.", "この行に引用はありません。"),
    "not_of_quotations": (
        "The codebook asks nothing of quotations.",
        "コードブックは引用について何も問いません。",
    ),
    "no_speaker": ("(no speaker)", "(話者なし)"),
    # Search, jump and filter
    "find_hint": ("Enter goes there, Esc closes", "Enter で移動、Esc で閉じる"),
    "find_none": (
        "Nothing found in {count} units for: {text} ({how})",
        "{count} 件の単位に見つかりません: {text} ({how})",
    ),
    "find_how": ("width, case and spaces ignored", "全角・半角、大文字・小文字、空白は区別しません"),
    "find_kana": ("hiragana = katakana", "ひらがな・カタカナを区別しない"),
    "find_some": ("{count} found; Enter goes there, Esc closes", "{count} 件; Enter で移動、Esc で閉じる"),
    "find_more": ("the first {count} found; go down for more", "最初の {count} 件(下へ進むと続きを表示)"),
    "not_there": ("It is not there any more.", "その単位はもうありません。"),
    "no_flags": ("You have flagged nothing.", "フラグを付けた単位はありません。"),
    "jump_hint": (
        "A number, or part of a file's name; Enter goes there, Esc closes",
        "番号またはファイル名の一部; Enter で移動、Esc で閉じる",
    ),
    "jump_unit": ("unit {number}", "単位 {number}"),
    "jump_document": ("document {number}", "文書 {number}"),
    "filter": ("Filter", "絞り込み"),
    "filter_hint": ("Enter chooses, Esc closes and changes nothing", "Enter で選択、Esc で変更せずに閉じる"),
    "filter_all": ("Walk all units", "すべての単位をたどる"),
    "filter_counting": ("Counting the units that fit …", "該当する単位を数えています…"),
    "filter_apply": (
        "Walk {open} of the {count} units that fit",
        "該当する {count} 件のうち {open} 件をたどる",
    ),
    "filter_any": ("any", "指定なし"),
    "filter_save": ("Save this filter under a name …", "この条件に名前を付けて保存…"),
    "filter_clear": ("Take all criteria away", "条件をすべて外す"),
    "filter_forget": ("Delete a saved filter …", "保存した条件を削除…"),
    "filter_name": ("Name of the filter", "条件の名前"),
    "filter_keep": ("(go back)", "(戻る)"),
    "filter_none": ("No unit fits.", "該当する単位はありません。"),
    "filter_done": (
        "Nothing more to answer under this filter ( {change} changes it, {lift} lifts it)",
        "この絞り込みに未回答の単位はもうありません( {change} で変更、{lift} で解除)",
    ),
    "filter_end": (
        "The filter leads no further this way ( {lift} lifts it)",
        "この先に絞り込みの対象はありません( {lift} で解除)",
    ),
    "filter_apply_done": (
        "Walk the {count} units that fit; none needs an answer",
        "該当する {count} 件をたどる(未回答なし)",
    ),
    "filter_excludes": ("this unit is left out", "この単位は対象外"),
    "filter_cleared": (
        "No filter: the keys lead over all units.",
        "絞り込みなし: すべての単位をたどります。",
    ),
    "filter_resumed": ("The filter is on again.", "再び絞り込みの対象だけをたどります。"),
    "no_filter": ("There is no filter: {change} makes one", "絞り込みはありません({change} で設定)"),
    "value_hint": ("Type to search; Enter chooses, Esc closes", "入力して検索; Enter で決定、Esc で閉じる"),
    "date_hint": (
        "2022, 2022-01 or 2022-01-31; Enter takes it, Esc closes",
        "2022、2022-01、2022-01-31 の形で入力; Enter で決定、Esc で閉じる",
    ),
    "by_kinds": ("kind", "種類"),
    "by_tag": ("tag", "タグ"),
    "by_publisher": ("publisher", "発信元"),
    "by_since": ("from", "開始日"),
    "by_until": ("to", "終了日"),
    "by_evidence": ("evidence", "根拠"),
    "by_state": ("yours", "自分の状態"),
    "by_label": ("answer", "回答"),
    "kinds_clip": ("clips", "クリップ"),
    "kinds_commentary": ("lines", "コメント行"),
    "kinds_quotation": ("quotations", "引用"),
    "evidence_verbatim": ("verbatim", "一致"),
    "evidence_recast": ("same words, not as a quotation", "地の文と一致"),
    "evidence_altered": ("altered", "改変"),
    "evidence_absent": ("not in any clip", "クリップにない"),
    "evidence_no_clip": ("no clip", "クリップなし"),
    "state_unanswered": ("unanswered", "未回答"),
    "state_answered": ("answered", "回答済み"),
    "state_flagged": ("flagged", "フラグあり"),
    "state_skipped": ("skipped", "スキップ済み"),
    "state_stale": ("stale", "要再確認"),
}

SKIP_REASONS = ("skip_damaged", "skip_duplicate", "skip_off_topic", "skip_foreign", "skip_unclear")
"""The keys of the reasons that are offered for skipping a unit."""


def say(key: str, language: Language, **values: object) -> str:
    """Return the message with a key, with its values filled in."""
    english, japanese = MESSAGES[key]
    return (japanese if language == "ja" else english).format(**values)


def format_diff(parts: Iterable[DiffPart]) -> str:
    """Return a difference in one line, readable without colour: [-deleted-] and {+inserted+}."""
    shown = []
    for part in parts:
        if part[0] == "equal":
            shown.append(part[1])
        else:
            deleted = part[1] if part[0] in ("delete", "replace") else ""
            inserted = part[-1] if part[0] in ("insert", "replace") else ""
            shown.append((f"[-{deleted}-]" if deleted else "") + (f"{{+{inserted}+}}" if inserted else ""))
    return "".join(shown)


def choose_language(setting: str | None) -> Language:
    """Return the language that is set, else that of the locale."""
    chosen = setting or next(
        (value for name in ("LC_ALL", "LC_MESSAGES", "LANG") if (value := os.environ.get(name))), ""
    )
    return "ja" if chosen.lower().startswith("ja") else "en"
