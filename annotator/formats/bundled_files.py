"""The files that the program brings along: codebooks and JSON Schemas.

In an installed package they stand inside it; in a checkout, in the folder beside it.
"""

from functools import cache
from importlib import resources
from pathlib import Path


def codebook_text(name: str) -> str | None:
    """Return a shipped codebook's TOML, or None where none has this name."""
    path = schemas_folder() / "codebooks" / f"{name}.toml"
    return path.read_text("utf-8") if name.isidentifier() and path.is_file() else None


def codebook_names() -> list[str]:
    """Return the names of the shipped codebooks."""
    return sorted(path.stem for path in (schemas_folder() / "codebooks").glob("*.toml"))


@cache
def schemas_folder() -> Path:
    """Return the folder that holds `codebooks/` and the JSON Schemas."""
    package = Path(str(resources.files("annotator")))
    inside = package / "schemas"
    return inside if inside.is_dir() else package.parent / "schemas"
