"""Where documents were read from: one address for a file or record, from whichever folder it is named."""

import os
from pathlib import Path

from annotator.formats.readers import files
from annotator.formats.readers.pieces import Document, Piece, in_file


class Addresses:
    """Names the places of one project's documents.

    A file's address begins at the database's folder, or at the root where the database is a server's. Standard
    input holds another document each time.
    """

    def __init__(self, folder: Path | None) -> None:
        self._folder = folder
        self._folders: dict[Path, str] = {}

    def of(self, item: Piece | Document, sha256: str) -> str:
        """Return the address of a document whose content has this digest."""
        path = item.place.path
        return f"stdin:{sha256[:12]}" if path is None else in_file(self._of_file(path), item.part)

    def _of_file(self, path: Path) -> str:
        if path.name in ("", "..") or path.is_symlink():
            path = path.resolve()
        # The files of a folder share what is found out about it.
        parent = path.parent
        if parent not in self._folders:
            self._folders[parent] = self._of_folder(parent.resolve())
        return self._folders[parent] + files.shown(path.name)

    def _of_folder(self, path: Path) -> str:
        shown = files.shown(path if self._folder is None else Path(os.path.relpath(path, self._folder)))
        return "" if shown == "." else f"{shown.rstrip('/')}/"


def is_there(folder: Path | None, source: str) -> bool:
    """Tell whether a file still stands where a document was read from, or the file that held it as a record."""
    parts = source.split("#")
    places = ("#".join(parts[:upto]) for upto in range(len(parts), 0, -1))
    return any((Path(file) if folder is None else folder / file).exists() for file in places if file)
