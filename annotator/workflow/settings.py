"""One person's settings of the screen, stored in her own file for all projects.

The one reader and writer of that file. Invariant: the file is replaced whole or not at all, only what was chosen
changes in it, and a file that cannot be read stays as it is.
"""

import tomllib
from pathlib import Path
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, ValidationError

from annotator.codebook.model import Language
from annotator.formats.errors import FormatError
from annotator.formats.writers.atomic_file import write_lines
from annotator.workflow.errors import Refused

DEFAULT_THEME = "textual-dark"


class Settings(BaseModel):
    """What may be chosen, with what holds until then; the names are those of the file."""

    model_config = ConfigDict(frozen=True, strict=True)

    theme: str = DEFAULT_THEME
    language: Language | None = None
    """None follows the locale."""
    ambiguous: Literal["narrow", "wide"] = "narrow"
    goes_on: bool = True
    unfolded: bool = False
    reminds_to_rest: bool = True
    shows_pace: bool = False


class SettingsFile:
    """The current settings, and the file that they are stored in."""

    def __init__(self, path: Path | None = None) -> None:
        """Read the file; without one the settings last as long as the program."""
        self._path = path
        self.complaint: str | None = None
        """What in the file could not be taken, and what to do about it."""
        self._kept: dict[str, object] = {}
        self.values = self._read()

    def choose(self, **chosen: object) -> None:
        """Change settings and store them; raises Refused where they cannot be stored."""
        self.assume(**chosen)
        changed = {name: value for name, value in chosen.items() if self._kept.get(name) != value}
        if changed and self._path is not None:
            _write(self._path, changed)
            self._kept |= changed

    def assume(self, **chosen: object) -> None:
        """Take other settings for as long as the program runs."""
        self.values = Settings.model_validate({**self.values.model_dump(), **chosen})

    def _read(self) -> Settings:
        if self._path is None:
            return Settings()
        try:
            found = tomllib.loads(self._path.read_text("utf-8"))
        except FileNotFoundError:
            return Settings()
        except (OSError, ValueError) as error:
            self.complaint = _unreadable(self._path, error)
            return Settings()
        known = {name: value for name, value in found.items() if name in Settings.model_fields}
        self._kept = known
        try:
            return Settings.model_validate(known)
        except ValidationError as error:
            wrong = {str(one["loc"][0]): one["msg"] for one in error.errors()}
            what = "; ".join(f"{name}: {why}" for name, why in wrong.items())
            self.complaint = f"{self._path}: {what}. The default is taken."
            return Settings.model_validate(
                {name: value for name, value in known.items() if name not in wrong}
            )


def _write(path: Path, changed: dict[str, object]) -> None:
    """Change what the file says of some settings; comments and all else in it stay."""
    # Only a person who chooses something waits for it.
    import tomlkit
    from tomlkit.exceptions import TOMLKitError

    try:
        text = path.read_text("utf-8") if path.exists() else ""
        document = tomlkit.parse(text)
    except (OSError, ValueError, TOMLKitError) as error:
        raise Refused(_unreadable(path, error)) from error
    for name, value in changed.items():
        _set(document, name, value)
    try:
        # A file that is a link into a person's other settings stays one.
        write_lines([tomlkit.dumps(document).encode()], path.resolve())
    except FormatError as error:
        raise Refused(f"{path}: {error.__cause__ or error}. The choice holds until you leave.") from error


def _set(document: Any, name: str, value: object) -> None:
    if value is None:
        document.pop(name, None)
    else:
        document[name] = value


def _unreadable(path: Path, error: Exception) -> str:
    why = error.strerror if isinstance(error, OSError) else error
    return f"{path}: cannot be read ({why}). Mend or remove it; until then nothing new is kept in it."
