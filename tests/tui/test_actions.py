"""The tables behind keys, palette and help hold what each needs, in both languages."""

import re
from string import Formatter

import pytest
from textual import events

from annotator.codebook.keys import ascii_key
from annotator.codebook.model import Codebook, Language, LocalizedText
from annotator.tui.actions import ACTIONS, Action, binding_keys
from annotator.tui.app import AnnotatorApp
from annotator.tui.keymap import TERMINAL_KEYS, Keymap
from annotator.tui.messages import MESSAGES, choose_language, say
from annotator.tui.screens.labelling import LabellingScreen
from annotator.workflow.codebooks import DEFAULT_CODEBOOK, shipped_codebook

JAPANESE = re.compile(r"[\u3040-\u30ff\u4e00-\u9fff]")
EVERY_ACTION = pytest.mark.parametrize("action", ACTIONS, ids=lambda action: action.id)


@pytest.fixture(scope="module")
def core() -> Codebook:
    """The codebook that a new project takes."""
    return shipped_codebook(DEFAULT_CODEBOOK)


def both(name: LocalizedText) -> bool:
    """Tell whether words are English in English and Japanese in Japanese."""
    return not JAPANESE.search(name.en) and bool(JAPANESE.search(name.ja))


@EVERY_ACTION
def test_an_action_has_a_key(action: Action) -> None:
    assert action.keys
    assert all(Keymap().action_for(key) == action for key in action.keys)


@EVERY_ACTION
def test_an_action_has_a_name_and_help_in_both_languages(action: Action) -> None:
    assert both(action.name)
    assert both(action.help)


@EVERY_ACTION
def test_no_key_of_an_action_can_be_the_key_of_a_label(action: Action) -> None:
    assert not [key for key in action.keys if len(key) == 1 and key.isalnum()]


@EVERY_ACTION
def test_no_key_of_an_action_belongs_to_the_terminal(action: Action) -> None:
    assert TERMINAL_KEYS.keys().isdisjoint(action.keys)


def test_ids_and_names_differ() -> None:
    for values in (
        [action.id for action in ACTIONS],
        [action.name.en for action in ACTIONS],
        [action.name.ja for action in ACTIONS],
    ):
        assert len(set(values)) == len(values)


def test_no_two_actions_share_a_key() -> None:
    keys = [key for action in ACTIONS for key in action.keys]
    assert len(set(keys)) == len(keys)


def test_no_action_key_is_a_key_of_the_codebook(core: Codebook) -> None:
    labels = {label.key for dimension in core.dimensions for label in dimension.labels}
    assert not labels & {key for action in ACTIONS for key in action.keys}


@EVERY_ACTION
def test_a_typed_key_is_the_key_of_itself(action: Action) -> None:
    assert all(ascii_key(key) == key for key in action.keys if len(key) == 1)


def test_a_comma_parts_no_key_of_a_binding() -> None:
    assert binding_keys((",", "f2")) == "comma,f2"


@EVERY_ACTION
def test_a_binding_is_named_explained_and_can_be_remapped(action: Action) -> None:
    (binding,) = [
        one for one in LabellingScreen.BINDINGS if not isinstance(one, tuple) and one.id == action.id
    ]
    assert binding.action == f"run('{action.id}')"
    assert binding.description == action.name.en
    assert binding.tooltip == action.help.en


# The other words


def placeholders(words: str) -> set[str]:
    """Return the names in braces."""
    return {name for _, name, _, _ in Formatter().parse(words) if name is not None}


@pytest.mark.parametrize("key", MESSAGES)
def test_a_message_is_in_both_languages(key: str) -> None:
    english, japanese = MESSAGES[key]
    assert both(LocalizedText(en=english, ja=japanese))


@pytest.mark.parametrize("key", MESSAGES)
def test_a_message_has_the_same_placeholders_in_both_languages(key: str) -> None:
    english, japanese = MESSAGES[key]
    assert placeholders(english) == placeholders(japanese)


def test_a_message_is_filled_in() -> None:
    assert say("clip", "en", number=2, count=7) == "clip 2/7"
    assert say("clip", "ja", number=2, count=7) == "クリップ 2/7"


@pytest.mark.parametrize(
    ("wanted", "locale", "language"),
    [
        ("ja", "en_US.UTF-8", "ja"),
        ("en", "ja_JP.UTF-8", "en"),
        (None, "ja_JP.UTF-8", "ja"),
        (None, "C.UTF-8", "en"),
        (None, "", "en"),
    ],
)
def test_the_language_is_the_one_asked_for_else_the_locale_s(
    monkeypatch: pytest.MonkeyPatch, wanted: str | None, locale: str, language: Language
) -> None:
    for name in ("LC_ALL", "LC_MESSAGES"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("LANG", locale)
    assert choose_language(wanted) == language


def test_lc_all_is_stronger_than_lang(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LANG", "en_US.UTF-8")
    monkeypatch.setenv("LC_ALL", "ja_JP.UTF-8")
    assert choose_language(None) == "ja"


# From the keys to the actions


async def test_every_key_of_an_action_runs_it_in_every_input_mode(
    app: AnnotatorApp, monkeypatch: pytest.MonkeyPatch
) -> None:
    ran: list[str] = []

    async def note(_: LabellingScreen, action: Action) -> None:
        ran.append(action.id)

    monkeypatch.setattr(LabellingScreen, "run_handler", note)
    variants = {
        action.id: [char for char in map(chr, range(0x20, 0xFFF0)) if ascii_key(char) in action.keys]
        for action in ACTIONS
    }
    assert all(variants[action.id] for action in ACTIONS if any(len(key) == 1 for key in action.keys))
    async with app.run_test() as pilot:
        for action in ACTIONS:
            for key in (key for key in action.keys if len(key) > 1):
                await pilot.press(key)
                assert (key, ran) == (key, [action.id])
                ran.clear()
            for character in variants[action.id]:
                await app.on_event(events.Key(character, character))
                assert (character, ran) == (character, [action.id])
                ran.clear()
