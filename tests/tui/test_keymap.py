"""Keys of one's own: what a file gives, and every clash refused with both its owners."""

import pytest

from annotator.codebook.model import Codebook
from annotator.tui.actions import ACTIONS
from annotator.tui.keymap import Keymap, parse_key_file
from annotator.workflow.codebooks import DEFAULT_CODEBOOK, shipped_codebook
from annotator.workflow.errors import Refused


@pytest.fixture(scope="module")
def core() -> Codebook:
    """The codebook that the keys are for."""
    return shipped_codebook(DEFAULT_CODEBOOK)


def problems_of(text: str, codebook: Codebook) -> list[str]:
    """Return what is wrong with a file of keys."""
    with pytest.raises(Refused) as refusal:
        parse_key_file(text, codebook, origin="keys.toml")
    return [line.removeprefix("keys.toml: ") for line in str(refusal.value).split("\n")]


def test_without_a_key_file_actions_have_their_default_keys() -> None:
    assert all(Keymap().keys_of(action.id) == action.keys for action in ACTIONS)


@pytest.mark.parametrize(
    ("written", "keys"),
    [
        ('"f2"', ("f2",)),
        ('["F2", "Ctrl+K"]', ("f2", "ctrl+k")),
        ('"！"', ("!",)),
        ('" "', ("space",)),
        ('"z"', ("z",)),
        ('"shift+pageup"', ("shift+pageup",)),
    ],
)
def test_an_action_gets_other_keys(core: Codebook, written: str, keys: tuple[str, ...]) -> None:
    # The space is free for the flag.
    text = f"[actions]\nflag = {written}\nscroll_down = 'pagedown'"
    keymap, codebook = parse_key_file(text, core, origin="keys.toml")
    assert keymap.keys_of("flag") == keys
    assert [action.id for key in keys if (action := keymap.action_for(key))] == ["flag"] * len(keys)
    assert keymap.action_for("!") is None or "!" in keys
    assert codebook == core


def test_two_actions_can_change_keys(core: Codebook) -> None:
    keymap, _ = parse_key_file('[actions]\nflag = "."\nnote = "!"', core, origin="keys.toml")
    assert [keymap.keys_of(action) for action in ("flag", "note")] == [(".",), ("!",)]


def test_a_label_gets_another_key(core: Codebook) -> None:
    _, codebook = parse_key_file('[codebooks.core.stance]\nfavor = "7"', core, origin="keys.toml")
    assert codebook.label_for_key("1", "commentary") is None
    found = codebook.label_for_key("7", "commentary")
    assert found is not None
    assert found[1].id == "favor"


def test_keys_for_another_codebook_are_ignored(core: Codebook) -> None:
    assert parse_key_file('[codebooks.other.mood]\ncalm = "1"', core, origin="keys.toml").codebook == core


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ('[actions]\nflag = "."', "actions.note: key `.` belongs to flag and to note"),
        ('[actions]\nnote = "。"\nflag = "."', "actions.note: key `.` belongs to flag and to note"),
        (
            '[actions]\nflag = "ctrl+i"',
            "actions.flag: key `ctrl+i` belongs to the terminal (tab) and to flag",
        ),
        (
            '[actions]\nflag = "Ctrl+M"',
            "actions.flag: key `ctrl+m` belongs to the terminal (enter) and to flag",
        ),
        (
            '[actions]\nflag = "q"',
            "codebooks.core.fact_opinion.fact: key `q` belongs to flag and to fact_opinion/fact",
        ),
        (
            '[codebooks.core.stance]\nfavor = "q"',
            "codebooks.core.fact_opinion.fact: key `q` belongs to stance/favor and to fact_opinion/fact",
        ),
        (
            '[codebooks.core.stance]\nfavor = "f2"',
            "codebooks.core.stance.favor: `f2` is no letter and no digit",
        ),
        ("[codebooks.core.stance]\nfavor = 1", "codebooks.core.stance.favor: 1 is no letter and no digit"),
        ('[codebooks.core.stance]\nfor = "7"', "codebooks.core.stance.for: there is no such label"),
        ('[codebooks.core.mood]\ncalm = "7"', "codebooks.core.mood: there is no such dimension"),
        ("[actions]\nflag = []", "actions.flag: needs a key"),
        ('[actions]\nflag = ""', "actions.flag: `` is no key that can be told from others"),
        ('[actions]\nflag = "ctrl+1"', "actions.flag: `ctrl+1` is no key that can be told from others"),
        ('[actions]\nflag = "\\u001b"', "actions.flag: '\\x1b' is no key that can be told from others"),
        ("actions = 1", "actions: is no table"),
        ('[keys]\nflag = "f2"', "keys: is no table of keys; there are `actions` and `codebooks`"),
    ],
)
def test_an_impossible_key_is_refused(core: Codebook, text: str, problem: str) -> None:
    assert problems_of(text, core) == [problem]


def test_an_unknown_action_is_named_with_those_that_there_are(core: Codebook) -> None:
    (problem,) = problems_of('[actions]\nflags = "f2"', core)
    assert problem.startswith("actions.flags: there is no such action; there are ")
    assert all(action.id in problem for action in ACTIONS)


def test_all_problems_are_named_at_once(core: Codebook) -> None:
    text = '[actions]\nflag = "."\nskip = []\n[codebooks.core.stance]\nfor = "7"'
    assert len(problems_of(text, core)) == 3


def test_a_file_that_is_not_toml_is_refused_with_its_position(core: Codebook) -> None:
    (problem,) = problems_of('[actions]\nflag = "."\n  skip', core)
    assert problem.startswith("line 3, column 3: not valid TOML: ")
