"""Codebooks as files: the shipped ones, those that people write, and activating one for a project."""

from dataclasses import replace
from pathlib import Path

from annotator.codebook.load import parse_codebook
from annotator.codebook.model import Codebook
from annotator.formats.bundled_files import codebook_names, codebook_text
from annotator.store import codebooks, documents, events
from annotator.store.engines.open import is_there
from annotator.workflow.errors import FormatError, Refused
from annotator.workflow.project import DEFAULT_CODEBOOK, Project, set_codebook

__all__ = [
    "DEFAULT_CODEBOOK",
    "activate_codebook",
    "is_there",
    "read_codebook",
    "shipped_codebook",
    "write_codebook",
]


def shipped_codebook(name: str) -> Codebook:
    """Return a codebook that ships with the program."""
    return parse_codebook(_shipped_text(name), origin=f"{name}.toml")


def read_codebook(path: Path) -> Codebook:
    """Read and check a codebook file; raises CodebookError with every problem, or FormatError."""
    return parse_codebook(_text(path), origin=str(path))


def write_codebook(path: Path, source: str) -> None:
    """Write a shipped codebook to a new file."""
    text = _shipped_text(source)
    try:
        with path.open("x", encoding="utf-8", newline="\n") as file:
            file.write(text)
    except FileExistsError as error:
        raise FormatError(
            "is there already", where=str(path), advice="Name another file; it was left as it is."
        ) from error
    except OSError as error:
        raise FormatError(
            f"cannot be written ({error.strerror or error})",
            where=str(path),
            advice="Check the folder and its rights.",
        ) from error


def activate_codebook(project: Project, path: Path) -> Codebook:
    """Make a codebook file the project's codebook.

    Raises Refused where the project holds answers already, or has the same version with another source.
    """
    text = _text(path)
    codebook = parse_codebook(text, origin=str(path))
    changed = replace(project, codebook=codebook)
    with project.database.writing() as connection:
        if events.has_events(connection):
            raise Refused(
                "this project holds answers already; a codebook in use cannot be exchanged. Begin a new database."
            )
        known = codebooks.text_of(connection, codebook.name, codebook.version)
        if known is not None and known != text:
            raise Refused(
                f"{codebook.name} {codebook.version} is known here with other words. Raise its version in {path}."
            )
        set_codebook(changed, connection, text, former=project.codebook)
        documents.requeue_units(connection, codebook.queued_kinds)
    return codebook


def _shipped_text(name: str) -> str:
    text = codebook_text(name)
    if text is None:
        raise Refused(
            f"no codebook named {name!r} ships with the program. Known: {', '.join(codebook_names())}."
        )
    return text


def _text(path: Path) -> str:
    try:
        return path.read_text("utf-8")
    except OSError as error:
        raise FormatError(
            f"cannot be read ({error.strerror or error})", where=str(path), advice="Check the path."
        ) from error
    except UnicodeDecodeError as error:
        raise FormatError("is not UTF-8 text", where=str(path), advice="Save it as UTF-8.") from error
