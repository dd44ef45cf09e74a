"""The files that ship with the program: codebooks and JSON Schemas.

An installed package contains them; in a checkout they are in the folder beside the package.
"""

from functools import cache
from importlib import resources
from pathlib import Path


def codebook_text(name: str) -> str | None:
    """Return a shipped codebook's TOML, or None for an unknown name."""
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
