"""A person's settings: read with whatever is in the file, changed one by one, never lost."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.workflow.errors import Refused
from annotator.workflow.settings import Settings, SettingsFile

CHOICES = st.fixed_dictionaries(
    {},
    optional={
        "theme": st.text(max_size=20),
        "language": st.sampled_from(["en", "ja", None]),
        "ambiguous": st.sampled_from(["narrow", "wide"]),
        "goes_on": st.booleans(),
        "unfolded": st.booleans(),
        "reminds_to_rest": st.booleans(),
        "shows_pace": st.booleans(),
    },
)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Where the settings stand; neither the file nor its folder is there yet."""
    return tmp_path / "annotator" / "settings.toml"


def test_without_a_file_the_defaults_hold_and_none_is_made(path: Path) -> None:
    settings = SettingsFile(path)
    assert settings.values == Settings()
    assert settings.complaint is None
    assert not path.parent.exists()


@given(st.lists(CHOICES, max_size=4))
def test_what_was_chosen_last_holds_the_next_time(
    tmp_path_factory: pytest.TempPathFactory, choices: list[dict[str, object]]
) -> None:
    path = tmp_path_factory.mktemp("home") / "settings.toml"
    settings = SettingsFile(path)
    for chosen in choices:
        settings.choose(**chosen)
    again = SettingsFile(path)
    assert again.values == settings.values
    assert again.complaint is None


def test_two_programs_keep_each_other_s_choices(path: Path) -> None:
    one, other = SettingsFile(path), SettingsFile(path)
    one.choose(theme="nord")
    other.choose(goes_on=False)
    assert SettingsFile(path).values == Settings(theme="nord", goes_on=False)


def test_a_choice_leaves_comments_and_unknown_settings_alone(path: Path) -> None:
    path.parent.mkdir()
    path.write_text('# mine\ntheme = "nord"  # calm\nfrom_a_later_release = [1]\n', "utf-8")
    SettingsFile(path).choose(theme="dracula", unfolded=True)
    assert path.read_text("utf-8") == (
        '# mine\ntheme = "dracula"  # calm\nfrom_a_later_release = [1]\nunfolded = true\n'
    )


def test_the_language_of_the_locale_can_be_had_back(path: Path) -> None:
    SettingsFile(path).choose(language="ja")
    SettingsFile(path).choose(language=None)
    assert SettingsFile(path).values.language is None
    assert "language" not in path.read_text("utf-8")


def test_nothing_is_written_where_nothing_changes(path: Path) -> None:
    path.parent.mkdir()
    path.write_text('theme="nord"', "utf-8")
    SettingsFile(path).choose(theme="nord")
    assert path.read_text("utf-8") == 'theme="nord"'


def test_what_is_assumed_is_not_kept(path: Path) -> None:
    settings = SettingsFile(path)
    settings.assume(ambiguous="wide")
    assert settings.values.ambiguous == "wide"
    settings.choose(goes_on=False)
    assert SettingsFile(path).values == Settings(goes_on=False)


@pytest.mark.parametrize(
    "damaged", [b"theme = ", b"\xff\xfe", b"theme = 'x'\ntheme = 'y'\n", b"[" * 5000], ids=repr
)
def test_a_damaged_file_gives_the_defaults_and_stays_as_it_is(path: Path, damaged: bytes) -> None:
    path.parent.mkdir()
    path.write_bytes(damaged)
    settings = SettingsFile(path)
    assert settings.values == Settings()
    assert settings.complaint is not None
    assert str(path) in settings.complaint
    assert "Mend or remove it" in settings.complaint
    with pytest.raises(Refused, match="cannot be read"):
        settings.choose(theme="nord")
    assert settings.values.theme == "nord"
    assert path.read_bytes() == damaged


def test_one_wrong_value_costs_no_other(path: Path) -> None:
    path.parent.mkdir()
    path.write_text('theme = "nord"\ngoes_on = "no"\nambiguous = "broad"\n', "utf-8")
    settings = SettingsFile(path)
    assert settings.values == Settings(theme="nord")
    assert settings.complaint is not None
    assert "goes_on" in settings.complaint
    assert "'narrow' or 'wide'" in settings.complaint
    settings.choose(goes_on=True)
    assert "goes_on = true" in path.read_text("utf-8")


def test_a_folder_that_cannot_be_made_is_told_and_the_choice_holds(path: Path) -> None:
    path.parent.write_text("a file stands here", "utf-8")
    settings = SettingsFile(path)
    with pytest.raises(Refused):
        settings.choose(theme="nord")
    assert settings.values.theme == "nord"


def test_a_link_to_the_file_stays_a_link(path: Path, tmp_path: Path) -> None:
    path.parent.mkdir()
    kept = tmp_path / "dotfiles.toml"
    kept.write_text("", "utf-8")
    path.symlink_to(kept)
    SettingsFile(path).choose(theme="nord")
    assert path.is_symlink()
    assert kept.read_text("utf-8") == 'theme = "nord"\n'
